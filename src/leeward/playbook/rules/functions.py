"""The closed table of functions: one row each. The reference page is checked against it, the checker and both emitters read it.

``online``, ``duckdb`` and ``spark`` are format strings over the arguments' code. A strict function is NULL when an argument is
NULL; the four that are not (coalesce, nullif, least, greatest) are spelled by the emitters themselves.

A moment or duration is a number of microseconds in DuckDB and Spark, and a ``timedelta`` (a moment: since 1970, UTC) online.
"""

from dataclasses import dataclass

from leeward.playbook.rules.contacts import DOMAIN, EMAIL, HOST, PHONE, WORD
from leeward.playbook.rules.globe import distance_sql
from leeward.playbook.rules.kinds import BOOLEAN, FLOAT, INTEGER, TEXT, TEXTS, Kind, Type

NUMBER = frozenset((Kind.INTEGER, Kind.FLOAT))
EXACT = NUMBER | {Kind.DECIMAL}
WORDS = frozenset((Kind.TEXT, Kind.CODE))
MOMENT = frozenset((Kind.TIMESTAMP,))
ELEMENT = frozenset((Kind.TEXT, Kind.CODE, Kind.ID, Kind.INTEGER, Kind.TIMESTAMP))
ANY = frozenset(Kind)

STRICT = "NULL if an argument is NULL."
NEVER = "Never NULL: a list is never NULL."

DAY = 86_400_000_000  # microseconds
# DuckDB's % takes the sign of the dividend; this is the remainder that is never negative.
_IN_DAY = f"(({{0}} % {DAY} + {DAY}) % {DAY})"
_DAYS = f"(({{0}} - {_IN_DAY}) // {DAY})"
_SPARK_DIGEST = r"\\A(?:[0-9a-fA-F]{{2}}){{1,32}}\\z"
# Java maps one character to several, and by its own Unicode; about plain ASCII, which is quicker, all agree.
_SPARK_FOLD = "CASE WHEN octet_length({{0}}) = char_length({{0}}) THEN {}({{0}}) ELSE translate({{0}}, {{1}}, {{2}}) END"


DIGEST = r"\A(?:[0-9a-fA-F]{{2}}){{1,32}}\z"  # braces doubled: it stands in a format string


def _duck(text: str) -> str:
    """A text in DuckDB, within a format string."""
    return "'" + text.replace("'", "''").replace("{", "{{").replace("}", "}}") + "'"


def _spark(text: str) -> str:
    """A text in Spark, within a format string."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("{", "{{").replace("}", "}}") + "'"


_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
_DUCK_HOST = f"nullif(rtrim(translate(regexp_extract({{0}}, {_duck(HOST)}, 1), '{_UPPER}', '{_LOWER}'), '.'), '')"
_SPARK_HOST = f"nullif(rtrim('.', translate(regexp_extract({{0}}, {_spark(HOST)}, 1), '{_UPPER}', '{_LOWER}')), '')"
_DUCK_WORDS = f"regexp_extract_all({{0}}, {_duck(WORD)}), regexp_extract_all({{1}}, {_duck(WORD)})"
_SPARK_WORDS = f"regexp_extract_all({{0}}, {_spark(WORD)}, 0), regexp_extract_all({{1}}, {_spark(WORD)}, 0)"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may stand in one place."""

    name: str
    kinds: frozenset[Kind]
    many: bool = False
    literal: bool = False
    """Only a literal, because it is read once, when the rule is checked."""


@dataclass(frozen=True, slots=True)
class Function:
    """One row: how it is called, what it means, and its text on both sides."""

    name: str
    signature: str
    takes: tuple[Parameter, ...]
    gives: Type | None
    """None: what the arguments are, once they are of one type."""
    meaning: str
    nulls: str
    example: str
    online: str = ""
    duckdb: str = ""
    cost: float = 40.0
    """Nanoseconds online, about."""
    strict: bool = True
    """NULL when an argument is NULL."""
    partial: bool = False
    """Strict, and NULL (online None) for some arguments that are not NULL, too."""
    total: bool = False
    """Takes NULL (online None) itself and never gives it."""
    variadic: bool = False
    """The last parameter may be repeated."""
    optional: int = 0
    """So many of the last parameters may be left out."""
    spelled: str = ""
    """How it is written where that is not ``name(...)``."""
    spark: str = ""


_text = Parameter("text", WORDS)
_part = Parameter("part", WORDS)
_list = Parameter("list", ELEMENT | {Kind.FLOAT, Kind.BOOLEAN}, many=True)
_pattern = Parameter("pattern", WORDS, literal=True)
_name = Parameter("name", frozenset((Kind.TEXT,)), literal=True)
_digest = Parameter("digest", WORDS)
_piece = Parameter("part", frozenset((Kind.TEXT,)), literal=True)
_literal = Parameter("text", frozenset((Kind.TEXT,)), literal=True)
_count = Parameter("number", frozenset((Kind.INTEGER,)), literal=True)
_degrees = Parameter("degrees", NUMBER)
_numbers = Parameter("list", NUMBER | MOMENT, many=True)
_zone = Parameter("zone", frozenset((Kind.TEXT,)), literal=True)
_at = Parameter("at", MOMENT)

TABLE: tuple[Function, ...] = (
    Function(
        "lower", "lower(text) -> text", (_text,), TEXT,
        "Each character in lower case, one for one, by Unicode's simple mapping.", STRICT,
        "lower(text) = 'visa fee'", "_lower({0})", "lower({0})", 150.0,
        spark=_SPARK_FOLD.format("lower"),
    ),
    Function(
        "upper", "upper(text) -> text", (_text,), TEXT,
        "Each character in upper case, one for one; what has no single capital stays (`ŉ`).", STRICT,
        "upper(country) = 'PH'", "_upper({0})", "upper({0})", 150.0,
        spark=_SPARK_FOLD.format("upper"),
    ),
    Function(
        "length", "length(text) -> integer", (_text,), INTEGER,
        "The number of characters (Unicode code points).", STRICT,
        "length(text) > 40", "len({0})", "length({0})", 30.0,
        spark="CAST(char_length({0}) AS BIGINT)",
    ),
    Function(
        "contains", "contains(text, part) -> boolean", (_text, _part), BOOLEAN,
        "Whether `part` stands somewhere in `text`, case and all.", STRICT,
        "contains(lower(text), 'visa fee')", "{1} in {0}", "contains({0}, {1})", 80.0,
        spark="contains({0}, {1})",
    ),
    Function(
        "starts_with", "starts_with(text, part) -> boolean", (_text, _part), BOOLEAN,
        "Whether `text` begins with `part`.", STRICT,
        "starts_with(harm, 'labour_exploitation.')", "{0}.startswith({1})", "starts_with({0}, {1})", 60.0,
        spark="startswith({0}, {1})",
    ),
    Function(
        "ends_with", "ends_with(text, part) -> boolean", (_text, _part), BOOLEAN,
        "Whether `text` ends with `part`.", STRICT,
        "ends_with(text, '!')", "{0}.endswith({1})", "ends_with({0}, {1})", 60.0,
        spark="endswith({0}, {1})",
    ),
    Function(
        "regexp_matches", "regexp_matches(text, 'pattern') -> boolean", (_text, _pattern), BOOLEAN,
        "Whether the pattern is found somewhere in `text`. The patterns are below.", STRICT,
        "regexp_matches(lower(text), '(processing|placement|visa) fee')", "", "regexp_matches({0}, {1})", 700.0,
        spark="rlike({0}, {1})",
    ),
    Function(
        "trim", "trim(text) -> text", (_text,), TEXT,
        "The text without ASCII white space (blank, tab, line breaks) at its ends.", STRICT,
        "trim(text) = 'visa fee'", "{0}.strip(' \\t\\n\\x0b\\x0c\\r')",
        "trim({0}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13))",
        spark=r"trim(BOTH ' \t\n\U0000000b\U0000000c\r' FROM {0})", cost=60.0,
    ),
    Function(
        "substring", "substring(text, 1, 8) -> text", (_text, _count, _count), TEXT,
        "So many characters (code points) from a place on, both literals; places count from 1.", STRICT,
        "substring(text, 1, 8) = 'visa fee'", "{0}[{1} - 1 : {1} - 1 + {2}]", "substring({0}, {1}, {2})",
        spark="substring({0}, CAST({1} AS INT), CAST({2} AS INT))", cost=70.0,
    ),
    Function(
        "replace", "replace(text, 'old', 'new') -> text", (_text, _piece, _literal), TEXT,
        "The text with `new` in each place of `old`, both literals; from the left, without overlapping.", STRICT,
        "replace(text, '0', 'o') = 'info'", "{0}.replace({1}, {2})", "replace({0}, {1}, {2})",
        spark="replace({0}, {1}, {2})", cost=90.0,
    ),
    Function(
        "split_part", "split_part(text, ',', 1) -> text", (_text, _piece, _count), TEXT,
        "The piece so far along, from 1, of a text cut at each `,`; an empty text when there are fewer.", STRICT,
        "split_part(harm, '.', 1) = 'labour_exploitation'", "_part({0}, {1}, {2})", "split_part({0}, {1}, {2})",
        spark="split_part({0}, {1}, CAST({2} AS INT))", cost=160.0,
    ),
    Function(
        "concat", "text || text -> text", (_text, _text), TEXT,
        "One text behind the other.", STRICT,
        "country || '-' || language = 'PH-en'", "({0} + {1})", "({0} || {1})", spark="concat({0}, {1})", cost=60.0,
        spelled="||",
    ),
    Function(
        "unaccent", "unaccent(text) -> text", (_text,), TEXT,
        "Plain letters for Latin ones with accents (U+00C0 to U+024F, U+1E00 to U+1EFF); marks that stand alone (U+0300 to "
        "U+036F) are left out. What has no plain letter (`ø`, `ß`) stays.", STRICT,
        "contains(unaccent(lower(text)), 'comision')", "_unaccent({0})", "translate({0}, {1}, {2})",
        spark="translate({0}, {1}, {2})", cost=200.0,
    ),
    Function(
        "plain_letters", "plain_letters(text) -> text", (_text,), TEXT,
        "Plain letters and digits for typographic copies of ASCII ones: full width, mathematical, circled, raised, lowered.",
        STRICT, "contains(lower(plain_letters(text)), 'visa fee')", "_plain_letters({0})", "translate({0}, {1}, {2})",
        spark="translate({0}, {1}, {2})", cost=200.0,
    ),
    Function(
        "url_host", "url_host(text) -> text", (_text,), TEXT,
        "The host of an address that begins with `http://` or `https://`: without user, port and a last dot, its ASCII letters "
        "in lower case.", "NULL if an argument is NULL, or is no such address.",
        "in_list(url_host(text), 'known_employers')", "_url_host({0})", _DUCK_HOST, spark=_SPARK_HOST, cost=900.0, partial=True,
    ),
    Function(
        "url_domain", "url_domain(text) -> text", (_text,), TEXT,
        "Of the host the last two names, or three before a country where the second is `ac co com edu gob gouv gov mil ne net "
        "nom or org`; an address in digits is whole. A plain rule, not the Public Suffix List.",
        "NULL if `url_host` is, or the host has an empty name.",
        "url_domain(text) = 'example.co.uk'", "_url_domain({0})", f"nullif(regexp_extract({_DUCK_HOST}, {_duck(DOMAIN)}), '')",
        spark=f"nullif(regexp_extract({_SPARK_HOST}, {_spark(DOMAIN)}, 0), '')", cost=1500.0, partial=True,
    ),
    Function(
        "emails", "emails(text) -> list of text", (_text,), TEXTS,
        f"The e-mail addresses in the text, from the left, as they stand there: what `{EMAIL}` finds.",
        "Never NULL: of NULL an empty list.", "array_length(emails(text)) > 0", "_emails({0})",
        f"COALESCE(regexp_extract_all({{0}}, {_duck(EMAIL)}), [])",
        spark=f"COALESCE(regexp_extract_all({{0}}, {_spark(EMAIL)}, 0), CAST(array() AS ARRAY<STRING>))", cost=1500.0, total=True,
    ),
    Function(
        "phones", "phones(text) -> list of text", (_text,), TEXTS,
        "The telephone numbers in the text: 7 to 15 digits behind a `+`, or 9 to 15 that begin with 0, with up to two of "
        "`( ) . -` and blanks between digits; without these.", "Never NULL: of NULL an empty list.",
        "list_contains(phones(text), '+442079460018')", "_phones({0})",
        f"COALESCE(list_transform(regexp_extract_all({{0}}, {_duck(PHONE)}, 1), lambda part: translate(part, ' ().-', '')), [])",
        spark=f"COALESCE(transform(regexp_extract_all({{0}}, {_spark(PHONE)}, 1), part -> translate(part, ' ().-', '')), "
        "CAST(array() AS ARRAY<STRING>))", cost=2500.0, total=True,
    ),
    Function(
        "similarity", "similarity(text, text) -> float", (_text, _text), FLOAT,
        "The share of words that both texts have among those that either has (Jaccard); words stand between ASCII white space.",
        "NULL if an argument is NULL, or neither holds a word.",
        "similarity(lower(text), lower(title)) > 0.8", "_similarity({0}, {1})",
        f"CASE WHEN {{0}} IS NOT NULL AND {{1}} IS NOT NULL THEN (CAST(len(list_intersect({_DUCK_WORDS})) AS DOUBLE) "
        f"/ nullif(len(list_distinct(list_concat({_DUCK_WORDS}))), 0)) END",
        spark=f"(CAST(array_size(array_intersect({_SPARK_WORDS})) AS DOUBLE) "
        f"/ nullif(array_size(array_union({_SPARK_WORDS})), 0))",
        cost=4000.0, partial=True,
    ),
    Function(
        "distance_km", "distance_km(latitude, longitude, latitude, longitude) -> float", (_degrees,) * 4, FLOAT,
        "Kilometres between two places on a ball of 6,371 km (haversine). Engines may differ by a billionth.",
        "NULL if an argument is NULL, or a latitude is beyond 90 or a longitude beyond 180.",
        "distance_km(latitude, longitude, 14.6, 121.0) < 50.0", "_distance_km({0}, {1}, {2}, {3})", distance_sql("e0"),
        spark=distance_sql("D"), cost=900.0, partial=True,
    ),
    Function(
        "array_length", "array_length(list) -> integer", (_list,), INTEGER,
        "How many elements; 0 for a missing list.", NEVER,
        "array_length(media_hashes) >= 3", "len({0})", "COALESCE(len({0}), 0)", 25.0,
        spark="CAST(COALESCE(array_size({0}), 0) AS BIGINT)",
    ),
    Function(
        "list_contains", "list_contains(list, element) -> boolean", (_list, Parameter("element", ELEMENT)), BOOLEAN,
        "Whether the element is in the list.", "NULL if the element is NULL.",
        "list_contains(labels, 'new_account')", "{1} in {0}",
        "CASE WHEN {1} IS NOT NULL THEN COALESCE(list_contains({0}, {1}), FALSE) END", 40.0,
        spark="CASE WHEN {1} IS NOT NULL THEN COALESCE(array_contains({0}, {1}), FALSE) END",
    ),
    Function(
        "list_has_any", "list_has_any(list, list) -> boolean", (_list, Parameter("list", ELEMENT, many=True)), BOOLEAN,
        "Whether the two lists share an element. The second may be literals: `['a', 'b']`.", NEVER,
        "list_has_any(labels, ['new_account', 'mass_sender'])", "not {1}.isdisjoint({0})",
        "COALESCE(list_has_any({0}, {1}), FALSE)", 80.0,
        spark="COALESCE(arrays_overlap({0}, {1}), FALSE)",
    ),
    Function(
        "list_unique", "list_unique(list) -> integer", (Parameter("list", ELEMENT, many=True),), INTEGER,
        "How many different elements.", NEVER,
        "list_unique(labels) < array_length(labels)", "len(set({0}))", "COALESCE(list_unique({0}), 0)",
        spark="CAST(COALESCE(array_size(array_distinct({0})), 0) AS BIGINT)", cost=150.0,
    ),
    Function(
        "list_min", "list_min(list) -> what it holds", (_numbers,), None,
        "The smallest element.", "NULL if the list is empty.",
        "list_min(media_hashes) > 0", "_list_min({0})", "list_min({0})", spark="array_min({0})", cost=150.0, partial=True,
    ),
    Function(
        "list_max", "list_max(list) -> what it holds", (_numbers,), None,
        "The greatest element.", "NULL if the list is empty.",
        "list_max(media_hashes) > 0", "_list_max({0})", "list_max({0})", spark="array_max({0})", cost=150.0, partial=True,
    ),
    Function(
        "list_sum", "list_sum(list) -> what it holds", (Parameter("list", frozenset((Kind.INTEGER,)), many=True),), None,
        "All elements added, exactly. Not of floats, where the order would matter.", "NULL if the list is empty.",
        "list_sum(media_hashes) > 0", "_list_sum({0})", "list_sum({0})",
        spark="CASE WHEN array_size({0}) > 0 THEN aggregate({0}, CAST(0 AS DECIMAL(38, 0)), "
        "(total, each) -> CAST(total + each AS DECIMAL(38, 0))) END", cost=150.0, partial=True,
    ),
    Function(
        "abs", "abs(number) -> the same type", (Parameter("number", EXACT),), None,
        "The number without its sign.", STRICT,
        "abs(price - usual_price) > 100.0", "abs({0})", "abs({0})", 40.0,
        spark="abs({0})",
    ),
    Function(
        "coalesce", "coalesce(value, ...) -> the same type", (Parameter("value", ANY), Parameter("value", ANY)), None,
        "The first argument that is not NULL.", "NULL if all are.",
        "coalesce(prior_violations, 0) > 2", strict=False, variadic=True, cost=30.0,
    ),
    Function(
        "nullif", "nullif(value, other) -> the same type", (Parameter("value", ANY), Parameter("other", ANY)), None,
        "NULL where the two are equal, else `value`. Makes a divisor safe.",
        "NULL if `value` is; a NULL `other` changes nothing.",
        "price / nullif(usual_price, 0) > 2.0", strict=False, cost=20.0,
    ),
    Function(
        "least", "least(value, ...) -> the same type",
        (Parameter("value", EXACT | {Kind.TIMESTAMP, Kind.DURATION}),) * 2, None,
        "The smallest argument.", "NULLs are passed over; NULL if all are.",
        "least(reach, 1000) > 500", strict=False, variadic=True, cost=200.0,
    ),
    Function(
        "greatest", "greatest(value, ...) -> the same type",
        (Parameter("value", EXACT | {Kind.TIMESTAMP, Kind.DURATION}),) * 2, None,
        "The greatest argument.", "NULLs are passed over; NULL if all are.",
        "greatest(messages_1h, messages_24h) > 50", strict=False, variadic=True, cost=200.0,
    ),
    Function(
        "epoch_seconds", "epoch_seconds(at) -> integer", (_at,), INTEGER,
        "Whole seconds since 1970-01-01 00:00 UTC; the part of a second is dropped downwards.", STRICT,
        "epoch_seconds(posted) < 1767225600", "_seconds({0})",
        "(({0} - (({0} % 1000000 + 1000000) % 1000000)) // 1000000)", 150.0,
        spark="(({0} - pmod({0}, 1000000L)) DIV 1000000L)",
    ),
    Function(
        "seconds_between", "seconds_between(earlier, later) -> integer",
        (Parameter("earlier", MOMENT), Parameter("later", MOMENT)), INTEGER,
        "Whole seconds from `earlier` to `later`, negative when the order is reversed; dropped downwards.", STRICT,
        "seconds_between(account_created, posted) < 3600", "_seconds({1} - {0})",
        "((({1} - {0}) - ((({1} - {0}) % 1000000 + 1000000) % 1000000)) // 1000000)", 200.0,
        spark="((({1} - {0}) - pmod({1} - {0}, 1000000L)) DIV 1000000L)",
    ),
    Function(
        "epoch_days", "epoch_days(at, 'zone') -> integer", (_at, _zone), INTEGER,
        "Whole days since 1970-01-01: the date there; without a zone, in UTC.", STRICT,
        "epoch_days(posted, 'Asia/Manila') > epoch_days(account_created, 'Asia/Manila')", "({0}).days", _DAYS,
        spark=f"(({{0}} - pmod({{0}}, {DAY}L)) DIV {DAY}L)", cost=60.0, optional=1,
    ),
    Function(
        "hour_of_day", "hour_of_day(at, 'zone') -> integer", (_at, _zone), INTEGER,
        "The hour on the clock there, 0 to 23; without a zone, in UTC.", STRICT,
        "hour_of_day(posted) BETWEEN 1 AND 4", "(({0}).seconds // 3600)", f"({_IN_DAY} // 3600000000)", 110.0,
        spark=f"(pmod({{0}}, {DAY}L) DIV 3600000000L)", optional=1,
    ),
    Function(
        "day_of_week", "day_of_week(at, 'zone') -> integer", (_at, _zone), INTEGER,
        "The day of the week there, Monday 1 to Sunday 7; without a zone, in UTC.", STRICT,
        "day_of_week(posted) IN (6, 7)", "((({0}).days + 3) % 7 + 1)", f"((({_DAYS} + 3) % 7 + 7) % 7 + 1)", 120.0,
        spark=f"(pmod((({{0}} - pmod({{0}}, {DAY}L)) DIV {DAY}L) + 3L, 7L) + 1L)", optional=1,
    ),
    Function(
        "to_float", "CAST(number AS DOUBLE) -> float", (Parameter("number", EXACT),), FLOAT,
        "The integer or decimal as the nearest float; needed before `/`.", STRICT,
        "CAST(reach AS DOUBLE) / nullif(reports_on_subject, 0) < 10.0", "float({0})", "CAST({0} AS DOUBLE)", 40.0,
        spelled="CAST",
        spark="CAST({0} AS DOUBLE)",
    ),
    Function(
        "in_list", "in_list(text, 'name') -> boolean", (_text, _name), BOOLEAN,
        "Whether the text is an entry of the list `lists/name.csv`, as it stands there.", STRICT,
        "in_list(lower(employer), 'known_employers')", "{0} in {1}",
        'CASE WHEN {0} IS NOT NULL THEN {0} IN (SELECT entry FROM "list_{1}") END',
        spark="CASE WHEN {0} IS NOT NULL THEN `list_{1}`.entry IS NOT NULL END", cost=60.0,
    ),
    Function(
        "in_bank", "in_bank(digest, 'name', distance) -> boolean",
        (Parameter("digest", WORDS), _name, Parameter("distance", frozenset((Kind.INTEGER,)), literal=True)), BOOLEAN,
        "Whether a digest in hexadecimal is one of the list `lists/name.csv`, or differs from one in at most `distance` bits: "
        "up to an eighth of them; left out, none. FALSE for a text that is no digest of that length.", STRICT,
        "in_bank(media_hash, 'known_media', 8)", "{1}({0})",
        'CASE WHEN {0} IS NOT NULL THEN EXISTS (SELECT 1 FROM "bank_{1}" WHERE hash_distance(entry, {0}) <= {2}) END',
        spark="CASE WHEN {0} IS NOT NULL THEN exists(`bank_{1}`.entries, entry -> hash_distance(entry, {0}) <= {2}) END",
        optional=1, cost=20_000.0,
    ),
    Function(
        "has_label", "has_label(id, 'name') -> boolean", (Parameter("id", frozenset((Kind.ID,))), _name), BOOLEAN,
        "Whether the label `name` of `labels.toml` stands on the id in this field, as of the event.", STRICT,
        "has_label(account_id, 'fee_asked')", "{0}",
        "CASE WHEN {0} IS NOT NULL THEN coalesce(occurred < label_span.until, FALSE) END",
        spark="CASE WHEN {0} IS NOT NULL THEN coalesce(occurred < label_span.until, FALSE) END", cost=8.0,
    ),
    Function(
        "hash_distance", "hash_distance(digest, digest) -> integer", (_digest, _digest), INTEGER,
        "In how many bits two digests in hexadecimal differ, such as perceptual hashes of up to 256 bits.",
        "NULL if an argument is NULL, or is no digest, or the two are not of one length.",
        "hash_distance(media_hash, avatar_hash) <= 31", "_hash_distance({0}, {1})",
        f"CASE WHEN length({{0}}) = length({{1}}) AND regexp_matches({{0}}, '{DIGEST}') AND regexp_matches({{1}}, '{DIGEST}') "
        "THEN bit_count(xor(CAST(unhex({0}) AS BIT), CAST(unhex({1}) AS BIT))) END",
        spark=f"CASE WHEN char_length({{0}}) = char_length({{1}}) AND rlike({{0}}, '{_SPARK_DIGEST}') "
        f"AND rlike({{1}}, '{_SPARK_DIGEST}') THEN aggregate(sequence(1, char_length({{0}}), 8), 0L, (n, i) -> n + bit_count("
        "CAST(conv(substr({0}, i, 8), 16, 10) AS BIGINT) ^ CAST(conv(substr({1}, i, 8), 16, 10) AS BIGINT))) END",
        cost=900.0, partial=True,
    ),
    Function(
        "rule", "rule('folder/name') -> boolean", (_name,), BOOLEAN,
        "Whether another rule, which reads the same kind of event, matches. Its condition is put in this place.",
        "Never NULL: a rule matches or it does not.",
        "rule('recruitment/fee_before_contract') AND reach > 1000", "", "(condition) IS TRUE",
        spark="(condition) IS TRUE",
    ),
)  # fmt: skip

FUNCTIONS: dict[str, Function] = {each.name: each for each in TABLE}
CALLED: dict[str, Function] = {each.name: each for each in TABLE if not each.spelled}
"""By the name as it is called in a rule."""

RANGES: dict[str, tuple[int, int]] = {
    "length": (0, 2**31),
    "array_length": (0, 2**31),
    "epoch_seconds": (-62_135_596_800 - 10**13, 253_402_300_799 + 10**13),
    "seconds_between": (-(10**13), 10**13),
    "hour_of_day": (0, 23),
    "day_of_week": (1, 7),
    "epoch_days": (-1_000_000, 3_100_000),
    "hash_distance": (0, 256),
    "list_unique": (0, 2**31),
    "list_sum": (-(2**94), 2**94),
}
"""The least and greatest value a function can give, where that is narrower than its type."""
