"""Neutral rules and events for the rule benchmark: ten kinds of rule in equal parts, events of sixteen fields with NULLs.

The kinds are those people write: a number compared, a word with a score, a regular expression, a list of places with a kind,
a label and not a flag, three velocities, nested AND and OR, COALESCE, LIKE on folded text, a ratio. The regular expressions
require one word each; with ``heavy`` each has a choice of two, which half of all events hold one of.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import pyarrow as pa

from leeward.playbook.diagnostics import Location
from leeward.playbook.model import FieldType, Rule
from leeward.record.terms.code import ClauseCode, Digest, EventKind, RuleCode
from leeward.record.terms.severity import Severity

FIELDS: dict[str, FieldType] = {
    "account_age_days": FieldType.INTEGER,
    "messages_1h": FieldType.INTEGER,
    "recipients_1h": FieldType.INTEGER,
    "reports": FieldType.INTEGER,
    "followers": FieldType.INTEGER,
    "following": FieldType.INTEGER,
    "score": FieldType.FLOAT,
    "country": FieldType.CODE,
    "language": FieldType.CODE,
    "kind": FieldType.CODE,
    "text": FieldType.TEXT,
    "urls": FieldType.TEXTS,
    "labels": FieldType.CODES,
    "verified": FieldType.BOOLEAN,
    "posted": FieldType.TIMESTAMP,
    "device": FieldType.CODE,
}
ARROW = {
    FieldType.INTEGER: pa.int64(),
    FieldType.FLOAT: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.TIMESTAMP: pa.timestamp("us", tz="UTC"),
    FieldType.TEXT: pa.string(),
    FieldType.CODE: pa.string(),
}
"""What the lake stores each type as."""
COUNTRIES = [a + b for a in "abcdefgh" for b in "klmno"]
LANGUAGES = ["en", "es", "fr", "de", "pt", "hi", "ar"]
KINDS = ["post", "reply", "message", "listing", "profile"]
LABELS = [f"label_{number}" for number in range(60)]
SYLLABLES = ["ba", "co", "di", "fu", "ga", "lo", "mi", "nu", "pe", "ra", "so", "ti", "ve", "zu"]


def vocabulary(chance: random.Random) -> list[str]:
    """Words of the made-up language."""
    return sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(1500)})


def rules(count: int, seed: int = 7, *, heavy: bool = False) -> list[Rule]:
    """``count`` rules, a tenth of each kind."""
    chance = random.Random(seed)
    words = vocabulary(random.Random(1))
    word, number = partial(chance.choice, words), chance.randint
    label, country, language = (
        partial(chance.choice, LABELS),
        partial(chance.choice, COUNTRIES),
        partial(chance.choice, LANGUAGES),
    )
    kinds: list[Callable[[], str]] = [
        lambda: f"account_age_days < {number(1, 4)} AND followers > {number(4000, 9000)}",
        lambda: f"contains(text, '{word()} {word()}') AND score > {chance.uniform(0.5, 0.95):.2f}",
        lambda: f"regexp_matches(text, '{_expression(word, heavy)}')",
        lambda: f"{_places(chance, 3)} AND kind = '{chance.choice(KINDS)}' AND reports > {number(3, 9)}",
        lambda: f"list_contains(labels, '{label()}') AND NOT verified",
        lambda: f"messages_1h > {number(60, 300)} AND recipients_1h > {number(20, 90)} AND account_age_days < {number(5, 60)}",
        lambda: (
            f"(language = '{language()}' AND (score > 0.9 OR reports > {number(4, 9)})) "
            f"OR (country = '{country()}' AND followers < {number(2, 9)} AND NOT verified)"
        ),
        lambda: f"COALESCE(reports, 0) > {number(8, 15)} AND device IS NULL",
        lambda: f"lower(text) LIKE '%{word()} {word()[:2]}%' AND array_length(urls) > {number(0, 2)}",
        lambda: (
            f"CAST(following AS DOUBLE) / NULLIF(followers, 0) > {chance.uniform(20, 80):.1f} "
            f"AND ({_places(chance, 2)} OR list_contains(labels, '{label()}'))"
        ),
    ]
    return [_rule(place, kinds[place % len(kinds)]()) for place in range(count)]


def _expression(word: Callable[[], str], heavy: bool) -> str:
    one, other, third = word(), word(), word()
    return f"({one}|{other}) [a-z]*{third[:3]}" if heavy else f"\\b{one} ({other}|{third[:2]}[a-z]+)\\b"


def _places(chance: random.Random, count: int) -> str:
    return f"country IN ({', '.join(repr(each) for each in chance.sample(COUNTRIES, count))})"


def _rule(number: int, when: str) -> Rule:
    return Rule(
        code=RuleCode(f"bench/rule_{number}"),
        version=Digest(f"{number:064x}"),
        on=EventKind("bench"),
        when=when,
        clause=ClauseCode("HE-1"),
        severity=Severity.LOW,
        signal="a neutral signal",
        why="to measure",
        strength=0.5,
        cases=(),
        file="bench",
        where=Location.of_text(when, "bench"),
    )


def events(count: int, seed: int = 11) -> list[dict[str, object]]:
    """``count`` events; six fields are NULL in 3 to 30 percent of them."""
    chance = random.Random(seed)
    words = vocabulary(random.Random(1))
    return [_event(chance, words) for _ in range(count)]


def _event(chance: random.Random, words: list[str]) -> dict[str, object]:
    def sometimes(value: object, share: float) -> object:
        return None if chance.random() < share else value

    return {
        "account_age_days": sometimes(int(chance.expovariate(1 / 400)), 0.03),
        "messages_1h": int(chance.expovariate(1 / 25)),
        "recipients_1h": int(chance.expovariate(1 / 12)),
        "reports": sometimes(int(chance.expovariate(1 / 1.5)), 0.1),
        "followers": int(chance.expovariate(1 / 800)),
        "following": int(chance.expovariate(1 / 500)),
        "score": sometimes(chance.random(), 0.15),
        "country": sometimes(chance.choice(COUNTRIES), 0.05),
        "language": chance.choice(LANGUAGES),
        "kind": chance.choice(KINDS),
        "text": sometimes(" ".join(chance.choices(words, k=chance.randint(6, 40))).capitalize(), 0.05),
        "urls": [f"https://{chance.choice(words)}.example/{number}" for number in range(chance.choice((0, 0, 0, 1, 2)))],
        "labels": chance.sample(LABELS, chance.choice((0, 0, 1, 2))),
        "verified": chance.random() < 0.2,
        "posted": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(30 * 86_400)),
        "device": sometimes(f"device_{chance.randrange(50)}", 0.3),
    }


def table(stream: Sequence[Mapping[str, object]]) -> pa.Table:
    """Events as the lake holds them, numbered from 0."""
    columns = {"event_id": pa.array(range(len(stream)), pa.int64())}
    for name, type_ in FIELDS.items():
        one = ARROW[type_.element]
        columns[name] = pa.array([event[name] for event in stream], pa.list_(one) if type_.is_list else one)
    return pa.table(columns)
