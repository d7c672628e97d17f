"""Media never comes in (Q01), in whatever disguise; ordinary text does."""

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.record.terms import media

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("look: data:image/png;base64,iVBORw0KGgo=", media.DATA_URL),
        ("DATA:VIDEO/mp4,xyz", media.DATA_URL),
        ("data:;base64,AAAA", media.DATA_URL),
        (base64.b64encode(PNG).decode(), media.MEDIA_BYTES),
        ("before " + base64.b64encode(JPEG).decode() + " after", media.MEDIA_BYTES),
        (base64.urlsafe_b64encode(os.urandom(600)).decode(), media.MEDIA_BYTES),
        ("a\x00b", media.BINARY),
        ("\x1b[0m", media.BINARY),
        ("x" * 1_001, media.TOO_LONG),
    ],
)
def test_what_stays_out(text: str, reason: str) -> None:
    assert media.refusal(text, most=1_000) == reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "They ask for a processing fee before there is a contract.\n\tSecond line.",
        "the data: see below",
        "metadata:image of the company",
        "https://example.org/" + "a" * 300,
        "Работа за границей, подробности в сообщении",
        base64.b64encode(b"a note in plain words, " * 20).decode(),
    ],
)
def test_what_may_come_in(text: str) -> None:
    assert media.refusal(text, most=1_000) is None


@given(
    st.binary(min_size=300, max_size=600),
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"\x00\x00\x00\x18ftypmp42"]),
)
def test_encoded_media_is_seen_whatever_follows_its_first_bytes(rest: bytes, magic: bytes) -> None:
    assert media.refusal(base64.b64encode(magic + rest).decode(), most=10_000) == media.MEDIA_BYTES


@pytest.mark.parametrize(
    "content_type", ["image/png", "VIDEO/mp4", "audio/ogg", "multipart/form-data; boundary=x", "application/octet-stream"]
)
def test_a_request_of_a_media_type_stays_out(content_type: str) -> None:
    assert media.refuses_content_type(content_type)


def test_json_may_come_in() -> None:
    assert not media.refuses_content_type("application/json")
    assert not media.is_media(b'{"id": 1}')
    assert media.is_media(PNG)
