"""Periods that are not closed: counted by the clockwork now and then, and kept in a file beside the lake, so that nobody waits.

The file follows from the lake and can be thrown away. It says by which text each measure was counted and as of when.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from leeward.insights.measures.desk.closing import definitions
from leeward.insights.measures.desk.counting import count_in
from leeward.playbook.measures.asking import Period
from leeward.playbook.measures.gauge import Gauge, Grain
from leeward.playbook.measures.periods import periods
from leeward.playbook.measures.reckoning import Cell
from leeward.playbook.model import Playbook
from leeward.record.errors import LeewardError
from leeward.record.lake.reading import Lake, open_lake
from leeward.record.ledger.record import Record
from leeward.record.terms.code import Digest, GaugeCode
from leeward.record.terms.moment import Moment

_LONGEST = {Grain.DAY: 45, Grain.WEEK: 14, Grain.MONTH: 4}
"""So many periods can be open at once."""


class Running(msgspec.Struct, frozen=True):
    """What a measure says of its open periods."""

    definition: Digest
    as_of: Moment
    periods: tuple[Period, ...]
    cells: tuple[Cell, ...]
    failed: str = ""
    """Why it could not be counted."""


def open_periods(gauge: Gauge, moment: Moment) -> list[Period]:
    """The period that runs, and those before it that have not settled."""
    found = periods(gauge.period, _LONGEST[gauge.period], moment)
    return [each for each in found if each.end + gauge.settles > moment]


def running_of(lake: Lake, playbook: Playbook, gauge: Gauge, moment: Moment) -> Running:
    """Count the open periods of a measure."""
    asked = open_periods(gauge, moment)
    try:
        cells = count_in(lake, playbook, gauge, asked, [(name,) for name in gauge.dimensions])
    except LeewardError as problem:
        return Running(gauge.digest, moment, tuple(asked), (), str(problem))
    return Running(gauge.digest, moment, tuple(asked), tuple(cells))


def refresh(
    record: Record, playbook: Playbook, folder: Path, moment: Moment, *, goes_on: Callable[[], bool] = lambda: True
) -> int:
    """Count the open periods of all measures and keep what they say; how many measures. Stops when ``goes_on`` says so."""
    with record.reading() as look:
        known = definitions(look)
    found: dict[str, Running] = {}
    for gauge in playbook.gauges.values():
        if not goes_on():
            return 0
        if known.get((gauge.code, gauge.version), gauge.digest) == gauge.digest:
            with open_lake(record, folder) as lake:  # one at a time: whoever tends the lake gets a turn
                found[gauge.code] = running_of(lake, playbook, gauge, moment)
    place = _place(folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    draft.write_bytes(msgspec.json.encode(found))
    draft.replace(place)
    return len(found)


def kept(folder: Path) -> dict[GaugeCode, Running]:
    """What was counted last; nothing where nothing was."""
    try:
        return msgspec.json.decode(_place(folder).read_bytes(), type=dict[GaugeCode, Running])
    except (OSError, msgspec.MsgspecError):  # another version of Leeward wrote it, or nobody did
        return {}


def running(
    record: Record, playbook: Playbook, folder: Path, gauges: Sequence[Gauge], moment: Moment
) -> dict[GaugeCode, Running]:
    """The open periods of measures: as they were counted last where that is by the same text, else counted now."""
    found, before = {}, kept(folder)
    for gauge in gauges:
        last = before.get(gauge.code)
        if last is None or last.definition != gauge.digest:
            with open_lake(record, folder) as lake:
                last = running_of(lake, playbook, gauge, moment)
        found[gauge.code] = last
    return found


def _place(folder: Path) -> Path:
    return folder / "measures" / "open.json"
