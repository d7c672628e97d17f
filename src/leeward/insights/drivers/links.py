"""From a slice to the list behind it, where there is a page that shows it."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

_QUEUE_FILTERS = {"language": "language"}


def href_of(where: Mapping[str, str], rights: frozenset[str]) -> str:
    """The address of the list behind a slice for somebody with these rights; empty when there is none.

    A reporter has a page, a queue a list that takes filters.
    """
    if "reporter" in where and "reporter.view" in rights and len(where["reporter"]) == 36:
        return f"/reporters/{quote(where['reporter'])}"
    if "queue" in where and "queue.view" in rights:
        filters = {filter_: where[name] for name, filter_ in _QUEUE_FILTERS.items() if name in where}
        return f"/queues/{quote(where['queue'])}" + (f"?{urlencode(filters)}" if filters else "")
    return ""
