"""Appeals stay open long enough, and lean on clocks that do what is asked of them."""

from collections.abc import Iterator

from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.model import Trigger
from leeward.record.terms.report import ClockEnd

FEWEST_MONTHS = 6


def appeals_stay_open(draft: Draft) -> Iterator[Diagnostic]:
    """At least six months, and its clocks are there: those that keep complaints open begin with a decision and end by time."""
    if draft.limits is None:
        return
    limits = draft.limits.appeals
    known = {row.code: row for row in draft.clocks}
    if limits.open_months < FEWEST_MONTHS:
        hint = "Regulation (EU) 2022/2065 Art. 20(1): complaints are taken for at least six months"
        yield draft.at(limits, "open_months").diagnostic(f"an appeal is open for at least {FEWEST_MONTHS} months", hint)
    if not known:
        return  # clocks.toml could not be read, or has none
    for name in ("clocks", "expedited_by"):
        for place, code in enumerate(getattr(limits, name)):
            if code not in known:
                yield draft.at(limits, name, place).diagnostic(f'there is no clock "{code}"', suggestion(code, known))
    for place, code in enumerate(limits.clocks):
        row = known.get(code)
        if row is not None and (row.trigger is not Trigger.DECISION or row.ends is not ClockEnd.TIME):
            hint = 'a clock that keeps complaints open has trigger = "decision" and ends = "time"'
            yield draft.at(limits, "clocks", place).diagnostic(f'clock "{code}" keeps no complaint open', hint)
