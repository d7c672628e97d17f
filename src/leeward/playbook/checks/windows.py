"""Every window is bounded, and made of fields that can be a key."""

from collections.abc import Iterator
from datetime import timedelta

from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import REPORT, ActivityKind, FieldType, NamedWindow
from leeward.playbook.rules.known import length
from leeward.record.terms.code import is_code

LONGEST = timedelta(days=90)
LATEST = timedelta(days=1)
KEYS = (FieldType.ID, FieldType.CODE, FieldType.INTEGER)
RESERVED = ("position", "occurred", "at")
"""What history, and the cases of a rule, have beside the fields of an event."""


def every_window_is_sound(draft: Draft) -> Iterator[Diagnostic]:
    """It is of a kind of activity, by a field that can be a key, and no longer than ninety days."""
    kinds = {kind.kind: kind for kind in draft.activity}
    for window in draft.windows:
        if not is_code(window.name) or not window.name.isidentifier():
            hint = "lower-case letters, digits and _, so that a rule can say OVER name"
            yield draft.key(window).diagnostic(f'a rule cannot name the window "{window.name}"', hint)
        yield from _lengths(draft, window)
        if window.on == REPORT:
            hint = "use the fields that count, e.g. reports_on_subject"
            yield draft.at(window, "on").diagnostic("reports have no windows", hint)
        elif window.on in kinds:
            yield from _key(draft, window, kinds[window.on])
        elif "activity" not in draft.blind and window.on not in draft.known("activity"):
            message = f'there is no kind of activity "{window.on}"'
            yield draft.at(window, "on").diagnostic(message, suggestion(window.on, [kind for kind in kinds if kind != REPORT]))


def _key(draft: Draft, window: NamedWindow, kind: ActivityKind) -> Iterator[Diagnostic]:
    place = draft.at(window, "by")
    if window.by not in kind.fields:
        yield place.diagnostic(f'{kind.kind} has no field "{window.by}"', suggestion(window.by, kind.fields))
    elif kind.fields[window.by] not in KEYS:
        names = ", ".join(name for name, each in kind.fields.items() if each in KEYS)
        message = f'"{window.by}" is {kind.fields[window.by]}: a window is by an id, a code or an integer'
        yield place.diagnostic(message, f"fields of {kind.kind} that can be one: {names}" if names else "")
    for name in RESERVED:
        if name in kind.fields:
            message = f'{kind.kind} has a field "{name}", which stands for something else in windows'
            yield draft.at(window, "on").diagnostic(message, "give the field another name")


def _lengths(draft: Draft, window: NamedWindow) -> Iterator[Diagnostic]:
    for key, most in (("last", LONGEST), ("late", LATEST)):
        words = getattr(window, key)
        span = length(words)
        if span is not None and span <= most:
            continue
        # ``late`` has a default, which is sound: what is not stands in the file.
        place = draft.at(window, key)
        if span is not None:
            yield place.diagnostic(
                f'"{key}" is longer than {most.days} day{"s" if most.days > 1 else ""}',
                "a window is held in memory: make it shorter",
            )
        else:
            yield place.diagnostic(
                f'"{words}" is no length of time', 'write a number and a unit: "30 seconds", "24 hours", "7 days"'
            )
