"""From what was typed to a typed value. Every field is tried, each problem is a sentence beside its field, and what was
typed is kept. The words come from the struct: ``Meta(title="a login", extra={"problem": "A login is ..."})``. Texts lose the
space around them, but for those with ``extra={"verbatim": True}`` (passwords).
"""

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from litestar import Request

T = TypeVar("T")

MISSING = "We still need {title}."
UNREADABLE = "{Title} could not be read as {kind}. Check how it is written."
KINDS = {int: "a whole number", float: "a number", bool: "yes or no"}


class Form(msgspec.Struct, Generic[T], kw_only=True):
    """A form as sent: ``value`` when all is well, else ``problems`` by field; ``typed`` in any case."""

    value: T | None
    typed: dict[str, Any]
    problems: dict[str, str]

    def refuse(self, field: str, sentence: str) -> "Form[T]":
        """The same form with one more problem, for what only the desk can know."""
        return Form(value=None, typed=self.typed, problems={**self.problems, field: sentence})


def form(request: Request[Any, Any, Any], kind: type[T]) -> Form[T]:
    """Read the posted fields (the query for a GET) as ``kind``, a msgspec struct."""
    sent = request.query_params if request.method in ("GET", "HEAD") else request.scope["state"].get("posted", {})
    fields = {name: [text for text in _all(sent, name) if isinstance(text, str)] for name in sent}
    return read_form(fields, kind)


def blank(kind: type[T], **typed: Any) -> Form[T]:
    """A form nobody has filled in yet, with what it starts from."""
    return Form(value=None, typed=typed, problems={})


def read_form(sent: Mapping[str, Sequence[str]], kind: type[T]) -> Form[T]:
    """Read name -> texts as ``kind``. A blank field is a missing one; a tuple or list field takes all its texts."""
    hints = get_type_hints(kind, include_extras=True)
    read: dict[str, Any] = {}
    typed: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in msgspec.structs.fields(kind):  # type: ignore[arg-type]
        bare, words = _unwrap(hints[field.name])
        texts = sent.get(field.encode_name, ())
        raw = _raw(texts, bare, verbatim=bool(words.get("verbatim")))
        typed[field.name] = raw
        if raw in (None, ()):
            problems |= _missing(field, words, bare, read)
            continue
        try:
            read[field.name] = msgspec.convert(raw, hints[field.name], strict=False)
        except msgspec.ValidationError:
            problems[field.name] = _sentence(field.name, words, bare)
    value = kind(**read) if not problems else None
    return Form(value=value, typed=typed, problems=problems)


def _all(sent: Any, name: str) -> list[Any]:
    return list(sent.getall(name)) if hasattr(sent, "getall") else [sent[name]]


def _unwrap(hint: Any) -> tuple[Any, dict[str, Any]]:
    """The bare type of a hint, and its words."""
    words: dict[str, Any] = {}
    while True:
        if get_origin(hint) is Annotated:
            for note in get_args(hint)[1:]:
                words |= {"title": note.title} if getattr(note, "title", None) else {}
                words |= getattr(note, "extra", None) or {}
            hint = get_args(hint)[0]
        elif get_origin(hint) in (Union, UnionType):
            hint = next((part for part in get_args(hint) if part is not NoneType), hint)
        elif hasattr(hint, "__supertype__"):
            hint = hint.__supertype__
        else:
            return hint, words


def _raw(texts: Sequence[str], bare: Any, *, verbatim: bool) -> Any:
    """What was sent, in the shape of the field: all texts, one text, yes, or None when there is nothing in it."""
    if bare in (tuple, list) or get_origin(bare) in (tuple, list, frozenset):
        return tuple(text for text in texts if text.strip())
    if not texts:
        return None
    if bare is bool:
        return texts[-1].lower() not in ("", "0", "no", "false", "off")
    text = texts[-1] if verbatim else texts[-1].replace("\r\n", "\n").strip()
    return text or None


def _missing(field: msgspec.structs.FieldInfo, words: dict[str, Any], bare: Any, read: dict[str, Any]) -> dict[str, str]:
    if bare is bool:
        read[field.name] = False
        return {}
    if not field.required:
        return {}
    title = words.get("title", field.name.replace("_", " "))
    return {field.name: words.get("missing", MISSING.format(title=title))}


def _sentence(name: str, words: dict[str, Any], bare: Any) -> str:
    title = str(words.get("title", name.replace("_", " ")))
    for article in ("a ", "an ", "the ", "your "):
        title = title.removeprefix(article)
    plain = UNREADABLE.format(Title=title[:1].upper() + title[1:], kind=KINDS.get(bare, "what it should be"))
    return str(words.get("problem", plain))
