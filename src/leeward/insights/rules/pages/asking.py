"""What all pages of rules share: where things are, and the words of states."""

from collections.abc import Sequence
from datetime import datetime

from leeward.insights.rules import refusals
from leeward.insights.rules.desk.switching import rule_of
from leeward.playbook.model import Playbook, Rule
from leeward.record.ledger.record import Record
from leeward.web import faults
from leeward.web.kit import Page
from leeward.web.pictures.chart import Chart, Series
from leeward.web.pictures.columns import columns
from leeward.web.words import count

faults.STATUS.update(refusals.STATUS)

STATES = {"live": "live", "shadow": "in shadow", "off": "switched off"}


def record_of(request: Page) -> Record:
    """The record of this house."""
    found: Record = request.app.state.record
    return found


def playbook_of(request: Page) -> Playbook:
    """The playbook in force."""
    found: Playbook = request.app.state.playbook()
    return found


def asked_rule(request: Page, folder: str, name: str) -> Rule:
    """The rule of an address. Raises NoSuchRule."""
    return rule_of(playbook_of(request), f"{folder}/{name}")


def by_day(days: Sequence[tuple[datetime, int]]) -> Chart:
    """Matches by day, as columns."""
    counts = [matches for _, matches in days]
    title = f"{count(sum(counts), 'match', 'matches')} in {count(len(days), 'day')}"
    return columns(title, [day for day, _ in days], [Series(name="matches", values=counts)], unit="matches")
