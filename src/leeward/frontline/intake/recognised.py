"""Whether a notice is a trusted flagger's (DSA Art. 22; Q25): by the register, within what the status was awarded for.

Who is recognised need not say so. Who says so and is not in the register, or reports beyond their scope, is taken in as anybody
who gives notice: nothing is refused, nothing waits.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

import msgspec

from leeward.frontline.intake.arrival import ReportIn
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import FlaggerId, PersonId, ReporterId
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Capacity, Source

EUROPE = "EU"


class Flagger(msgspec.Struct, frozen=True):
    """An entry of the register, as the door sees it."""

    id: FlaggerId
    account: PersonId
    known_as: list[ReporterId]
    harms: list[str]
    jurisdictions: list[str]
    awarded: Moment
    until: Moment | None
    paused: Moment | None
    ended: Moment | None


class AsWhat(msgspec.Struct, frozen=True, kw_only=True):
    """As what a report is taken in."""

    arrival: ReportIn
    reporter: ReporterId
    unproven: ReasonCode | None = None


class Register:
    """The entries that could concern a batch."""

    def __init__(self, by_account: dict[UUID, Flagger], by_name: dict[UUID, Flagger]) -> None:
        self._by_account, self._by_name = by_account, by_name

    @classmethod
    def of(cls, entries: Iterable[Flagger]) -> "Register":
        """From entries; one that still counts comes before one that has ended."""
        ordered = sorted(entries, key=lambda each: each.ended is None)
        names: dict[UUID, Flagger] = {name: each for each in ordered for name in each.known_as}
        accounts: dict[UUID, Flagger] = {each.account: each for each in ordered}
        return cls(accounts, names)

    def __bool__(self) -> bool:
        return bool(self._by_account or self._by_name)

    def judge(self, arrival: ReportIn, reporter: ReporterId, actor: PersonId, received: Moment) -> AsWhat:
        """As what this report is taken in: as it says, as the trusted flagger's whose it is, or as an ordinary notice."""
        entry = self._by_account.get(actor) or self._by_name.get(reporter)
        claims = arrival.source is Source.TRUSTED_FLAGGER or arrival.capacity is Capacity.TRUSTED_FLAGGER
        why = beyond(entry, arrival.harm, arrival.jurisdictions, received) if entry else ReasonCode("unknown")
        if entry is not None and why is None and arrival.source in (Source.TRUSTED_FLAGGER, Source.NOTICE, Source.USER_REPORT):
            taken = msgspec.structs.replace(arrival, source=Source.TRUSTED_FLAGGER, capacity=Capacity.TRUSTED_FLAGGER)
            return AsWhat(arrival=taken, reporter=ReporterId(entry.id))
        known = ReporterId(entry.id) if entry is not None else reporter
        if not claims:
            return AsWhat(arrival=arrival, reporter=known)
        source = Source.NOTICE if arrival.source is Source.TRUSTED_FLAGGER else arrival.source
        capacity = Capacity.THIRD_PARTY if arrival.capacity is Capacity.TRUSTED_FLAGGER else arrival.capacity
        taken = msgspec.structs.replace(arrival, source=source, capacity=capacity)
        return AsWhat(arrival=taken, reporter=known, unproven=why)


def beyond(entry: Flagger, harm: str, places: Collection[str], received: Moment) -> ReasonCode | None:
    """Why a report lies outside an entry; None when it is within."""
    if (entry.ended is not None and entry.ended <= received) or (entry.until is not None and entry.until <= received):
        return ReasonCode("ended")
    if entry.awarded > received:
        return ReasonCode("not_yet")
    if entry.paused is not None and entry.paused <= received:
        return ReasonCode("paused")
    if entry.harms and not any(harm == each or harm.startswith(each + ".") for each in entry.harms):
        return ReasonCode("harm")
    if entry.jurisdictions and not _within(places, entry.jurisdictions):
        return ReasonCode("place")
    return None


def _within(places: Collection[str], scope: Collection[str]) -> bool:
    """Whether a notice for these places touches the scope; one that names none is for all of them."""
    return not places or EUROPE in scope or bool(set(places) & {*scope, EUROPE})
