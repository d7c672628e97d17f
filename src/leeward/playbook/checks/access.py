"""Who may do what is said for every role, in words the house knows."""

from collections.abc import Iterator

from leeward.playbook.diagnostics import Diagnostic, nearest, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.rights import RIGHTS
from leeward.record.lake.views import lake_columns
from leeward.record.terms.people import Role

FILE = "access.toml"


def every_role_is_known_and_has_its_rights(draft: Draft) -> Iterator[Diagnostic]:
    """Each role of the house is there, no other, and what it may do exists."""
    if draft.access is None:
        return
    document, roles = draft.documents[FILE], draft.access.role
    for role in sorted(set(roles) - set(Role)):
        yield document.key("role", role).diagnostic(f'there is no role "{role}"', suggestion(role, Role))
    mistyped = {nearest(role, Role) for role in set(roles) - set(Role)}
    for role in Role:
        if role not in roles and role not in mistyped:
            yield document.key("role").diagnostic(f'role "{role}" is missing', f"say what it may do: [role.{role}] may = []")
    for entry in roles.values():
        for place, right in enumerate(entry.may):
            if right not in RIGHTS:
                yield draft.at(entry, "may", place).diagnostic(f'there is no right "{right}"', suggestion(right, RIGHTS))


def what_is_hidden_is_a_column(draft: Draft) -> Iterator[Diagnostic]:
    """What a role does not see of the lake is a column that some table of facts has, or a field of activity."""
    if draft.access is None:
        return
    columns = lake_columns() | {name for each in draft.activity for name in each.fields}
    for entry in draft.access.role.values():
        for place, name in enumerate(entry.hides):
            if name not in columns:
                yield draft.at(entry, "hides", place).diagnostic(f'no table has a column "{name}"', suggestion(name, columns))
        for name in entry.without:
            if name not in columns:
                yield draft.at(entry, "without", name).diagnostic(f'no table has a column "{name}"', suggestion(name, columns))


def somebody_has_every_right(draft: Draft) -> Iterator[Diagnostic]:
    """A page that no role opens might as well not exist."""
    if draft.access is None:
        return
    given = {right for entry in draft.access.role.values() for right in entry.may}
    if given - set(RIGHTS):
        return  # one of those unknown may be meant
    for right in sorted(set(RIGHTS) - given):
        yield draft.documents[FILE].key("role").diagnostic(f'no role has the right "{right}"', f"it is needed to {RIGHTS[right]}")
