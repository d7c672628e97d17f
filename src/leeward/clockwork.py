"""The clockwork: eight quiet threads beside the web server.

- *timers* twice a second: leases and holds that end, clocks that come due, actions that come into force or expire;
- *seals* twice a second: whatever was committed goes under a signed root within a second;
- *deliveries*: webhooks that wait, each receiver in a thread of its own: a slow one holds up neither clocks nor others;
- *statements*: statements of reasons that wait, where they are sent at all;
- *exchanges*: hash exchanges are asked every ten minutes for what changed, where any is asked at all;
- *playbook*: whether its files changed; what is new is read, compiled and tried here, then put in force, or the old one stays;
- *lake*: every 15 seconds facts and activity go into Parquet files, and tables for questions are made of them; every ten
  minutes the lake is tended, and what it counts is watched; when it is due, what comes into each queue is forecast from it;
  once a day, campaigns are looked for in it;
- *measures*: every five minutes, periods that are over and settled are closed, and those that run are counted.

Every thread survives an error (it is logged, and tried again), and every process may run them: the pen and the sealer's
lock let one at a time do the work.
"""

import gc
import logging
import threading
import time
from collections.abc import Callable

from leeward.exchanges import sources_of
from leeward.flow import TIMERS
from leeward.frontline.enforcement.desk import Courier
from leeward.frontline.signals.desk import pull_due
from leeward.frontline.statements.desk import Target, send
from leeward.house import House, RulesDisagree
from leeward.insights.patterns.desk import find_when_due
from leeward.insights.trends.desk import watch_when_due
from leeward.insights.workload.desk import forecast_when_due
from leeward.lakeside import Maker, count_measures, lake_folder, tend_lake, write_lake
from leeward.playbook.diagnostics import PlaybookErrors
from leeward.playbook.watching import Watch
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.moment import now
from leeward.settings import Settings

log = logging.getLogger("leeward.clockwork")
BEAT = 0.5  # seconds
LAKE_BEAT = 15.0
MEASURES_BEAT = 30.0
_COUNTING = 300.0
_TENDING = 600.0
_FORETELLING = 60.0  # between two looks at whether a forecast is due
_SELDOM = (20_000, 20, 50)
"""So many new objects until the collector looks through the youngest; after how many looks through older ones."""
_PATIENCE = 30.0  # seconds between tries while something keeps failing


class Clockwork:
    """The threads, to start with the server and stop with it.

    Until ``settled`` is set, where it is given, nothing is counted, foretold or watched: what is judged once must be whole.
    """

    def __init__(self, house: House, settled: threading.Event | None = None) -> None:
        self._house = house
        self._settled = settled
        self._stop = threading.Event()
        self._watch = Watch(house.folder)
        self._courier = Courier(house.record, house.playbook, private=house.settings.webhook_private)
        self._target = target_of(house.settings)
        self._sources = sources_of(house.settings)
        self._tended: float | None = None
        self._counted: float | None = None
        self._maker = Maker()
        self._foretold: float | None = None
        self._threads = [
            threading.Thread(target=self._run, args=(name, work, beat), name=name, daemon=True)
            for name, work, beat in (
                ("timers", self._timers, BEAT),
                ("seals", self._seals, BEAT),
                ("deliveries", self._deliveries, BEAT),
                ("statements", self._statements, BEAT),
                ("exchanges", self._exchanges, LAKE_BEAT),
                ("playbook", self.look_at_playbook, BEAT),
                ("lake", self._lake, LAKE_BEAT),
                ("measures", self._measures, MEASURES_BEAT),
            )
        ]

    def start(self) -> None:
        """Begin."""
        rest()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End after the beat that is under way; what was committed is sealed first."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=10)
        self._courier.finish(patience=10)
        try:
            self._seals()
        except Exception:
            log.exception("the last seal was not set; the next start sets it")
        gc.unfreeze()  # the end takes everything away

    def look_at_playbook(self) -> int:
        """Put the playbook in force if its files changed; 1 when another one is in force now.

        A refusal is logged once, by the places of the mistakes and never by their text; the next change is tried again.
        """
        if not self._watch.changed():
            return 0
        try:
            swapped = self._house.reload()
        except PlaybookErrors as errors:
            places = ", ".join(f"{each.file}:{each.line}:{each.column}" for each in errors.diagnostics)
            log.error("the changed playbook is not put in force, `leeward check` says why: %s", places)
            swapped = False
        except RulesDisagree as refusal:
            log.error("%s", refusal)
            swapped = False
        self._watch.known()
        if swapped:
            log.info("another playbook is in force: %s", self._house.playbook().digest)
            rest()
        return int(swapped)

    def _run(self, name: str, work: Callable[[], int], beat: float) -> None:
        wait = beat
        while not self._stop.wait(wait):
            try:
                work()
                wait = beat
            except Exception:
                log.exception("%s: failed, tried again in %.1f s", name, min(_PATIENCE, wait * 2))
                wait = min(_PATIENCE, wait * 2)

    def _timers(self) -> int:
        return sum(timer(self._house.record, self._house.playbook, now()) for timer in TIMERS)

    def _seals(self) -> int:
        return seal_pending(self._house.record)

    def _deliveries(self) -> int:
        return self._courier.round(now())

    def _statements(self) -> int:
        return send(self._house.record, self._target, now())

    def _exchanges(self) -> int:
        return pull_due(self._house.record, self._house.playbook(), self._sources, now())

    def _waits(self) -> bool:
        return self._settled is not None and not self._settled.is_set()

    def _measures(self) -> int:
        if self._waits():
            return 0
        if self._counted is not None and time.monotonic() - self._counted < _COUNTING:
            return 0
        self._counted = time.monotonic()
        return count_measures(self._house, now(), lambda: not self._stop.is_set())

    def _lake(self) -> int:
        written = write_lake(self._house)
        self._maker.make(self._house)
        if self._tended is None or time.monotonic() - self._tended > _TENDING:
            tend_lake(self._house, now())
            self._tended = time.monotonic()
        if self._waits():
            return written
        if self._foretold is None or time.monotonic() - self._foretold > _FORETELLING:
            forecast_when_due(self._house.record, self._house.playbook(), lake_folder(self._house), now())
            self._foretold = time.monotonic()
        watch_when_due(self._house.record, lake_folder(self._house), now())
        find_when_due(self._house.record, lake_folder(self._house), now())
        return written


def target_of(settings: Settings) -> Target | None:
    """Where statements of reasons go; None while address or token is not set. Raises ValueError for an unfit address."""
    if settings.statements_address is None or settings.statements_token is None:
        return None
    return Target(address=settings.statements_address, token=settings.statements_token)


def rest() -> None:
    """Tell Python's collector that what is loaded and compiled now is here to stay, so that it never holds up an event for it.

    It also looks for circles less often: a batch of a thousand events is some thousand objects that die by themselves.
    """
    gc.set_threshold(*_SELDOM)
    gc.unfreeze()
    gc.collect()
    gc.freeze()
