"""Words for slices and moves: "62 % of the rise of 1,240 reports is listings in Spanish from one reporter"."""

from collections.abc import Mapping, Sequence

from leeward.insights.drivers.cube import NONE
from leeward.insights.drivers.question import OTHERS
from leeward.insights.drivers.series import LABELS, Kind, Series
from leeward.insights.drivers.views import Mixed, One, Slice

Harms = Mapping[str, str]
"""What classes of harm are called, by their codes."""
NAMELESS: Harms = {}
_THINGS = {
    "account": "accounts", "content": "pieces of content", "listing": "listings", "conversation": "conversations",
    "group": "groups", "device": "devices", "payment": "payments",
}  # fmt: skip
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_SOURCES = {
    "user_report": "from people who use the platform", "notice": "by notice", "trusted_flagger": "from trusted flaggers",
    "authority_order": "by order of an authority", "law_enforcement": "from law enforcement", "partner": "from partners",
    "proactive": "raised by our own rules",
}  # fmt: skip
_VERDICTS = {
    "violates": "that found a violation",
    "no_violation": "that found no violation",
    "not_enough": "without enough to go on",
}
_ORDER = (
    "verdict", "severity_name", "harm", "clause", "measure", "language", "market", "queue", "platform", "source", "capacity",
    "reporter", "appellant", "door",
)  # fmt: skip


def value_words(dimension: str, value: str, harms: Harms = NAMELESS) -> str:
    """A value by itself, as in a table."""
    if dimension == "harm" and value in harms:
        return harms[value][:1].lower() + harms[value][1:]
    if value == NONE:
        return "not said"
    if value == OTHERS:
        return "all others"
    if dimension == "language":
        return _LANGUAGES.get(value, value)
    if dimension in ("reporter", "platform"):
        return value[-8:]
    return value if dimension in ("clause", "market") else value.replace("_", " ").replace(".", ": ")


def slice_words(series: Series, where: Sequence[tuple[str, str]], harms: Harms = NAMELESS) -> str:
    """A slice as a noun with what narrows it down: ``listings in Spanish from one reporter (1a2b3c4d)``."""
    parts = dict(where)
    kind = parts.pop("subject_kind", None)
    noun = series.noun if kind is None else f"{series.noun} about {_THINGS.get(kind, value_words('subject_kind', kind))}"
    if kind in _THINGS and series.table == "reports":
        noun = _THINGS[kind]
    return " ".join([noun, *(_narrowed(name, parts[name], harms) for name in _ORDER if name in parts)])


def _narrowed(dimension: str, value: str, harms: Harms) -> str:
    words = value_words(dimension, value, harms)
    if value in (NONE, OTHERS):
        return f"with no {LABELS[dimension].lower()} said" if value == NONE else f"of all other {LABELS[dimension].lower()}s"
    if dimension == "source":
        return _SOURCES.get(value, f"by {words}")
    if dimension == "verdict":
        return _VERDICTS.get(value, words)
    phrase = {
        "severity_name": "of severity {}", "harm": "of {}", "clause": "under clause {}", "measure": "of {}", "language": "in {}",
        "market": "in market {}", "queue": "in the queue {}", "platform": "on one platform ({})", "capacity": "as {}",
        "reporter": "from one reporter ({})", "appellant": "by the {}", "door": "through {}",
    }  # fmt: skip
    return phrase[dimension].format(words)


def amount_words(series: Series, amount: float, *, signed: bool = False, bare: bool = False) -> str:
    """An amount of the series, with its sign if asked: ``+1,240``, ``-2.1 points``; ``bare`` leaves out the unit."""
    if series.kind is Kind.RATIO:
        return _signed(f"{abs(amount) * 100:,.1f}", amount, signed) + ("" if bare else " points")
    size = abs(amount)
    return _signed(f"{size:,.0f}" if size >= 10 or size == round(size) else f"{size:,.1f}", amount, signed)


def _signed(digits: str, amount: float, signed: bool) -> str:
    if not signed or not digits.strip("0.,"):
        return digits
    return ("+" if amount > 0 else "\N{MINUS SIGN}") + digits


def level_words(series: Series, value: float | None) -> str:
    """A level of the series: ``3,240``, ``12.4 %``."""
    if value is None:
        return "none"
    return f"{value * 100:,.1f} %" if series.kind is Kind.RATIO else amount_words(series, value)


def sentences_of(
    series: Series, whole: Slice, drivers: Sequence[Slice], against: Sequence[Slice], *, everywhere: bool, periods: int,
    mixed: Sequence[Mixed], concentration: Sequence[One],
) -> tuple[str, ...]:  # fmt: skip
    """What was found, most important first."""
    told = [_whole(series, whole, periods)]
    if reversed_by := [each for each in mixed if each.reversal]:
        told.append(_reversal(series, whole, reversed_by[0]))
    if everywhere and whole.sure:
        told.append("Everything moved alike; " + ("these moved otherwise." if drivers or against else "no part stands out."))
    told += [_driver(series, whole, each) for each in drivers[:3]]
    if len(drivers) > 3:
        told.append(f"{len(drivers) - 3} smaller slices are in the table.")
    if against:
        told.append(f"Against it went {against[0].words}: {_from_to(series, against[0])}.")
    if not (drivers or against or everywhere):
        told.append("No slice stands out from what slices do anyway.")
    if drivers and (one := next((each for each in concentration if each.one), None)) and whole.sure:
        told.append(_one(one, whole))
    return tuple(told)


def _whole(series: Series, whole: Slice, periods: int) -> str:
    before = f"{level_words(series, whole.before)} {'before' if periods == 1 else f'on average of {periods} periods before'}"
    if not whole.sure:
        return f"{series.name}: {level_words(series, whole.after)} against {before}, which is within what it does anyway."
    done = "rose" if whole.amount > 0 else "fell"
    low, high = sorted((abs(whole.low), abs(whole.high)))
    span = f"{amount_words(series, low, bare=True)} to {amount_words(series, high, bare=True)}"
    size, after = amount_words(series, whole.amount), level_words(series, whole.after)
    return f"{series.name} {done} by {size} [{span}]: {after} against {before}."


def _driver(series: Series, whole: Slice, each: Slice) -> str:
    move = "rise" if whole.amount > 0 else "fall"
    if each.share is None or not 0 < each.share <= 1.5:
        return f"{_capital(each.words)} moved by {amount_words(series, each.amount, signed=True)}: {_from_to(series, each)}."
    of = "" if series.kind is Kind.RATIO else f" {series.noun}"
    size = amount_words(series, whole.amount)
    return f"{each.share * 100:.0f} % of the {move} of {size}{of} is {each.words}: {_from_to(series, each)}."


def _from_to(series: Series, each: Slice) -> str:
    if series.kind is not Kind.RATIO:
        return f"{level_words(series, each.before)} before, {level_words(series, each.after)} now"
    ways = [
        f"rate {amount_words(series, each.rate or 0, signed=True)}",
        f"mix {amount_words(series, each.mix or 0, signed=True)}",
    ]
    return f"{level_words(series, each.before)} before, {level_words(series, each.after)} now ({', '.join(ways)})"


def _reversal(series: Series, whole: Slice, each: Mixed) -> str:
    way, other = ("up", "down") if whole.amount > 0 else ("down", "up")
    return (
        f"By {LABELS[each.dimension].lower()} every value went {other} while the whole went {way}: the mix did it "
        f"({amount_words(series, each.mix, signed=True)}), not the rates ({amount_words(series, each.rate, signed=True)})."
    )


def _one(one: One, whole: Slice) -> str:
    move = "rise" if whole.amount > 0 else "fall"
    share = min(one.contributed, 9.99)
    return (
        f"Is it one {LABELS[one.dimension].lower()}? Yes: {one.words} alone is {share * 100:.0f} % of the {move}, "
        f"and was {one.usual * 100:.0f} % of the whole."
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
