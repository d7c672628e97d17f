"""Verbs: everything that can happen, in the past tense. One small file a room; read this package first.

``KINDS`` is the whole vocabulary, by the name each kind has in the ledger.
"""

from types import ModuleType

from leeward.record.facts import (
    appeals,
    assessment,
    enforcement,
    explore,
    intake,
    labels,
    lake,
    measures,
    patterns,
    people,
    playbook,
    prevalence,
    published,
    quality,
    reporters,
    review,
    rules,
    signals,
    statements,
    trends,
    triage,
    vault,
    wellness,
    workload,
)
from leeward.record.facts.fact import Fact, Recorded, kind_of

ROOMS: tuple[ModuleType, ...] = (
    intake, assessment, labels, triage, review, enforcement, appeals, quality, statements, people, vault, lake, playbook, rules,
    signals, wellness, reporters, workload, prevalence, trends, published, measures, explore,
    patterns,
)  # fmt: skip

KINDS: dict[str, type[Fact]] = {
    kind_of(value): value
    for room in ROOMS
    for value in vars(room).values()
    if isinstance(value, type) and issubclass(value, Fact) and value is not Fact
}

PRIVATE = frozenset(
    kind_of(value) for value in (wellness.OptedOut, wellness.BreakBegan, wellness.BreakEnded, wellness.WellbeingSeen)
)
"""Kinds that say how somebody is doing: only they and the wellness lead see them, and they never reach the lake."""

__all__ = ["KINDS", "PRIVATE", "ROOMS", "Fact", "Recorded", "kind_of"]
