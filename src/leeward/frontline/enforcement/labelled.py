"""Actions as labels of the AT Protocol, as Ozone publishes them (``com.atproto.label.defs#label``). Pure.

A label says what something is, until when (``exp``), or no longer (``neg``). A restriction in force is a label named by the harm
of its clause; one that ended before its time is the same label with ``neg``; one that expires by itself needs none.
"""

from datetime import UTC
from typing import Any

import msgspec

from leeward.playbook.model import Playbook
from leeward.record.terms.code import ClauseCode
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import ActionState


class Restricted(msgspec.Struct, frozen=True, kw_only=True):
    """An action that came into force: a row of ``to_label``, with the platform's own identifier."""

    clause: ClauseCode
    state: ActionState
    effective: Moment
    until: Moment | None
    ended: Moment | None
    uri: str
    cid: str | None = None


def label_of(playbook: Playbook, source: str, each: Restricted) -> dict[str, Any] | None:
    """The label; None where the playbook no longer has the clause."""
    policy = playbook.policies.get(each.clause)
    if policy is None:
        return None
    lifted = each.state is ActionState.REVERSED
    label: dict[str, Any] = {
        "ver": 1,
        "src": source,
        "uri": each.uri,
        "val": value_of(str(policy.harm)),
        "cts": _moment(each.ended if lifted and each.ended else each.effective),
    }
    if each.cid:
        label["cid"] = each.cid
    if lifted:
        label["neg"] = True
    elif each.until is not None:
        label["exp"] = _moment(each.until)
    return label


def value_of(harm: str) -> str:
    """A harm as the value of a label: small letters and hyphens, as the protocol likes them."""
    return harm.replace(".", "-").replace("_", "-").lower()[:128]


def _moment(at: Moment) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
