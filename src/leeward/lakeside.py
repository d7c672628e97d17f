"""Where the house meets its lake: what the playbook says of activity, for those who write and tend the files."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from leeward.house import House
from leeward.insights.measures import desk as measures
from leeward.playbook.model import Playbook
from leeward.playbook.rules import known_of
from leeward.record.lake.activity import Types, write_activity
from leeward.record.lake.facts import write_facts
from leeward.record.lake.files import activity_shelf, derived_shelf, facts_shelf, published_shelf, settle
from leeward.record.lake.making import make_tables
from leeward.record.lake.tending import compact, expire, let_leave
from leeward.record.terms.moment import Moment


def lake_folder(house: House) -> Path:
    """Where the lake is."""
    return house.settings.home / "lake"


def types_of(playbook: Playbook) -> dict[str, Types]:
    """The fields of every kind of activity and their types, in the playbook's words."""
    return {
        str(kind): {name: each.value for name, each in activity.fields.items()} for kind, activity in playbook.activity.items()
    }


def write_lake(house: House) -> int:
    """Write what was sealed, and what arrived, since the last time; how many rows."""
    folder = lake_folder(house)
    written = write_facts(house.record, facts_shelf(folder))
    written += write_activity(house.record, activity_shelf(folder), types_of(house.playbook()))
    return sum(file.rows for file in written)


class Maker:
    """Makes the derived tables when facts have come in: at once where that is quick, and never more than a tenth of the time."""

    def __init__(self) -> None:
        self._free = 0.0

    def make(self, house: House) -> int:
        """Make them if there is time for it; how many were made."""
        began = time.monotonic()
        if began < self._free:
            return 0
        made = make_tables(house.record, lake_folder(house))
        ended = time.monotonic()
        self._free = ended + 9 * (ended - began)
        return len(made)


def count_measures(house: House, moment: Moment, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Close the periods that are over and settled, and count those that run; how many measures were counted.

    Many that are due are closed a few at a time: the rest at the next. Between two measures it stops when ``goes_on`` says so.
    """
    playbook, folder = house.playbook(), lake_folder(house)
    measures.close_due(house.record, playbook, folder, moment, goes_on=goes_on)
    return measures.refresh(house.record, playbook, folder, moment, goes_on=goes_on)


def tend_lake(house: House, moment: Moment) -> None:
    """Put right what a kill left behind, join small files, and let go what the playbook does not keep."""
    playbook, folder = house.playbook(), lake_folder(house)
    activity = activity_shelf(folder)
    settle(house.record, derived_shelf(folder))
    for shelf in (facts_shelf(folder), activity):
        settle(house.record, shelf)
        compact(house.record, shelf, moment.date())
    settle(house.record, published_shelf(folder))
    let_leave(house.record, activity, moment - at_hand(playbook))
    kept = {str(kind): each.keep_days for kind, each in playbook.activity.items() if each.keep_days is not None}
    expire(house.record, activity, kept, playbook.limits.activity_keep_days, moment)


def at_hand(playbook: Playbook) -> timedelta:
    """How long events stay in the operational database: as the limits say, and at least as long as any window looks back."""
    windows = [window for kind in playbook.activity for window in known_of(playbook, kind).windows]
    longest = max((window.last_microseconds + window.late_microseconds for window in windows), default=0)
    return max(timedelta(days=playbook.limits.activity_at_hand_days), timedelta(microseconds=longest))
