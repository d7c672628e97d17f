"""The beginning of a rule's file: everything it needs, with places to fill in. It checks as it is, and is in shadow, so that
nothing breaks and nobody gets work while somebody writes it."""

from leeward.playbook.model import ActivityKind, FieldType, Playbook

_SAMPLE = {
    FieldType.INTEGER: "0",
    FieldType.FLOAT: "0.0",
    FieldType.BOOLEAN: "true",
    FieldType.TIMESTAMP: "2026-01-31T18:00:00Z",
    FieldType.DURATION: '"PT1H"',
}


def skeleton(playbook: Playbook, kind: ActivityKind) -> str:
    """The text of a new rule on ``kind``, in shadow, with three cases."""
    fields = [f"#   {name}: {type_.value}" for name, type_ in kind.fields.items()]
    clause = next(iter(playbook.policies))
    first = next(name for name, type_ in kind.fields.items() if not type_.is_list)
    given = f"{{ {_key(first)} = {_sample(kind.fields[first])} }}"
    cases = "".join(
        f'\n[[case]]\nname = "{name}"\ngiven = {event}\nexpect = {expect}\n'
        for name, event, expect in (
            ("what it is for", given, "true"),
            ("the same in another form", given, "true"),
            ("the harmless thing that looks most like it", "{ }", "false"),
        )
    )
    return (
        f"# {kind.kind}: {kind.doc}\n" + "\n".join(fields) + "\n"
        "[rule]\n"
        f'on = "{kind.kind}"\n'
        f"when = '''\n  {_name(first)} IS NOT NULL\n'''\n"
        f'clause = "{clause}"\n'
        f"severity = {int(playbook.policies[clause].severity)}\n"
        'signal = "in one line, for the reviewer: what was seen"\n'
        'why = "why that points at the harm, with its source"\n'
        "strength = 0.3\n"
        "shadow = true\n" + cases
    )


def _name(field: str) -> str:
    return field if field.isidentifier() else f'"{field}"'


def _key(field: str) -> str:
    return field if field.isascii() and field.isidentifier() else f'"{field}"'


def _sample(type_: FieldType) -> str:
    return '"0"' if type_.decimal else _SAMPLE.get(type_, '"x"')
