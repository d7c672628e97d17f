"""Beside a job: subjects like it with their verdicts, those who reported it, who else has it open; and deciding them together."""

import json
import re

import msgspec
import pytest

from cast import Cast
from frontline.office import FINE, MINOR, PLAY, VIOLATES, open_job
from leeward.frontline.review import desk
from leeward.frontline.review.refusals import LeadsOnly, NotADecision
from leeward.frontline.review.views import Likeness
from leeward.record.facts.intake import SubjectSeen
from leeward.record.facts.reporters import BrigadeSuspected
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import DecisionId, JobId, OwnerId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR, PLAYBOOK
from leeward.record.terms.reporter import Signal
from leeward.record.terms.subject import MediaReference, SubjectKind
from visitor import Visitor

WORDS = "The lighthouse keeper asks for a fee before anybody may see the boat, and it was so on {} as well."


def alike(record: Record, count: int, **given: object) -> list[JobId]:
    """Open jobs on subjects with nearly the same words."""
    days = ("Sunday", "Monday")
    return [open_job(record, text=WORDS.format(days[number % 2]), **given) for number in range(count)]


def state(record: Record, job: JobId) -> str:
    """Where a job stands."""
    with record.reading() as look:
        return str(look.value("SELECT state FROM job WHERE id = %(job)s", {"job": job}))


def near(record: Record, cast: Cast, job: JobId) -> dict[JobId, tuple[str, str | None]]:
    """What is like a job, and how it was decided."""
    with record.reading() as look:
        found = desk.neighbours(look, PLAY, cast.bob.id, job)
    return {each.job: (each.likeness, each.verdict) for each in found.near}


def test_subjects_with_nearly_the_same_words_show_their_verdicts(record: Record, cast: Cast) -> None:
    one, two, three = alike(record, 3)
    alone = open_job(record)
    desk.claim(record, PLAY, cast.bob.id, two)
    made = DecisionId(new_id())
    desk.decide(record, PLAY, cast.bob.id, two, decision=made, clause="HE-T-1", path=FINE)
    assert near(record, cast, one) == {two: ("words", "no_violation"), three: ("words", None)}
    assert two in near(record, cast, alone), "decided lately under the same clause"
    assert near(record, cast, alone)[two] == ("clause", "no_violation")


def test_subjects_with_the_same_hash_are_alike(record: Record, cast: Cast) -> None:
    media = (MediaReference(hash="md5", digest="ab" * 16, held_by="platform"),)
    abouts = [SubjectId(new_id()), SubjectId(new_id())]
    with record.writing() as tx:
        for about in abouts:
            [name] = tx.vault.write(OwnerId(about), [f"external-{about}"])
            tx.append(
                [
                    SubjectSeen(
                        subject=about, actor=DOOR, occurred=now(), subject_kind=SubjectKind.LISTING, held_by="platform",
                        external=about.hex * 2, identifier=name, media=media,
                    )
                ]
            )  # fmt: skip
    one, two = (open_job(record, about=about) for about in abouts)
    assert near(record, cast, one) == {two: (Likeness.HASH, None)}


def test_need_to_know_holds_for_neighbours_and_for_who_looks(record: Record, cast: Cast) -> None:
    [one] = alike(record, 1)
    [hidden] = alike(record, 1, queue="minor_gate")
    with record.reading() as look:
        seen = desk.neighbours(look, PLAY, cast.alice.id, one)
        with pytest.raises(LeadsOnly):
            desk.neighbours(look, PLAY, cast.alice.id, hidden)
    assert (seen.near, seen.hidden) == ((), 1)
    with pytest.raises(LeadsOnly):
        desk.beside(record, PLAY, cast.alice.id, hidden)
    assert desk.beside(record, PLAY, cast.bob.id, hidden) == ()


def test_who_else_has_it_open_is_told_until_they_look_away(record: Record, cast: Cast, alice: Visitor, bob: Visitor) -> None:
    job = open_job(record)
    assert "open too" not in alice.get(f"/jobs/{job}/beside").text
    assert "Alice has this job open too." in bob.get(f"/jobs/{job}/beside").text
    with record.writing() as tx:
        tx.execute("UPDATE viewing SET until = until - interval '1 minute'", {})
    assert "open too" not in bob.get(f"/jobs/{job}/beside").text


def test_why_reports_look_concerted_stands_beside_the_job(record: Record, cast: Cast, bob: Visitor) -> None:
    job = open_job(record)
    with record.writing() as tx:
        tx.append(
            [
                BrigadeSuspected(
                    subject=job, actor=PLAYBOOK, occurred=now(), about=SubjectId(new_id()), signal=Signal.SAME_WORDS, reports=(),
                    reporters=4, of=6, rule=1, playbook=PLAY.digest,
                )
            ]
        )  # fmt: skip
    page = bob.get(f"/jobs/{job}/neighbours").text
    assert "Different people, nearly the same words: 4 people, 6 looked at." in page
    assert "its place in the order is the same" in page
    assert "Who reported it" in page
    assert "Looks concerted" in bob.get(f"/jobs/{job}").text


def test_the_reasons_of_a_job_are_there_for_programs(record: Record, cast: Cast, bob: Visitor) -> None:
    told = json.loads(bob.get(f"/jobs/{open_job(record)}/reasons.json").text)
    assert told["reasons"][0]["rule"] == "recruitment/fee"
    assert set(told) == {"job", "playbook", "severity", "likelihood", "harm", "clauses", "place", "reasons", "clocks"}


def test_a_preview_says_what_would_follow_for_each_and_changes_nothing(record: Record, cast: Cast) -> None:
    one, two = alike(record, 2, legal_in=600)
    with record.reading() as look:
        before = look.value("SELECT count(*) FROM fact")
        seen = desk.preview(look, PLAY, cast.bob.id, one, "HE-T-1", VIOLATES)
        assert look.value("SELECT count(*) FROM fact") == before
    assert [line.job for line in seen.lines] == [one, two]
    assert seen.measures == [("remove_content", 2), ("warn", 2)]
    assert (seen.strikes, seen.clocks, seen.restricted) == (2, 2, 2)


def test_a_cluster_is_decided_one_by_one_and_what_cannot_be_is_named(record: Record, cast: Cast) -> None:
    """Each job is its own decision; the same batch sent twice decides once."""
    jobs = alike(record, 3)
    [other] = alike(record, 1, language="fr")
    batch = new_id()
    became = desk.decide_together(
        record, PLAY, cast.alice.id, batch, [*jobs, other], clause="HE-T-1", path=VIOLATES, note="Seen."
    )
    assert [each.refused for each in became[:3]] == ["", "", ""]
    assert "language" in became[3].refused
    assert [state(record, job) for job in (*jobs, other)] == ["decided"] * 3 + ["open"]
    again = desk.decide_together(record, PLAY, cast.alice.id, batch, jobs, clause="HE-T-1", path=VIOLATES)
    assert [each.refused for each in again] == ["", "", ""]
    with record.reading() as look:
        assert look.value("SELECT count(DISTINCT id) FROM decision") == 3
        assert look.value("SELECT count(*) FROM decision WHERE note IS NOT NULL") == 3
        decision = look.value("SELECT id FROM decision WHERE job = %(job)s", {"job": jobs[0]})
    desk.undo(record, PLAY, cast.alice.id, decision)
    assert [state(record, job) for job in jobs] == ["claimed", "decided", "decided"]
    assert refold(record)[1] == []


def test_nothing_is_escalated_together(record: Record, cast: Cast) -> None:
    [job] = alike(record, 1)
    with pytest.raises(NotADecision):
        desk.decide_together(record, PLAY, cast.bob.id, new_id(), [job], clause="HE-T-1", path=MINOR)
    assert state(record, job) == "open"


def test_an_irreversible_measure_is_never_taken_together(record: Record, cast: Cast) -> None:
    step = msgspec.structs.replace(PLAY.steps[0], measures=("close_account",))
    book = msgspec.structs.replace(PLAY, steps=(step,))
    [job] = alike(record, 1)
    with record.reading() as look:
        [line] = desk.preview(look, book, cast.bob.id, job, "HE-T-1", VIOLATES).lines
    assert (line.measures, line.left) == ((), ("close_account",))
    assert "cannot be taken back" in line.refused
    [became] = desk.decide_together(record, book, cast.bob.id, new_id(), [job], clause="HE-T-1", path=VIOLATES)
    assert became.refused
    assert state(record, job) == "open", "and it is in nobody's hand"


def test_the_whole_way_through_the_pages_with_progress_and_a_stop(record: Record, cast: Cast, bob: Visitor) -> None:
    jobs = alike(record, 7)
    assert "Decide 6 open ones together" in bob.get(f"/jobs/{jobs[0]}/neighbours").text
    path = f"/jobs/{jobs[0]}/cluster"
    assert "Answer the questions" in bob.get(path).text
    page = bob.get(f"{path}?clause=HE-T-1&path=minor:no,act:yes&answer=harm:usual").text
    assert "7 of 7" in page
    sent = dict(re.findall(r'name="(clause|path|batch)" value="([^"]+)"', page[page.index("What follows") :]))
    first = bob.post(path, {**sent, "jobs": [str(job) for job in jobs]}).text
    assert "5 decided" in first
    assert "2 left" in first
    assert sum(state(record, job) == "decided" for job in jobs) == 5, "whoever stops here has decided five"
    left = re.findall(r'name="jobs" value="([^"]+)"', first)
    last = bob.post(path, {**sent, "done": "5", "jobs": [*left, str(new_id())]}, headers={"hx-request": "true"}).text
    assert "7 decided" in last
    assert "Not decided" in last
    assert "<html" not in last
    assert bob.post(path, {"clause": "x y"}).status_code == 422


NOTHING = "01900000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("path", [f"/jobs/{NOTHING}/{each}" for each in ("neighbours", "beside", "reasons.json", "cluster")])
def test_the_outsider_sees_nothing_beside_a_job(record: Record, cast: Cast, nobody: Visitor, bob: Visitor, path: str) -> None:
    assert nobody.get(path).status_code == 303
    nobody.sign_in(record, cast.eve)
    assert nobody.get(path).status_code == 403
    assert bob.get(path).status_code == 404


def test_the_outsider_decides_nothing_together(record: Record, cast: Cast, nobody: Visitor) -> None:
    nobody.sign_in(record, cast.eve)
    assert nobody.post(f"/jobs/{NOTHING}/cluster").status_code == 403
