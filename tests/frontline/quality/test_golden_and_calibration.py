"""Golden items in the stream, calibration with before and after, keys that change, and the gate of a policy (Q31, Q32)."""

import msgspec
import pytest

from cast import Cast
from frontline.office import FINE, NOT_ENOUGH, VIOLATES, WORSE
from frontline.quality.office import CLAUSE, PLAY, decided, drawn, rows, somebody, value, with_quality
from leeward.frontline.quality import desk, refusals
from leeward.frontline.quality.calibrating import gate
from leeward.frontline.quality.desk import calibrating, measuring, reading
from leeward.playbook.model import Gate
from leeward.record.facts.quality import Measured
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import CalibrationId, PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.quality import Round

OFTEN = with_quality(golden_one_in=1)
ANSWERS = {"plain": FINE, "clear": VIOLATES, "hidden": NOT_ENOUGH}


# --- Golden items


def test_golden_items_come_among_real_ones_look_the_same_and_only_while_there_are_some(office: Record, people: Cast) -> None:
    assert desk.claim_next(office, OFTEN, people.bob.id) is None, "without work there is none"
    decided(office, people.alice.id)
    drawn(office)
    met = []
    for _ in range(2):
        taken = desk.claim_next(office, OFTEN, people.bob.id)
        assert taken is not None
        with office.reading() as look:
            seen = desk.blind(look, OFTEN, people.bob.id, taken.check)
        assert (seen.queue, seen.held_by, seen.policies[0].id) == ("labour", "platform", CLAUSE)
        item = value(office, "SELECT golden_item FROM second_look WHERE id = %(id)s", taken.check)
        texts = desk.reveal(office, OFTEN, people.bob.id, taken.check)
        assert [what for what, _ in texts] == ["What the subject says", "The platform's identifier"]
        desk.take_look(office, OFTEN, people.bob.id, taken.check, clause=CLAUSE, path=FINE)
        met.append(item)
    assert sorted(met) == ["clear", "plain"], "each once, and not the one that is for sessions"
    third = desk.claim_next(office, OFTEN, people.bob.id)
    assert third is not None
    assert value(office, "SELECT golden_item IS NULL FROM second_look WHERE id = %(id)s", third.check)


def test_a_golden_item_is_never_work_and_nothing_follows(office: Record, people: Cast) -> None:
    decided(office, people.alice.id, FINE)
    jobs, decisions = "SELECT state, jobs FROM job_count ORDER BY 1, 2", "SELECT sum(decisions) FROM decision_count"
    before = rows(office, jobs), value(office, decisions)
    drawn(office)
    taken = desk.claim_next(office, OFTEN, people.bob.id)
    assert taken is not None
    desk.take_look(office, OFTEN, people.bob.id, taken.check, clause=CLAUSE, path=WORSE)
    assert before == (rows(office, jobs), value(office, decisions))
    assert value(office, "SELECT count(*) FROM action") == 0
    assert value(office, "SELECT count(*) FROM fact WHERE kind IN ('correction_ordered', 'job_decided')") == 1
    assert value(office, "SELECT coalesce(sum(seconds), 0) FROM exposure WHERE person = %(id)s", people.bob.id) == 0
    with office.reading() as look:
        assert measuring.settled(look, now().replace(year=2000)) == ()
        [line] = measuring.cards(look, now(), 30)
    assert (line.person, line.golden.value, line.golden.of, line.accuracy.of) == (people.bob.id, 0.0, 1, 0)


def test_a_golden_item_given_back_is_gone(office: Record, people: Cast) -> None:
    decided(office, people.alice.id)
    drawn(office)
    taken = desk.claim_next(office, OFTEN, people.bob.id)
    assert taken is not None
    desk.release(office, people.bob.id, taken.check, "break")
    assert value(office, "SELECT state FROM second_look WHERE id = %(id)s", taken.check) == "withdrawn"


# --- Calibration


def answer_all(office: Record, session: CalibrationId, answers: dict[PersonId, dict[str, tuple]]) -> None:  # type: ignore[type-arg]
    for who, given in answers.items():
        for item, path in given.items():
            calibrating.answer(office, PLAY, who, session, item, path)


def test_q31_a_session_keeps_agreement_before_and_after_and_the_keys_it_changed(office: Record, people: Cast) -> None:
    """Q31: pre/post agreement and answer-key changes are stored."""
    crew = [people.bob.id, somebody(office), somebody(office)]
    session = calibrating.open_calibration(office, PLAY, people.bob.id, "fees", crew)
    answer_all(office, session, {
        crew[0]: ANSWERS, crew[1]: {**ANSWERS, "plain": VIOLATES}, crew[2]: {**ANSWERS, "clear": FINE, "hidden": FINE},
    })  # fmt: skip
    with pytest.raises(refusals.NotReady, match="second round"):
        calibrating.close(office, PLAY, people.bob.id, session)
    calibrating.discussed(office, people.bob.id, session)
    calibrating.change_key(office, PLAY, people.bob.id, session, "hidden", FINE)
    agreed = {**ANSWERS, "hidden": FINE}
    answer_all(office, session, dict.fromkeys(crew, agreed))
    before, after = calibrating.close(office, PLAY, people.bob.id, session)
    assert (before.people, before.answers, after.people, after.answers) == (3, 9, 3, 9)
    assert before.alpha is not None
    assert before.alpha < 0.5 < 1.0 == after.alpha
    assert (before.met, after.met) == (5, 9)
    with office.reading() as look:
        kept = calibrating.session_of(look, session)
        [change] = calibrating.changes_of(look, session)
    assert (kept.before, kept.after, kept.round) == (before, after, Round.AFTER)
    assert (change.item, change.before, change.verdict, change.changed_by) == (
        "hidden",
        "not_enough",
        "no_violation",
        people.bob.id,
    )
    with pytest.raises(refusals.Closed):
        calibrating.answer(office, PLAY, crew[0], session, "plain", FINE)
    assert refold(office)[1] == []


def test_each_item_is_answered_once_a_round_by_who_was_asked(office: Record, people: Cast) -> None:
    session = calibrating.open_calibration(office, PLAY, people.bob.id, "fees", [people.bob.id])
    with pytest.raises(refusals.NotReady, match="Nobody has answered yet"):
        calibrating.discussed(office, people.bob.id, session)
    calibrating.answer(office, PLAY, people.bob.id, session, "plain", FINE)
    with pytest.raises(refusals.Answered):
        calibrating.answer(office, PLAY, people.bob.id, session, "plain", VIOLATES)
    with pytest.raises(refusals.NotAsked):
        calibrating.answer(office, PLAY, people.alice.id, session, "plain", FINE)
    with pytest.raises(refusals.NoSuch, match="There are: plain, clear, hidden"):
        calibrating.answer(office, PLAY, people.bob.id, session, "other", FINE)
    with pytest.raises(refusals.NoSuch, match="There are: fees"):
        calibrating.open_calibration(office, PLAY, people.bob.id, "other")


def test_without_names_everybody_certified_for_the_work_is_asked(office: Record, people: Cast) -> None:
    session = calibrating.open_calibration(office, PLAY, people.bob.id, "fees")
    with office.reading() as look:
        assert set(calibrating.session_of(look, session).people) == {people.alice.id, people.bob.id}


def test_a_changed_key_holds_for_the_stream_too(office: Record, people: Cast) -> None:
    session = calibrating.open_calibration(office, PLAY, people.bob.id, "fees", [people.bob.id])
    for item in ("plain", "clear"):
        calibrating.change_key(office, PLAY, people.bob.id, session, item, NOT_ENOUGH)
    decided(office, people.alice.id)
    drawn(office)
    taken = desk.claim_next(office, OFTEN, people.bob.id)
    assert taken is not None
    desk.take_look(office, OFTEN, people.bob.id, taken.check, clause=CLAUSE, path=NOT_ENOUGH)
    assert value(office, 'SELECT "right" FROM second_look WHERE golden_item IS NOT NULL') is True


# --- The gate


def test_q32_a_policy_goes_live_only_when_read_and_calibrated(office: Record, people: Cast) -> None:
    """Q32, as far as quality is asked: acknowledgment by enough of those assigned, and a calibration that reached its gate."""
    play = with_quality(gate=Gate(acknowledged=1.0, agreement=0.8, people=2))

    def lacks() -> tuple[str, ...]:
        with office.reading() as look:
            return reading.gate_of(look, play, CLAUSE).lacks

    assert lacks() == ("0 of 2 have read it; 100% are needed.", "No calibration on this version was closed.")
    assert reading.acknowledge(office, play, people.alice.id, CLAUSE)
    assert not reading.acknowledge(office, play, people.alice.id, CLAUSE), "said before"
    assert lacks()[0].startswith("1 of 2")
    reading.acknowledge(office, play, people.bob.id, CLAUSE)
    session = calibrating.open_calibration(office, play, people.bob.id, "fees")
    crew = [people.alice.id, people.bob.id]
    answer_all(office, session, dict.fromkeys(crew, ANSWERS))
    calibrating.discussed(office, people.bob.id, session)
    answer_all(office, session, dict.fromkeys(crew, ANSWERS))
    calibrating.close(office, play, people.bob.id, session)
    assert lacks() == ()
    newer = {**play.policies, CLAUSE: msgspec.structs.replace(play.policies[CLAUSE], version=4)}
    with office.reading() as look:
        again = reading.gate_of(look, msgspec.structs.replace(play, policies=newer), CLAUSE)
    assert len(again.lacks) == 2, "a new version is read and calibrated anew"


HALF = Measured(people=3, answers=9, alpha=0.5, low=0.1, high=0.8, met=7)
SAME = Measured(people=3, answers=9, alpha=None, low=None, high=None, met=9)


@pytest.mark.parametrize(
    ("assigned", "read", "calibrated", "says"),
    [
        (0, 0, HALF, "Nobody is certified"), (4, 3, SAME, "3 of 4 have read it"), (4, 4, None, "No calibration"),
        (4, 4, HALF, "Agreement is 0.50"), (4, 4, SAME, ""),
    ],
)  # fmt: skip
def test_the_gate_says_what_is_missing(assigned: int, read: int, calibrated: Measured | None, says: str) -> None:
    people = [PersonId(new_id()) for _ in range(assigned)]
    passing = gate(Gate(), people, people[:read], calibrated)
    assert passing.open is (says == "")
    assert says in " ".join(passing.lacks)
