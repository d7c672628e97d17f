"""One request to the database. Nothing is raised; the answer is read up to a megabyte."""

import ssl
import time
from urllib.parse import urlsplit

import httpx
import msgspec

from leeward.frontline.statements.answers import Answer
from leeward.frontline.statements.batch import headers_of

PATIENCE = httpx.Timeout(30.0, connect=5.0)
LONGEST = 1 << 20
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where statements go, and with what token. The token is shown nowhere."""

    address: str
    """The API's address, e.g. ``https://transparency.dsa.ec.europa.eu/api/v1``."""
    token: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)):
            raise ValueError("LEEWARD_STATEMENTS_ADDRESS is not https; plain http is only for this machine.")

    def __repr__(self) -> str:
        return f"Target({self.address})"


def post(target: Target, body: bytes, patience: httpx.Timeout = PATIENCE) -> Answer:
    """Send a batch once. Redirects are not followed and proxies not used."""
    began = time.monotonic()
    try:
        answer = _post(target, body, patience)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ssl.SSLError, UnicodeError):
        answer = Answer(status=0)
    return msgspec.structs.replace(answer, milliseconds=int((time.monotonic() - began) * 1000))


def _post(target: Target, body: bytes, patience: httpx.Timeout) -> Answer:
    address = f"{target.address.rstrip('/')}/statements"
    with (
        httpx.Client(timeout=patience, trust_env=False, follow_redirects=False) as client,
        client.stream("POST", address, content=body, headers=headers_of(target.token)) as answer,
    ):
        said = bytearray()
        for part in answer.iter_bytes(65_536):
            said += part
            if len(said) > LONGEST:
                break
        return Answer(status=answer.status_code, body=bytes(said), retry_after=answer.headers.get("Retry-After"))
