"""Who reports: trusted flaggers and their scope, reports that look concerted, and what follows from misuse (DSA Art. 22, 23)."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import Digest, HarmCode, PlaceCode, ReasonCode
from leeward.record.terms.ids import PersonId, ReporterId, ReportId, SubjectId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.reporter import Signal


class FlaggerRegistered(Fact, frozen=True, kw_only=True):
    """An organisation is a trusted flagger (DSA Art. 22), or its entry changed. ``subject`` is the flagger."""

    account: PersonId
    """Whose API keys and sign-in it uses."""
    known_as: tuple[ReporterId, ...]
    """As whom its notices come when a platform passes them on."""
    harms: tuple[HarmCode, ...]
    """What it was awarded for, with everything beneath; none means all."""
    jurisdictions: tuple[PlaceCode, ...]
    """Where; none means everywhere."""
    coordinator: PlaceCode
    """The state whose Digital Services Coordinator awarded the status."""
    awarded: Moment
    until: Moment | None


class FlaggerPaused(Fact, frozen=True, kw_only=True):
    """Its status does not count for now (Art. 22(6): while its coordinator looks into it). ``subject`` is the flagger."""

    reason: ReasonCode


class FlaggerResumed(Fact, frozen=True, kw_only=True):
    """Its status counts again. ``subject`` is the flagger."""


class FlaggerEnded(Fact, frozen=True, kw_only=True):
    """It is a trusted flagger no more. ``subject`` is the flagger."""

    reason: ReasonCode


class MisuseFound(Fact, frozen=True, kw_only=True):
    """The playbook's rule of misuse fits a reporter; a person looks (Q43). ``subject`` is the reporter."""

    rule: int
    """The version of the rule."""
    playbook: Digest
    decided: int
    turned_down: int
    share: float
    """Of the decided ones, turned down, shrunk towards all reporters."""
    low: float
    high: float


class MisuseDismissed(Fact, frozen=True, kw_only=True):
    """A person looked, and it is no misuse. ``subject`` is the reporter."""

    reason: ReasonCode
    turned_down: int
    """How many had been turned down by then: it is not found again before there are more."""


class ReporterWarned(Fact, frozen=True, kw_only=True):
    """A person warned a reporter (Art. 23(2): before any suspension). ``subject`` is the reporter."""

    unfounded: tuple[ReportId, ...]
    """The reports that this person found manifestly unfounded."""
    decided: int
    turned_down: int
    gravity: ReasonCode
    intent: ReasonCode
    until: Moment
    """How long the warning counts."""
    told: VaultRef
    """What the reporter is told."""


class ReporterSuspended(Fact, frozen=True, kw_only=True):
    """A person suspended the processing of somebody's reports until a moment. ``subject`` is the reporter."""

    warned: Moment
    unfounded: tuple[ReportId, ...]
    """All of them came in after the warning."""
    decided: int
    turned_down: int
    gravity: ReasonCode
    intent: ReasonCode
    until: Moment
    told: VaultRef


class SuspensionContested(Fact, frozen=True, kw_only=True):
    """The reporter asks that another person looks at the warning or suspension. ``subject`` is the reporter."""

    text: VaultRef | None


class ContestHeard(Fact, frozen=True, kw_only=True):
    """Another person looked: it stands, or it is lifted by the next fact. ``subject`` is the reporter."""

    stands: bool
    reason: ReasonCode


class SuspensionLifted(Fact, frozen=True, kw_only=True):
    """A warning or suspension is taken back before its end. ``subject`` is the reporter."""

    reason: ReasonCode


class SuspensionEnded(Fact, frozen=True, kw_only=True):
    """Its time was over. ``subject`` is the reporter."""


class BrigadeSuspected(Fact, frozen=True, kw_only=True):
    """Reports on a job look concerted: a reason to look closer, which changes nothing in its place. ``subject`` is the job."""

    about: SubjectId
    signal: Signal
    reports: tuple[ReportId, ...]
    reporters: int
    of: int
    """Out of so many reports looked at."""
    rule: int
    playbook: Digest
