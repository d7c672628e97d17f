"""Sending one message: the name is looked up, every address checked, and the connection made to the checked one."""

import socket
import ssl
import time

import httpx
import msgspec

from leeward.frontline.enforcement.address import allowed_of, checked
from leeward.frontline.enforcement.refusals import AddressRefused

PATIENCE = httpx.Timeout(10.0, connect=5.0)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """How an attempt went. ``status`` is 0 when there was no answer."""

    status: int
    milliseconds: int


def post(address: str, body: bytes, headers: dict[str, str], *, private: bool, patience: httpx.Timeout = PATIENCE) -> Answer:
    """POST a message once. Redirects are not followed, proxies not used, the answer's body not read; nothing is raised."""
    began = time.monotonic()
    try:
        status = _post(checked(address, private=private), body, headers, private, patience)
    except (httpx.HTTPError, httpx.InvalidURL, AddressRefused, OSError, ssl.SSLError, UnicodeError):
        status = 0
    return Answer(status=status, milliseconds=int((time.monotonic() - began) * 1000))


def _post(address: str, body: bytes, headers: dict[str, str], private: bool, patience: httpx.Timeout) -> int:
    url = httpx.URL(address)
    host = url.raw_host.decode()
    number = allowed_of(_addresses(host, url.port or (443 if url.scheme == "https" else 80)), private=private)
    named, to = {**headers, "Host": url.netloc.decode()}, url.copy_with(host=number)
    with (
        httpx.Client(timeout=patience, trust_env=False, follow_redirects=False) as client,
        client.stream("POST", to, content=body, headers=named, extensions={"sni_hostname": host}) as answer,
    ):
        return answer.status_code


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]
