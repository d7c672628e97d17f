"""Q62: whoever reported sees by number and PIN how their notice stands, and does with it what is theirs to do."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar

from cast import Cast, hire
from deciding import decide
from frontline.intake.reporting import EN, OWN, come_back, report
from leeward.app import make_app
from leeward.frontline.enforcement import desk as enforcement
from leeward.frontline.intake import portal
from leeward.frontline.intake.portal import AppealRow, FactRow, PlaceRow, RemovalRow, State
from leeward.frontline.review import desk as review
from leeward.house import House
from leeward.playbook.reader import starter
from leeward.record.facts.signals import CopiesSearched, FeedbackHandedOver, HashJudged, MediaMatched
from leeward.record.standing.refold import refold
from leeward.record.terms.code import BankCode, HarmCode, MeasureCode, MediaHash, ReasonCode, SourceCode
from leeward.record.terms.ids import BankVersion, HashId, JobId, OwnerId, ReporterId, ReportId, SubjectId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.report import Verdict
from leeward.record.terms.signal import Exchange, Feedback, Opinion
from leeward.record.terms.subject import HashKind, MediaReference
from leeward.record.vault import holds
from leeward.settings import Settings
from visitor import HOST, Visitor

ONE = {"where": {"links": "https://forum.example/pier/1"}}


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    """A house where a decision takes effect at once."""
    playbook = tmp_path / "playbook"
    shutil.copytree(starter(), playbook)
    limits = playbook / "limits.toml"
    limits.write_text(re.sub(r"(?m)^grace_seconds = \d+", "grace_seconds = 0", limits.read_text("utf-8")), "utf-8")
    opened = House(Settings(home=tmp_path, base_url=HOST, playbook=playbook), database)
    yield opened
    opened.record.close()


@pytest.fixture
def app(house: House) -> Litestar:
    return make_app(house)


@pytest.fixture
def somebody(app: Litestar) -> Visitor:
    return Visitor(app)


@pytest.fixture
def staff(house: House) -> Cast:
    return hire(house.record)


def rows(house: House, sql: str) -> list[dict[str, object]]:
    with house.record.reading() as look:
        return look.rows(sql)


def work(house: House, staff: Cast, verdict: Verdict) -> None:
    """Bob takes the next job, decides it, and what follows comes into force."""
    [job] = rows(house, "SELECT id FROM job WHERE state = 'open'")
    number = JobId(UUID(str(job["id"])))
    review.claim(house.record, house.playbook(), staff.bob.id, number)
    decide(house.record, house.playbook(), staff.bob.id, number, verdict)
    enforcement.wake(house.record, house.playbook, now() + timedelta(seconds=1))


def states(page: str) -> list[str]:
    """The states that a status page tells, in order."""
    texts = {text: key.removeprefix("state.") for key, text in EN.items() if key.startswith("state.")}
    return [texts[said] for said in re.findall(r"<li(?: aria-current=\"step\")?><b>([^<]*)</b>", page)]


def test_each_state_is_told_when_it_comes_and_not_before(house: House, staff: Cast, app: Litestar, somebody: Visitor) -> None:
    """Q62."""
    number, pin = report(somebody, **ONE)
    assert states(somebody.get("/case/status").text) == ["received"]
    [job] = rows(house, "SELECT id FROM job")
    review.claim(house.record, house.playbook(), staff.bob.id, JobId(UUID(str(job["id"]))))
    assert states(somebody.get("/case/status").text) == ["received", "in_review"]
    decide(house.record, house.playbook(), staff.bob.id, JobId(UUID(str(job["id"]))), Verdict.VIOLATES)
    enforcement.wake(house.record, house.playbook, now() + timedelta(seconds=1))
    again = come_back(app, number, pin)
    assert states(again.get("/case/status").text) == ["received", "in_review", "removed"]


def test_by_when_the_law_wants_a_decision_is_said_until_there_is_one(house: House, staff: Cast, somebody: Visitor) -> None:
    report(somebody, **ONE)
    [clock] = rows(house, "SELECT due FROM clock WHERE clock = 'us-tida-3'")
    due = f'datetime="{clock["due"]:%Y-%m-%dT%H:%M}'
    page = somebody.get("/case/status").text
    assert EN["status.by_law"] in page
    assert due in page
    work(house, staff, Verdict.VIOLATES)
    assert EN["status.by_law"] not in somebody.get("/case/status").text


def test_each_missing_thing_has_a_page_and_the_clock_counts_from_the_receipt(house: House, somebody: Visitor) -> None:
    """Q03, Q04, in the portal."""
    report(somebody, but=("signature", "contact"), **ONE)
    page = somebody.get("/case/status").text
    assert sorted(re.findall(r'href="/case/need/([a-z_]+)"', page)) == ["contact", "signature"]
    assert EN["question.signature.title"] in somebody.get("/case/need/signature").text
    empty = somebody.post("/case/need/signature", {"signature": " "})
    assert (empty.status_code, EN["slip.empty"] in empty.text) == (422, True)
    assert somebody.post("/case/need/contact", OWN["contact"]).status_code == 303
    assert somebody.post("/case/need/signature", OWN["signature"]).status_code == 303
    page = somebody.get("/case/status").text
    assert "/case/need/" not in page
    assert EN["status.complete"] in page
    assert rows(house, "SELECT c.starts = r.received AS so FROM clock c JOIN report r ON r.id = c.report WHERE c.legal") == [
        {"so": True}
    ]
    assert somebody.get("/case/need/signature").headers["location"] == "/case/status"
    assert refold(house.record)[1] == []


def test_what_completes_a_notice_is_for_whoever_decides(house: House, staff: Cast, somebody: Visitor) -> None:
    report(somebody, but=("signature",), **ONE)
    somebody.post("/case/need/signature", {"signature": "Robin K."})
    somebody.post("/case/add", {"added": "It moved to the second pier."})
    [job] = rows(house, "SELECT id FROM job")
    number = JobId(UUID(str(job["id"])))
    review.claim(house.record, house.playbook(), staff.bob.id, number)
    texts = set(review.reveal(house.record, house.playbook(), staff.bob.id, number).values())
    assert {"Signed: Robin K.", "Added: It moved to the second pier."} <= texts


def test_nothing_of_what_was_sent_is_shown_on_the_case_pages(somebody: Visitor) -> None:
    report(somebody, but=("signature",), **ONE)
    for path in ("/case/status", "/case/receipt", "/case/add", "/case/withdraw", "/case/need/signature"):
        page = somebody.get(path).text
        for secret in ("pier", "Robin", "robin@example.org", "intimate"):
            assert secret not in page.replace(EN["question.signature.why"], ""), (path, secret)


def test_nobody_learns_of_others_who_reported_the_same(house: House, staff: Cast, app: Litestar, somebody: Visitor) -> None:
    """Q62: no other reporter, no reviewer, no account."""
    first = Visitor(app)
    report(first, **ONE)
    [job] = rows(house, "SELECT id FROM job")
    review.claim(house.record, house.playbook(), staff.bob.id, JobId(UUID(str(job["id"]))))
    report(somebody, **ONE)
    assert len(rows(house, "SELECT id FROM job")) == 1
    page = somebody.get("/case/status").text
    assert states(page) == ["received"], "that the job was taken before they wrote is none of their business"
    assert "Bob" not in page


def test_withdrawn_it_says_so_and_asks_for_nothing_more(house: House, somebody: Visitor) -> None:
    """Q62."""
    report(somebody, but=("signature",), **ONE)
    assert somebody.post("/case/withdraw", {}).status_code == 422
    somebody.post("/case/withdraw", {"sure": "yes"})
    page = somebody.get("/case/status").text
    assert states(page)[-1] == "withdrawn"
    assert "/case/need/" not in page
    assert 'href="/case/withdraw"' not in page
    assert rows(house, "SELECT withdrawn IS NOT NULL AS gone FROM report") == [{"gone": True}]
    assert rows(house, "SELECT count(*) AS n FROM clock WHERE stopped IS NOT NULL") == [{"n": 0}], "no clock stops by it"
    assert somebody.post("/case/add", {"added": "more"}).status_code == 409
    assert refold(house.record)[1] == []


def test_whoever_decides_sees_what_is_missing_and_that_it_was_withdrawn(
    house: House, staff: Cast, app: Litestar, somebody: Visitor
) -> None:
    """Q03: the cure task stands on the report, for the reviewer too."""
    report(somebody, but=("signature",), **ONE)
    [row] = rows(house, "SELECT id FROM report")
    with Visitor(app) as bob:
        bob.sign_in(house.record, staff.bob)
        page = bob.get(f"/reports/{row['id']}").text
        assert "Incomplete for US-TIDA: signature missing." in page
        assert "Withdrawn" not in page
        somebody.post("/case/withdraw", {"sure": "yes"})
        assert "Withdrawn by whoever reported." in bob.get(f"/reports/{row['id']}").text


def test_what_arrives_by_letter_is_written_down_by_a_lead_and_completes_the_notice(
    house: House, staff: Cast, app: Litestar, somebody: Visitor
) -> None:
    """Q03: a physical signature."""
    report(somebody, but=("signature",), **ONE)
    [row] = rows(house, "SELECT id FROM report")
    address = f"/notices/{row['id']}"
    with Visitor(app) as alice, Visitor(app) as bob:
        assert alice.sign_in(house.record, staff.alice).get(address).status_code == 403
        bob.sign_in(house.record, staff.bob)
        assert f'href="{address}"' in bob.get(f"/reports/{row['id']}").text
        assert 'value="signature"' in bob.get(address).text
        assert bob.post(address, {"text": "A letter."}).status_code == 422
        onward = bob.post(address, {"elements": ["signature"], "text": "A letter of Tuesday."})
        assert onward.headers["location"] == f"/reports/{row['id']}"
        assert "Nothing is missing" in bob.get(address).text
    assert EN["status.complete"] in somebody.get("/case/status").text
    assert rows(house, "SELECT actor FROM fact WHERE kind = 'notice_cured'") == [{"actor": staff.bob.id}]


def test_withdrawn_with_what_was_written_the_words_are_erased(house: House, somebody: Visitor) -> None:
    report(somebody, **ONE)
    assert EN["withdraw.erased"] in EN.values()
    somebody.post("/case/withdraw", {"sure": "yes", "erase": "yes"})
    assert rows(house, "SELECT count(*) AS n FROM vault_text t JOIN report r ON r.reporter = t.owner") == [{"n": 0}]
    assert states(somebody.get("/case/status").text)[-1] == "withdrawn"


def test_where_a_law_keeps_the_words_they_stay_and_that_is_said(house: House, staff: Cast, somebody: Visitor) -> None:
    report(somebody, **ONE)
    [row] = rows(house, "SELECT reporter FROM report")
    owner = OwnerId(UUID(str(row["reporter"])))
    holds.hold(house.record, owner, staff.bob.id, kind=ReasonCode("preservation"), basis=ReasonCode("18-usc-2258a-h"))
    onward = somebody.post("/case/withdraw", {"sure": "yes", "erase": "yes"})
    assert EN["withdraw.held"] in somebody.get(onward.headers["location"]).text
    assert rows(house, "SELECT count(*) AS n FROM vault_text t JOIN report r ON r.reporter = t.owner")[0]["n"] != 0


def test_turned_down_it_can_be_looked_at_again_once_and_appeals_has_it(house: House, staff: Cast, somebody: Visitor) -> None:
    """Q17 and Q62: a notifier's appeal from the case page."""
    report(somebody, **ONE)
    assert somebody.get("/case/appeal/1").headers["location"] == "/case/status"
    work(house, staff, Verdict.NO_VIOLATION)
    page = somebody.get("/case/status").text
    assert states(page)[-1] == "kept"
    assert 'href="/case/appeal/1"' in page
    assert EN["appeal.lead"] in somebody.get("/case/appeal/1").text
    onward = somebody.post("/case/appeal/1", {"again": "Look at the second picture."})
    assert EN["appeal.done"] in somebody.get(onward.headers["location"]).text
    [appeal] = rows(house, "SELECT appellant, state, a.text IS NOT NULL AS words FROM appeal a")
    assert appeal == {"appellant": "notifier", "state": "open", "words": True}
    page = somebody.get("/case/status").text
    assert states(page)[-1] == "asked_again"
    assert "/case/appeal/" not in page
    second = somebody.post("/case/appeal/1", {"again": "Again."})
    assert EN["appeal.refused"] in somebody.get(second.headers["location"]).text
    assert len(rows(house, "SELECT id FROM appeal")) == 1
    assert refold(house.record)[1] == []


def test_what_was_removed_as_asked_cannot_be_appealed(house: House, staff: Cast, somebody: Visitor) -> None:
    report(somebody, **ONE)
    work(house, staff, Verdict.VIOLATES)
    assert "/case/appeal/" not in somebody.get("/case/status").text
    somebody.post("/case/appeal/1", {})
    assert rows(house, "SELECT id FROM appeal") == []


def test_the_receipt_says_when_and_what_is_needed_and_not_what_it_was_about(somebody: Visitor) -> None:
    number, _ = report(somebody, but=("signature",), **ONE)
    page = somebody.get("/case/receipt").text
    assert number in page
    assert EN["element.signature"] in page
    assert EN["instrument.us-tida"] not in page
    assert "/report/leave" in page


def test_without_a_case_every_page_leads_to_the_beginning(app: Litestar) -> None:
    nobody = Visitor(app)
    nobody.get("/report")
    for path in ("status", "receipt", "add", "withdraw", "need/signature", "appeal/1"):
        assert nobody.get(f"/case/{path}").headers["location"].startswith("/report?closed"), path
    for path in ("add", "withdraw", "need/signature", "appeal/1", "pin"):
        assert nobody.post(f"/case/{path}", {"sure": "yes"}).headers["location"].startswith("/report?closed"), path
    assert nobody.post("/case/close").headers["location"] == "/report"


def test_a_token_of_another_time_opens_nothing(app: Litestar, somebody: Visitor) -> None:
    report(somebody, **ONE)
    somebody.client.cookies.set("leeward-case", "made-up", domain="testserver.local")
    assert somebody.get("/case/status").headers["location"].startswith("/report?closed")


def test_an_unsent_case_leads_back_to_the_form(somebody: Visitor) -> None:
    somebody.get("/report")
    somebody.post("/report")
    assert somebody.get("/case/status").headers["location"] == "/report/check"
    assert somebody.get("/case").headers["location"] == "/report/check"


def test_that_copies_were_searched_and_partners_told_is_seen_on_the_case_page(
    house: House, staff: Cast, somebody: Visitor
) -> None:
    """Q62: copies searched, partner-shared, by the facts of the rooms that do it."""
    report(somebody, **ONE)
    work(house, staff, Verdict.VIOLATES)
    [row] = rows(house, "SELECT id, about, job FROM report")
    about, bob, found = SubjectId(UUID(str(row["about"]))), staff.bob.id, HashId(new_id())
    number, job, bank, media = (
        UUID(str(row["id"])),
        UUID(str(row["job"])),
        BankCode("stopncii"),
        MediaReference(hash=HashKind.MD5, digest=MediaHash("a" * 32), held_by=SourceCode("reporter")),
    )
    matched = MediaMatched(
        subject=number, actor=bob, occurred=now(), about=about, media=media, bank=bank, bank_version=BankVersion(new_id()),
        hash=found, distance=0, opinion=Opinion.POSITIVE,
    )  # fmt: skip
    judged = HashJudged(subject=found, actor=bob, occurred=now(), bank=bank, feedback=Feedback.BLOCKED)
    searched = CopiesSearched(
        subject=job, actor=bob, occurred=now(), about=about, reports=(ReportId(number),), kinds=(HashKind.MD5,), banks=(),
        references=4, matched=0, platform_matched=0, actioned=0,
    )  # fmt: skip
    with house.record.writing() as tx:
        tx.append([matched, judged, searched])
    assert states(somebody.get("/case/status").text) == ["received", "in_review", "removed", "copies_searched"]
    told = FeedbackHandedOver(subject=new_id(), actor=bob, occurred=now(), bank=bank, exchange=Exchange.STOPNCII, hashes=(found,))
    with house.record.writing() as tx:
        tx.append([told])
    assert states(somebody.get("/case/status").text)[-2:] == ["copies_searched", "partner_shared"]


NOON = now()


def at(minutes: int) -> Moment:
    return NOON + timedelta(minutes=minutes)


def place(verdict: str | None = None, effective: int | None = None, **more: object) -> PlaceRow:
    values: dict[str, object] = {
        "place": 1, "report": REPORT, "reporter": ReporterId(new_id()), "received": at(0), "withdrawn": None, "elements": [],
        "missing": {}, "capacity": "subject", "job": None, "named": HarmCode("intimate_images.shared"), "verdict": verdict,
        "effective": at(effective) if effective is not None else None, "due": at(60), "legal": True,
    }  # fmt: skip
    return PlaceRow(**(values | more))  # type: ignore[arg-type]


REPORT = ReportId(new_id())


@pytest.mark.parametrize(("kind", "state"), [("copies_searched", State.COPIES_SEARCHED), ("hashes_shared", State.PARTNER_SHARED)])
def test_what_was_done_with_copies_is_told_in_its_place(house: House, kind: str, state: State) -> None:
    """Q62: copies searched, partner-shared."""
    facts = [FactRow(REPORT, "job_claimed", at(1)), FactRow(REPORT, kind, at(9))]
    gone = [RemovalRow(REPORT, at(5), "in_force", None, MeasureCode("remove_content"))]
    [seen] = portal.view(house.playbook(), [place("violates", 5)], facts, gone, []).places
    assert [told.state for told in seen.story] == [State.RECEIVED, State.IN_REVIEW, State.REMOVED, state]


def test_what_happened_before_the_report_came_in_is_never_told(house: House) -> None:
    facts = [FactRow(REPORT, kind, at(-1)) for kind in portal.TOLD]
    [seen] = portal.view(house.playbook(), [place()], facts, [], []).places
    assert [told.state for told in seen.story] == [State.RECEIVED]


def test_what_was_put_back_and_what_somebody_else_found_is_told(house: House) -> None:
    back = [RemovalRow(REPORT, at(5), "reversed", at(50), MeasureCode("remove_content"))]
    [seen] = portal.view(house.playbook(), [place("violates", 5)], [], back, []).places
    assert [told.state for told in seen.story][-1] is State.RESTORED
    for outcome, state in (("upheld", State.HEARD_UPHELD), ("overturned", State.HEARD_CHANGED)):
        heard = [AppealRow(REPORT, at(20), outcome, at(30))]
        [seen] = portal.view(house.playbook(), [place("no_violation", 5)], [], [], heard).places
        assert [told.state for told in seen.story][-2:] == [State.ASKED_AGAIN, state]
        assert not seen.can_appeal


def test_a_measure_that_leaves_it_there_is_no_removal(house: House) -> None:
    less = [RemovalRow(REPORT, at(5), "in_force", None, MeasureCode("limit_reach"))]
    [seen] = portal.view(house.playbook(), [place("violates", 5)], [], less, []).places
    assert [told.state for told in seen.story][-1] is State.ACTED
