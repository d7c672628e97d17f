"""docs/reference/starter.md: what the starter playbook holds. A team's own playbook is shown in its console."""

from collections.abc import Iterable

from leeward.playbook.model import Duration, Playbook
from leeward.playbook.reader import read_playbook, starter
from make.reference.markdown import heading, table, text


def page() -> str:
    """Activity kinds, harms, policies, rules, queues, clocks, what enforcement takes, measures, targets and roles."""
    book = read_playbook(starter())
    lines = heading(
        "The starter playbook",
        "What `leeward init` copies for you to change. Each line is one item of a file in `playbook/`.",
        "`playbook/`",
    )
    for part in (_activity, _harms, _policies, _rules, _queues, _clocks, _measures, _gauges, _targets, _roles):
        lines += part(book)
    return text(lines)


def _activity(book: Playbook) -> list[str]:
    lines = ["## Activity kinds", "", "What a platform can send, and the typed fields that rules may read.", ""]
    for kind in book.activity.values():
        about = f" Subject: the {kind.subject} in `{kind.subject_field}`." if kind.subject else ""
        lines += [f"### {kind.kind}", "", kind.doc + about, ""]
        lines += table(("field", "type"), [(f"`{name}`", field.value) for name, field in kind.fields.items()])
    return lines


def _harms(book: Playbook) -> list[str]:
    rows = [(f"`{harm.code}`", harm.name, harm.area.replace("_", " "), harm.description) for harm in book.harms.values()]
    return ["## Harms", "", *table(("code", "name", "area", "description"), rows)]


def _policies(book: Playbook) -> list[str]:
    rows = [
        (f"`{one.id}`", one.title, f"`{one.harm}`", one.severity.name.lower(), one.version, one.effective, codes(one.measures))
        for one in book.policies.values()
    ]
    columns = ("clause", "title", "harm", "severity", "version", "effective", "measures to choose from")
    return ["## Policies", "", *table(columns, rows)]


def _rules(book: Playbook) -> list[str]:
    rows = [
        (f"`{rule.code}`", f"`{rule.on}`", rule.signal, f"`{rule.clause}`", rule.severity.name.lower(), len(rule.cases))
        for rule in book.rules.values()
    ]
    return ["## Rules", "", *table(("rule", "on", "signal", "clause", "severity", "cases"), rows)]


def _queues(book: Playbook) -> list[str]:
    rows = [
        (
            f"`{one.code}`",
            one.name,
            one.purpose,
            f"`{one.skill}`",
            one.handling_minutes,
            one.lease_minutes,
            one.on_lease_end.value,
        )
        for one in book.queues
    ]
    columns = ("queue", "name", "purpose", "skill", "handling, min", "lease, min", "at its end")
    return ["## Queues", "", "The first that takes a job gets it.", "", *table(columns, rows)]


def _clocks(book: Playbook) -> list[str]:
    rows = []
    for one in book.clocks:
        where = (one.section, one.jurisdiction, one.trigger.replace("_", " "))
        rows.append((f"`{one.code}`", *where, spell(one.duration), one.effective_from, one.must, one.grade))
    columns = ("clock", "section", "where", "starts at", "time", "since", "what must be done", "grade")
    return ["## Clocks", "", *table(columns, rows)]


def _measures(book: Playbook) -> list[str]:
    rows = []
    for one in book.measures.values():
        lasts = f"{one.days} days" if one.days else "until reversed"
        needs = "a second person" if one.irreversible else ""
        rows.append((f"`{one.code}`", one.name, one.kind.value, codes(one.applies_to), lasts, needs))
    return ["## Measures", "", *table(("measure", "name", "limits", "applies to", "lasts", "needs"), rows)]


def _gauges(book: Playbook) -> list[str]:
    rows = [
        (
            f"`{one.code}`",
            one.version,
            one.question,
            f"{one.statistic}, {one.unit}",
            one.interval.value,
            codes([one.guardrail or "none"]),
        )
        for one in book.gauges.values()
    ]
    return ["## Measures of the work", "", *table(("measure", "version", "question", "value", "interval", "guardrail"), rows)]


def _targets(book: Playbook) -> list[str]:
    rows = [
        (f"`{one.measure}`", f"{'at most' if one.at_most is not None else 'at least'} {one.target:g}", one.warn, one.why)
        for one in book.targets
    ]
    return ["## Targets", "", *table(("measure", "target", "warns at", "why"), rows)]


def _roles(book: Playbook) -> list[str]:
    rows = [(f"`{role}`", codes(sorted(actions))) for role, actions in book.access.items()]
    return ["## Roles", "", *table(("role", "may"), rows)]


def codes(names: Iterable[str]) -> str:
    """Names as code, in a row."""
    return ", ".join(f"`{name}`" for name in names)


def spell(duration: Duration) -> str:
    """``48 hours``; the law's own words where it names no figure."""
    parts = [f"{count} {unit}" for unit in Duration.__struct_fields__ if (count := getattr(duration, unit))]
    return " ".join(parts) or "without undue delay"
