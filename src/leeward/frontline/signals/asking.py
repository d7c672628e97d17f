"""What to ask an exchange next: from its checkpoint to the whole request, and from its answer to the next checkpoint. Pure.

A range is read page by page. Only when it was read to its end is the next one asked from where it ended: NCMEC's pages are not in
the order of time. Interrupted, a range goes on at its next page; where the exchange no longer knows that page, at its beginning.
"""

from base64 import b64encode
from datetime import UTC, timedelta
from urllib.parse import urlsplit

import msgspec

from leeward.frontline.signals import stopncii, threatexchange
from leeward.frontline.signals.entries import Batch, Unreadable
from leeward.record.terms.moment import Moment
from leeward.record.terms.signal import Exchange

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
FORGETS_AFTER = {Exchange.THREATEXCHANGE: timedelta(days=85)}
"""ThreatExchange keeps marks of what was deleted for 90 days: who asks later begins anew."""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an exchange is asked, and as whom. Only the address is ever shown."""

    address: str
    key: str = ""
    """StopNCII's function key; the password at NCMEC; the access token at ThreatExchange."""
    subscription: str = ""
    """StopNCII's subscription key."""
    user: str = ""
    """The user at NCMEC."""
    group: str = ""
    """The privacy group at ThreatExchange."""

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in THIS_MACHINE)):
            raise ValueError(f"{self.address} is not https; plain http is only for this machine.")

    def __repr__(self) -> str:
        return f"Source({self.address})"


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How far an exchange was read."""

    since: str = ""
    """Where the range that is being read begins, as the exchange says; empty at the very beginning."""
    next: str = ""
    """The next page of the range."""
    seen: str = ""
    """Where the range after it begins, as far as is known."""
    anew: int = 0
    """While all is read anew: what was not named since this place of the ledger is dropped at the end."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A request, whole."""

    address: str
    parameters: dict[str, str]
    headers: dict[str, str]

    def __repr__(self) -> str:
        return f"Question({self.address})"


def question(exchange: Exchange, source: Source, mark: Mark, now: Moment) -> Question:
    """What to ask. Raises Unreadable where a next page leads out of the exchange, or nobody answers for this bank."""
    base = source.address.rstrip("/")
    if exchange is Exchange.STOPNCII:
        asked = {"startTimestamp": mark.since or "10", "pageSize": str(stopncii.SIZE)}
        asked |= {"nextPageToken": mark.next} if mark.next else {}
        headers = {"x-functions-key": source.key, "Ocp-Apim-Subscription-Key": source.subscription}
        return Question(address=f"{base}/FetchHashes", parameters=asked, headers=headers)
    if exchange is Exchange.NCMEC:
        headers = {"Authorization": "Basic " + b64encode(f"{source.user}:{source.key}".encode()).decode()}
        if mark.next:
            return Question(address=base + _inside(mark.next), parameters={}, headers=headers)
        range_ = {"from": mark.since or "1970-01-01T00:00:00Z", "to": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        return Question(address=f"{base}/v2/entries", parameters=range_, headers=headers)
    if exchange is Exchange.THREATEXCHANGE:
        asked = {"fields": threatexchange.FIELDS, "limit": "100"}
        asked |= ({"start_time": mark.since} if mark.since else {}) | ({"after": mark.next} if mark.next else {})
        headers = {"Authorization": f"Bearer {source.key}"}
        return Question(address=f"{base}/{source.group}/threat_updates/", parameters=asked, headers=headers)
    raise Unreadable("A bank of our own has no exchange.", remedy="Import a list: leeward signal import.")


def _inside(path: str) -> str:
    """A path beneath the exchange's address, and nothing that leads elsewhere."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not path.startswith("/v2/entries") or ".." in parts.path:
        raise Unreadable("The next page leads elsewhere.", remedy="NCMEC gives a path that begins with /v2/entries.")
    return path


def after(exchange: Exchange, mark: Mark, batch: Batch) -> Mark:
    """How far it is read when a page was taken."""
    seen = _later(exchange, mark.seen, batch.checkpoint or "")
    if batch.more:
        return msgspec.structs.replace(mark, next=batch.more, seen=seen)
    return Mark(since=seen or mark.since)


def _later(exchange: Exchange, one: str, other: str) -> str:
    if exchange is Exchange.STOPNCII:
        return other or one  # the exchange says of each page where to go on; its last word counts
    if not one or not other:
        return one or other
    if exchange is Exchange.NCMEC:
        return max(one, other)  # moments of one form
    return max(one, other, key=int)


def forgotten(exchange: Exchange, kept: Moment | None, now: Moment) -> bool:
    """Whether so long has passed that the exchange no longer tells of what was deleted meanwhile."""
    return kept is not None and exchange in FORGETS_AFTER and now - kept > FORGETS_AFTER[exchange]
