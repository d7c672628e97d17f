"""The past out of the lake: never the operational database, so that nobody who works waits for somebody who counts."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from leeward.insights.workload.past import PRESENCE_DAYS, Past, midnight
from leeward.playbook.model import Playbook
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.moment import Moment

if TYPE_CHECKING:
    import numpy as np

    from leeward.insights.workload.seasonal import Array

H = read_queries("leeward.insights.workload", "history.sql")
DAYS = 182
"""How far back a forecast looks."""
Columns = Mapping[str, Any]


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What came, by queue, language and severity: rows of equal length."""

    queue: "np.ndarray[Any, Any]"
    language: "np.ndarray[Any, Any]"
    severity: "np.ndarray[Any, Any]"
    place: "np.ndarray[Any, Any]"
    """Hours after ``begins``."""
    pieces: "Array"
    begins: Moment
    hours: int

    def counts(self, queue: str, language: str | None = None) -> "Array":
        """What came into a queue in each hour."""
        import numpy as np

        chosen = (self.queue == queue) & ((self.language == language) if language else True)
        return np.bincount(self.place[chosen], self.pieces[chosen], self.hours)[: self.hours].astype(np.float64)

    def tiers(self, queue: str) -> "Array":
        """How much of it had severity 0 to 4, in the last four weeks, or ever where nothing came in these."""
        import numpy as np

        recent = (self.queue == queue) & (self.place >= self.hours - PRESENCE_DAYS * 24)
        chosen = recent if recent.any() else self.queue == queue
        return np.bincount(self.severity[chosen].astype(int), self.pieces[chosen], 5)[:5].astype(np.float64)

    def languages(self, queue: str | None = None) -> dict[str, float]:
        """How much came in each language, the most first."""
        import numpy as np

        chosen = self.queue == queue if queue else np.ones(len(self.queue), bool)
        names, places = np.unique(self.language[chosen].astype(str), return_inverse=True)
        sums = np.bincount(places, self.pieces[chosen], len(names))
        return dict(sorted(zip(names.tolist(), sums.tolist(), strict=True), key=lambda each: (-each[1], each[0])))


def came(lake: Lake, playbook: Playbook, at: Moment, days: int = DAYS) -> Came:
    """What came until the last midnight, at most so many days back, from the first day on of which there is anything."""
    import numpy as np

    until = midnight(at, playbook.staffing.zone)
    rows = columns(lake, H.arrivals, since=until - timedelta(days=days), until=until)
    last = int(until.timestamp() // 3600)
    first = int(rows["hour"].min()) if len(rows["hour"]) else last
    whole = -(-(last - first) // 24)
    begins = until - timedelta(days=whole)
    return Came(
        queue=rows["queue"].astype(str), language=rows["language"].astype(str), severity=np.asarray(rows["severity"]),
        place=np.asarray(rows["hour"], np.int64) - (last - whole * 24), pieces=np.asarray(rows["pieces"], float),
        begins=begins, hours=whole * 24,
    )  # fmt: skip


def pasts(record: Record, folder: Path, playbook: Playbook, at: Moment) -> dict[str, Past]:
    """The past of every queue of the playbook."""
    import numpy as np

    until = midnight(at, playbook.staffing.zone)
    since = until - timedelta(days=PRESENCE_DAYS)
    with open_lake(record, folder) as lake:
        arrived = came(lake, playbook, at)
        promised = columns(lake, H.promises, since=since, until=until)
        handled = columns(lake, H.handled, since=since, until=until)
    there = _there(handled, int(since.timestamp() // 3600))
    found: dict[str, Past] = {}
    for queue in playbook.queues:
        mine, seconds = promised["queue"] == queue.code, np.asarray(handled["seconds"], float)[handled["queue"] == queue.code]
        found[queue.code] = Past(
            begins=arrived.begins,
            counts=arrived.counts(queue.code),
            tiers=arrived.tiers(queue.code),
            allowed=dict(zip(map(int, promised["severity"][mine]), map(float, promised["allowed"][mine]), strict=True)),
            handling=float(seconds.mean() / 60) if len(seconds) else 0.0,
            deviation=float(seconds.std() / 60) if len(seconds) > 1 else 0.0,
            handled=len(seconds),
            people=there.get(queue.code, np.zeros(PRESENCE_DAYS * 24))[-max(1, arrived.hours) :],
        )
    return found


def _there(handled: Columns, first: int) -> dict[str, "Array"]:
    """People by queue and hour: whoever decided in an hour was there, in each queue for their part of their minutes in it."""
    import numpy as np

    if not len(handled["hour"]):
        return {}
    people, who = np.unique(handled["person"].astype(str), return_inverse=True)
    queues, which = np.unique(handled["queue"].astype(str), return_inverse=True)
    hour = np.asarray(handled["hour"], np.int64) - first
    minutes = np.maximum(np.asarray(handled["seconds"], float), 1.0)
    person_hour = hour * len(people) + who
    _, group = np.unique(person_hour, return_inverse=True)
    share = minutes / np.bincount(group, minutes)[group]
    flat = np.bincount(which * PRESENCE_DAYS * 24 + hour, share, len(queues) * PRESENCE_DAYS * 24)
    by_queue = flat.reshape(len(queues), PRESENCE_DAYS * 24)
    return {str(name): by_queue[place] for place, name in enumerate(queues)}


def columns(lake: Lake, sql: str, *, since: Moment, until: Moment) -> Columns:
    """The answer to one of ``history.sql`` as numpy columns."""
    whole = sql.format(since=int(since.timestamp()), until=int(until.timestamp()))
    with lake.tables(whole) as connection:
        found: Columns = connection.execute(whole).fetchnumpy()
    return found


def hour_of(moment: Moment) -> Moment:
    """The beginning of its hour."""
    return moment.replace(minute=0, second=0, microsecond=0)
