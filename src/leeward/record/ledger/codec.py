"""How a fact is written: header columns, and a JSON body of everything else.

The seal covers the row as PostgreSQL prints it (``COPY`` text format, time zone UTC), so what is checked is what is stored.
"""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from leeward.record.errors import AppendRefused
from leeward.record.facts import KINDS, Fact, Recorded, kind_of
from leeward.record.facts.upcast import upcast
from leeward.record.terms.ids import PersonId, Position
from leeward.record.terms.moment import Moment

_KIND_OF: dict[type[Fact], str] = {fact_type: name for name, fact_type in KINDS.items()}
_DECODERS = {fact_type: msgspec.json.Decoder(fact_type) for fact_type in KINDS.values()}
_encode = msgspec.json.Encoder().encode

# {"subject":"<36>","actor":"<36>","occurred":"...  : the header leads, because ``Fact`` declares it first.
_OCCURRED_AT = len('{"subject":"') + 36 + len('","actor":"') + 36 + len('","occurred":"')


class Written(msgspec.Struct, frozen=True):
    """A fact on its way into the ledger."""

    recorded: Recorded
    kind: str
    whole: bytes
    """Header fields and body as one JSON object: what the folds read."""

    @property
    def body(self) -> bytes:
        """The JSON object without the header fields: what the ledger keeps."""
        end = self.whole.index(b'"', _OCCURRED_AT) + 1
        return b"{" + (self.whole[end + 1 :] if self.whole[end : end + 1] == b"," else b"}")


def write(fact: Fact, position: Position, recorded: Moment) -> Written:
    """Encode a fact, and prove that it decodes to itself: a code with a space in it stops here."""
    kind = _KIND_OF.get(type(fact))
    if kind is None:
        raise AppendRefused(f"{type(fact).__name__} is not a kind of fact.", remedy="Add it to leeward.record.facts.")
    try:
        whole = _encode(fact)
        _DECODERS[type(fact)].decode(whole)
    except (msgspec.ValidationError, TypeError) as problem:
        raise AppendRefused(f"{kind}: {problem}.", remedy="Facts carry ids and codes; text belongs in the vault.") from None
    return Written(Recorded(position, recorded, fact), kind, whole)


def copy_line(written: Written, recorded: Moment) -> bytes:
    """The row in PostgreSQL's COPY text format. Codes admit no backslash, tab or newline, so nothing needs escaping."""
    fact = written.recorded.fact
    head = f"{written.recorded.position}\t{written.kind}\t{fact.version}\t{fact.subject}\t{fact.actor}"
    return f"{head}\t{fact.occurred}\t{recorded}\t".encode() + written.body + b"\n"


def fold_rows(batch: Iterable[Written]) -> bytes:
    """A JSON array of facts for the fold of their kind: header, position, recorded and body in one flat object."""
    return (
        b"["
        + b",".join(
            b'{"position":%d,"recorded":"%s",' % (w.recorded.position, w.recorded.recorded.isoformat().encode()) + w.whole[1:]
            for w in batch
        )
        + b"]"
    )


class Row(msgspec.Struct):
    """A row of the ledger as the driver gives it."""

    position: Position
    kind: str
    version: int
    subject: UUID
    actor: PersonId
    occurred: Moment
    recorded: Moment
    body: str


def read(row: Row) -> Recorded:
    """The fact in a row, whatever version it was written in."""
    kind, body = upcast(row.kind, row.version, row.body)
    head = b'{"subject":"%s","actor":"%s","occurred":"%s"' % (
        str(row.subject).encode(),
        str(row.actor).encode(),
        row.occurred.isoformat().encode(),
    )
    tail = body.encode()[1:]
    whole = head + (b"}" if tail == b"}" else b"," + tail)
    return Recorded(row.position, row.recorded, _DECODERS[KINDS[kind]].decode(whole))


def whole_of(row: Row) -> Written:
    """A row as it was when it was appended: for folding again."""
    recorded = read(row)
    return Written(recorded, kind_of(recorded.fact), _encode(recorded.fact))
