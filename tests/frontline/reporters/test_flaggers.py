"""Trusted flaggers: known by key, sign-in or name, within their scope; heard sooner, never taken at their word (Q25)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from frontline.reporters.world import MILD, PLAY, job_row, send, who
from leeward.frontline.intake.arrival import Receipt
from leeward.frontline.reporters import desk
from leeward.frontline.reporters.desk.register import Entry
from leeward.frontline.reporters.refusals import NotAFlagger
from leeward.playbook.order import merged, start_by
from leeward.record.facts.triage import StartBy
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import FlaggerId
from leeward.record.terms.moment import now
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.severity import Severity


def entered(house: Record, cast: Cast, **more: Any) -> FlaggerId:
    """Ana's organisation in the register."""
    plain = {"account": cast.ana.id, "coordinator": "IE", "awarded": now() - timedelta(days=30), "harms": ("commercial_sexual",)}
    return desk.register(house, PLAY, cast.bob.id, Entry(**(plain | more)))


def came_in_as(house: Record, receipt: Receipt) -> tuple[str, str, Any]:
    """Source, capacity and reporter of a report."""
    with house.reading() as look:
        row = look.one("SELECT source, capacity, reporter FROM report WHERE id = %(id)s", {"id": receipt.report})
    assert row is not None
    return row["source"], row["capacity"], row["reporter"]


def reasons(house: Record) -> list[str]:
    """Why claims were not borne out."""
    with house.reading() as look:
        rows = look.rows("SELECT body ->> 'reason' AS reason FROM fact WHERE kind = 'flagger_claim_unproven' ORDER BY position")
    return [row["reason"] for row in rows]


def test_an_api_key_makes_a_trusted_flagger_known_without_their_saying_so(house: Record, cast: Cast) -> None:
    """Q25."""
    flagger = entered(house, cast)
    mine, others = send(house, 1, actor=cast.ana.id, by=None), send(house, 2)
    assert came_in_as(house, mine) == ("trusted_flagger", "trusted_flagger", flagger)
    assert came_in_as(house, others)[:2] == ("user_report", "third_party")
    assert refold(house)[1] == []


def test_a_platform_passes_their_notices_on_under_their_name_there(house: Record, cast: Cast) -> None:
    flagger = entered(house, cast, known_as=(who(house, "org-7"),))
    assert came_in_as(house, send(house, 1, by="org-7")) == ("trusted_flagger", "trusted_flagger", flagger)


def test_who_only_says_so_is_taken_as_anybody_who_gives_notice_and_nothing_is_refused(house: Record, cast: Cast) -> None:
    """Q25: a claim is borne out by the register, or the notice is an ordinary one, at once."""
    claim = send(house, 1, source=Source.TRUSTED_FLAGGER, capacity=Capacity.TRUSTED_FLAGGER)
    assert claim.job is not None
    assert came_in_as(house, claim)[:2] == ("notice", "third_party")
    assert reasons(house) == ["unknown"]


@pytest.mark.parametrize(
    ("entry", "more", "why"),
    [
        ({"until": now() - timedelta(days=1)}, {}, "ended"),
        ({"awarded": now() + timedelta(days=1)}, {}, "not_yet"),
        ({"harms": ("recruitment",)}, {}, "harm"),
        ({"jurisdictions": ("FR",)}, {"jurisdictions": ("DE",)}, "place"),
    ],
)  # fmt: skip
def test_beyond_the_scope_a_trusted_flagger_is_an_ordinary_notifier(
    house: Record, cast: Cast, entry: dict[str, Any], more: dict[str, Any], why: str
) -> None:
    """Art. 22(1): within their designated area of expertise."""
    flagger = entered(house, cast, **entry)
    receipt = send(house, 1, actor=cast.ana.id, source=Source.TRUSTED_FLAGGER, **more)
    assert came_in_as(house, receipt) == ("notice", "third_party", flagger)
    assert reasons(house) == [why]


def test_a_paused_status_does_not_count_until_it_is_resumed_and_ends_for_good(house: Record, cast: Cast) -> None:
    """Art. 22(6), (7)."""
    flagger = entered(house, cast)
    desk.pause(house, cast.bob.id, flagger, "investigated")
    assert came_in_as(house, send(house, 1, actor=cast.ana.id))[0] == "user_report"
    desk.resume(house, cast.bob.id, flagger)
    assert came_in_as(house, send(house, 2, actor=cast.ana.id))[0] == "trusted_flagger"
    desk.end(house, cast.bob.id, flagger, "revoked")
    assert came_in_as(house, send(house, 3, actor=cast.ana.id))[0] == "user_report"
    with pytest.raises(NotAFlagger):
        desk.resume(house, cast.bob.id, flagger)
    assert refold(house)[1] == []


def test_an_entry_that_does_not_hold_together_is_refused(house: Record, cast: Cast) -> None:
    entered(house, cast)
    alice = {"account": cast.alice.id}
    for wrong in (
        {"account": cast.ana.id},
        alice | {"harms": ("nothing",)},
        alice | {"coordinator": "US"},
        alice | {"until": now() - timedelta(days=99)},
    ):
        with pytest.raises(NotAFlagger):
            entered(house, cast, **wrong)


def test_their_notices_are_heard_sooner_by_the_share_that_the_playbook_says(house: Record, cast: Cast) -> None:
    """Art. 22(1): priority."""
    entered(house, cast)
    mine, others = send(house, 1, actor=cast.ana.id, by=None), send(house, 2)
    place, plain = job_row(house, mine.job)["place"], job_row(house, others.job)["place"]
    assert PLAY.start_by.source_share["trusted_flagger"] == 0.5
    assert place["source_share"] == 0.5
    assert place["allowance_seconds"] < plain["allowance_seconds"]


SHARES = st.floats(0.05, 1.0)


def placed(share: float, likelihood: float) -> StartBy:
    """A place."""
    return start_by(
        PLAY.start_by, received=now(), severity=Severity.SERIOUS, likelihood=likelihood, virality=0.2, legal_due=None,
        handling_minutes=10, source_share=share,
    )  # fmt: skip


@given(SHARES, SHARES, st.floats(0, 1), st.floats(0, 1))
def test_a_merge_with_a_report_that_is_heard_sooner_is_never_later(one: float, two: float, first: float, second: float) -> None:
    standing, joining = placed(one, first), placed(two, second)
    place = merged(PLAY.start_by, standing, joining, 10)
    assert place.start_by <= min(standing.start_by, joining.start_by)
    assert place.source_share == min(one, two)


def test_every_kind_of_intake_is_its_own(house: Record, cast: Cast) -> None:
    """Q25: who reports for an authority is not made a trusted flagger by the key they use."""
    flagger = entered(house, cast)
    receipt = send(house, 1, actor=cast.ana.id, source=Source.LAW_ENFORCEMENT, capacity=Capacity.AUTHORITY, harm=MILD)
    assert came_in_as(house, receipt) == ("law_enforcement", "authority", flagger)
