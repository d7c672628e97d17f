"""The search for known identical copies of what was removed: what the machine found, what a person adds, when it is enough."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from leeward.frontline.signals.refusals import NotASearch
from leeward.record.facts.signals import BankSearched, CopiesSearched
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import JobId, PersonId, ReportId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.subject import HashKind, MediaReference

LEFT: Mapping[str, str] = {
    "not_the_same": "They look the same to a machine, not to a person",
    "lawful_context": "They stand in a context that the law protects",
    "gone_already": "They were gone when somebody looked",
    "elsewhere": "They are held elsewhere; whoever holds them was told",
}
"""Why fewer copies were removed than found."""


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """Another subject here with the same media, or nearly."""

    about: SubjectId
    kind: HashKind
    distance: int
    job: UUID | None = None
    """Its latest job."""
    state: str | None = None
    verdict: str | None = None


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What the machine searched and found."""

    job: JobId
    about: SubjectId
    reports: tuple[ReportId, ...]
    media: tuple[MediaReference, ...]
    banks: tuple[BankSearched, ...]
    references: int
    copies: tuple[Copy, ...]
    """One a subject, the nearest first."""


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """What a person adds to it."""

    actioned: int = 0
    platform_kinds: tuple[HashKind, ...] = ()
    platform_matched: int = 0
    left: ReasonCode | None = None


def recorded(search: Search, told: Confirmed, who: PersonId, at: Moment) -> CopiesSearched:
    """The fact. Raises NotASearch."""
    kinds = {each.hash for each in search.media} | set(told.platform_kinds)
    if not kinds:
        remedy = "Have the platform search by a hash of the media, and say which kind it was."
        raise NotASearch("No hash is known here, and none was searched by on the platform.", remedy=remedy)
    if told.platform_matched and not told.platform_kinds:
        raise NotASearch("The platform found copies by a hash of no kind.", remedy="Say which kinds it searched by.")
    found = len(search.copies) + told.platform_matched
    if told.actioned < 0 or told.platform_matched < 0 or told.actioned > found:
        raise NotASearch(f"{told.actioned} were removed of {found} found.", remedy="No more can be removed than were found.")
    if told.actioned < found and told.left not in LEFT:
        raise NotASearch(f"{found - told.actioned} of {found} were left.", remedy=f"Say why: {', '.join(LEFT)}.")
    return CopiesSearched(
        subject=search.job,
        actor=who,
        occurred=at,
        about=search.about,
        reports=search.reports,
        kinds=tuple(sorted(kinds)),
        banks=search.banks,
        references=search.references,
        matched=len(search.copies),
        platform_matched=told.platform_matched,
        actioned=told.actioned,
        left=told.left if told.actioned < found else None,
    )
