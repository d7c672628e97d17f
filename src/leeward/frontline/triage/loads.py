"""How much work there is, by queue and by group of people: numbers of jobs, never of anybody's strain.

A group is who has a skill and speaks a language. What is in hand shows what people do, so where few people are in a group it is
not told; and then of no group with that skill, so that it cannot be worked out from the queue's own number, which is not told
then either.
"""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from leeward.playbook.certified import ANY
from leeward.playbook.model import Queue
from leeward.record.terms.code import LanguageCode, QueueCode, SkillCode


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """Undecided jobs of a queue in a language."""

    queue: QueueCode
    language: LanguageCode
    open: int
    claimed: int
    waiting: int
    late: int


class Able(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is able to do; not who it is."""

    skills: tuple[str, ...]
    languages: tuple[str, ...]


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the page."""

    queue: QueueCode | None
    """None: the line is about a group of people."""
    skill: SkillCode
    language: LanguageCode | None
    """None: every language."""
    open: int
    claimed: int | None
    """None: not told, for it would be about few people."""
    waiting: int
    late: int
    people: int | None
    """Who has the skill and speaks the language; None: fewer than are told of."""


def loads(
    work: Iterable[Work], queues: Sequence[Queue], people: Collection[Able], small: int
) -> tuple[tuple[Load, ...], tuple[Load, ...]]:
    """A line for each queue in the playbook's order, and one for each group, those with most late work first."""
    skills = {queue.code: queue.skill for queue in queues}
    by_queue: dict[tuple[QueueCode, SkillCode], list[Work]] = {(queue.code, queue.skill): [] for queue in queues}
    by_group: dict[tuple[SkillCode, LanguageCode], list[Work]] = {}
    for each in work:
        skill = skills.get(each.queue, SkillCode(ANY))
        by_queue.setdefault((each.queue, skill), []).append(each)
        by_group.setdefault((skill, each.language), []).append(each)
    able = {group: _able(people, *group) for group in by_group}
    quiet = {skill for (skill, _), count in able.items() if count < small}
    lines = [_load(rows, skill, _able(people, skill, None), small, quiet, queue=code) for (code, skill), rows in by_queue.items()]
    groups = [_load(rows, skill, able[skill, spoken], small, quiet, spoken) for (skill, spoken), rows in by_group.items()]
    return tuple(lines), tuple(sorted(groups, key=lambda line: (-line.late, -line.open, line.skill, line.language or "")))


def _able(people: Collection[Able], skill: str, language: str | None) -> int:
    return sum(
        1 for each in people if {skill, ANY} & set(each.skills) and (language is None or {language, ANY} & set(each.languages))
    )


def _load(
    rows: Sequence[Work],
    skill: SkillCode,
    able: int,
    small: int,
    quiet: Collection[SkillCode],
    language: LanguageCode | None = None,
    queue: QueueCode | None = None,
) -> Load:
    return Load(
        queue=queue,
        skill=skill,
        language=language,
        open=sum(row.open for row in rows),
        claimed=None if able < small or skill in quiet else sum(row.claimed for row in rows),
        waiting=sum(row.waiting for row in rows),
        late=sum(row.late for row in rows),
        people=able if able >= small else None,
    )
