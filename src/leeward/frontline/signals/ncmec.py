"""NCMEC's hash sharing, version 2: entries of members with the fingerprints of one file each, and votes on every fingerprint.

An entry is known by member and id; a deleted one comes as a mark without fingerprints. Pages are not in the order of time, so
the last moment of a range may only be trusted when the range was read to its end.
"""

import xml.etree.ElementTree as ET
from collections import Counter

from leeward.frontline.signals.entries import Batch, Entry, Fault, Hash, Unreadable, digits_of, opinion_of
from leeward.record.terms.subject import HashKind

KINDS = {"md5": HashKind.MD5, "pdq": HashKind.PDQ}


def read(body: bytes) -> Batch:
    """An answer of ``/v2/entries``. Raises Unreadable when it is none; an entry that cannot be read is a fault."""
    root = _parsed(body)
    batch, moments = Batch(), []
    for group in root:
        if group.tag in ("images", "videos"):
            moments.append(group.get("maxTimestamp", ""))
            for place, element in enumerate(group):
                _take(batch, f"{group.tag}[{place}]", element)
    following = root.findtext("paging/next")
    batch.more = following.strip() if following and following.strip() else None
    batch.checkpoint = max(filter(None, moments), default=None)
    return batch


def _parsed(body: bytes) -> ET.Element:
    """The document without its namespaces. A document type is refused: entities have no business here."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Unreadable("It declares a document type.", remedy="An answer of NCMEC has none.")
    try:
        root = ET.fromstring(body)
    except ET.ParseError as problem:
        raise Unreadable(f"It is no XML: {problem}.", remedy="An answer of NCMEC's /v2/entries is meant.") from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    if root.tag != "queryResult":
        raise Unreadable(f"It is a {root.tag}, not a queryResult.", remedy="An answer of NCMEC's /v2/entries is meant.")
    return root


def _take(batch: Batch, place: str, element: ET.Element) -> None:
    member, own = element.find("member"), (element.findtext("id") or "").strip()
    if member is None or not member.get("id") or not own:
        batch.faults.append(Fault(place=place, message="It names no member and id."))
        return
    name = f"{member.get('id')}/{own}"
    if element.tag.lower().startswith("deleted"):
        batch.entries.append(Entry(name=name))
        return
    hashes, votes = [], _votes(element)
    for fingerprint in element.iterfind("fingerprints/*"):
        kind = KINDS.get(fingerprint.tag.lower())
        if kind is None:
            batch.passed_over += bool(fingerprint.text)
            continue
        try:
            digits = digits_of(kind, fingerprint.text or "")
        except Unreadable as problem:
            batch.faults.append(Fault(place=f"{place}/{fingerprint.tag}", message=str(problem)))
            continue
        up, down = votes[fingerprint.tag.lower(), True], votes[fingerprint.tag.lower(), False]
        hashes.append(Hash(kind=kind, digits=digits, opinion=opinion_of(1 + up, down)))  # who entered it thinks so, too
    batch.entries.append(Entry(name=name, hashes=tuple(hashes), reference=name))


def _votes(element: ET.Element) -> Counter[tuple[str, bool]]:
    """How many members voted for and against each sort of fingerprint."""
    votes: Counter[tuple[str, bool]] = Counter()
    for sentiment in element.iterfind("feedback/*"):
        affirmative = sentiment.tag == "affirmativeFeedback"
        if affirmative or sentiment.tag == "negativeFeedback":
            votes[(sentiment.get("type") or "").lower(), affirmative] += sum(1 for _ in sentiment.iter("member"))
    return votes
