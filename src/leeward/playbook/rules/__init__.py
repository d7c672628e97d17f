"""The rule language: a predicate is a legal subset of SQL over the typed fields of an event kind.

It is read once by sqlglot, checked by our own typed checker, compiled for all rules of an event kind to one fast Python
function, and written out as one query over history, for DuckDB and for a Spark cluster. All mean the same.
``docs/reference/rules.md`` is the language.

Follow a rule through the files: ``predicate`` (read) - ``syntax``, ``check``, ``calls``, ``literals``, ``agree``, ``compose``,
``constancy``, ``extent``, ``named`` (understood) - ``tree`` (as it is from then on) - ``truth``, ``values``, ``index``,
``source``, ``shelf``, ``bank``, ``compiled`` (online) - ``sql``, ``duck``, ``nearness``, ``loosest``, ``crowds``, ``history``
(over history), ``java``, ``spark``, ``spark_windows`` (on a cluster) - ``explain`` (why) - ``parity`` (tried both ways).
``labels`` are what events leave behind for later ones, online and over history. ``functions`` is the closed table of functions,
``known`` what a predicate may name besides fields.
"""

from leeward.playbook.rules.compiled import CompiledRules, Match, compile_rules
from leeward.playbook.rules.explain import Outcome, explain
from leeward.playbook.rules.history import history_sql
from leeward.playbook.rules.known import NOTHING, Feature, Known, Window, WordList, known_from, known_of
from leeward.playbook.rules.predicate import Conjunct, Predicate, parse_predicate
from leeward.playbook.rules.shelf import list_relations
from leeward.playbook.rules.spark import spark_sql

__all__ = [
    "NOTHING",
    "CompiledRules",
    "Conjunct",
    "Feature",
    "Known",
    "Match",
    "Outcome",
    "Predicate",
    "Window",
    "WordList",
    "compile_rules",
    "explain",
    "history_sql",
    "known_from",
    "known_of",
    "list_relations",
    "parse_predicate",
    "spark_sql",
]
