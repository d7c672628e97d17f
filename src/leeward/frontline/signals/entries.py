"""What all exchanges come to: records with their hashes, each with the opinion of those who share it. Pure."""

from collections.abc import Iterable

import msgspec

from leeward.playbook.rules.bank import digest_bits
from leeward.record.errors import LeewardError
from leeward.record.terms.moment import Moment
from leeward.record.terms.signal import Opinion
from leeward.record.terms.subject import HashKind

BITS = {HashKind.MD5: 128, HashKind.SHA256: 256, HashKind.PDQ: 256}
"""How long a hash of each kind is."""


class Unreadable(LeewardError):
    """This is not what the exchange would send."""


class Hash(msgspec.Struct, frozen=True, kw_only=True):
    """One hash in lower-case hexadecimal."""

    kind: HashKind
    digits: str
    opinion: Opinion


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One record of an exchange, whole: it takes the place of all that the exchange said of it before."""

    name: str
    """What the exchange calls it; the same record always by the same name."""
    hashes: tuple[Hash, ...] = ()
    """None: it was withdrawn or deleted, and nothing may match it any more."""
    reference: str = ""
    """For people who talk with the exchange: case numbers, member and entry."""
    expires: Moment | None = None


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A record that could not be read; the others go on."""

    place: str
    message: str


class Batch(msgspec.Struct, kw_only=True):
    """A file, or one answer of an exchange."""

    entries: list[Entry] = []
    faults: list[Fault] = []
    passed_over: int = 0
    """Hashes of kinds that are not looked up here."""
    checkpoint: str | None = None
    """What to ask from the next time, as the exchange says."""
    more: str | None = None
    """What to ask to get the rest of this answer; None when there is none."""


def opinion_of(positive: int, negative: int) -> Opinion:
    """Several opinions as one, as ThreatExchange aggregates them: by how many of each sort there are."""
    if positive and negative:
        return Opinion.DISPUTED
    if positive:
        return Opinion.POSITIVE
    return Opinion.NEGATIVE if negative else Opinion.SEED


def together(opinions: Iterable[Opinion]) -> Opinion:
    """The opinions of several records, or of several banks, on one hash."""
    every = set(opinions)
    if Opinion.DISPUTED in every:
        return Opinion.DISPUTED
    return opinion_of(Opinion.POSITIVE in every, Opinion.NEGATIVE in every)


def digits_of(kind: HashKind, text: str) -> str:
    """A hash as it is kept. Raises Unreadable when it is none of this kind."""
    digits = text.strip().lower()
    if digest_bits(digits) != BITS[kind]:
        raise Unreadable(f"That is no {kind}: it has {len(digits)} characters, {BITS[kind] // 4} in hexadecimal are meant.")
    return digits
