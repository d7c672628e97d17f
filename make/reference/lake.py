"""docs/reference/lake.md: the tables that measures and analysts read."""

import typing

from leeward.record.facts import KINDS, PRIVATE, ROOMS, Fact, kind_of
from leeward.record.lake import views
from make.reference.facts import written
from make.reference.markdown import heading, prose, table, text
from make.reference.source import field_sentences

_WHAT = """Analysts and measures read these tables, with DuckDB, and nothing else: none of it touches the operational database.
Every table can be read *as of* a moment: it then says what followed from the facts recorded by that moment, and from no other,
so a closed period never changes. No word that anybody wrote is here: where a text was, there is its reference in the vault.

First come the tables made for questions, then the facts they are made of, as they were written. `leeward lake ask` asks one."""
_PUBLISHED = """Empty until somebody imports the file: `leeward import FILE --as <table>` (CSV, CSV in gzip, or Parquet, with the
publisher's own columns). They say the same whatever moment is asked for."""
_ALWAYS = {
    "position": "Its place in the ledger.",
    "recorded": "When it was written down: what *as of* goes by.",
    "occurred": "When it happened.",
}


def page() -> str:
    """Every table with its columns."""
    lines = heading("The lake", _WHAT, "`src/leeward/record/lake/derived/` and `src/leeward/record/facts/`")
    lines += ["## Tables for questions", ""]
    for each in views.derived().values():
        rows = [(f"`{name}`", f"`{column.type}`", column.sentence) for name, column in each.columns.items()]
        lines += [f"### {each.name}", "", each.sentence, "", *table(("column", "type", ""), rows)]
    lines += ["## What others publish", "", _PUBLISHED, ""]
    for each in views.published().values():
        rows = [(f"`{name}`", f"`{column.type}`", column.sentence) for name, column in each.columns.items()]
        said = f"{each.sentence} {each.source}. Licence: {each.licence}."
        lines += [f"### {each.name}", "", said, "", *table(("column", "type", ""), rows)]
    lines += ["## Facts", "", "A table for each kind of fact. All of them begin with:", "", *_always()]
    for room in ROOMS:
        kinds = [one for one in vars(room).values() if isinstance(one, type) and issubclass(one, Fact) and one is not Fact]
        for fact in kinds:
            if kind_of(fact) not in PRIVATE and KINDS.get(kind_of(fact)) is fact and fact.__module__ == room.__name__:
                lines += _entry(fact)
    return text(lines)


def _always() -> list[str]:
    types = views.columns_of("job_opened")
    sentences = {**field_sentences(Fact), **_ALWAYS, "actor": "Who did it, or the playbook, the door or the clockwork."}
    first = ("position", "recorded", *Fact.__struct_fields__)
    return table(("column", "type", ""), [(f"`{name}`", f"`{types[name]}`", sentences.get(name, "")) for name in first])


def _entry(fact: type[Fact]) -> list[str]:
    """The table of one kind of fact: what it adds to what all have."""
    name = kind_of(fact)
    hints, sentences = typing.get_type_hints(fact, include_extras=True), field_sentences(fact)
    rows = []
    for column, kind in views.columns_of(name).items():
        if column in ("position", "recorded", *Fact.__struct_fields__):
            continue
        said = prose(sentences.get(column)) if column in hints else "The same as a word."
        if column in hints and "VaultRef" in written(hints[column]):
            said = f"{said} A reference; the text lies in the vault.".strip()
        rows.append((f"`{column}`", f"`{kind}`", said))
    return [f"### {name}", "", prose(fact.__doc__), "", *table(("column", "type", ""), rows)]
