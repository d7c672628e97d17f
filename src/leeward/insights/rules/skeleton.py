"""The beginning of a rule's file: everything it needs, with places to fill in. It does not check until somebody has."""

from leeward.playbook.model import ActivityKind, FieldType, Playbook

_SAMPLE = {
    FieldType.INTEGER: "0",
    FieldType.FLOAT: "0.0",
    FieldType.BOOLEAN: "true",
    FieldType.TIMESTAMP: "2026-01-31T18:00:00Z",
}


def skeleton(playbook: Playbook, kind: ActivityKind) -> str:
    """The text of a new rule on ``kind``, in shadow, with three cases."""
    fields = [f"#   {name}: {type_.value}" for name, type_ in kind.fields.items()]
    clause = next(iter(playbook.policies))
    given = ", ".join(f"{name} = {_sample(type_)}" for name, type_ in list(kind.fields.items())[:3])
    cases = "".join(
        f'\n[[case]]\nname = "{name}"\ngiven = {{ {given} }}\nexpect = {expect}\n'
        for name, expect in (
            ("what it is for", "true"),
            ("the same in another form", "true"),
            ("the harmless thing that looks most like it", "false"),
        )
    )
    first = next(iter(kind.fields))
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


def _sample(type_: FieldType) -> str:
    if type_.is_list:
        return "[]"
    return _SAMPLE.get(type_, '"x"')
