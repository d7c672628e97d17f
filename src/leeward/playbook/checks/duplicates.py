"""One code, one thing."""

from collections.abc import Iterable, Iterator

import msgspec

from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft


def repeated(draft: Draft, things: Iterable[msgspec.Struct], field: str, what: str) -> Iterator[Diagnostic]:
    """A finding for each of ``things`` whose ``field`` an earlier one has too."""
    first: dict[object, msgspec.Struct] = {}
    for each in things:
        code = getattr(each, field)
        earlier = first.setdefault(code, each)
        if earlier is not each:
            place = draft.at(earlier, field)
            yield draft.at(each, field).diagnostic(
                f'{what} "{code}" is given twice', f"the first is at {place.file}:{place.line}"
            )


def no_code_is_given_twice(draft: Draft) -> Iterator[Diagnostic]:
    """Harms, clauses, queues, measures, banks: each code names one."""
    yield from repeated(draft, draft.harms, "code", "harm")
    yield from repeated(draft, draft.policies, "id", "clause")
    yield from repeated(draft, draft.queues, "code", "queue")
    yield from repeated(draft, draft.measures, "code", "measure")
    yield from repeated(draft, draft.banks, "code", "bank")
