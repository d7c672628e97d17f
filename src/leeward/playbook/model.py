"""What a playbook says, as frozen structs. The names are the keys of the files; ``docs/reference/playbook.md`` describes each.

``where`` is the place in the files, for errors. Fields with a default may be left out of the files.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from leeward.playbook.board import Board
from leeward.playbook.diagnostics import Location
from leeward.playbook.guarding import ExploreLimits, Hidden
from leeward.playbook.measures.gauge import Gauge, Target
from leeward.record.terms.code import (
    AnswerCode,
    BankCode,
    CauseCode,
    ClauseCode,
    ClockCode,
    Code,
    Digest,
    ElementCode,
    EventKind,
    GaugeCode,
    HarmCode,
    ItemCode,
    LabelCode,
    LanguageCode,
    MeasureCode,
    PlaceCode,
    PlanCode,
    QuestionCode,
    QueueCode,
    ReasonCode,
    RuleCode,
    ScopeCode,
    SetCode,
    SkillCode,
    SourceCode,
)
from leeward.record.terms.people import Role
from leeward.record.terms.report import ClockEnd, Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.signal import Exchange, Opinion
from leeward.record.terms.subject import SubjectKind

REPORT = EventKind("report")
"""The pseudo-kind as which every incoming report is evaluated."""

NOWHERE = Location(file="<nowhere>")

Words = Annotated[str, msgspec.Meta(min_length=1)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Positive = Annotated[int, msgspec.Meta(ge=1)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Pattern = Annotated[str, msgspec.Meta(min_length=1)]
"""A code with ``*`` for any part of it; see ``patterns.py``."""


_DECIMAL = re.compile(r"decimal\((\d{1,2}), ?(\d{1,2})\)", re.ASCII)
DIGITS = 18
"""The most digits of a decimal: as a whole number of its smallest unit it fits into 64 bits."""


class FieldType(StrEnum):
    """What a field of an activity kind holds. ``[]`` is a list.

    ``decimal(12,2)``, an exact number of so many digits, so many of them behind the point, is a member for each two numbers,
    made when it is first named.
    """

    INTEGER = "integer"  # 64 bits, signed
    FLOAT = "float"
    BOOLEAN = "boolean"
    TIMESTAMP = "timestamp"  # a moment, UTC
    DURATION = "duration"  # a length of time, to the microsecond, at most a hundred years
    TEXT = "text"  # free text: goes to the vault at the door, seen by rules only as it passes
    ID = "id"  # an external identifier: becomes an internal id at the door
    CODE = "code"  # a short word of a closed vocabulary, kept in clear
    INTEGERS = "integer[]"
    FLOATS = "float[]"
    BOOLEANS = "boolean[]"
    TIMESTAMPS = "timestamp[]"
    TEXTS = "text[]"
    IDS = "id[]"
    CODES = "code[]"

    @classmethod
    def _missing_(cls, value: object) -> "FieldType | None":
        found = _DECIMAL.fullmatch(value) if isinstance(value, str) else None
        if found is None or not 1 <= int(found[1]) <= DIGITS or int(found[2]) > int(found[1]):
            return None
        name = f"decimal({int(found[1])},{int(found[2])})"
        member = cls._value2member_map_.get(name)
        if member is None:
            member = str.__new__(cls, name)
            member._name_, member._value_ = name, name
            cls._value2member_map_[name] = member
        assert isinstance(member, cls)
        return member

    @property
    def decimal(self) -> tuple[int, int] | None:
        """Of a ``decimal(p,s)`` how many digits, and how many of them behind the point."""
        found = _DECIMAL.fullmatch(self.value)
        return (int(found[1]), int(found[2])) if found else None

    @property
    def is_list(self) -> bool:
        """Whether it holds several."""
        return self.value.endswith("[]")

    @property
    def element(self) -> "FieldType":
        """What one of a list is; a single one is its own."""
        return FieldType(self.value.removesuffix("[]"))


REPORT_FIELDS = {
    "harm": FieldType.CODE,
    "source": FieldType.CODE,
    "capacity": FieldType.CODE,
    "language": FieldType.CODE,
    "subject_kind": FieldType.CODE,
    "text": FieldType.TEXT,
    "content": FieldType.TEXT,
    "reach": FieldType.INTEGER,
    "account_age_days": FieldType.INTEGER,
    "reports_on_subject": FieldType.INTEGER,
    "prior_violations": FieldType.INTEGER,
    "media_hashes": FieldType.INTEGER,
}
"""What a report carries as an event. A playbook may leave some out; it cannot add any."""


class Area(StrEnum):
    """The two fields of work."""

    HUMAN_EXPLOITATION = "human_exploitation"
    ADULT_SEXUAL_EXPLOITATION = "adult_sexual_exploitation"


class Trigger(StrEnum):
    """What starts a clock."""

    REPORT = "report"  # a report was received
    VALID_NOTICE = "valid_notice"  # a notice with all mandatory elements was received; starts at receipt
    INCOMPLETE = "incomplete"  # a notice without all mandatory elements was received: the time for its cure, from receipt
    AWARENESS = "awareness"  # somebody here came to know
    DECISION = "decision"  # a decision took effect, and could no longer be undone
    SUBMISSION = "submission"  # what is owed to an authority was sent: the duty that an awareness clock of the instrument demands
    REQUEST = "request"  # an authority, a certified body or a person with a right asked


class Grade(StrEnum):
    """How sure we are of a clock's text. What nobody has looked up never becomes a clock."""

    PRIMARY = "P"  # read in the primary text
    SECONDARY = "S"  # read in a document that quotes it
    HOUSE = "H"  # our own promise, no law


class AtLeaseEnd(StrEnum):
    """What happens to a claimed job when its lease runs out."""

    RETURN = "return"
    ESCALATE = "escalate"
    KEEP = "keep"  # for one more lease, then it goes back


class WhenLate(StrEnum):
    """What happens to a job that waits past its start-by. Whatever it is, it is a fact, and leads see it."""

    NOTIFY = "notify"
    RAISE = "raise"  # one tier of severity further up, as far as its queue takes it
    ESCALATE = "escalate"


class MeasureKind(StrEnum):
    """What a measure limits, in the words of the DSA's statement of reasons."""

    VISIBILITY = "visibility"
    ACCOUNT = "account"
    PROVISION = "provision"
    MONETARY = "monetary"
    NONE = "none"


class Mappings(msgspec.Struct, frozen=True, kw_only=True):
    """The same harm in the vocabularies of others."""

    dsa_category: str | None = None
    dsa_keyword: str | None = None
    ozone_reason: str | None = None
    palermo: tuple[str, ...] = ()
    """Act, means and purpose of trafficking (Palermo Protocol, Art 3)."""
    ilo: tuple[str, ...] = ()
    """ILO indicators of forced labour."""
    polaris: tuple[str, ...] = ()
    """Polaris types of trafficking."""


class DoneBy(StrEnum):
    """What does a duty by itself, so that nobody has to record it."""

    STATEMENT_TOLD = "statement_told"  # every receiver's platform has the statement of reasons, to tell the person
    STATEMENT_ACCEPTED = "statement_accepted"  # the Transparency Database took the statement of reasons
    COPIES_SEARCHED = "copies_searched"  # somebody recorded the search for known identical copies; nothing else ends it


class ActivityKind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of platform event and its typed fields."""

    kind: EventKind
    doc: Words
    subject: SubjectKind | None = None
    """What such an event is about; none only for ``report``, where the report says it."""
    subject_field: str | None = None
    """The field with the subject's external identifier."""
    fields: dict[str, FieldType]
    keep_days: Positive | None = None
    """How long the lake keeps such events; without it, as long as limits.toml says."""
    where: Location = NOWHERE


class NamedWindow(msgspec.Struct, frozen=True, kw_only=True):
    """The last events of one kind that share a field: what rules aggregate with ``... OVER name``."""

    name: Code
    on: EventKind
    by: Words
    """The field whose value the events of a window share."""
    last: Words
    """How far it goes back: ``24 hours``."""
    late: Words = "10 minutes"
    """How far behind the latest event of its key an event may lie and still count, as if it were now."""
    keys: Positive = 1_000_000
    """How many values of ``by`` are remembered at once."""
    entries: Positive = 5_000_000
    """How many events are remembered at once, of all keys together."""
    entries_per_key: Positive = 20_000
    where: Location = NOWHERE


class NamedLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A label that rules and people put on somebody or something, so that later events can be asked about it."""

    name: Code
    means: Words
    """What somebody knows who sees it, for people."""
    lasts: Words
    """How long it stands when nobody says otherwise: ``14 days``."""
    people: bool = False
    """Whether people put it, too."""
    where: Location = NOWHERE


class Labelling(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule puts when it matches."""

    name: Code
    """The label."""
    on: Words
    """The field of the event whose id it is put on."""
    lasts: Words | None = None
    """Where it differs from the label's own."""
    where: Location = NOWHERE


class Bank(msgspec.Struct, frozen=True, kw_only=True):
    """A bank of hashes of known media, filled by an exchange or by ourselves. A match is a lead; a person verifies it."""

    code: BankCode
    name: Words
    exchange: Exchange
    signal: Words
    """What a match says, for the list of reasons."""
    why: Words
    """Why it points at the clause, and what it does not prove."""
    clause: ClauseCode
    severity: Severity
    strength: Share
    """How likely what matches is a violation, where those who share the hash agree that it is one."""
    unconfirmed: Share
    """The same where nobody has confirmed it, or they dispute it."""
    distance: Annotated[int, msgspec.Meta(ge=0, le=32)] = 31
    """In how many of 256 bits a PDQ may differ; MD5 and SHA-256 must be the same."""
    where: Location = NOWHERE

    def strength_of(self, opinion: Opinion) -> float:
        """How strong a match is, by what the sharers of the hash think; 0 where all of them think it worthless."""
        if opinion is Opinion.NEGATIVE:
            return 0.0
        return self.strength if opinion is Opinion.POSITIVE else self.unconfirmed


class Harm(msgspec.Struct, frozen=True, kw_only=True):
    """A class of the harm taxonomy."""

    code: HarmCode
    name: Words
    area: Area
    description: Words
    mappings: Mappings = Mappings()
    unmapped: Words | None = None
    """Why a mapping is missing; without it a missing one is an error."""
    where: Location = NOWHERE


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer leads to another question, to a verdict, or to an escalation: exactly one of the three."""

    id: AnswerCode
    label: Words
    goto: QuestionCode | None = None
    verdict: Verdict | None = None
    severity: Severity | None = None
    """Only with ``violates``: what this finding makes of the clause's severity."""
    escalate: ReasonCode | None = None
    where: Location = NOWHERE


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A node of a policy's decision tree. The first one of a policy is the root."""

    id: QuestionCode
    ask: Words
    help: str = ""
    answers: tuple[Answer, ...]
    where: Location = NOWHERE


class Requirement(StrEnum):
    """What has to be there before a violation of a clause is decided."""

    NOTE = "note"  # a note says why
    REVEALED = "revealed"  # whoever decides looked at a text of the job


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """A clause: what is not allowed, how bad it is, how to decide it, what may follow."""

    id: ClauseCode
    title: Words
    harm: HarmCode
    version: Positive
    effective: date
    severity: Severity
    mappings: Mappings = Mappings()
    """Where they differ from the harm's."""
    measures: tuple[MeasureCode, ...]
    """What a decider may choose from."""
    reasons: str = ""
    """Why it is not allowed, for the person restricted and for the public: neutral, about nobody, at most 2,000 characters."""
    law: str = ""
    """The law that it breaks, when a statement of reasons is to rest on it; else it rests on the platform's own rules."""
    requires: tuple[Requirement, ...] = ()
    """What has to be there before a violation is decided."""
    guidance: str = ""
    """How to decide, in a few sentences beside the questions: what is often taken for something else, what to look at first."""
    questions: tuple[Question, ...]
    text: Words
    """The policy for reviewers, Markdown."""
    file: str
    where: Location = NOWHERE


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's own example: an event, or several in the order of their arrival, and whether the rule matches the last."""

    name: Words
    given: dict[str, object] | tuple[dict[str, object], ...]
    """Fields and values. Where there are several, ``at`` is an event's moment."""
    expect: bool
    labelled: dict[str, tuple[Code, ...]] = {}
    """Labels that stand before the first event, by the field of the last event on whose id they stand."""
    where: Location = NOWHERE

    @property
    def events(self) -> tuple[dict[str, object], ...]:
        """The events, the one that is judged last."""
        return self.given if isinstance(self.given, tuple) else (self.given,)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One SQL predicate over the fields of one activity kind, and what it says when it is true."""

    code: RuleCode
    """``<folder>/<file name>``."""
    version: Digest
    """SHA-256 of the rule's file."""
    on: EventKind
    when: Words
    clause: ClauseCode
    severity: Severity
    signal: Words
    why: Words
    strength: Share
    """0..1: how likely a violation is, given only this match, before anybody measured it."""
    shadow: bool = False
    """Whether it is only watched: its matches are recorded, and change nothing."""
    labels: tuple[Labelling, ...] = ()
    """The labels that it puts."""
    cases: tuple[Case, ...]
    file: str
    where: Location = NOWHERE
    """Where the text of ``when`` begins."""


class EntryList(msgspec.Struct, frozen=True, kw_only=True, weakref=True):
    """Words, identifiers or digests that rules look things up in."""

    name: str
    """The file's name, by which rules know it."""
    digest: Digest
    """SHA-256 of its file."""
    entries: frozenset[str]
    bits: int
    """How long each entry is when all are digests of one length in hexadecimal; else 0."""
    file: str
    where: Location = NOWHERE

    def __repr__(self) -> str:
        return f"EntryList({self.name}: {len(self.entries)} entries)"  # a million of them would be in every repr of the model


class BySeverity(msgspec.Struct, frozen=True, kw_only=True):
    """A number for each severity."""

    minor: Count
    low: Count
    serious: Count
    severe: Count
    imminent: Count

    def of(self, severity: Severity) -> int:
        """The number for ``severity``."""
        number: int = getattr(self, severity.name.lower())
        return number


class StartByRule(msgspec.Struct, frozen=True, kw_only=True):
    """How a job's allowance comes about; ``order.py`` holds the formula."""

    allowance_minutes: BySeverity
    likelihood_weight: Share
    """0..1: how much of the allowance certainty takes away."""
    virality_weight: Share
    full_reach: Positive
    """The reach that counts as virality 1."""
    source_share: dict[str, Share] = {}
    """Source -> the share of the allowance that its reports get: who is heard sooner (DSA Art. 22: trusted flaggers)."""
    where: Location = NOWHERE


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """Work of one sort. The first queue that takes a job gets it."""

    code: QueueCode
    name: Words
    purpose: Words
    harms: tuple[Pattern, ...]
    """Patterns of harm codes, ``*`` for any part."""
    severities: tuple[Severity, Severity]
    """From, to, both included."""
    sources: tuple[Pattern, ...]
    """Patterns of intake sources."""
    skill: SkillCode
    handling_minutes: Positive
    lease_minutes: Positive
    on_lease_end: AtLeaseEnd
    escalates_to: QueueCode | None = None
    sla_minutes: Positive
    on_late: WhenLate = WhenLate.NOTIFY
    """What happens when a job waits past its start-by."""
    late_after_minutes: Count = 0
    """So long after it."""
    where: Location = NOWHERE


class RoutedReport(msgspec.Struct, frozen=True, kw_only=True):
    """What routing looks at."""

    harms: tuple[HarmCode, ...]
    """All that speak for it; the first that a queue takes counts."""
    severity: Severity
    sources: tuple[Source, ...] = (Source.USER_REPORT,)


class RoutingCase(msgspec.Struct, frozen=True, kw_only=True):
    """An example of routing: a report, and the queue that it has to reach."""

    name: Words
    given: RoutedReport
    expect: QueueCode
    where: Location = NOWHERE


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """How long, in one unit; none at all where the law says "without undue delay" and names no figure."""

    hours: Count = 0
    days: Count = 0
    months: Count = 0
    years: Count = 0


class ClockRow(msgspec.Struct, frozen=True, kw_only=True):
    """A duty with a time: who owes what, from when on, and where that is written."""

    code: ClockCode
    row: Code
    """The row of the team's legal register, e.g. ``L1``."""
    name: Words
    instrument: SourceCode
    section: Words
    jurisdiction: PlaceCode
    legal: bool
    """A legal clock cannot be paused or edited; an internal one can."""
    trigger: Trigger
    sources: tuple[Pattern, ...]
    capacities: tuple[Pattern, ...]
    harms: tuple[Pattern, ...]
    severities: tuple[Severity, Severity] = (Severity.MINOR, Severity.IMMINENT)
    elements: tuple[ElementCode, ...] = ()
    """What a notice, or an authority's order, has to carry to be valid under this instrument."""
    duration: Duration
    ends: ClockEnd = ClockEnd.DECISION
    """What ends it: deciding the job, doing what it demands, or its time."""
    done_by: DoneBy | None = None
    """Only for ``duty``: what does it by itself; none when somebody records that it was done."""
    verdicts: tuple[Verdict, ...] = (Verdict.VIOLATES, Verdict.NO_VIOLATION, Verdict.NOT_ENOUGH)
    """Only for ``decision``: which decisions begin it."""
    violations_from: Count = 0
    """Only for ``decision``: it begins for subjects with at least so many decided violations, this one included."""
    effective_from: date
    effective_to: date | None = None
    """The last day on which it applies; none while it does."""
    version: Positive
    must: Words
    """What has to be done."""
    grade: Grade
    source: Words
    where: Location = NOWHERE


class Awareness(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody knows who passes a job on for a reason, and so which clocks of ``awareness`` begin then."""

    reason: ReasonCode
    """A reason to escalate."""
    harm: HarmCode | None = None
    """What it is known as from then on; none: as what it came in."""
    severity: Severity | None = None
    where: Location = NOWHERE


class AppealLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How long a decision can be appealed, and how soon somebody looks again (DSA Art. 20; OSA s. 21(2A))."""

    open_months: Positive = 6
    """Counted from the moment the decision took effect; never fewer than six."""
    clocks: tuple[ClockCode, ...] = ()
    """Clocks that keep complaints open: while one of them runs for a report of the decision, it can be appealed."""
    expedited_by: tuple[ClockCode, ...] = ()
    """Clocks whose reports have an expedited route: an appeal by who sent one goes first."""
    start_within_minutes: BySeverity = BySeverity(minor=4320, low=2880, serious=1440, severe=480, imminent=120)
    expedited_minutes: Positive = 120
    """The longest that an expedited appeal waits for a start, whatever its severity."""
    decide_within_days: Positive = 14
    """Our own promise, from the appeal to its decision."""
    expedited_within_days: Positive = 2
    lease_minutes: Positive = 60
    where: Location = NOWHERE


class CoolDown(msgspec.Struct, frozen=True, kw_only=True):
    """After work that weighs, a while of lighter work, without anybody having to ask."""

    after: Positive
    """So many in a row, without a pause of ``minutes`` between them."""
    of_severity: Severity
    """Each at least this severe."""
    minutes: Positive
    then_below: Severity
    """Meanwhile only work less severe than this is handed out."""
    where: Location = NOWHERE


class Viewing(msgspec.Struct, frozen=True, kw_only=True):
    """How text and pictures are shown to somebody who has not chosen otherwise."""

    veil: bool = True
    """Text that people sent is covered until somebody asks for it."""
    greyscale: bool = True
    blur_percent: Annotated[int, msgspec.Meta(ge=0, le=100)] = 60
    """0 is sharp, 100 leaves only colours and outlines."""
    mute: bool = True
    autoplay: bool = False
    calm: bool = False
    """Calm mode: no counts, no times in colour, nothing that presses."""


class Wellness(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps people well who look at the worst (Q36)."""

    minutes_per_week: BySeverity | None = None
    """How long one person may work on jobs of a severity in seven days; none: no limit."""
    items_per_day: BySeverity | None = None
    items_per_week: BySeverity | None = None
    cool_down: tuple[CoolDown, ...] = ()
    change_after: Count = 0
    """After so many in a row of one family of harm the next is of another, where nothing graver or later waits; 0: never."""
    break_minutes: Positive = 15
    """How long a break is unless somebody says otherwise."""
    longest_break_minutes: Positive = 120
    small_cell: Annotated[int, msgspec.Meta(ge=3)] = 5
    """Where fewer people than this would be counted, others see no number."""
    viewing: Viewing = Viewing()
    where: Location = NOWHERE


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What protects people and the house from too much."""

    grace_seconds: Count
    """How long a decision can be undone before anything leaves the house."""
    exposure_minutes_per_day: BySeverity
    """How long one person may work on jobs of a severity in a day."""
    warn_at: Share
    """The share of a limit at which the person is told."""
    reports_per_batch: Positive
    events_per_batch: Positive
    text_characters: Positive
    """The longest free text taken in."""
    import_chunk: Positive
    """Rows that an import commits at once."""
    activity_at_hand_days: Positive = 7
    """How long events stay in the operational database once the lake has them; never less than the longest window."""
    activity_keep_days: Positive = 400
    """How long the lake keeps events, and the vault their texts; a hold keeps those about its owner longer."""
    appeals: AppealLimits = AppealLimits()
    wellness: Wellness = Wellness()
    explore: ExploreLimits = ExploreLimits()
    where: Location = NOWHERE


class MisuseRule(msgspec.Struct, frozen=True, kw_only=True):
    """When reporting counts as misuse, and what may follow (DSA Art. 23). It names; a person decides, each time."""

    version: Positive
    effective: date
    within_days: Positive
    """How far back decided reports count."""
    turned_down_from: Positive
    """At least so many of them were turned down."""
    share_from: Share
    """And at least this share, by the lower bound of its 95 % interval, shrunk towards all reporters of the same source."""
    warned_for_days: Positive
    """How long a warning counts."""
    after_warning: Positive
    """So many more manifestly unfounded reports, received after the warning, before a suspension is possible."""
    suspend_days: Positive
    """What is proposed."""
    longest_days: Positive
    warning: Words
    """What the reporter is told: ``{unfounded}``, ``{decided}``, ``{turned_down}``, ``{until}``."""
    suspension: Words
    """The same, and ``{warned}``."""
    where: Location = NOWHERE


class BrigadeRule(msgspec.Struct, frozen=True, kw_only=True):
    """When reports look concerted. What it names is a reason to look closer, and never a reason to wait."""

    version: Positive
    within_hours: Positive
    new_reporters: Positive
    """So many who never reported before, on one subject, within these hours."""
    same_words: Positive
    """So many different reporters with nearly the same words on one subject."""
    likeness: Share
    """From which share of equal least hashes on words are nearly the same."""
    same_circle: Positive
    """So many of a subject's reporters who together reported another subject before."""
    claims: Positive
    """So many subjects about which one reporter says to be the person depicted."""
    where: Location = NOWHERE


class ReporterRules(msgspec.Struct, frozen=True, kw_only=True):
    """All of reporters.toml."""

    misuse: MisuseRule
    brigade: BrigadeRule


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be done about a violation."""

    code: MeasureCode
    name: Words
    kind: MeasureKind
    applies_to: tuple[SubjectKind, ...]
    days: Positive | None = None
    """How long it lasts; none is until reversed."""
    dsa: str | None = None
    """What a statement of reasons calls it (``DECISION_VISIBILITY_CONTENT_REMOVED``); none: what fits its kind and its days."""
    irreversible: bool = False
    """Needs a second person."""
    wait_minutes: Count = 0
    """How much later than the decision it comes into force."""
    jitter_minutes: Count = 0
    """How much later still, at most, by chance: nobody learns from the timing what gave them away."""
    quiet: ReasonCode | None = None
    """The ground on which the person is not told; none: they are."""
    where: Location = NOWHERE


class SecondPerson(msgspec.Struct, frozen=True, kw_only=True):
    """When an action waits for somebody else, beside what cannot be taken back and what is done quietly."""

    expires_hours: Positive = 72
    """How long it waits; then it is not done."""
    label: LabelCode | None = None
    """Subjects with this label are of high profile."""
    reach_from: Positive | None = None
    """So are those whose reach, at the decision, is at least this."""
    kinds: tuple[MeasureKind, ...] = (MeasureKind.ACCOUNT, MeasureKind.PROVISION, MeasureKind.MONETARY)
    """What waits for subjects of high profile. Taking something down should not: the harm goes on meanwhile."""
    where: Location = NOWHERE


class LadderStep(msgspec.Struct, frozen=True, kw_only=True):
    """What a violation leads to for somebody with this many live strikes."""

    clauses: tuple[Pattern, ...]
    """Patterns of clause codes."""
    strikes_from: Count
    measures: tuple[MeasureCode, ...]
    strikes: Count
    """How many strikes the violation adds."""
    strikes_expire_days: Positive | None = None
    scope: ScopeCode | None = None
    """Which strikes ``strikes_from`` counts, and for which the violation counts; none: counts all."""
    where: Location = NOWHERE


class StatementTexts(msgspec.Struct, frozen=True, kw_only=True):
    """What every statement of reasons says; what a clause says stands in its policy. Names in braces are filled in."""

    territory: tuple[PlaceCode, ...]
    """Where restrictions apply: codes of the EEA."""
    terms: str | None = None
    """The address of the platform's rules."""
    ground: Words
    """Which rule it is: ``{clause}``, ``{title}``."""
    facts: Words
    """What was found and done: ``{source}``, ``{detection}``, ``{decision}``, ``{clause}``, ``{title}``, ``{version}``,
    ``{path}``, ``{rules}``, ``{measures}``."""
    redress: Words
    """What the person can do about it (DSA Art 17(3)(f))."""
    source: dict[str, Words]
    """How it came to notice, a sentence for each kind of intake."""
    detection: dict[str, Words]
    """Two sentences: ``automated`` and ``people``."""
    decision: dict[str, Words]
    """Two sentences: ``automated`` and ``people``."""
    content: dict[str, Words]
    """What each kind of subject is: a word of the database (``CONTENT_TYPE_TEXT``), or a few of our own."""
    strict: bool = True
    """Whether a statement stays here that the database would take though its own description rules it out."""
    where: Location = NOWHERE


class SamplingPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Which decisions are looked at again, and how many (Q30). Drawn once a day, at random within each stratum."""

    code: PlanCode
    name: Words
    why: Words
    queues: tuple[Pattern, ...] = ("*",)
    clauses: tuple[Pattern, ...] = ("*",)
    languages: tuple[Pattern, ...] = ("*",)
    sources: tuple[Pattern, ...] = ("*",)
    verdicts: tuple[Verdict, ...] = (Verdict.VIOLATES, Verdict.NO_VIOLATION, Verdict.NOT_ENOUGH)
    """``no_violation`` and ``not_enough`` are what was left up."""
    automated: bool | None = None
    """Only what machines decided, only what people decided; both when left out."""
    share: Share
    """Of each stratum: queue x clause x language x source x left up x automated."""
    at_least: Count = 0
    at_most: Positive | None = None
    where: Location = NOWHERE


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Why a decision can be wrong: what an expert says once the finding is known."""

    code: CauseCode
    name: Words
    where: Location = NOWHERE


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """What a version of a policy has to reach before people work by it (Q32)."""

    acknowledged: Share = 0.95
    """Of the people who are certified for its work."""
    agreement: float = 0.8
    """Krippendorff's alpha in the last round of a calibration on this version."""
    people: Positive = 3
    """So many took part in it, at least."""
    where: Location = NOWHERE


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """All of quality.toml: how decisions are checked. What is left out is as it stands here."""

    lease_minutes: Positive = 30
    pairs: Share = 0.1
    """Of what is drawn, two experts look at so much, whatever the peer says: how far experts agree is the ceiling."""
    golden_one_in: Positive = 20
    """One of so many second looks is a golden item."""
    dispute_days: Positive = 14
    """So long whoever decided can disagree with a finding."""
    critical_from: Severity = Severity.SEVERE
    """A violation of this severity or more that was missed is a critical mistake."""
    gate: Gate = Gate()
    plan: tuple[SamplingPlan, ...] = ()
    cause: tuple[Cause, ...] = ()
    where: Location = NOWHERE


class GoldenItem(msgspec.Struct, frozen=True, kw_only=True):
    """A made-up case whose answer is known: neutral placeholders only. It is never work, and nothing follows from it."""

    code: ItemCode
    kind: SubjectKind
    language: LanguageCode
    content: Words
    """What the subject says."""
    told: str = ""
    """What somebody reported about it."""
    key: tuple[Words, ...]
    """The way through the clause's questions: ``question:answer`` for each."""
    why: Words
    """What decides it; shown when the session is over."""
    stream: bool = True
    """It may be put among second looks. Others are for sessions only."""
    where: Location = NOWHERE


class GoldenSet(msgspec.Struct, frozen=True, kw_only=True):
    """A file of calibration/: golden items of one clause."""

    code: SetCode
    name: Words
    clause: ClauseCode
    queue: QueueCode
    """Where such cases come up: who is certified for it gets the items."""
    items: tuple[GoldenItem, ...]
    file: str
    where: Location = NOWHERE


class Weekday(StrEnum):
    """A day of the week, as rosters and holidays name it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


Hour = Annotated[int, msgspec.Meta(ge=0, le=24)]


class Immediate(msgspec.Struct, frozen=True, kw_only=True):
    """Queues in which somebody has to begin at once: their people follow from Erlang's formulas, not from deadlines."""

    queues: tuple[Pattern, ...] = ()
    within_minutes: Positive = 15
    """How soon somebody begins ..."""
    share: Share = 0.9
    """... in this share of cases."""
    where: Location = NOWHERE


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many people there are at least, however little comes: in these queues together, on these days, between these hours."""

    queues: tuple[Pattern, ...]
    people: Positive = 1
    days: tuple[Weekday, ...] = tuple(Weekday)
    from_hour: Hour = 0
    to_hour: Hour = 24
    where: Location = NOWHERE


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """People who are there by plan: on these days, between these hours, for these queues. Their numbers add up."""

    queues: tuple[Pattern, ...]
    people: Positive
    days: tuple[Weekday, ...]
    from_hour: Hour
    to_hour: Hour
    """Exclusive; not after midnight: what goes on then is a shift of the next day."""
    where: Location = NOWHERE


class Holiday(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which less or other work comes than on others of its weekday."""

    date: date
    name: Words
    like: Weekday = Weekday.SUN
    """The day of the week that it is most like."""
    where: Location = NOWHERE


class Staffing(msgspec.Struct, frozen=True, kw_only=True):
    """All of staffing.toml: what is asked of people's time, when they are there, and which days are not like others."""

    zone: Words = "UTC"
    """The hours of the week are those of this zone, an IANA name."""
    shrinkage: Annotated[float, msgspec.Meta(ge=0, le=0.9)] = 0.3
    """The share of paid time in which nobody works in a queue: leave, training, calibration, breaks, wellness."""
    most_busy: Annotated[float, msgspec.Meta(ge=0.1, le=1)] = 0.85
    """Nobody is asked to handle work in more than this share of their time in a queue."""
    paid_hours: Annotated[float, msgspec.Meta(ge=1, le=168)] = 40.0
    """Of one full-time person in a week."""
    immediate: Immediate = Immediate()
    coverage: tuple[Coverage, ...] = ()
    shift: tuple[Shift, ...] = ()
    """Without any, who is there is taken from who was there in the last weeks."""
    holiday: tuple[Holiday, ...] = ()
    where: Location = NOWHERE


class Playbook(msgspec.Struct, frozen=True, kw_only=True):
    """One version of how the team works. Checked: every reference in it leads somewhere."""

    digest: Digest
    """SHA-256 over all files."""
    name: Words
    version: Words
    activity: dict[EventKind, ActivityKind]
    harms: dict[HarmCode, Harm]
    policies: dict[ClauseCode, Policy]
    rules: dict[RuleCode, Rule]
    lists: dict[str, EntryList] = {}
    """By name."""
    queues: tuple[Queue, ...]
    start_by: StartByRule
    clocks: tuple[ClockRow, ...]
    awareness: tuple[Awareness, ...] = ()
    limits: Limits
    access: dict[Role, frozenset[str]]
    hidden: dict[Role, Hidden] = {}
    """What a role does not see of the lake's tables."""
    skills: dict[SkillCode, str]
    """What somebody can be certified for, and what it means."""
    measures: dict[MeasureCode, Measure]
    steps: tuple[LadderStep, ...]
    second_person: SecondPerson = SecondPerson()
    windows: tuple[NamedWindow, ...] = ()
    labels: dict[str, NamedLabel] = {}
    """By name."""
    banks: dict[BankCode, Bank] = {}
    statements: StatementTexts | None = None
    """None: no statement of reasons is made."""
    reporters: ReporterRules | None = None
    """None: nobody is found to misuse reporting, and no brigade is looked for."""
    quality: Quality = Quality()
    golden: dict[SetCode, GoldenSet] = {}
    staffing: Staffing = Staffing()
    gauges: dict[GaugeCode, Gauge] = {}
    """The measures of measures/; ``measures`` is what enforcement takes."""
    boards: dict[str, Board] = {}
    """By the names of their files, in their order."""
    targets: tuple[Target, ...] = ()
