"""What every answer carries, and what is said when something does not work."""

import logging
from collections.abc import Iterator

import pytest

from cast import Cast
from gallery import gallery
from leeward.record.ledger.record import Record
from leeward.web import faults
from leeward.web.static_files import address, assets
from visitor import HOST, Visitor


@pytest.fixture
def visitor(record: Record) -> Iterator[Visitor]:
    """Somebody at the gallery's door."""
    with Visitor(gallery(record, HOST)) as one:
        yield one


@pytest.mark.parametrize("path", ["/queues", "/nowhere", "/fault/any", "/v1/thing", "/static/0/leeward.css", "/add"])
def test_every_answer_carries_the_security_headers(visitor: Visitor, record: Record, cast: Cast, path: str) -> None:
    visitor.sign_in(record, cast.alice)
    headers = visitor.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers
    assert headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")


def test_over_https_browsers_are_told_to_stay_there(record: Record) -> None:
    with Visitor(gallery(record, "https://leeward.example")) as visitor:
        answer = visitor.get("/fault/refused")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert all("Secure" in line and line.startswith("__Host-") for line in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "There is nothing here."),
        ("/fault/conflict", 409, "Job 48213 is with somebody else."),
        ("/fault/refused", 422, "A severe job cannot be skipped without a reason."),
        ("/fault/any", 500, "Something went wrong on our side."),
    ],
)
def test_what_does_not_work_is_said_calmly(visitor: Visitor, path: str, status: int, words: str) -> None:
    page = visitor.get(path)
    assert page.status_code == status
    assert words in page.text
    program = visitor.client.get(path, headers={"accept": "application/json"})
    assert program.status_code == status
    assert program.headers["content-type"] == "application/problem+json"
    assert words in program.text


def test_the_inside_is_never_shown_and_a_code_leads_to_the_log(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "leeward.web"):
        page = visitor.get("/fault/any")
    assert "hunter2" not in page.text
    assert "Traceback" not in page.text
    code = page.text.split("<code>")[1].split("</code>")[0]
    assert f"unexpected error {code}" in caplog.text


def test_an_error_page_that_breaks_is_still_an_answer(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, record: Record, cast: Cast
) -> None:
    def broken(request: object) -> None:
        raise RuntimeError("the ribbon is torn")

    visitor.sign_in(record, cast.alice)
    visitor.client.app.state.ribbon = broken
    answer = visitor.get("/fault/conflict")
    assert answer.status_code == 409
    assert answer.text.startswith("Somebody else was faster")


def test_an_unknown_method_and_a_bad_body_are_the_senders_fault(visitor: Visitor, record: Record, cast: Cast) -> None:
    visitor.sign_in(record, cast.alice)
    assert visitor.client.put("/queues").status_code in (403, 405)
    headers = {"origin": HOST, "x-csrf-token": visitor.token, "content-type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/add", content=b"%ff=%fe&&&=", headers=headers).status_code == 422


def test_every_fault_has_words_and_a_status() -> None:
    for kind, status in faults.STATUS.items():
        assert kind.__doc__
        assert 400 <= status < 600


# ── static files ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_under_its_digest_is_kept_for_ever(visitor: Visitor) -> None:
    answer = visitor.client.get(address("leeward.css"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == assets()["leeward.css"].body
    plain = visitor.client.get(address("leeward.css"), headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content


def test_what_has_not_changed_is_not_sent_again(visitor: Visitor) -> None:
    first = visitor.client.get("/static/old/leeward.css")
    assert first.headers["cache-control"] == "no-cache"
    again = visitor.client.get("/static/old/leeward.css", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.css", "../site.py", "..%2fsite.py", "vendor/SHA256SUMS", "%2e%2e/site.py", ""])
def test_nothing_else_is_served(visitor: Visitor, name: str) -> None:
    assert visitor.client.get(f"/static/0/{name}").status_code == 404
