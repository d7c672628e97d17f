"""What the console shows, in each of its states: empty, with work, filtered, paged, of somebody else, decided, not there."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest

from cast import Cast
from frontline.office import FINE, PLAY, VIOLATES, Given, open_job, open_jobs
from leeward.frontline.review import desk
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.ids import DecisionId, JobId, PersonId, ReportId, new_id
from leeward.record.terms.moment import now
from visitor import Visitor

ROW = re.compile(r'<th scope="row"><a href="/jobs/([0-9a-f-]{36})"')
FURTHER = re.compile(r'<a href="([^"]+)" rel="next"')


def rows(page: str) -> list[str]:
    """The jobs of a list, in order."""
    return ROW.findall(page)


def text(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u202f", " ").split())


def report_of(record: Record, job: JobId) -> ReportId:
    """The report that opened a job."""
    with record.reading() as look:
        found: ReportId = look.value("SELECT id FROM report WHERE job = %(job)s", {"job": job})
    return found


def decide(record: Record, who: PersonId, job: JobId, **more: object) -> DecisionId:
    """A job taken and decided."""
    made = DecisionId(new_id())
    desk.claim(record, PLAY, who, job)
    desk.decide(record, PLAY, who, job, decision=made, clause="HE-T-1", **({"path": FINE} | more))  # type: ignore[arg-type]
    return made


def test_everybody_lands_where_their_work_is(cast: Cast, alice: Visitor, bob: Visitor) -> None:
    assert alice.get("/").headers["location"] == "/work"
    assert bob.get("/").headers["location"] == "/operations"


def test_an_empty_house_says_so(bob: Visitor) -> None:
    assert "Nothing waits" in bob.get("/operations").text
    assert "Nothing waits here" in bob.get("/queues/labour").text
    assert "There is nothing for you now" in bob.get("/work").text
    assert text(bob.get("/queues").text).count("Labour") == 1


def test_operations_counts_what_waits(record: Record, cast: Cast, bob: Visitor) -> None:
    open_jobs(record, [Given(), Given(start_in=-5), Given(queue="images", legal_in=45)])
    decide(record, cast.alice.id, open_job(record), path=VIOLATES, measures=["warn"])
    said = text(bob.get("/operations").text)
    assert "Open jobs 3" in said
    assert "Past start-by 1 jobs" in said
    assert "Legal clocks, next 12 h 1 due" in said
    assert "US TIDA" in said
    assert "Violates 1 100 %" in said
    assert "overdue" not in said


def test_overdue_clocks_have_a_figure_of_their_own(record: Record, cast: Cast, bob: Visitor) -> None:
    open_jobs(record, [Given(legal_in=-20), Given(legal_in=-30)])
    page = bob.get("/operations").text
    assert "Legal clocks 2 overdue" in text(page)
    assert "Legal clocks, next 12 h 0 due" in text(page)
    assert page.count('<p class="value overdue">') == 1


def test_a_queue_in_its_order_with_filters(record: Record, alice: Visitor) -> None:
    low, severe, spanish = open_jobs(record, [Given(severity=1), Given(severity=3), Given(severity=2, language="es")])
    page = alice.get("/queues/labour").text
    assert rows(page) == [str(severe), str(spanish), str(low)]
    assert rows(alice.get("/queues/labour?severity=2").text) == [str(severe), str(spanish)]
    assert rows(alice.get("/queues/labour?severity=2&language=es").text) == [str(spanish)]
    nothing = alice.get("/queues/labour?severity=4").text
    assert "No job fits these filters" in nothing
    assert alice.get("/queues/labour?severity=nine&show=all").status_code == 200


def test_what_is_taken_or_held_is_shown_on_demand(record: Record, cast: Cast, alice: Visitor) -> None:
    taken, held, risen, waits = open_jobs(record, [Given(), Given(), Given(), Given()])
    desk.claim(record, PLAY, cast.alice.id, held)
    desk.hold(record, PLAY, cast.alice.id, held, "platform", now() + timedelta(hours=2))
    desk.claim(record, PLAY, cast.alice.id, risen)
    desk.escalate(record, PLAY, cast.alice.id, risen, "second_opinion")
    desk.claim(record, PLAY, cast.alice.id, taken)
    assert rows(alice.get("/queues/labour").text) == [str(waits)]
    assert rows(alice.get("/queues/labour?show=claimed").text) == [str(taken)]
    assert rows(alice.get("/queues/labour?show=held").text) == [str(held)]
    assert rows(alice.get("/queues/senior?show=escalated").text) == [str(risen)]
    assert "Go on with it" in alice.get("/work").text


def test_pages_of_a_long_queue_show_every_job_once(record: Record, alice: Visitor) -> None:
    jobs = open_jobs(record, [Given(severity=n % 4, start_in=n) for n in range(120)])
    seen, address = list[str](), "/queues/labour"
    while address:
        page = alice.get(address).text
        seen += rows(page)
        further = FURTHER.search(page)
        address = further[1].replace("&amp;", "&") if further else ""
    assert len(seen) == 120
    assert set(seen) == {str(job) for job in jobs}


@pytest.mark.parametrize(
    "after", ["x", "3~0~yesterday~x", "9~0~2026-01-01T00:00:00+00:00~" + "0" * 32, "3~0~2026-01-01T00:00:00+00:00", "' OR 1=1--"]
)
def test_a_cursor_that_was_tampered_with_is_the_first_page(record: Record, alice: Visitor, after: str) -> None:
    job = open_job(record)
    answer = alice.get("/queues/labour", params={"after": after})
    assert answer.status_code == 200
    assert rows(answer.text) == [str(job)]


def test_a_cursor_without_a_zone_breaks_nothing(record: Record, alice: Visitor) -> None:
    open_job(record)
    assert alice.get("/queues/labour", params={"after": f"3~0~2026-01-01T00:00:00~{new_id()}"}).status_code == 200


def test_the_export_is_safe_to_open_in_a_spreadsheet(record: Record, alice: Visitor) -> None:
    jobs = open_jobs(record, [Given(), Given(severity=3, clauses=("HE-T-1", "ASE-T-1"))])
    answer = alice.get("/queues/labour?format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    lines = list(csv.DictReader(StringIO(answer.text)))
    assert [line["id"] for line in lines] == [str(job) for job in reversed(jobs)]
    assert (lines[0]["severity"], lines[0]["clauses"], lines[0]["legal due"]) == ("3", "HE-T-1 ASE-T-1", "")
    assert not re.search(r'(^|[,"])[=+@-]', answer.text, re.MULTILINE), answer.text


def test_a_job_says_everything_but_what_people_wrote(record: Record, alice: Visitor) -> None:
    job = open_job(record, text="the very words", legal_in=90)
    page = alice.get(f"/jobs/{job}").text
    said = text(page)
    for words in ("2 serious", "us-tida", "A fee is asked", "lead, not finding", "Take this job", "third party", "Received"):
        assert words in said, words
    assert "the very words" not in page
    assert "external-" not in page
    assert "Texts are for whoever works on the job" in page


def test_the_decision_goes_question_by_question(record: Record, cast: Cast, alice: Visitor) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    first = text(alice.get(f"/jobs/{job}").text)
    assert "May somebody be under 18?" in first
    assert "Is it there?" not in first
    second = alice.get(f"/jobs/{job}", params={"clause": "HE-T-1", "path": "minor:no", "answer": "act:yes"}).text
    assert "How bad is it?" in second
    assert f'href="/jobs/{job}?clause=HE-T-1&amp;path=minor:no" data-key="b"' in second
    end = text(alice.get(f"/jobs/{job}", params={"path": "minor:no,act:yes,harm:usual"}).text)
    assert "Decide enter" in end
    assert "remove_content" in end
    assert "Escalate enter" in text(alice.get(f"/jobs/{job}", params={"path": "minor:yes"}).text)


@pytest.mark.parametrize("path", ["nothing", "minor:perhaps", "act:yes", "minor:no,minor:no", "minor:no,act:no,act:no", "<b>:x"])
def test_an_impossible_path_begins_anew(record: Record, cast: Cast, alice: Visitor, path: str) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    page = alice.get(f"/jobs/{job}", params={"path": path}).text
    assert "May somebody be under 18?" in page
    assert "<b>:x" not in page


def test_a_swap_is_the_decision_alone(record: Record, cast: Cast, alice: Visitor) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    part = alice.get(f"/jobs/{job}?path=minor:no", headers={"accept": "text/html", "hx-request": "true"}).text
    assert "Is it there?" in part
    assert "<html" not in part
    assert "What happened" not in part


def test_a_job_of_somebody_else_names_them_and_offers_nothing(record: Record, cast: Cast, alice: Visitor) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.bob.id, job)
    page = alice.get(f"/jobs/{job}").text
    assert "taken by Bob" in text(page)
    assert f'action="/jobs/{job}/decide"' not in page
    assert f'action="/jobs/{job}/claim"' not in page


def test_a_decided_job_says_how_and_keeps_its_history(record: Record, cast: Cast, bob: Visitor) -> None:
    job = open_job(record)
    decide(record, cast.alice.id, job, path=VIOLATES, measures=["warn"])
    said = text(bob.get(f"/jobs/{job}").text)
    assert "Decided Violates" in said
    assert "by Alice" in said
    assert "Decisions on this subject" in said
    assert "Reverse it" in said
    assert "minor: no · act: yes · harm: usual" in said


def test_the_report_page_tells_its_facts_and_gives_a_proof(record: Record, alice: Visitor, bob: Visitor) -> None:
    job = open_job(record, text="the very words")
    address = f"/reports/{report_of(record, job)}"
    assert "not yet sealed" in bob.get(address).text
    seal_pending(record)
    page = bob.get(address).text
    assert "Received: report by a user" in text(page)
    assert "the very words" not in page
    proof = re.search(r'href="(/facts/\d+/proof)"', page)
    assert proof
    assert bob.get(proof[1]).headers["content-disposition"].startswith("attachment")
    assert "/proof" not in alice.get(address).text  # the ledger is for those who may view it
    assert alice.get(proof[1]).status_code in (403, 404)


def test_numbers_that_are_nothing_are_not_here(bob: Visitor) -> None:
    for address in (f"/jobs/{new_id()}", f"/reports/{new_id()}", "/queues/none", "/facts/999999/proof", "/jobs/17"):
        assert bob.get(address).status_code == 404, address


def test_finding_by_number(record: Record, cast: Cast, bob: Visitor) -> None:
    job = open_job(record)
    report, made = report_of(record, job), decide(record, cast.alice.id, job)
    assert bob.get(f"/find?q={job}").headers["location"] == f"/jobs/{job}"
    assert bob.get(f"/find?q= {report} ").headers["location"] == f"/reports/{report}"
    assert bob.get(f"/find?q={made}").headers["location"] == f"/jobs/{job}"
    for asked in (str(new_id()), "nothing", "<script>"):
        answer = bob.get("/find", params={"q": asked})
        assert answer.status_code == 200
        assert "Nothing has this number" in answer.text
        assert "<script>" not in answer.text.replace('<script src="', "")


def test_my_work_shows_mine_and_nobody_elses(record: Record, cast: Cast, alice: Visitor, bob: Visitor) -> None:
    first, second = open_jobs(record, [Given(), Given()])
    decide(record, cast.alice.id, first)
    decide(record, cast.bob.id, second)
    assert rows(alice.get("/work").text) == [str(first)]
    assert rows(bob.get("/work").text) == [str(second)]
    assert "Your time today" in alice.get("/work").text
