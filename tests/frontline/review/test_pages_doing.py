"""What one does in the console: take, reveal, decide, undo, pass on; and what the console answers when that cannot be."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cast import Cast, Member
from frontline.office import FINE, PLAY, Given, open_job, open_jobs
from leeward.frontline.review import desk
from leeward.record.facts.review import DecisionReversed, JobDecided, Step
from leeward.record.facts.vault import TextRead
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import DecisionId, JobId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.report import Verdict
from visitor import Visitor

Come = Callable[[Member], Visitor]


def state(record: Record, job: JobId) -> str:
    """How a job stands."""
    with record.reading() as look:
        return str(look.value("SELECT state FROM job WHERE id = %(job)s", {"job": job}))


def facts(record: Record, job: JobId, kind: type) -> list[object]:
    """The facts of a job and its subject of one kind."""
    with record.reading() as look:
        about = look.value("SELECT about FROM job WHERE id = %(job)s", {"job": job})
        return [entry.fact for entry in desk.timeline_of(look, [job, about]) if isinstance(entry.fact, kind)]


def taken(record: Record, member: Member, **given: object) -> JobId:
    """A job in somebody's hand."""
    job = open_job(record, **given)
    desk.claim(record, PLAY, member.id, job)
    return job


def ending(path: str, **more: object) -> dict[str, object]:
    """The fields of a decision as the page sends them."""
    return {"decision": str(new_id()), "clause": "HE-T-1", "path": path, **more}


def end_lease(record: Record, job: JobId) -> None:
    """Some time goes by."""
    with record.writing() as tx:
        tx.execute("UPDATE job SET lease_until = %(past)s WHERE id = %(job)s", {"past": now() - timedelta(minutes=1), "job": job})


def test_next_is_the_most_urgent_for_me(record: Record, cast: Cast, alice: Visitor) -> None:
    _, urgent, other = open_jobs(record, [Given(severity=1), Given(severity=3), Given(severity=3, queue="smuggling")])
    assert alice.get("/work").status_code == 200
    assert alice.post("/work/next").headers["location"] == f"/jobs/{urgent}"
    assert "Yours until" in alice.get(f"/jobs/{urgent}").text
    assert "your job" in alice.get("/queues").text  # the ribbon
    assert state(record, other) == "open"


@pytest.mark.parametrize("way", ["/work/next", "/jobs/{other}/claim"])
def test_who_holds_a_job_comes_back_to_it(record: Record, cast: Cast, alice: Visitor, way: str) -> None:
    job, other = taken(record, cast.alice), open_job(record)
    alice.get("/work")
    answer = alice.post(way.format(other=other))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/jobs/{job}")
    assert "This job is in your hand." in alice.get(f"/jobs/{job}").text
    assert state(record, other) == "open"


def test_where_there_is_nothing_one_is_told(alice: Visitor) -> None:
    assert alice.get("/work").status_code == 200
    assert alice.post("/work/next").headers["location"] == "/work"
    assert "There is nothing for you now. What comes in next, comes here." in alice.get("/work").text


def test_what_somebody_else_took_is_a_calm_conflict(record: Record, cast: Cast, alice: Visitor) -> None:
    job = open_job(record)
    alice.get(f"/jobs/{job}")
    desk.claim(record, PLAY, cast.bob.id, job)
    for address, fields in (
        ("claim", {}),
        ("renew", {}),
        ("decide", ending("minor:no,act:no")),
        ("skip", {"reason": "not_now"}),
        ("hold", {"reason": "platform"}),
        ("escalate", {"reason": "second_opinion"}),
        ("release", {"reason": "break"}),
        ("reveal", {}),
    ):
        answer = alice.post(f"/jobs/{job}/{address}", fields)
        assert answer.status_code == 409, address
        assert "code" not in answer.text.split("<main")[1], address
    assert state(record, job) == "claimed"


def test_without_the_skill_there_is_no_taking(record: Record, cast: Cast, come: Come) -> None:
    charlie, job = come(cast.charlie), open_job(record)
    page = charlie.get(f"/jobs/{job}").text
    assert f'action="/jobs/{job}/claim"' not in page
    answer = charlie.post(f"/jobs/{job}/claim")
    assert answer.status_code == 422
    assert "You are not certified for this job." in answer.text
    assert state(record, job) == "open"


def test_revealing_is_a_fact_with_its_purpose(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice, text="the very words")
    page = alice.get(f"/jobs/{job}").text
    assert "the very words" not in page
    assert facts(record, job, TextRead) == []
    answer = alice.post(f"/jobs/{job}/reveal", headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    parts = {part["label"]: part["text"] for part in answer.json()["parts"]}
    assert parts["What was reported"] == "the very words"
    assert parts["The platform's identifier"].startswith("external-")
    [read] = facts(record, job, TextRead)
    assert isinstance(read, TextRead)
    assert (read.actor, read.purpose) == (cast.alice.id, "review")


def test_who_does_not_hold_the_job_reads_nothing(record: Record, cast: Cast, come: Come, nobody: Visitor) -> None:
    job = taken(record, cast.bob, text="the very words")
    for member, status in (
        (cast.alice, {409}),
        (cast.charlie, {409, 422}),
        (cast.ana, {403}),
        (cast.ada, {403}),
        (cast.eve, {403}),
    ):
        visitor = come(member)
        answer = visitor.post(f"/jobs/{job}/reveal", headers={"accept": "application/json"})
        assert answer.status_code in status, member.name
        assert "the very words" not in answer.text
    answer = nobody.post(f"/jobs/{job}/reveal", headers={"accept": "application/json"})
    assert answer.status_code in (401, 403)
    assert facts(record, job, TextRead) == []


def test_a_job_that_may_concern_a_minor_is_not_there_for_others(record: Record, cast: Cast, alice: Visitor, bob: Visitor) -> None:
    job = open_job(record, queue="minor_gate")
    assert alice.get(f"/jobs/{job}").status_code in (403, 404, 422)
    assert bob.get(f"/jobs/{job}").status_code == 200


def test_outsiders_see_no_job_and_no_report(record: Record, cast: Cast, come: Come, nobody: Visitor) -> None:
    job = open_job(record)
    eve = come(cast.eve)
    for address in ("/operations", "/queues", "/queues/labour", "/work", f"/jobs/{job}", f"/find?q={job}"):
        assert eve.get(address).status_code in (403, 404), address
        answer = nobody.get(address)
        assert answer.headers["location"].startswith("/login"), address
    ada = come(cast.ada)
    assert ada.get(f"/jobs/{job}").status_code == 403  # who runs the house does not read what reviewers read
    assert ada.get("/operations").status_code == 200


def test_a_decision_keeps_its_path_and_can_be_undone(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice)
    alice.get(f"/jobs/{job}")
    fields = ending("minor:no,act:yes,harm:usual", measures=["remove_content", "warn"], note="a neutral note")
    answer = alice.post(f"/jobs/{job}/decide", fields)
    assert answer.headers["location"] == f"/work?decided={fields['decision']}"
    [made] = facts(record, job, JobDecided)
    assert isinstance(made, JobDecided)
    assert made.path == (
        Step(question="minor", answer="no"),
        Step(question="act", answer="yes"),
        Step(question="harm", answer="usual"),
    )
    assert (made.verdict, made.clause, made.clause_version) == (Verdict.VIOLATES, "HE-T-1", 3)
    assert set(made.measures) == {"remove_content", "warn"}
    page = alice.get(f"/work?decided={fields['decision']}").text
    assert 'class="toast"' in page
    assert "a neutral note" not in page
    answer = alice.post(f"/decisions/{fields['decision']}/undo")
    assert answer.headers["location"] == f"/jobs/{job}"
    assert "Undone. Nothing had left the house." in alice.get(f"/jobs/{job}").text
    assert state(record, job) == "claimed"


def test_a_decision_sent_twice_is_one(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice)
    alice.get(f"/jobs/{job}")
    fields = ending("minor:no,act:no")
    first, second = (alice.post(f"/jobs/{job}/decide", fields).headers["location"] for _ in range(2))
    assert first == second
    assert len(facts(record, job, JobDecided)) == 1


def test_a_path_that_ends_with_a_lead_escalates(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice)
    alice.get(f"/jobs/{job}")
    assert alice.post(f"/jobs/{job}/decide", ending("minor:no,act:yes,harm:unsure")).headers["location"] == "/work"
    assert "A lead has it now." in alice.get("/work").text
    assert state(record, job) == "escalated"


@pytest.mark.parametrize(
    "fields",
    [
        {"path": ""},
        {"path": "minor:no"},
        {"path": "act:no"},
        {"path": "minor:no,act:yes,harm:usual"},  # a violation without a measure
        {"path": "minor:no,act:yes,harm:usual", "measures": ["close_account"]},
        {"path": "minor:no,act:no", "clause": "NO-SUCH-1"},
        {"path": "minor:no,act:no", "clause": "<not a code>"},
        {"path": "minor:no,act:no", "decision": "not a number"},
    ],
)
def test_what_is_no_decision_decides_nothing(record: Record, cast: Cast, alice: Visitor, fields: dict[str, str]) -> None:
    job = taken(record, cast.alice)
    alice.get(f"/jobs/{job}")
    assert alice.post(f"/jobs/{job}/decide", ending("") | fields).status_code == 422
    assert state(record, job) == "claimed"


def test_decided_meanwhile_is_a_calm_conflict(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice)
    alice.get(f"/jobs/{job}")
    desk.decide(record, PLAY, cast.alice.id, job, decision=DecisionId(new_id()), clause="HE-T-1", path=FINE)
    answer = alice.post(f"/jobs/{job}/decide", ending("minor:no,act:no"))
    assert answer.status_code == 409
    assert "You do not hold this job." in answer.text


def test_the_lease_is_over_and_somebody_else_has_it(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice)
    alice.get(f"/jobs/{job}")
    end_lease(record, job)
    desk.wake(record, lambda: PLAY, now())
    assert alice.post(f"/jobs/{job}/decide", ending("minor:no,act:no")).status_code == 409
    assert "Take this job" in alice.get(f"/jobs/{job}").text
    desk.claim(record, PLAY, cast.bob.id, job)
    assert "taken by Bob" in alice.get(f"/jobs/{job}").text


def test_undo_is_for_whoever_decided_and_only_in_time(record: Record, cast: Cast, alice: Visitor, bob: Visitor) -> None:
    job = taken(record, cast.alice)
    made = DecisionId(new_id())
    desk.decide(record, PLAY, cast.alice.id, job, decision=made, clause="HE-T-1", path=FINE)
    bob.get("/work")
    assert bob.post(f"/decisions/{made}/undo").status_code == 409
    with record.writing() as tx:
        tx.execute("UPDATE decision SET effective = %(past)s", {"past": now() - timedelta(seconds=1)})
    page = alice.get("/work").text
    assert "/undo" not in page
    answer = alice.post(f"/decisions/{made}/undo")
    assert answer.status_code == 422
    assert "The time for undoing is over." in answer.text
    assert alice.post(f"/decisions/{new_id()}/undo").status_code == 404


def test_reversing_is_for_leads_and_goes_back_only_into_the_house(
    record: Record, cast: Cast, alice: Visitor, bob: Visitor
) -> None:
    job = taken(record, cast.alice)
    made = DecisionId(new_id())
    desk.decide(record, PLAY, cast.alice.id, job, decision=made, clause="HE-T-1", path=FINE)
    alice.get("/work")
    assert alice.post(f"/decisions/{made}/reverse", {"reason": "mistake"}).status_code == 403
    assert "Reverse it" not in alice.get(f"/jobs/{job}").text
    assert "Reverse it" in bob.get(f"/jobs/{job}").text
    assert bob.post(f"/decisions/{made}/reverse", {"reason": "whim"}).status_code == 422
    answer = bob.post(f"/decisions/{made}/reverse?back=https://elsewhere.example/", {"reason": "mistake"})
    assert answer.status_code == 303
    assert "elsewhere" not in answer.headers["location"]
    assert len(facts(record, job, DecisionReversed)) == 1
    assert "Reversed. Strikes and limits are restored." in bob.get(f"/jobs/{job}").text


@pytest.mark.parametrize(
    ("step", "reason", "then"),
    [
        ("skip", "expertise", "open"),
        ("release", "break", "open"),
        ("hold", "platform", "held"),
        ("escalate", "second_opinion", "escalated"),
    ],
)
def test_passing_on_leaves_the_hand(record: Record, cast: Cast, alice: Visitor, step: str, reason: str, then: str) -> None:
    job = taken(record, cast.alice)
    page = alice.get(f"/jobs/{job}").text
    assert f'action="/jobs/{job}/{step}"' in page
    assert f'value="{reason}"' in page
    for wrong in ({}, {"reason": ""}, {"reason": "whim"}):
        assert alice.post(f"/jobs/{job}/{step}", wrong).status_code == 422
    assert state(record, job) == "claimed"
    assert alice.post(f"/jobs/{job}/{step}", {"reason": reason}).headers["location"] == "/work"
    assert state(record, job) == then
    assert "Next job" in alice.get("/work").text


def test_a_hold_ends_and_its_hours_are_hours(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice)
    alice.get(f"/jobs/{job}")
    for hours in ("0", "99999", "soon", "-3"):
        assert alice.post(f"/jobs/{job}/hold", {"reason": "platform", "hours": hours}).status_code == 422, hours
    assert state(record, job) == "claimed"
    alice.post(f"/jobs/{job}/hold", {"reason": "platform", "hours": "5"})
    assert state(record, job) == "held"
    page = alice.get(f"/jobs/{job}").text
    assert "On hold until" in page
    assert "Open again" in page
    answer = alice.post(f"/jobs/{job}/resume", {"reason": "answered"})
    assert answer.headers["location"] == f"/jobs/{job}"
    assert state(record, job) == "open"


def test_keeping_it_longer(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice)
    alice.get(f"/jobs/{job}")
    assert alice.post(f"/jobs/{job}/renew").headers["location"] == f"/jobs/{job}"
    assert "It is yours for longer." in alice.get(f"/jobs/{job}").text


def test_what_cannot_be_taken_back_is_not_offered_to_one_alone(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice)
    page = alice.get(f"/jobs/{job}?path=minor:no,act:yes,harm:usual").text
    assert 'value="warn" checked' in page
    assert 'value="close_account" checked' not in page


def test_unknown_numbers_are_not_here(alice: Visitor) -> None:
    alice.get("/work")
    for address, fields in (("claim", {}), ("decide", ending("minor:no,act:no")), ("skip", {"reason": "not_now"})):
        assert alice.post(f"/jobs/{new_id()}/{address}", fields).status_code == 404, address


def test_without_the_form_token_nothing_happens(record: Record, cast: Cast, alice: Visitor) -> None:
    job = taken(record, cast.alice)
    alice.token = "made-up"
    assert alice.post(f"/jobs/{job}/skip", {"reason": "not_now"}).status_code == 403
    assert state(record, job) == "claimed"
