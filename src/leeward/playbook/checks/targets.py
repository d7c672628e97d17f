"""``targets.toml``: what measures should be, so that a board can say how actual stands against it."""

from collections.abc import Iterator

from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft


def every_target_is_one(draft: Draft) -> Iterator[Diagnostic]:
    """It names a measure, one direction, and a warning on the good side of the target; no measure has two."""
    seen = set()
    codes = draft.known("gauge")
    for each in draft.targets:
        if each.measure not in codes:
            yield draft.at(each, "measure").diagnostic(f"there is no measure {each.measure}", suggestion(each.measure, codes))
        if each.measure in seen:
            yield draft.at(each, "measure").diagnostic(f"{each.measure} has a target already", "keep one of them")
        seen.add(each.measure)
        if (each.at_most is None) is (each.at_least is None):
            yield draft.at(each).diagnostic("a target has one direction", "give at_most, or at_least")
        elif each.warn is not None and each.state(each.warn) == "missed":
            hint = "it warns before the target is missed: below at_most, above at_least"
            yield draft.at(each, "warn").diagnostic("this warning comes too late", hint)
