"""Somebody who reports by the public form: what the tests of its pages share."""

import re
from collections.abc import Mapping

from leeward.frontline.intake.catalogue import texts
from visitor import Visitor

SAID = "It is the photograph on the pier."
LINKS = "https://forum.example/pier/1\nhttps://forum.example/pier/2"
OWN: Mapping[str, dict[str, object]] = {
    "age": {"age": "no"},
    "about": {"about": "shared"},
    "who": {"who": "subject"},
    "where": {"links": LINKS},
    "what": {"explanation": SAID},
    "consent": {"consent": ["depicted", "non_consent"]},
    "hashes": {"hashes": "a" * 32},
    "country": {"country": "us"},
    "name": {"name": "Robin Keeper"},
    "contact": {"contact": "robin@example.org"},
    "promise": {"promise": ["good_faith", "declaration"]},
    "signature": {"signature": "Robin Keeper"},
}
"""Everything that the person concerned can answer, page by page."""
NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
_PIN = re.compile(r'<dd class="mono">(\d{6})</dd>')
EN, ES = texts("en"), texts("es")


def begin(somebody: Visitor) -> Visitor:
    """The form is open at its first question."""
    somebody.get("/report")
    assert somebody.post("/report").headers["location"] == "/report/age"
    somebody.get("/report/age")
    return somebody


def answer(somebody: Visitor, code: str, **fields: object) -> str:
    """Answer one page; where it leads."""
    return somebody.post(f"/report/{code}", fields).headers.get("location", "")


def fill_in(somebody: Visitor, but: tuple[str, ...] = (), **other: dict[str, object]) -> None:
    """Answer page after page as the form leads, leaving out some."""
    at = "age"
    for _ in range(20):
        if at == "check":
            return
        fields = {} if at in but else (OWN | other).get(at, {})
        at = answer(somebody, at, **fields).removeprefix("/report/")
    raise AssertionError(f"the form did not come to its end, but to {at}")


def send(somebody: Visitor) -> tuple[str, str]:
    """Send it; case number and PIN."""
    page = somebody.post("/report/send").text
    return NUMBER.findall(page)[0], _PIN.findall(page)[0]


def report(somebody: Visitor, but: tuple[str, ...] = (), **other: dict[str, object]) -> tuple[str, str]:
    """From the first page to the last; case number and PIN."""
    begin(somebody)
    fill_in(somebody, but, **other)
    return send(somebody)


def pin_on(page: str) -> str:
    """The PIN that a page shows."""
    return _PIN.findall(page)[0]


def come_back(app: object, number: str, pin: str) -> Visitor:
    """Somebody in another browser, with number and PIN."""
    somebody = Visitor(app)  # type: ignore[arg-type]
    somebody.get("/case")
    somebody.post("/case", {"number": number, "pin": pin})
    somebody.get("/case/status")
    return somebody
