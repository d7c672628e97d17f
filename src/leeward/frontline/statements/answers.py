"""What the database's answer to a batch means for each statement in it.

A batch is taken whole or not at all: 201 creates all; a 422 names the bad ones, or the numbers that are there already, and
creates none, so the others are sent again at once. What is there already is ours, since a number is never used twice: it was
accepted.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

import msgspec

from leeward.record.terms.moment import Moment

CREATED, UNPROCESSABLE, TOO_MANY = 201, 422, 429
LEAST_WAIT, LONGEST_WAIT, UNSAID_WAIT = timedelta(seconds=1), timedelta(hours=6), timedelta(seconds=60)
LONGEST_WORDS = 4_000


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """How an attempt went. ``status`` is 0 when there was no answer."""

    status: int
    milliseconds: int = 0
    body: bytes = b""
    retry_after: str | None = None


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """What follows, by number (PUID). Whoever is in none of the three is tried again, later."""

    accepted: dict[str, UUID | None] = {}
    """With the database's own number, where it was told."""
    refused: dict[str, str] = {}
    """With what the database said is wrong."""
    at_once: frozenset[str] = frozenset()
    """Nothing is wrong with them: they were in a batch with others of which something is."""
    wait: timedelta | None = None
    """We send too much: nothing failed, and nothing is sent for so long."""


def meaning(answer: Answer, puids: Sequence[str], moment: Moment) -> Meaning:
    """What an answer means for the statements of the batch, in the order in which they were sent."""
    said = _read(answer.body)
    if answer.status == CREATED:
        return Meaning(accepted=_numbers(said, puids))
    if answer.status == TOO_MANY:
        return Meaning(wait=_wait(answer.retry_after, moment))
    if answer.status == UNPROCESSABLE:
        return _unprocessable(said, puids)
    return Meaning()


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return said if isinstance(said, dict) else {}


def _numbers(said: Mapping[str, Any], puids: Sequence[str]) -> dict[str, UUID | None]:
    made = said.get("statements")
    told = {each.get("puid"): each.get("uuid") for each in made if isinstance(each, dict)} if isinstance(made, list) else {}
    return {puid: _uuid(told.get(puid)) for puid in puids}


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _unprocessable(said: Mapping[str, Any], puids: Sequence[str]) -> Meaning:
    errors = said.get("errors")
    if not isinstance(errors, dict):
        return Meaning()
    bad = {puid: errors[f"statement_{place}"] for place, puid in enumerate(puids) if f"statement_{place}" in errors}
    there = _listed(errors.get("existing_puids")) & set(puids)
    if bad or there:
        rest = frozenset(puid for puid in puids if puid not in bad and puid not in there)
        return Meaning(accepted=dict.fromkeys(sorted(there)), refused={puid: _words(bad[puid]) for puid in bad}, at_once=rest)
    if len(puids) == 1:
        return Meaning(refused={puids[0]: _words(errors)})
    return Meaning()


def _listed(value: object) -> set[str]:
    return {str(each) for each in value} if isinstance(value, list) else set()


def _words(errors: object) -> str:
    """``field: what is wrong`` a line; as JSON where it is something else."""
    if not isinstance(errors, dict):
        return msgspec.json.encode(errors).decode()[:LONGEST_WORDS]
    lines = (f"{field}: {' '.join(map(str, said)) if isinstance(said, list) else said}" for field, said in errors.items())
    return "\n".join(lines)[:LONGEST_WORDS]


def _wait(retry_after: str | None, moment: Moment) -> timedelta:
    """Seconds, or a date, as HTTP has it."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), 86_400))
    else:
        try:
            wait = parsedate_to_datetime(text) - moment
        except (TypeError, ValueError):
            wait = UNSAID_WAIT
    return min(max(wait, LEAST_WAIT), LONGEST_WAIT)
