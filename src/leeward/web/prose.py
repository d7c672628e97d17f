"""Policy text as blocks: the little of Markdown that policies are written in, and nothing that could become markup by itself.

Headings, paragraphs, bullet and numbered lists; **bold**, *emphasis* and ``code`` within them. Everything else, raw HTML and
links among it, stays text as it was written. The result is data; the template draws it and escapes every letter.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec


class Style(StrEnum):
    """How a piece of a line is set."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


class Span(msgspec.Struct, frozen=True):
    """A piece of a line in one style."""

    style: Style
    text: str


class Form(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A heading, a paragraph or a list; ``items`` holds one line of spans, or one an entry of the list."""

    form: Form
    items: tuple[tuple[Span, ...], ...]
    start: int = 1
    """The number of a numbered list's first entry."""


_HEADING = re.compile(r"#{1,6}\s+(.+?)(?:\s+#+)?$")
_BULLET = re.compile(r"[-*+]\s+(.+)$")
_NUMBER = re.compile(r"(\d{1,4})[.)]\s+(.+)$")
_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\*\*(?P<strong>(?=\S)[^*]+(?<=\S))\*\*"
    r"|(?<!\w)\*(?P<emphasis>(?=\S)[^*]+(?<=\S))\*(?!\w)"
    r"|(?<!\w)_(?P<under>(?=\S)[^_]+(?<=\S))_(?!\w)"
)
_STYLES = {"code": Style.CODE, "strong": Style.STRONG, "emphasis": Style.EMPHASIS, "under": Style.EMPHASIS}


class _Open(msgspec.Struct):
    """A block that is being read."""

    form: Form
    items: list[str]
    start: int = 1

    def closed(self) -> Block:
        return Block(form=self.form, items=tuple(spans(item) for item in self.items), start=self.start)


def blocks(text: str) -> tuple[Block, ...]:
    """A policy's text, block by block. A list may follow its heading directly; a wrapped line belongs to what it goes on with."""
    return tuple(block.closed() for block in _read(line.strip() for line in text.splitlines()))


def _read(lines: Iterable[str]) -> Iterator[_Open]:
    at: _Open | None = None
    for line in lines:
        begun = _begins(line) if line else None
        if at is not None and begun is not None and begun.form is at.form and begun.form in (Form.BULLETS, Form.NUMBERS):
            at.items += begun.items
        elif at is not None and line and begun is None:
            at.items[-1] += f" {line}"
        else:
            if at is not None:
                yield at
            at = begun or (_Open(Form.PARAGRAPH, [line]) if line else None)
        if at is not None and at.form is Form.HEADING:
            yield at
            at = None
    if at is not None:
        yield at


def _begins(line: str) -> _Open | None:
    """The block that a line begins, if it says so itself."""
    if found := _HEADING.match(line):
        return _Open(Form.HEADING, [found[1]])
    if found := _BULLET.match(line):
        return _Open(Form.BULLETS, [found[1]])
    if found := _NUMBER.match(line):
        return _Open(Form.NUMBERS, [found[2]], int(found[1]))
    return None


def spans(line: str) -> tuple[Span, ...]:
    """A line in its styles; a mark without its partner stays what it is."""
    found, done = list[Span](), 0
    for match in _INLINE.finditer(line):
        if match.start() > done:
            found.append(Span(Style.PLAIN, line[done : match.start()]))
        name = match.lastgroup or ""
        found.append(Span(_STYLES[name], match[name]))
        done = match.end()
    if done < len(line) or not found:
        found.append(Span(Style.PLAIN, line[done:]))
    return tuple(found)
