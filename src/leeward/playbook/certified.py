"""Who may look at what: certified for a queue's skill, a language and a severity, with time of the day left for it (Q13).

Every room that hands work to people asks here, so that no work has a back door: a job, an appeal, a second look.
"""

from collections.abc import Iterable

from leeward.playbook.care import Wellbeing, at_limit, lightest
from leeward.playbook.model import Limits, Playbook, Queue
from leeward.record.terms.code import LanguageCode, ReasonCode, SkillCode
from leeward.record.terms.ids import PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.people import Role
from leeward.record.terms.severity import Severity

__all__ = [
    "ANY",
    "MINOR_GATE",
    "Certified",
    "at_limit",
    "certification_gap",
    "may_see",
    "queue_of",
    "queues_for",
    "severities_for",
]

ANY = "any"
"""The skill or language of somebody who is certified for all."""
MINOR_GATE = ReasonCode("minor_gate")
"""The queue, and the reason to escalate, of what may concern a minor: it leaves the path for adults (Q06)."""


class Certified(Wellbeing, frozen=True, kw_only=True):
    """Somebody who works here, as assignment sees them."""

    id: PersonId
    roles: tuple[Role, ...]
    skills: tuple[SkillCode, ...]
    languages: tuple[LanguageCode, ...]
    severity_limit: Severity

    @property
    def lead(self) -> bool:
        """Whether escalations are theirs."""
        return Role.LEAD in self.roles

    @property
    def every_language(self) -> bool:
        """Whether no language is a barrier."""
        return ANY in self.languages


def queue_of(playbook: Playbook, code: str) -> Queue:
    """The queue's rules; those of the last queue, which takes everything, for a queue that the playbook no longer has."""
    return next((queue for queue in playbook.queues if queue.code == code), playbook.queues[-1])


def queues_for(person: Certified, playbook: Playbook, existing: Iterable[str] = ()) -> list[str]:
    """The queues somebody is certified for. What waits in a queue that the playbook no longer has is for ``any``."""
    if ANY in person.skills:
        return sorted({queue.code for queue in playbook.queues} | set(existing))
    return [queue.code for queue in playbook.queues if queue.skill in person.skills]


def severities_for(person: Certified, limits: Limits, now: Moment | None = None) -> list[Severity]:
    """The severities somebody is certified for and that limits and a cool-down leave to them."""
    return [tier for tier in lightest(person, limits, now or this_moment()) if tier <= person.severity_limit]


def may_see(person: Certified, queue: str, escalation: str | None, playbook: Playbook) -> bool:
    """Need to know: what may concern a minor is for those trained to hand it over, and for leads (Q06)."""
    if MINOR_GATE not in (queue, escalation):
        return True
    return person.lead or queue_of(playbook, MINOR_GATE).skill in person.skills


def certification_gap(person: Certified, playbook: Playbook, queue: str, language: str, severity: Severity) -> str:
    """What somebody lacks for work of this queue, language and severity, in a sentence; empty when nothing."""
    known = {str(each.code): each.skill for each in playbook.queues}
    skill = known.get(queue, SkillCode(ANY))
    if ANY not in person.skills and (queue not in known or skill not in person.skills):
        return f"Its queue asks for the skill {skill}."
    if not person.every_language and language not in person.languages:
        return f"Its language is {language}."
    if severity > person.severity_limit:
        return f"Its severity is {severity.value}; you are certified up to {person.severity_limit.value}."
    return ""
