"""Alarms and checks in plain words."""

from urllib.parse import urlencode

from leeward.insights.trends import views
from leeward.insights.trends.reading import NOTHING
from leeward.insights.trends.streams import ALL, STREAMS, WORDS
from leeward.record.facts.trends import Check
from leeward.record.terms.trend import AlarmState, Cause, Move

THIN = "\N{NARROW NO-BREAK SPACE}"
IDS = frozenset({"about", "reporter", "person", "rule_version"})
"""Dimensions whose values are numbers of ours; only their end is shown."""
CAUSES = {
    Cause.LATE: "late data", Cause.VOLUME: "everything moves", Cause.CODES: "a code changed", Cause.RULE: "a rule changed",
    Cause.PLAYBOOK: "the playbook changed", Cause.CONCENTRATION: "concentrated", Cause.TREND: "a trend",
}  # fmt: skip
STATES = {AlarmState.OPEN: "open", AlarmState.TAKEN: "taken", AlarmState.CLOSED: "closed", AlarmState.SILENCED: "silenced"}
MOVES = {Move.RISE: "rise", Move.FALL: "fall", Move.NEW: "new", Move.SHIFT: "new level"}
EVENTS = {
    "alarm_raised": "Rang", "alarm_spread": "Another series belongs to it", "alarm_taken": "Taken", "alarm_closed": "Closed",
    "alarm_explained": "Explained", "text_read": "The note was read",
}  # fmt: skip


def value_words(dimension: str, value: str) -> str:
    """A value as people read it."""
    if value == NOTHING:
        return f"no {WORDS[dimension]}"
    if dimension in IDS:
        return f"…{value[-8:]}"
    return value if dimension in ("rule", "clause", "market", "language") else plain(value)


def series_words(stream: str, dimension: str, value: str) -> str:
    """A series: "Reports, harm intimate images, shared"."""
    title = STREAMS[stream].title if stream in STREAMS else plain(stream)
    return title if dimension == ALL else f"{title}, {WORDS.get(dimension, dimension)} {value_words(dimension, value)}"


def name_of(line: views.AlarmLine) -> str:
    """The series of an alarm."""
    return series_words(line.stream, line.dimension, line.value)


def series_link(stream: str, dimension: str, value: str) -> str:
    """Where a series is shown."""
    return "/trends/series/one?" + urlencode({"stream": stream, "dimension": dimension, "value": value})


def what(line: views.AlarmLine) -> str:
    """What happened, in a sentence without its subject."""
    if line.move is Move.NEW:
        return f"never seen before; {number(line.observed)} on that day"
    if line.move is Move.SHIFT and line.out_of:
        return (
            f"{number(line.observed)} of {number(line.out_of)} since then, {percent(line.observed / line.out_of, 0)}; "
            f"{percent(line.expected / line.out_of, 0)} was usual"
        )
    of = f" of {number(line.out_of)}" if line.out_of is not None else ""
    return f"{number(line.observed)}{of} on that day, where {number(line.expected, 1)} was to be expected"


def why(line: views.AlarmLine) -> str:
    """What the checks made of it, in a phrase."""
    if line.cause is Cause.CONCENTRATION and line.focus:
        if line.focus_value == "first_time":
            return f"{percent(line.share, 0)} of the reporters never reported before"
        words = WORDS.get(line.focus, line.focus)
        return f"one {words}: {value_words(line.focus, line.focus_value or '')} holds {percent(line.share, 0)} of it"
    if line.cause in (Cause.RULE, Cause.CODES) and line.focus:
        return f"{CAUSES[line.cause]}: {WORDS.get(line.focus, line.focus)} {value_words(line.focus, line.focus_value or '')}"
    return CAUSES[line.cause]


def check_words(check: Check) -> tuple[str, str]:
    """(the question, the answer)."""
    if check.check is Cause.LATE:
        return (
            "Are data late?",
            f"{percent(check.share, 0)} was recorded a day or more after it happened; {percent(check.usual, 0)} before.",
        )
    if check.check is Cause.VOLUME:
        if check.share is None:
            return "Does everything move?", "It is everything, or a share: nothing to hold it against."
        return "Does everything move?", f"The rest moved by {_signed(check.share)}, this series by {_signed(check.usual or 0.0)}."
    if check.check is Cause.CODES:
        if check.odd and check.dimension and check.value:
            words = f"{WORDS.get(check.dimension, check.dimension)} {value_words(check.dimension, check.value)}"
            return "Did codes change?", f"New or renamed: {words}."
        return "Did codes change?", f"{count(check.count or 0, 'code')} came or went, and none of them is this."
    if check.check is Cause.RULE:
        return "Did a rule change?", _rule(check)
    if check.check is Cause.PLAYBOOK:
        times = check.count or 0
        return (
            "Did the playbook change?",
            f"Another came into force {count(times, 'time')}." if times else "The same was in force.",
        )
    return _held(check)


def _rule(check: Check) -> str:
    if check.odd and check.dimension and check.value:
        done = (
            "was switched" if check.dimension == "rule" else f"had never matched before and holds {percent(check.share, 0)} of it"
        )
        return f"The {WORDS[check.dimension]} {value_words(check.dimension, check.value)} {done}."
    return "None was switched, and no new version holds most of it."


def _held(check: Check) -> tuple[str, str]:
    dimension = check.dimension or ALL
    words = WORDS.get(dimension, dimension)
    if check.value == "first_time" or (dimension == "reporter" and check.value is None and check.count is not None):
        of = count(check.count or 0, "reporter")
        return "Are the reporters new?", (
            f"{percent(check.share, 0)} of {of} never reported before; usually {percent(check.usual, 0)}."
        )
    if check.value is None:
        return f"Is it one {words}?", "Nothing to tell: no more came than usual."
    held = (
        f"{value_words(dimension, check.value)} holds {percent(check.share, 0)} of it; usually {percent(check.usual, 0)} of all."
    )
    return f"Is it one {words}?", held


def _signed(share: float) -> str:
    return ("+" if share >= 0 else "−") + percent(abs(share), 0)


def plain(code: str) -> str:
    """A code as words: ``labour_exploitation.fees`` is "labour exploitation, fees"."""
    return code.replace("_", " ").replace(".", ", ")


def number(value: float, digits: int = 0) -> str:
    """Digits in groups of three with a narrow space."""
    return f"{value:,.{digits}f}".replace(",", THIN)


def percent(share: float | None, digits: int = 0) -> str:
    """A share as per cent; a dash where there is none."""
    return "–" if share is None else f"{number(share * 100, digits)}{THIN}%"


def count(value: int, one: str) -> str:
    """``1 report``, ``3 reports``."""
    return f"{number(value)} {one}{'' if value == 1 else 's'}"
