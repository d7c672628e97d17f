"""What the tests of people ask of the record, and the password they use."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from cast import Member
from leeward.record.ledger.record import Record
from leeward.web import passwords

PASSWORD = "four unrelated words stand"


def facts(record: Record, kind: str) -> list[dict[str, Any]]:
    """The facts of a kind, in order."""
    with record.reading() as look:
        return look.rows("SELECT subject, actor, body FROM fact WHERE kind = %(kind)s ORDER BY position", {"kind": kind})


def person_row(record: Record, person: UUID) -> dict[str, Any]:
    """How a person stands."""
    with record.reading() as look:
        row = look.one("SELECT * FROM person WHERE id = %(id)s", {"id": person})
    assert row is not None
    return row


def give_password(record: Record, member: Member, password: str = PASSWORD) -> None:
    """Let one of the cast sign in by password."""
    kept = passwords.hash_password(password)
    with record.writing() as tx:
        tx.execute("UPDATE account SET password = %(kept)s WHERE person = %(id)s", {"kept": kept, "id": member.id})


def path_of(link: str | None) -> str:
    """The path of a link that must be there."""
    assert link is not None
    return urlsplit(link).path
