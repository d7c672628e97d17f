"""What is counted over time and by what: each stream is one query over the tables of the lake, one row an
event, in ``counted/``.

A stream gives ``moment`` (when it happened) and a column a dimension; a share also gives ``hit``: which of the rows count. What
is ``watched`` has a series for each value; what is ``asked`` is looked at when an alarm has to explain itself, as are all the
watched ones: one reporter, one subject, one reviewer, one version of a rule.
"""

from collections.abc import Mapping
from importlib.resources import files

import msgspec

from leeward.record.terms.code import DimensionCode, StreamCode

ALL = "all"
"""The dimension, and the value, of a stream as a whole."""
MOST_VALUES = 200
"""So many values of a dimension are watched, the most frequent ones; the rest is in the whole alone."""


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is counted."""

    code: StreamCode
    title: str
    unit: str
    """What one of it is called, in the plural."""
    kind: str
    """The kind of fact behind it, of which lateness is told."""
    sql: str
    watched: tuple[str, ...]
    asked: tuple[str, ...] = ()
    share: bool = False
    why: str = ""
    """What a share is a share of."""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.watched, *self.asked)


def read(folder: str, name: str) -> str:
    """A text of SQL that stands in a file of its own, without its first sentence."""
    return (files(__package__) / folder / f"{name}.sql").read_text("utf-8").partition("\n")[2].strip()


def _stream(
    code: str, title: str, unit: str, kind: str, watched: str, asked: str = "", *, why: str = ""
) -> Stream:  # fmt: skip
    return Stream(
        code=StreamCode(code), title=title, unit=unit, kind=kind, sql=read("counted", code), watched=tuple(watched.split()),
        asked=tuple(asked.split()),
        share=bool(why), why=why,
    )  # fmt: skip


STREAMS: Mapping[str, Stream] = {
    each.code: each
    for each in (
        _stream(
            "reports", "Reports", "reports", "report_received",
            "harm source language platform market door subject_kind severity", "about reporter",
        ),
        _stream("matches", "Matches of rules", "matches", "signal_raised", "rule clause event_kind", "rule_version about"),
        _stream("concerted", "Suspicions of concerted reports", "suspicions", "brigade_suspected", "signal", "about"),
        _stream(
            "decisions", "Decisions", "decisions", "job_decided",
            "harm queue language platform market source clause", "person about",
        ),
        _stream(
            "turned_down", "Decisions without a violation", "decisions without a violation", "job_decided",
            "harm queue language platform market source cohort", "person about", why="of all decisions",
        ),
        _stream(
            "reversed", "Decisions reversed", "reversals", "decision_reversed",
            "harm queue language platform clause reversed_by", "person about",
        ),
        _stream("actions", "Actions", "actions", "action_taken", "measure clause harm platform queue", "about"),
        _stream("appeals", "Appeals", "appeals", "appeal_received", "appellant harm language queue door source", "about person"),
    )
}  # fmt: skip
"""Those that come first are nearer to the cause: an alarm has the name of the first of them that moves."""

WORDS: Mapping[str, str] = {
    ALL: "everything", "harm": "harm", "source": "kind of intake", "language": "language", "platform": "platform",
    "market": "market", "door": "door", "subject_kind": "kind of subject", "severity": "severity", "about": "subject",
    "reporter": "reporter", "rule": "rule", "clause": "clause", "event_kind": "kind of event",
    "rule_version": "version of the rule",
    "signal": "signal", "queue": "queue", "person": "reviewer", "cohort": "fifth of reviewers, by when they joined",
    "reversed_by": "what reversed it", "measure": "measure", "appellant": "who appeals", "playbook": "playbook",
}  # fmt: skip
"""Dimension -> what people call it."""
NARROW: tuple[str, ...] = (
    "about", "reporter", "person", "rule", "door", "platform", "market", "language", "cohort", "source", "measure", "signal",
)  # fmt: skip
"""Where a move may be concentrated, the narrowest first."""


def dimension(name: str) -> DimensionCode:
    """The dimension's code."""
    return DimensionCode(name)
