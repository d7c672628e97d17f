"""The platform's own media by signed reference: an address that holds for a few minutes, and never the media itself. Pure.

An adapter turns a ``MediaReference`` into an address. ``Signed`` is for any platform that checks a signature:
``<address>/<kind>/<digest>?held_by=..&until=..&signature=..``, the signature being HMAC-SHA-256 over
``<kind>/<digest>/<held by>/<until>``.
``demo`` is the same, answered by Leeward itself with neutral shapes.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from leeward.record.terms.moment import Moment
from leeward.record.terms.subject import MediaReference

HOLDS = timedelta(minutes=5)
DEMO = "demo"
PLACEHOLDER = "/media/placeholder"
_SHAPES = (
    '<circle cx="160" cy="100" r="62"/>',
    '<rect x="96" y="40" width="128" height="120" rx="12"/>',
    '<path d="M160 34 236 160H84Z"/>',
    '<path d="M160 30 230 100 160 170 90 100Z"/>',
)


class Adapter(Protocol):
    """What a platform has to offer."""

    origin: str
    """The only origin that media is shown from; empty for our own."""

    def address(self, media: MediaReference, now: Moment) -> str:
        """An address at which a browser gets the media, for a few minutes."""


class Signed:
    """Addresses below one address, signed with a key that the platform has, too."""

    def __init__(self, address: str, key: str) -> None:
        self._address, self._key = address.rstrip("/"), key.encode()
        parts = urlsplit(address)
        self.origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    def __repr__(self) -> str:
        return f"Signed({self._address})"

    def address(self, media: MediaReference, now: Moment) -> str:
        """The address of one medium."""
        until = int((now + HOLDS).timestamp())
        asked = {"held_by": media.held_by, "until": until, "signature": self._signature(media, until)}
        return f"{self._address}/{media.hash}/{media.digest}?{urlencode(asked)}"

    def holds(self, media: MediaReference, until: int, signature: str, now: Moment) -> bool:
        """Whether an address is one of ours and its time is not over: what a platform checks."""
        return now.timestamp() <= until and hmac.compare_digest(signature, self._signature(media, until))

    def _signature(self, media: MediaReference, until: int) -> str:
        signed = f"{media.hash}/{media.digest}/{media.held_by}/{until}"
        return hmac.new(self._key, signed.encode(), hashlib.sha256).hexdigest()


def adapter_of(address: str | None, key: str | None, own_key: str) -> Signed | None:
    """The adapter that the settings name; None: no media is shown. ``own_key`` signs for ``demo``. Raises ValueError."""
    if address is None:
        return None
    if address == DEMO:
        return Signed(PLACEHOLDER, own_key)
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or set(parts.netloc) & set(" ;,'\"@"):
        raise ValueError("LEEWARD_MEDIA_ADDRESS is neither demo nor an https address.")
    if not key:
        raise ValueError("LEEWARD_MEDIA_ADDRESS is set and LEEWARD_MEDIA_KEY is not: addresses could not be signed.")
    return Signed(address, key)


def placeholder(digest: str) -> str:
    """A neutral shape as SVG, the same for one digest always."""
    number = int(digest[:8] or "0", 16)
    shape, grey = _SHAPES[number % len(_SHAPES)], 120 + number // 7 % 90
    colour, ground = f"rgb({grey},{grey},{grey + 20})", f"rgb({grey - 60},{grey - 60},{grey - 60})"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" width="320" height="200">'
        f'<rect width="320" height="200" fill="{ground}"/><g fill="{colour}">{shape}</g></svg>'
    )
