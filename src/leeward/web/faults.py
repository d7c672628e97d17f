"""When something does not work: a status, a plain sentence, a remedy; a calm page for people, problem JSON for programs.

Nothing of the inside is shown. An unexpected error is logged under a short code that the page shows too.
"""

import logging
import math
import secrets
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import ClientException, HTTPException

from leeward.record.errors import (
    AppendRefused,
    DatabaseUnavailable,
    DataDirectoryProblem,
    LeewardError,
    MediaRefused,
    TextErased,
    VaultRefused,
)
from leeward.web.access import AccessRefused
from leeward.web.visit import SignInNeeded

log = logging.getLogger("leeward.web")


class NotHere(LeewardError):
    """There is nothing here."""


class Conflict(LeewardError):
    """Somebody else was faster, or it has changed since you opened it."""


class Refused(LeewardError):
    """This cannot be done like that."""


class FormExpired(LeewardError):
    """This page was open for too long, or the form came from somewhere else."""

    def __init__(self) -> None:
        super().__init__(remedy="Nothing was saved. Go back, load the page again and send it once more.")


class TooMany(LeewardError):
    """That was a lot at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        unit = "second" if self.seconds == 1 else "seconds"
        super().__init__(remedy=f"Try again in {self.seconds} {unit}. Nothing was lost.")


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What the page or the problem JSON says."""

    status: int
    title: str
    detail: str = ""
    remedy: str = ""
    code: str = ""
    retry_after: int = 0


STATUS: dict[type[LeewardError], int] = {
    SignInNeeded: 401,
    AccessRefused: 403,
    FormExpired: 403,
    NotHere: 404,
    Conflict: 409,
    AppendRefused: 409,
    TextErased: 410,
    MediaRefused: 415,
    VaultRefused: 422,
    Refused: 422,
    TooMany: 429,
    DatabaseUnavailable: 503,
    DataDirectoryProblem: 503,  # a full disk; the place is for the log, not for the page
}

WORDS: dict[int, tuple[str, str]] = {
    400: ("This could not be read.", "Check what was sent against the description of the API at /schema."),
    401: ("You need to sign in first.", ""),
    403: ("Your role does not open this.", "Ask a lead or an admin if you need it for your work."),
    404: ("There is nothing here.", "Check the address, or go back to where you came from."),
    405: ("This address does not do that.", ""),
    409: ("Somebody else was faster, or it has changed since you opened it.", "Load the page again to see how it stands."),
    413: ("That is too much at once.", "Send it in smaller parts."),
    415: ("This kind of content is not taken.", ""),
    503: ("The database cannot be reached.", "Nothing acknowledged is lost. Try again in a moment."),
}
UNEXPECTED = ("Something went wrong on our side.", "Nothing you sent before is lost. Try again; if it stays, pass on the code.")


def fault_of(error: Exception) -> Fault:
    """What may be said about an error."""
    if isinstance(error, LeewardError):
        known = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)
        if known is not None:
            if known == 503:
                log.error("%s", error)  # the page does not say where; the log does
            title = (type(error).__doc__ or "").strip().splitlines()[0]
            detail = "" if known == 503 else error.detail
            remedy = error.remedy or WORDS.get(known, ("", ""))[1]
            wait = error.seconds if isinstance(error, TooMany) else 0
            return Fault(status=known, title=title, detail=detail, remedy=remedy, retry_after=wait)
    if isinstance(error, HTTPException) and error.status_code < 500:
        title, remedy = WORDS.get(error.status_code, WORDS[400])
        return Fault(status=error.status_code, title=title, detail=_detail(error), remedy=remedy)
    code = secrets.token_hex(4)
    log.error("unexpected error %s", code, exc_info=error)
    return Fault(status=500, title=UNEXPECTED[0], remedy=UNEXPECTED[1], code=code)


def _detail(error: HTTPException) -> str:
    """Only what a reader of the request says; the framework's words for the rest name handlers and paths."""
    if error.status_code not in (400, 413):
        return ""
    if type(error) is ClientException and not error.extra:
        return error.detail
    extra = error.extra if isinstance(error.extra, list) else []
    named = [f"{item.get('key', '')}: {item.get('message', '')}".strip(": ") for item in extra if isinstance(item, dict)]
    return "; ".join(named)


def wants_json(request: Request[Any, Any, Any]) -> bool:
    """Whether a program asks: everything under /v1, and whoever accepts JSON but no HTML."""
    accept = request.headers.get("accept", "")
    return request.scope["path"].startswith("/v1") or ("json" in accept and "html" not in accept)


def problem(fault: Fault) -> Response[Any]:
    """A fault for programs (RFC 9457)."""
    named = {"status": fault.status, "title": fault.title, "detail": fault.detail, "remedy": fault.remedy, "code": fault.code}
    body = {"type": "about:blank"} | {name: value for name, value in named.items() if value}
    return Response(body, status_code=fault.status, media_type="application/problem+json", headers=headers_of(fault))


def headers_of(fault: Fault) -> dict[str, str]:
    """The headers that belong to a fault."""
    if fault.status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
