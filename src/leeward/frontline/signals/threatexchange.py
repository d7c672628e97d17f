"""ThreatExchange's answers to ``threat_updates``: indicators with the descriptors of the members who share them.

Each member has one opinion: by the status of their own descriptor, or by their reaction to another's. An update marked for
deletion, or without a descriptor that can be seen, holds nothing any more.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from leeward.frontline.signals.entries import Batch, Entry, Fault, Hash, Unreadable, digits_of, opinion_of
from leeward.record.terms.subject import HashKind

KINDS = {
    "HASH_PDQ": HashKind.PDQ,
    "HASH_MD5": HashKind.MD5,
    "HASH_VIDEO_MD5": HashKind.MD5,
    "HASH_SHA256": HashKind.SHA256,
    "HASH_VIDEO_SHA256": HashKind.SHA256,
}
FIELDS = "indicator,type,last_updated,should_delete,descriptors{id,reactions,owner{id},tags,status}"
_STATUS = {"MALICIOUS": True, "NON_MALICIOUS": False}
_REACTIONS = {"HELPFUL": True, "DISAGREE_WITH_TAGS": False}


class Update(msgspec.Struct):
    """One indicator as it stands."""

    indicator: str
    type: str
    last_updated: int | str = 0
    should_delete: bool = False
    descriptors: dict[str, Any] | None = None


class Answer(msgspec.Struct):
    """One page."""

    data: list[msgspec.Raw]
    paging: dict[str, Any] = {}


def read(body: bytes) -> Batch:
    """A page of ``threat_updates``. Raises Unreadable when it is none; an update that cannot be read is a fault."""
    try:
        answer = msgspec.json.decode(body, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Unreadable(f"It is no answer of ThreatExchange: {problem}.", remedy="It has data, a list.") from None
    batch, latest = Batch(more=_after(answer.paging)), 0
    for place, raw in enumerate(answer.data):
        try:
            update = msgspec.json.decode(raw, type=Update)
            latest = max(latest, int(update.last_updated))
            _take(batch, update)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError, Unreadable) as problem:
            batch.faults.append(Fault(place=f"data[{place}]", message=str(problem)))
    batch.checkpoint = str(latest) if latest else None
    return batch


def _after(paging: dict[str, Any]) -> str | None:
    """The cursor of the next page; the address that comes with it holds a secret and is not kept."""
    following = paging.get("next")
    if not isinstance(following, str):
        return None
    return (parse_qs(urlsplit(following).query).get("after") or [paging.get("cursors", {}).get("after")])[0]


def _take(batch: Batch, update: Update) -> None:
    kind = KINDS.get(update.type)
    if kind is None:
        batch.passed_over += 1
        return
    digits = digits_of(kind, update.indicator)
    name = f"{update.type}:{digits}"
    said = list(_opinions(update)) if update.descriptors is not None and not update.should_delete else []
    if not said:
        batch.entries.append(Entry(name=name))
        return
    opinion = opinion_of(said.count(True), said.count(False))
    batch.entries.append(Entry(name=name, hashes=(Hash(kind=kind, digits=digits, opinion=opinion),), reference=name[:40]))


def _opinions(update: Update) -> Iterable[bool | None]:
    """One opinion a member: for, against, or neither; their own descriptor goes before a reaction."""
    own: dict[str, bool | None] = {}
    reacted: dict[str, bool] = {}
    for each in (update.descriptors or {}).get("data", ()):
        if not isinstance(each, dict) or "id" not in each.get("owner", {}):
            continue  # a descriptor whose owner is hidden comes and goes: it is nobody's opinion
        own[str(each["owner"]["id"])] = _STATUS.get(each.get("status", ""))
        for reaction in each.get("reactions", ()):
            meant = _REACTIONS.get(reaction.get("key", ""))
            for member in str(reaction.get("value", "")).split(",") if meant is not None else ():
                reacted[member] = bool(meant) or reacted.get(member, False)
    return {**reacted, **own}.values()
