"""Copies of what was removed are searched for, and only the record of that ends the duty (Q05)."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from cast import Cast
from frontline.intake.doors import DOOR, PLAY, listening, report
from frontline.signals.test_matching import far, fill, image, told
from frontline.signals.world import entered, pdq, stopncii
from leeward.frontline.intake import desk as intake
from leeward.frontline.intake.arrival import SubjectIn
from leeward.frontline.review import desk as review
from leeward.frontline.signals import desk
from leeward.frontline.signals.copies import Confirmed, Copy, Search, recorded
from leeward.frontline.signals.pages import COPIES, ROUTES
from leeward.frontline.signals.refusals import NoSuchTask, NotASearch
from leeward.frontline.triage import desk as triage
from leeward.frontline.triage.refusals import NotADuty
from leeward.playbook.model import Question
from leeward.playbook.tree import walk
from leeward.record.facts.review import Step
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import ClauseCode, ClockCode, MeasureCode, ReasonCode
from leeward.record.terms.ids import DecisionId, JobId, ReportId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.record.terms.people import PLAYBOOK
from leeward.record.terms.report import Capacity, Source, Verdict
from leeward.record.terms.subject import HashKind, MediaReference, SubjectKind
from leeward.web.site import Site, build
from visitor import HOST, Visitor

CLAUSE = ClauseCode("ASE-NCII-1")
ALL = ("explanation", "location", "identity", "signature", "good_faith", "contact", "depicted", "non_consent", "declaration")
CLOCK = ClockCode("us-tida-copies")


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """A record with everybody of flow.py listening by the starter playbook."""
    with listening(record) as opened:
        yield opened


def violating() -> tuple[Step, ...]:
    """A path of the clause that ends in a violation."""
    ways: list[tuple[Step, ...]] = [()]
    policy = PLAY.policies[CLAUSE]
    while ways:
        path = ways.pop(0)
        at = walk(policy, path)
        if isinstance(at, Question):
            ways += [(*path, Step(question=at.id, answer=each.id)) for each in at.answers]
        elif at.verdict is Verdict.VIOLATES:
            return path
    raise LookupError(CLAUSE)


def removed(house: Record, cast: Cast, *media: MediaReference) -> tuple[JobId, ReportId]:
    """A legal notice by the person depicted, decided as a violation."""
    subject = SubjectIn(kind=SubjectKind.CONTENT, id="C-1", platform="jobs", media=media)
    notice = report(
        99, subject=subject, harm="intimate_images.shared", source=Source.NOTICE, capacity=Capacity.SUBJECT, elements=ALL,
        text="A lighthouse.", jurisdictions=("US",),
    )  # fmt: skip
    [receipt] = intake.receive(house, PLAY, [notice], door=DOOR, actor=AT_THE_DOOR)
    assert receipt.job is not None
    assert receipt.report is not None
    review.claim(house, PLAY, cast.bob.id, receipt.job)
    review.decide(
        house, PLAY, cast.bob.id, receipt.job, decision=DecisionId(new_id()), clause=CLAUSE, path=violating(),
        measures=[MeasureCode("remove_content")],
    )  # fmt: skip
    return receipt.job, receipt.report


def owed(house: Record, job: JobId) -> bool:
    """Whether the duty stands."""
    with house.reading() as look:
        stopped = "SELECT count(*) FROM clock WHERE job = %(job)s AND clock = 'us-tida-copies' AND stopped IS NULL"
        return bool(look.value(stopped, {"job": job}))


def test_a_removal_is_not_closed_until_the_search_is_recorded(house: Record, cast: Cast) -> None:
    """Q05: hash kinds, banks and versions searched, number matched, number actioned and time; and no other way to end it."""
    fill(house, cast, "stopncii", stopncii(entered(far(1))))
    told(house, 1, image(far(1)))
    told(house, 2, image(f"{int(far(1), 16) ^ 0b1011:064x}"))
    told(house, 3, image(far(3)))
    job, number = removed(house, cast, image(far(1)))
    assert owed(house, job)
    with pytest.raises(NotADuty, match="copies"):
        triage.meet(house, PLAY, cast.bob.id, number, CLOCK)
    with house.reading() as look:
        [task] = desk.tasks(look, PLAY)
        found = desk.search(look, PLAY, job)
    assert (task.job, task.media) == (job, 1)
    assert [(each.kind, each.distance) for each in found.copies] == [(HashKind.PDQ, 0), (HashKind.PDQ, 3)]
    assert [(each.bank, each.matched) for each in found.banks] == [("stopncii", 1)]
    with pytest.raises(NotASearch, match="left"):
        desk.record_search(house, PLAY, cast.bob.id, job, Confirmed(actioned=1))
    assert owed(house, job)
    done = desk.record_search(house, PLAY, cast.bob.id, job, Confirmed(actioned=1, left=ReasonCode("not_the_same")))
    assert not owed(house, job)
    assert (done.kinds, done.matched, done.actioned, done.compared) == ((HashKind.PDQ,), 2, 1, 3)
    assert (done.banks[0].bank, done.banks[0].version is not None, done.searched <= now()) == ("stopncii", True, True)
    with house.reading() as look:
        assert desk.tasks(look, PLAY) == ()
        assert [each.job for each in desk.searches(look)] == [job]
    assert refold(house)[1] == []


def test_without_a_hash_here_the_platform_has_to_have_searched(house: Record, cast: Cast) -> None:
    job, _ = removed(house, cast)
    with pytest.raises(NotASearch, match="No hash"):
        desk.record_search(house, PLAY, cast.bob.id, job, Confirmed())
    sent = Confirmed(platform_kinds=(HashKind.MD5,), platform_matched=2, actioned=2)
    assert desk.record_search(house, PLAY, cast.bob.id, job, sent).kinds == (HashKind.MD5,)
    assert not owed(house, job)


def test_a_job_that_owes_none_has_none(house: Record) -> None:
    receipt = told(house, 1, image(pdq(1)))
    assert receipt.job is not None
    with house.reading() as look, pytest.raises(NoSuchTask):
        desk.search(look, PLAY, receipt.job)


@given(
    copies=st.integers(0, 3), hashes=st.booleans(), actioned=st.integers(-1, 6), platform=st.integers(0, 3),
    kinds=st.sets(st.sampled_from(HashKind)), left=st.sampled_from([None, "not_the_same", "because"]),
)  # fmt: skip
def test_what_is_recorded_always_adds_up(
    copies: int, hashes: bool, actioned: int, platform: int, kinds: set[HashKind], left: str | None
) -> None:
    """Q05: whatever somebody says, a record names a hash kind, removes no more than was found, and says why any was left."""
    found = tuple(Copy(about=SubjectId(new_id()), kind=HashKind.PDQ, distance=0) for _ in range(copies))
    media = (image(pdq(1)),) if hashes else ()
    search = Search(job=JobId(new_id()), about=SubjectId(new_id()), reports=(), media=media, banks=(), references=9, copies=found)
    told_us = Confirmed(
        actioned=actioned, platform_kinds=tuple(kinds), platform_matched=platform, left=ReasonCode(left) if left else None
    )
    try:
        fact = recorded(search, told_us, PLAYBOOK, now())
    except NotASearch:
        return
    assert fact.kinds
    assert 0 <= fact.actioned <= fact.matched + fact.platform_matched
    assert (fact.left is not None) == (fact.actioned < fact.matched + fact.platform_matched)


def test_the_page_shows_what_is_owed_and_records_it_and_eve_sees_nothing(house: Record, cast: Cast) -> None:
    told(house, 1, image(far(1)))
    job, _ = removed(house, cast, image(far(1)))
    state = {"exchanges": frozenset[str]()}
    site: Litestar = build(
        [*ROUTES], record=house, playbook=lambda: PLAY, site=Site(base_url=HOST), state=state, openapi_config=None
    )
    with Visitor(site) as eve:
        eve.sign_in(house, cast.eve)
        assert eve.get(COPIES).status_code in (403, 404)
        assert eve.post(f"{COPIES}/{job}", {"actioned": "1"}).status_code in (403, 404)
    assert owed(house, job)
    with Visitor(site) as alice:
        alice.sign_in(house, cast.alice)
        assert str(job) in alice.get(COPIES).text
        page = alice.get(f"{COPIES}/{job}").text
        assert "Not recorded yet" in page
        assert far(1) not in page
        assert alice.post(f"{COPIES}/{job}", {"actioned": "7"}).status_code == 422
        assert alice.post(f"{COPIES}/{job}", {"actioned": "1"}).status_code == 303
        assert "Recorded" in alice.get(f"{COPIES}/{job}").text
        assert "No removal owes a search" in alice.get(COPIES).text
    assert not owed(house, job)
