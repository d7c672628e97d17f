"""What all pages of prevalence share: rights, words, pictures."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from leeward.insights.prevalence import refusals
from leeward.insights.prevalence.views import Part, Sample
from leeward.record.terms.prevalence import Design
from leeward.web import faults
from leeward.web.kit import may
from leeward.web.pictures.bars import dots
from leeward.web.pictures.chart import Chart, Series
from leeward.web.pictures.lines import lines

faults.STATUS.update(refusals.STATUS)
VIEW, DRAW = may("prevalence.view"), may("prevalence.draw")
DESIGNS = {
    Design.SIMPLE: "simple: each with the same chance",
    Design.STRATIFIED: "stratified: more where the score expects more, in bands (Neyman, capped)",
    Design.WEIGHTED: "weighted: each with a chance that grows with its score",
}
MOST_SERIES = 6


def field(title: str, problem: str, **bounds: float) -> msgspec.Meta:
    """What is to be said of a field of a form, and what it may hold."""
    return msgspec.Meta(title=title, extra={"problem": problem}, **bounds)  # type: ignore[call-overload, no-any-return]


def what(one: Sample) -> str:
    """What a sample is of, in words."""
    harm = (one.harm or "every harm").replace("_", " ").replace(".", ": ")
    return f"{harm} in {one.event_kind.replace('_', ' ')}" + (f", by {one.weighed_by}" if one.weighed_by else "")


def over_time(samples: Sequence[Sample]) -> list[Chart]:
    """A line for what was sampled at least twice and closed: the estimate by the end of its span, with its interval."""
    groups: dict[str, list[Sample]] = defaultdict(list)
    for one in samples:
        if one.closed is not None and one.value is not None:
            groups[what(one)].append(one)
    found = []
    for name, some in list(groups.items())[:MOST_SERIES]:
        if len(some) > 1:
            some = sorted(some, key=lambda one: one.until)
            low, high = [one.low for one in some], [one.high for one in some]
            series = Series(name="estimate", values=[one.value for one in some], low=low, high=high)
            found.append(lines(name[:1].upper() + name[1:], [one.until for one in some], [series], unit="share"))
    return found


def of_parts(parts: Sequence[Part]) -> Chart | None:
    """Dots with intervals for the parts that are shown; None for fewer than two."""
    shown = [(part, part.found) for part in parts if part.found is not None and part.found.value is not None]
    if len(shown) < 2:
        return None
    series = Series(
        name="estimate", values=[found.value for _, found in shown], low=[found.low for _, found in shown],
        high=[found.high for _, found in shown],
    )  # fmt: skip
    return dots("Estimates of the parts", [f"{part.what} {part.name}" for part, _ in shown], series, unit="share", first="part")
