"""Jobs moved, held, escalated, merged, split and taken back in any order stand in the lake as they stand in the house."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cast import Cast
from frontline.floor import FEES, IMAGES, PASSAGE, PLAY, floor, report
from frontline.office import VIOLATES
from leeward.frontline.review import desk as review
from leeward.frontline.triage import desk as triage
from leeward.record.errors import LeewardError
from leeward.record.lake.reading import open_lake
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.ids import DecisionId, JobId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.report import Source
from record.lake.pond import write

COLUMNS = "state, queue, merged_into, parted_from, reports, harm, severity, received, start_by, legal_due, decision, verdict"
STEPS = 200
OFTEN = ("claim", "next", "decide", "escalate", "transfer")


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """Everybody listens."""
    with floor(record) as opened:
        yield opened


class Walk:
    """Somebody does this and that with some job; what the house refuses has not happened."""

    def __init__(self, record: Record, cast: Cast, seed: int) -> None:
        self.record, self.random = record, Random(seed)
        self.people = (cast.alice.id, cast.bob.id)
        self.done: set[str] = set()
        self.ways: dict[str, Callable[[], object]] = {
            "report": lambda: report(record, harm=self.random.choice([FEES, IMAGES, PASSAGE]), **self._said()),
            "again": lambda: report(record, self._row()["about"], **self._said()),
            "claim": lambda: review.claim(record, PLAY, self._who(), self._job()),
            "next": lambda: review.claim_next(record, PLAY, self._who()),
            "release": lambda: review.release(record, PLAY, *self._held(), "mistaken"),
            "hold": lambda: review.hold(record, PLAY, *self._held(), "reporter", now() + timedelta(hours=1)),
            "resume": lambda: review.resume(record, PLAY, self.people[1], self._job("held"), "answered"),
            "escalate": lambda: review.escalate(record, PLAY, *self._held(), "second_opinion"),
            "send_back": lambda: review.resume(record, PLAY, self.people[1], self._job("escalated"), "answered"),
            "assign": lambda: review.assign(record, PLAY, self.people[1], self._job(), self.people[0], "expertise"),
            "transfer": lambda: triage.transfer(record, PLAY, self._who(), self._job(), self._queue(), "wrong_queue"),
            "split": lambda: triage.split(record, PLAY, self.people[1], *self._some(), "different_acts"),
            "merge": lambda: triage.merge(record, PLAY, self.people[1], self._job("open"), [self._job("open")], "same_thing"),
            "take_back": lambda: triage.take_back(record, PLAY, self.people[1], self._job()),
            "decide": self._decide,
            "undo": lambda: review.undo(record, PLAY, *self._decision()),
        }

    def go(self) -> None:
        """One step, if the house lets it."""
        way = self.random.choice([*self.ways, *OFTEN])
        with suppress(LeewardError, IndexError):
            self.ways[way]()
            self.done.add(way)

    def _said(self) -> dict[str, Any]:
        source = self.random.choice([Source.USER_REPORT, Source.NOTICE])
        return {"severity": self.random.randrange(4), "source": source, "ago": float(self.random.randrange(10, 900))}

    def _who(self) -> Any:
        return self.random.choice(self.people)

    def _queue(self) -> str:
        return self.random.choice(["smuggling", "images", "labour", "rest"])

    def _rows(self, where: str) -> list[dict[str, Any]]:
        with self.record.reading() as look:
            return [dict(row) for row in look.rows(f"SELECT * FROM job WHERE {where} ORDER BY opened, id")]

    def _row(self, where: str = "true") -> dict[str, Any]:
        return self.random.choice(self._rows(where))

    def _job(self, state: str | None = None) -> JobId:
        return JobId(self._row(f"state = '{state}'" if state else "state <> 'decided'")["id"])

    def _held(self) -> tuple[Any, JobId]:
        row = self._row("state = 'claimed'")
        return row["claimed_by"], JobId(row["id"])

    def _some(self) -> tuple[JobId, list[Any]]:
        job = JobId(self._row("reports > 1")["id"])
        with self.record.reading() as look:
            told = look.rows("SELECT id FROM report WHERE job = %(job)s ORDER BY received, id", {"job": job})
        return job, [told[-1]["id"]]

    def _decide(self) -> None:
        who, job = self._held()
        made = DecisionId(new_id())
        review.decide(self.record, PLAY, who, job, decision=made, clause="HE-T-1", path=VIOLATES, measures=["remove_content"])

    def _decision(self) -> tuple[Any, Any]:
        with self.record.reading() as look:
            row = self.random.choice(look.rows("SELECT id, decider FROM decision WHERE state = 'made' ORDER BY decided, id"))
        return row["decider"], row["id"]


def test_in_whatever_order(house: Record, cast: Cast, tmp_path: Path) -> None:
    walk = Walk(house, cast, seed=5)
    for _ in range(STEPS):
        walk.go()
    seal_pending(house)
    write(house, tmp_path)
    with house.reading() as look:
        stand = [tuple(row.values()) for row in look.rows(f"SELECT id, {COLUMNS} FROM job ORDER BY id")]
        clocks = [tuple(row.values()) for row in look.rows("SELECT report, clock, job FROM clock ORDER BY report, clock")]
    with open_lake(house, tmp_path) as lake:
        _, found = lake.ask(f"SELECT job, {COLUMNS} FROM jobs ORDER BY job")
        _, running = lake.ask("SELECT report, clock, job FROM clocks ORDER BY report, clock")
    as_text = [
        tuple(str(each) if hasattr(each, "hex") and not isinstance(each, float) else each for each in row) for row in stand
    ]
    assert found == as_text
    assert running == [tuple(str(each) for each in row) for row in clocks]
    assert len(stand) >= 8
    assert walk.done >= {"report", "again", "claim", "hold", "escalate", "transfer", "merge", "decide"}
