"""The lists that generated code looks things up in, and the relations that a query does."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from leeward.playbook.model import FieldType, Rule
from leeward.playbook.rules.bank import Bank
from leeward.playbook.rules.known import NOTHING, Known, WordList
from leeward.playbook.rules.predicate import parse_predicate
from leeward.playbook.rules.sql import relation_of
from leeward.playbook.rules.tree import Listed, walk


def shelf(lists: Iterable[WordList]) -> dict[str, object]:
    """The two functions by which generated code comes to its lists, once, when it is compiled."""
    by_digest = {(each.name, each.digest): each.entries for each in lists}

    def entries(name: str, digest: str) -> frozenset[str]:
        return by_digest[name, digest]

    def near(name: str, digest: str, distance: int) -> Callable[[str], bool]:
        return Bank(by_digest[name, digest], distance).near

    return {"_entries": entries, "_near": near}


def list_relations(
    rules: Sequence[Rule], fields: Mapping[str, FieldType], *, known: Known = NOTHING
) -> dict[str, frozenset[str]]:
    """What a query over history needs beside the events: the name of each relation, and the texts of its one column, ``entry``.

    The caller makes them known to the engine before it runs ``history_sql`` for the same rules.
    """
    found: dict[str, frozenset[str]] = {}
    for rule in rules:
        predicate = parse_predicate(rule.when, fields, rule.where, known)
        by_name = {each.name: each.entries for each in predicate.lists}
        for node in walk(predicate.root):
            if isinstance(node, Listed) and relation_of(node) not in found:
                entries = by_name[node.name]
                found[relation_of(node)] = entries if node.distance is None else frozenset(map(str.lower, entries))
    return found
