"""What never comes in (Q01): media bytes, in whatever disguise, binary, and text longer than the playbook allows.

Leeward takes hashes, metadata and references. Each refusal has a code, so that the refused attempt can be a fact.
"""

import binascii
import re
from collections.abc import Sequence

from leeward.record.terms.code import ReasonCode

DATA_URL = ReasonCode("data_url")
MEDIA_BYTES = ReasonCode("media_bytes")
BINARY = ReasonCode("binary")
TOO_LONG = ReasonCode("text_too_long")

WHY: dict[ReasonCode, str] = {
    DATA_URL: "It carries a data: URL. Send the media's hash and who holds it, not the media.",
    MEDIA_BYTES: "It carries encoded media. Send the media's hash and who holds it, not the media.",
    BINARY: "It carries binary data. Text only, UTF-8.",
    TOO_LONG: "It is longer than the playbook's limit (limits.toml, text_characters). Send the part that matters.",
}

_DATA_URL = re.compile(r"data:[a-z0-9.+-]*/?[a-z0-9.+-]*(?:;[a-z0-9=._-]+)*;base64,|data:(?:image|video|audio)/", re.IGNORECASE)
_LONG = 256  # characters
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{256,}={0,2}")  # a token this long is no word of any language
_MAGIC = (
    b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM", b"\x00\x00\x00", b"\x1aE\xdf\xa3", b"OggS", b"ID3", b"fLaC",
    b"II*\x00", b"MM\x00*", b"FLV", b"%PDF", b"PK\x03\x04", b"Rar!", b"\x1f\x8b",
)  # fmt: skip
_MEDIA_TYPES = ("image/", "video/", "audio/", "multipart/", "application/octet-stream", "application/zip", "application/pdf")


def refusal(text: str, *, most: int) -> ReasonCode | None:
    """Why this text cannot come in; None when it can. ``most`` is the longest text, in characters."""
    if len(text) > most:
        return TOO_LONG
    if _has_control(text):
        return BINARY
    if "data:" in text.lower() and _DATA_URL.search(text):
        return DATA_URL
    if len(text) >= _LONG and any(_is_encoded_media(word) for word in text.split() if len(word) >= _LONG):
        return MEDIA_BYTES
    return None


def refuses_content_type(content_type: str) -> bool:
    """Whether a request of this type can only be carrying media."""
    return content_type.strip().lower().startswith(_MEDIA_TYPES)


def is_media(body: bytes) -> bool:
    """Whether bytes begin like a media file or an archive."""
    return body[:16].startswith(tuple(magic for magic in _MAGIC if magic not in (b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x00")))


_CONTROL_BYTES = bytes(code for code in (*range(32), 127) if chr(code) not in "\t\n\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def _has_control(text: str) -> bool:
    return _CONTROL.search(text) is not None


def _is_encoded_media(word: str) -> bool:
    """A long run of base64 is media when it decodes to something that begins like one, or to bytes that are no text.

    In a web address only the first counts: signatures and keys in addresses are long and are no text either.
    """
    address = "://" in word
    return any(_decodes_to_media(token[0], only_by_magic=address) for token in _BASE64.finditer(word))


def _decodes_to_media(token: str, *, only_by_magic: bool) -> bool:
    padded = token.rstrip("=").replace("-", "+").replace("_", "/")
    padded = padded[: len(padded) // 4 * 4]
    try:
        decoded = binascii.a2b_base64(padded)
    except (binascii.Error, ValueError):
        return False
    if decoded.startswith(_MAGIC):
        return True
    if only_by_magic:
        return False
    try:
        decoded.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def suspects(texts: Sequence[str], *, most: int) -> bool:
    """Whether any of many texts could have to be refused: one look at all of them, which is right about most batches."""
    if not texts:
        return False
    together = "\n".join(texts)
    raw = together.encode("utf-8", "surrogatepass")
    if len(raw.translate(None, _CONTROL_BYTES)) != len(raw) or "\ufffe" in together or "\uffff" in together:
        return True
    if max(map(len, texts)) > most or b"data:" in raw.lower():
        return True
    return any(len(word) >= _LONG for text in texts if len(text) >= _LONG for word in text.split())
