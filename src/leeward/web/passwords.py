"""Passwords: argon2id, about a tenth of a second and 64 MiB each on the machines this was measured on, two at a time."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
PASSES, KIB = 3, 65_536
_hasher = PasswordHasher(time_cost=PASSES, memory_cost=KIB, parallelism=1)
_places = BoundedSemaphore(2)  # so that a flood of sign-ins cannot take all the memory


def keep_at(*, passes: int, kib: int) -> None:
    """Keep passwords at another strength in this process, from now on. Tests do, which keep hundreds."""
    global _hasher
    _hasher = PasswordHasher(time_cost=passes, memory_cost=kib, parallelism=1)
    _nobody.cache_clear()


def hash_password(password: str) -> str:
    """What is kept of a password."""
    with _places:
        return _hasher.hash(password)


def verify(password: str, kept: str | None) -> bool:
    """Whether ``password`` is the one of ``kept``. Without one to compare it takes as long, and is False."""
    with _places:
        try:
            return _hasher.verify(kept or _nobody(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobody() -> str:
    return _hasher.hash("the password of nobody")


def outdated(kept: str) -> bool:
    """Whether ``kept`` was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def weakness(password: str, *known: str) -> str | None:
    """What is wrong with a new password, in a sentence; None when it will do. ``known`` is what others know of the person."""
    if len(password) < SHORTEST:
        return f"A password is {SHORTEST} characters or more. Four unrelated words make a good one."
    if len(password) > LONGEST:
        return f"A password is {LONGEST} characters at most."
    if len(set(password.casefold())) < 6:
        return "This password repeats the same few characters. Four unrelated words make a good one."
    if any(len(word) > 2 and word.casefold() in password.casefold() for word in known):
        return "A password cannot hold your name or login, because others know those."
    return None
