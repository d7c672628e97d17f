"""What all pages of workload share: where things are, and the words of states."""

from pathlib import Path

from leeward.insights.workload import refusals
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.web import faults
from leeward.web.kit import Page

faults.STATUS.update(refusals.STATUS)

STATES = {
    "copes": "copes",
    "tight": "tight",
    "short": "too few people",
    "nobody": "nobody is there",
    "empty": "nothing comes",
    "unknown": "no forecast yet",
}
"""How a queue is, in words."""
ORDER = ("nobody", "short", "tight", "unknown", "copes", "empty")
"""The worst first."""


def record_of(request: Page) -> Record:
    """The record of this house."""
    found: Record = request.app.state.record
    return found


def playbook_of(request: Page) -> Playbook:
    """The playbook in force."""
    found: Playbook = request.app.state.playbook()
    return found


def lake_of(request: Page) -> Path:
    """Where the lake is."""
    found: Path = request.app.state.lake
    return found


def number_in(request: Page, name: str, usual: float, low: float, high: float) -> float:
    """A number of the address, within bounds; the usual one where none is given or it is none."""
    try:
        given = float(str(request.query_params.get(name, usual)))
    except ValueError:
        return usual
    return min(high, max(low, given)) if given == given else usual
