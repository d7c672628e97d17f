"""The files of ``static/``: read once, addressed by the digest of their content, so that a browser may keep them for ever.

``/static/<digest>/<name>`` never changes; any other digest is answered too (an old page may still ask), but not kept.
"""

import gzip
import hashlib
import mimetypes
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.params import FromPath

from leeward.web.faults import NotHere
from leeward.web.guards import anyone
from leeward.web.handlers import get

SERVED = (".css", ".js", ".svg", ".txt")
FOR_EVER = "public, max-age=31536000, immutable"


class Asset(msgspec.Struct, frozen=True):
    """One file, ready to send."""

    name: str
    body: bytes
    zipped: bytes
    kind: str
    digest: str

    @property
    def address(self) -> str:
        """Where a page finds it."""
        return f"/static/{self.digest}/{self.name}"


@cache
def assets() -> dict[str, Asset]:
    """All files of ``static/`` by name; ``vendor/htmx.min.js`` for those of others."""
    return {asset.name: asset for asset in map(_read, _walk(files("leeward.web") / "static"))}


def _walk(folder: Traversable, under: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if item.is_dir():
            found += _walk(item, f"{under}{item.name}/")
        elif item.name.endswith(SERVED):
            found.append((under + item.name, item))
    return found


def _read(entry: tuple[str, Traversable]) -> Asset:
    name, item = entry
    body = item.read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = "text/javascript" if name.endswith(".js") else kind
    return Asset(name, body, gzip.compress(body, 9, mtime=0), kind, hashlib.sha256(body).hexdigest()[:16])


def address(name: str) -> str:
    """The address of a static file, for templates: ``{{ asset("leeward.css") }}``."""
    return assets()[name].address


def islands() -> list[str]:
    """The addresses of our own scripts: small islands, each for itself."""
    return [asset.address for name, asset in assets().items() if name.startswith("islands/")]


# For anyone: the sign-in page needs its looks before anybody is signed in; nothing in here is ours to keep.
@get("/static/{digest:str}/{name:path}", guard=anyone, opt={"no_entrance": True}, include_in_schema=False)
async def static_file(request: Request[Any, Any, Any], digest: FromPath[str], name: FromPath[Path]) -> Response[bytes]:
    """One file, from memory."""
    asset = assets().get(str(name).lstrip("/"))
    if asset is None:
        raise NotHere
    etag = f'"{asset.digest}"'
    keep = FOR_EVER if digest == asset.digest else "no-cache"
    headers = {"ETag": etag, "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers, media_type=asset.kind)
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    body = asset.zipped if zipped else asset.body
    return Response(body, headers=headers | ({"Content-Encoding": "gzip"} if zipped else {}), media_type=asset.kind)
