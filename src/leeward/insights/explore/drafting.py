"""A query as the draft of a measure: its header to fill in, its SELECT as it was written; a file to mend and apply."""

import re

_NAME = re.compile(r"[^a-z0-9_]+")


def draft_of(name: str, sql: str) -> tuple[str, str]:
    """(the file's name, its text) for ``playbook/measures/<subject>/``."""
    code = _NAME.sub("_", name.lower()).strip("_") or "new_measure"
    title = code.replace("_", " ").capitalize()
    header = (
        ("name", title),
        ("question", "..."),
        ("grain", "one row of the SELECT: ..."),
        ("unit", "share"),
        ("numerator", "..."),
        ("denominator", "..."),
        ("clock", "..."),
        ("exclusions", "none"),
        ("owner", "..."),
        ("guardrail", "none, because ..."),
        ("version", "1"),
        ("interval", "wilson"),
        ("minimum", "10"),
        ("period", "week"),
    )
    notes = (
        "-- The SELECT of a measure yields one row for each thing that is counted: at (its moment), hit, value, or numerator and",
        "-- denominator; every other column is a dimension. Take the counting out of this query: the measure counts.",
    )
    return f"{code}.sql", "\n".join([*(f"-- {key}: {value}" for key, value in header), *notes, sql.strip(), ""])
