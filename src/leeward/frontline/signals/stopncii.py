"""StopNCII's answers to FetchHashes (API v1): hashes of images that people depicted entered on their own devices.

A record is a whole snapshot of one hash: what came before it is replaced. Withdrawn or deleted as a whole, or in every one of
its cases, it holds nothing any more.
"""

from typing import Any

import msgspec

from leeward.frontline.signals.entries import Batch, Entry, Fault, Hash, Unreadable, digits_of, opinion_of
from leeward.record.terms.subject import HashKind

KINDS = {"ImagePDQ": HashKind.PDQ, "VideoMD5": HashKind.MD5}
GONE = frozenset({"Withdrawn", "Deleted"})
SIZE = 800


class Said(msgspec.Struct, rename="camel"):
    """What one platform says of a hash."""

    feedback_value: str = "None"
    source: str = ""


class Record(msgspec.Struct, rename="camel"):
    """One hash with its cases."""

    signal_type: str
    hash_value: str
    hash_status: str = "Unknown"
    case_numbers: dict[str, str] | list[Any] = {}
    """An empty one comes as a list."""
    csp_feedbacks: list[Said] = msgspec.field(name="CSPFeedbacks", default_factory=list)


class Answer(msgspec.Struct, rename="camel"):
    """One page."""

    hash_records: list[msgspec.Raw]
    next_set_timestamp: int | None = None
    next_page_token: str | None = None
    has_more_records: bool = False


def read(body: bytes) -> Batch:
    """A page of FetchHashes. Raises Unreadable when it is none; a record that cannot be read is a fault."""
    try:
        answer = msgspec.json.decode(body, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Unreadable(f"It is no answer of StopNCII: {problem}.", remedy="It has hashRecords, a list.") from None
    batch = Batch(
        checkpoint=None if answer.next_set_timestamp is None else str(answer.next_set_timestamp),
        more=(answer.next_page_token or None) if answer.has_more_records else None,
    )
    for place, raw in enumerate(answer.hash_records):
        _take(batch, place, raw)
    return batch


def _take(batch: Batch, place: int, raw: msgspec.Raw) -> None:
    try:
        record = msgspec.json.decode(raw, type=Record)
        kind = KINDS.get(record.signal_type)
        if kind is None:
            batch.passed_over += 1
            return
        batch.entries.append(_entry(record, kind))
    except (msgspec.DecodeError, UnicodeDecodeError, Unreadable) as problem:
        batch.faults.append(Fault(place=f"hashRecords[{place}]", message=str(problem)))


def _entry(record: Record, kind: HashKind) -> Entry:
    digits = digits_of(kind, record.hash_value)
    cases = record.case_numbers if isinstance(record.case_numbers, dict) else {}
    name = f"{kind}:{digits}"
    if record.hash_status in GONE or (cases and all(status in GONE for status in cases.values())):
        return Entry(name=name)
    said = [each.feedback_value for each in record.csp_feedbacks]
    opinion = opinion_of(said.count("Blocked"), said.count("NotBlocked"))
    return Entry(name=name, hashes=(Hash(kind=kind, digits=digits, opinion=opinion),), reference=" ".join(sorted(cases)))
