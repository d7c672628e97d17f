"""The place of these tests: an open house with the starter's boards, and what was recorded of some measures."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from cast import hire
from insights.rules.place import Place
from leeward.app import make_app
from leeward.house import House
from leeward.playbook.measures.gauge import Gauge
from leeward.playbook.measures.intervals import wilson
from leeward.playbook.measures.periods import before, start_of
from leeward.playbook.reader import starter
from leeward.record.facts.measures import MeasureDefined, PeriodClosed, Result, SliceOf
from leeward.record.ledger.record import Record
from leeward.record.terms.code import Digest, FieldCode, GaugeCode, ReasonCode, SliceCode
from leeward.record.terms.ids import measure_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK
from leeward.settings import Settings
from visitor import HOST

ATTAINED = {"labour_exploitation": (90, 100), "smuggling": (148, 150), "trafficking": (2, 3), "recruitment": (4, 40)}
"""Queue -> decided in time, of how many: three of trafficking are too few to show, so the next smallest is hidden too."""
WAITING = {"labour_exploitation": 70, "smuggling": 12}
PERIODS = 4


def share(hits: int, of: int, queue: str = "") -> Result:
    """A share with its interval."""
    low, high = wilson(hits, of)
    return result(hits / of, of, low, high, queue)


def result(value: float | None, n: int, low: float | None = None, high: float | None = None, queue: str = "") -> Result:
    """A result of everything, or of a queue."""
    by = (SliceOf(dimension=FieldCode("queue"), value=SliceCode(queue)),) if queue else ()
    value = None if value is None else float(value)
    reason = ReasonCode("undefined") if value is None else None
    return Result(by=by, numerator=None, denominator=None, value=value, n=n, low=low, high=high, reason=reason)


def close(record: Record, gauge: Gauge, results: Sequence[Result], *, definition: str = "") -> None:
    """The last periods of a measure are closed with these results."""
    text = Digest(definition or gauge.digest)
    start, facts = before(gauge.period, start_of(gauge.period, now() - gauge.settles)), []
    head = {"subject": measure_id(gauge.code), "actor": CLOCKWORK, "occurred": now(), "measure": gauge.code}
    facts.append(MeasureDefined(**head, measure_version=gauge.version, definition=text))  # type: ignore[arg-type]
    for _ in range(PERIODS):
        end = start + timedelta(days=7 if gauge.period.value == "week" else 1)
        body = {"measure_version": gauge.version, "definition": text, "start": start, "end": end, "as_of": now()}
        facts.append(PeriodClosed(**head, **body, results=tuple(results)))  # type: ignore[arg-type]
        start = before(gauge.period, start)
    with record.writing() as tx:
        tx.append(facts)


@contextmanager
def open_place(url: str, folder: Path, address: str = HOST) -> Iterator[Place]:
    """An open house in which four measures were closed: by queue, with few, refused, and by another text."""
    house = House(Settings(home=folder, base_url=address, playbook=starter()), url)
    place = Place(house, hire(house.record), make_app(house))
    gauges = house.playbook().gauges
    hits, of = (sum(each[place] for each in ATTAINED.values()) for place in (0, 1))
    attained = [share(hits, of), *(share(*each, queue) for queue, each in ATTAINED.items())]
    waiting = [result(82, 82, 65.2, 101.8), *(result(n, n, n * 0.7, n * 1.4, queue) for queue, n in WAITING.items())]
    close(place.record, gauges[GaugeCode("flow/sla_attainment")], attained)
    close(place.record, gauges[GaugeCode("flow/backlog")], waiting)
    close(place.record, gauges[GaugeCode("quality/accuracy")], [result(None, 0)])
    close(place.record, gauges[GaugeCode("flow/throughput")], [result(40, 40, 28.6, 54.5)], definition="0" * 64)
    yield place
    house.record.close()
