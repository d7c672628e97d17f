"""The people of the made-up world: who runs the house, leads, analysts, policy, wellness, a hundred and fifty reviewers."""

from collections.abc import Iterator

import msgspec

from leeward.administration.people import desk as people
from leeward.administration.people.desk.team import Rights
from leeward.drills.words import names
from leeward.house import House
from leeward.record.terms.code import LanguageCode, SkillCode
from leeward.record.terms.ids import PersonId
from leeward.record.terms.people import DOOR, Role
from leeward.record.terms.severity import Severity

ANY = "any"
_SKILLS = (
    ("labour_exploitation", "smuggling"),
    ("labour_exploitation", "trafficking"),
    ("intimate_images", "sexual_coercion"),
    ("commercial_sexual", "trafficking"),
    ("labour_exploitation", "general"),
    ("intimate_images", "commercial_sexual"),
)
_LANGUAGES = (
    ("en", "es"), ("en", "pt"), ("en", "fr"), ("es", "pt"), ("en", "de", "nl"), ("en",), ("en", "it"), ("es", "en"), ("en", "pl"),
)  # fmt: skip
REVIEWERS, LEADS = 150, 8
NEWEST = 30
"""So many of the reviewers, the last who came, learned together: one cohort, which drifts (``past.py``)."""


class Member(msgspec.Struct, frozen=True):
    """One of the team, and the link that lets them in the first time."""

    id: PersonId
    name: str
    rights: Rights
    link: str


def hire(house: House, reviewers: int = REVIEWERS) -> list[Member]:
    """Everybody joins; the first is whoever tries the demo: lead, reviewer and admin in one. The newest cohort comes last."""
    members = []
    everybody = list(_rights(reviewers))
    for name, rights in zip(names(len(everybody)), everybody, strict=True):
        login = name.lower().replace(" ", ".") + "@example.org"
        person, link = people.add(house.record, DOOR, name=name, login=login, rights=rights, base_url=house.settings.reached_at)
        members.append(Member(person, name, rights, link))
    return members


def _rights(reviewers: int) -> Iterator[Rights]:
    yield _of((Role.ADMIN, Role.LEAD, Role.REVIEWER, Role.ANALYST), (ANY,), (ANY,), Severity.IMMINENT)
    for _ in range(LEADS):
        yield _of((Role.LEAD, Role.REVIEWER), (ANY,), (ANY,), Severity.IMMINENT)
    for role in (Role.ANALYST, Role.ANALYST, Role.POLICY, Role.WELLNESS):
        yield _of((role,), (), ("en",), Severity.MINOR)
    for number in range(reviewers):
        languages = (*_LANGUAGES[number % len(_LANGUAGES)], "und")
        yield _of((Role.REVIEWER,), _SKILLS[number // 3 % len(_SKILLS)], languages, Severity.SEVERE)


def _of(roles: tuple[Role, ...], skills: tuple[str, ...], languages: tuple[str, ...], limit: Severity) -> Rights:
    return Rights(
        roles=roles,
        skills=tuple(SkillCode(skill) for skill in skills),
        languages=tuple(LanguageCode(language) for language in languages),
        severity_limit=limit,
    )
