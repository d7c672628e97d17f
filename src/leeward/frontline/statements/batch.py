"""Several statements as one request: what was drafted is sent byte for byte, inside one list."""

from collections.abc import Sequence

import msgspec


def body_of(payloads: Sequence[str]) -> bytes:
    """The body of a request for 1 to 100 statements."""
    return msgspec.json.encode({"statements": [msgspec.Raw(each.encode()) for each in payloads]})


def headers_of(token: str) -> dict[str, str]:
    """The headers of every request."""
    return {
        "Accept": "application/json",
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "User-Agent": "Leeward-Statements/1",
    }
