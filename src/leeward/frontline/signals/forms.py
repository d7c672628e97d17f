"""Which exchange speaks in which form, and how its words say what we think of a hash (Q27)."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from leeward.frontline.signals import ncmec, ownlist, stopncii, threatexchange
from leeward.frontline.signals.entries import Batch
from leeward.record.terms.signal import Exchange, Feedback
from leeward.record.terms.subject import HashKind

READERS: Mapping[Exchange, Callable[[bytes], Batch]] = {
    Exchange.STOPNCII: stopncii.read,
    Exchange.NCMEC: ncmec.read,
    Exchange.THREATEXCHANGE: threatexchange.read,
    Exchange.OWN: ownlist.read,
}

TO_STOPNCII: Mapping[Feedback, str] = {
    Feedback.NONE: "None",
    Feedback.QUALITY_UNKNOWN: "QualityUnknown",
    Feedback.PENDING_REVIEW: "PendingReview",
    Feedback.BLOCKED: "Blocked",
    Feedback.NOT_BLOCKED: "NotBlocked",
    Feedback.WITHDRAWN: "Withdrawn",
    Feedback.DELETED: "Deleted",
}
"""Each of ours is one of StopNCII's ``feedbackValue``, and the other way round."""

TO_NCMEC: Mapping[Feedback, str] = {Feedback.BLOCKED: "affirmative", Feedback.NOT_BLOCKED: "negative"}
"""NCMEC takes votes: the two of ours that are one, and no other."""

TO_THREATEXCHANGE: Mapping[Feedback, str] = {Feedback.BLOCKED: "HELPFUL", Feedback.NOT_BLOCKED: "DISAGREE_WITH_TAGS"}
"""Reactions to somebody's descriptor."""

SAYABLE: Mapping[Exchange, Mapping[Feedback, str]] = {
    Exchange.STOPNCII: TO_STOPNCII,
    Exchange.NCMEC: TO_NCMEC,
    Exchange.THREATEXCHANGE: TO_THREATEXCHANGE,
    Exchange.OWN: {each: each.value for each in Feedback},
}
_STOPNCII_KINDS = {kind: name for name, kind in stopncii.KINDS.items()}
_SPACE = "https://hashsharing.ncmec.org/hashsharing/v2"


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A hash with what we think of it, and what its exchange calls its record."""

    kind: HashKind
    digits: str
    feedback: Feedback
    record: str


def feedback_file(exchange: Exchange, judged: Iterable[Judged], *, reason: str = "") -> bytes:
    """What we think of hashes, in the words and the form of their exchange; what it has no word for is left out.

    StopNCII: the body of SubmitFeedback. NCMEC: for each vote the path it is PUT to and the XML of its body. ThreatExchange: a
    reaction an indicator. A bank of our own: the same columns as its list. ``reason`` is the number of the reason that NCMEC asks
    for with a vote against; the numbers are its own, under ``/v2/feedback/<kind>/reasons``.
    """
    words = SAYABLE[exchange]
    said = [(each, words[each.feedback]) for each in judged if each.feedback in words]
    if exchange is Exchange.STOPNCII:
        return _json({"count": len(said), "hashRecords": [_for_stopncii(*pair) for pair in said]})
    if exchange is Exchange.NCMEC:
        return _json({"votes": [_for_ncmec(*pair, reason) for pair in said]})
    if exchange is Exchange.THREATEXCHANGE:
        reactions = [{"indicator": each.digits, "type": each.record.partition(":")[0], "key": word} for each, word in said]
        return _json({"reactions": reactions})
    return _json({"hashes": [{"entry": each.digits, "kind": each.kind, "feedback": word} for each, word in said]})


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1)


def _for_stopncii(each: Judged, word: str) -> dict[str, Any]:
    feedback = [{"feedbackValue": word, "tags": []}]
    return {"signalType": _STOPNCII_KINDS[each.kind], "hashValue": each.digits, "CSPFeedbacks": feedback}


def _for_ncmec(each: Judged, word: str, reason: str) -> dict[str, str]:
    root = ET.Element("feedbackSubmission", {"xmlns": _SPACE})
    vote = ET.SubElement(root, word)
    if word == "negative" and reason:
        ET.SubElement(ET.SubElement(vote, "reasonIds"), "guid").text = reason
    path = f"/v2/entries/{each.record}/{each.kind.upper()}/feedback"
    return {"path": path, "body": ET.tostring(root, encoding="unicode")}
