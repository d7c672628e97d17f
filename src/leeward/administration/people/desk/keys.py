"""Keys for programs: shown once, kept as a digest, never wider than their owner."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from leeward.administration.people.desk.door import Q
from leeward.administration.people.refusals import KeyTooWide, NobodyHere
from leeward.record.facts.people import KeyIssued, KeyRevoked
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import KeyId, PersonId, new_id
from leeward.record.terms.moment import now
from leeward.web.entrance import KEY_PREFIX
from leeward.web.session import digest_of


def issue_key(
    record: Record,
    actor: PersonId,
    person: PersonId,
    *,
    name: str,
    permissions: Iterable[str],
    may: frozenset[str],
    days: int | None,
) -> tuple[KeyId, str]:
    """A key that acts for ``person`` with ``permissions``, all of which are in ``may`` (what the person may today).

    Its id and its secret, which nobody can show again. Raises KeyTooWide.
    """
    wanted = sorted(set(permissions))
    if not wanted or not may.issuperset(wanted):
        raise KeyTooWide
    at, key, secret = now(), KeyId(new_id()), KEY_PREFIX + secrets.token_urlsafe(32)
    expires = at + timedelta(days=days) if days else None
    row = {"id": key, "digest": digest_of(secret), "person": person, "name": name, "permissions": wanted}
    with record.writing() as tx:
        tx.execute(Q.issue_key, row | {"now": at, "expires": expires})
        tx.append([KeyIssued(subject=person, actor=actor, occurred=at, key=key, expires=expires)])
    return key, secret


def revoke_key(record: Record, actor: PersonId, person: PersonId, key: KeyId) -> None:
    """This key of this person works no more. Raises NobodyHere when there is none that does."""
    at = now()
    with record.writing() as tx:
        if not tx.execute(Q.revoke_key, {"key": key, "person": person, "now": at}):
            raise NobodyHere
        tx.append([KeyRevoked(subject=person, actor=actor, occurred=at, key=key)])
