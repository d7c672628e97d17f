"""The people of the tests.

*Alice* reviews labour exploitation and intimate images in English and Spanish, up to severe. *Bob* leads; he may take
anything. *Charlie* reviews smuggling in French only. *Ada* administers. *Ana* is an analyst. *Eve* is the outsider: she has
an account and no role, and must not see anything.
"""

import msgspec

from leeward.record.facts.people import PersonJoined
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR, Role
from leeward.record.terms.severity import Severity

ALL = "any"  # every skill, every language


class Member(msgspec.Struct, frozen=True):
    """One of the cast."""

    id: PersonId
    name: str
    login: str
    roles: tuple[Role, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    severity_limit: Severity


class Cast(msgspec.Struct, frozen=True):
    """All of them."""

    alice: Member
    bob: Member
    charlie: Member
    ada: Member
    ana: Member
    eve: Member


def _member(name: str, roles: tuple[Role, ...], skills: tuple[str, ...], languages: tuple[str, ...], limit: Severity) -> Member:
    return Member(PersonId(new_id()), name, f"{name.lower()}@example.org", roles, skills, languages, limit)


def hire(record: Record) -> Cast:
    """Write the cast into the record: facts, and accounts without a password."""
    cast = Cast(
        alice=_member(
            "Alice", (Role.REVIEWER,), ("labour_exploitation", "intimate_images"), ("en", "es", "und"), Severity.SEVERE
        ),
        bob=_member("Bob", (Role.LEAD, Role.REVIEWER), (ALL,), (ALL,), Severity.IMMINENT),
        charlie=_member("Charlie", (Role.REVIEWER,), ("smuggling",), ("fr",), Severity.SERIOUS),
        ada=_member("Ada", (Role.ADMIN,), (), ("en",), Severity.MINOR),
        ana=_member("Ana", (Role.ANALYST,), (), ("en",), Severity.MINOR),
        eve=_member("Eve", (), (), (), Severity.MINOR),
    )
    everyone = [getattr(cast, name) for name in Cast.__struct_fields__]
    with record.writing() as tx:
        tx.append(
            PersonJoined(
                subject=one.id, actor=DOOR, occurred=now(), roles=one.roles, skills=one.skills, languages=one.languages,
                severity_limit=one.severity_limit,
            )
            for one in everyone
        )  # fmt: skip
        for one in everyone:
            tx.execute(
                "INSERT INTO account (person, login, name) VALUES (%(person)s, %(login)s, %(name)s)",
                {"person": one.id, "login": one.login, "name": one.name},
            )
    return cast
