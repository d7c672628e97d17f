"""In the team: who joins, what changes, who leaves, and what each prefers."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

import msgspec

from leeward.administration.people.choices import is_choice, plain_login
from leeward.administration.people.desk.door import Q, ended, link_to
from leeward.administration.people.refusals import LastAdmin, LoginTaken, NobodyHere
from leeward.record.facts import Fact
from leeward.record.facts.people import KeyRevoked, PersonChanged, PersonInvited, PersonJoined, PersonLeft
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import LanguageCode, SkillCode
from leeward.record.terms.ids import KeyId, PersonId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import Role
from leeward.record.terms.severity import Severity
from leeward.web import session
from leeward.web.visit import Session

LINK_HOLDS = timedelta(days=7)


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may (roles) and can (the rest) do."""

    roles: tuple[Role, ...]
    skills: tuple[SkillCode, ...]
    languages: tuple[LanguageCode, ...]
    severity_limit: Severity


def add(record: Record, actor: PersonId, *, name: str, login: str, rights: Rights, base_url: str) -> tuple[PersonId, str]:
    """Somebody joins: their id, and the link to send them. Raises LoginTaken."""
    person, token, at = PersonId(new_id()), secrets.token_urlsafe(32), now()
    account = {"person": person, "login": plain_login(login), "name": name}
    with record.writing() as tx:
        link = {"invitation": session.digest_of(token), "expires": at + LINK_HOLDS}
        if not tx.execute(Q.open_account, account | link):
            raise LoginTaken
        joined = PersonJoined(subject=person, actor=actor, occurred=at, **msgspec.structs.asdict(rights))
        tx.append([joined, PersonInvited(subject=person, actor=actor, occurred=at, expires=at + LINK_HOLDS)])
    return person, link_to(base_url, token)


def invite(record: Record, actor: PersonId, person: PersonId, base_url: str) -> str:
    """A new link for somebody who works here (a lost password, a link that ran out). Raises NobodyHere."""
    token, at = secrets.token_urlsafe(32), now()
    with record.writing() as tx:
        link = {"person": person, "invitation": session.digest_of(token), "expires": at + LINK_HOLDS}
        if not tx.execute(Q.invite, link):
            raise NobodyHere
        tx.append([PersonInvited(subject=person, actor=actor, occurred=at, expires=at + LINK_HOLDS)])
    return link_to(base_url, token)


def change(record: Record, actor: PersonId, person: PersonId, *, name: str, rights: Rights, visit: Session | None) -> str:
    """Name and rights as given. Where rights changed, sessions end; the actor's own turns instead, and its new token comes back.

    Raises NobodyHere, LastAdmin.
    """
    at = now()
    with record.writing() as tx:
        tx.take_pen()
        before = _standing(tx, person)
        _keep_an_admin(tx, person, rights.roles)
        tx.execute(Q.rename, {"person": person, "name": name})
        if before == rights:
            return ""
        changed = PersonChanged(subject=person, actor=actor, occurred=at, **msgspec.structs.asdict(rights))
        own = visit.id if visit is not None and visit.person == person else None
        gone = session.end_all(tx, person, but=own)
        tx.append([changed, *ended(gone, person, actor, "rights_changed")])
        return session.turn(tx, own, at) if own else ""


def leave(record: Record, actor: PersonId, person: PersonId) -> None:
    """Somebody works here no more: sessions end, keys stop, no password opens. Raises NobodyHere, LastAdmin."""
    at = now()
    with record.writing() as tx:
        tx.take_pen()
        _standing(tx, person)
        _keep_an_admin(tx, person, ())
        tx.execute(Q.close_account, {"person": person})
        facts: list[Fact] = [PersonLeft(subject=person, actor=actor, occurred=at)]
        facts += ended(session.end_all(tx, person), person, actor, "left")
        facts += _revoke_all(tx, actor, person, at)
        tx.append(facts)


def _standing(tx: Transaction, person: PersonId) -> Rights:
    row = tx.one(Q.standing_of, {"person": person})
    if row is None:
        raise NobodyHere
    return msgspec.convert(row, Rights)


def _keep_an_admin(tx: Transaction, person: PersonId, roles: Iterable[Role]) -> None:
    if Role.ADMIN not in roles and not tx.value(Q.other_admins, {"person": person}):
        raise LastAdmin(remedy="Make somebody else an admin first.")


def _revoke_all(tx: Transaction, actor: PersonId, person: PersonId, at: Moment) -> list[KeyRevoked]:
    keys = [KeyId(row["id"]) for row in tx.rows(Q.live_keys_of, {"person": person})]
    for key in keys:
        tx.execute(Q.revoke_key, {"key": key, "person": person, "now": at})
    return [KeyRevoked(subject=person, actor=actor, occurred=at, key=key) for key in keys]


def prefer(record: Record, person: PersonId, key: str, value: str) -> bool:
    """Keep a preference; False for one that does not exist."""
    if not is_choice(key, value):
        return False
    with record.writing() as tx:
        session.keep(tx, person, key, value)
    return True
