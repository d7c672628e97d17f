"""The place of these tests: an open house with appeals in its lake, decided around a Monday some weeks ago."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from litestar import Litestar

from cast import Cast, hire
from insights.rules.place import own_copy
from leeward.app import make_app
from leeward.house import House
from leeward.insights.measures import desk
from leeward.lakeside import lake_folder, write_lake
from leeward.playbook.measures.asking import Period
from leeward.playbook.measures.gauge import Gauge, Grain
from leeward.playbook.measures.periods import start_of
from leeward.playbook.measures.reckoning import Cell
from leeward.playbook.reader import read_playbook
from leeward.record.facts.appeals import AppealDecided
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.appeal import AppealOutcome
from leeward.record.terms.code import ClauseCode, Digest, GaugeCode
from leeward.record.terms.ids import DecisionId, VaultRef, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity
from leeward.settings import Settings
from visitor import HOST

KEPT = ("appeals/overturn_rate", "appeals/appeal_rate", "flow/backlog", "flow/time_to_decision", "flow/clocks_kept")
"""The measures of these tests; those that guard them stay too."""
OVERTURN = "appeals/overturn_rate"
MONDAY = start_of(Grain.WEEK, now()) - timedelta(weeks=4)
"""Four weeks ago."""
TALLY = {"HE-LEX-2": (6, 14), "ASE-NCII-1": (3, 12), "HE-SM-1": (1, 3)}
"""Clause -> overturned and decided in the first week: .333 of 30 with the last clause, of which too few stand alone."""


class Place(NamedTuple):
    """An open house and who works in it."""

    house: House
    cast: Cast
    site: Litestar

    @property
    def record(self) -> Record:
        """Its record."""
        return self.house.record

    @property
    def lake(self) -> Path:
        """Where its lake is."""
        return lake_folder(self.house)

    def gauge(self, code: str = OVERTURN) -> Gauge:
        """A measure of the playbook in force."""
        return desk.gauge_of(self.house.playbook(), code)

    def decide(self, at: Moment, outcomes: Sequence[AppealOutcome], clause: str = "HE-LEX-2") -> None:
        """Appeals are decided, and come into the lake."""
        with self.record.writing() as tx:
            tx.append([decided(at + timedelta(milliseconds=n), each, clause) for n, each in enumerate(outcomes)])
        self.to_lake()

    def to_lake(self) -> None:
        """What happened is sealed and written."""
        seal_pending(self.record)
        write_lake(self.house)

    def count(self, moment: Moment | None = None) -> None:
        """The clockwork counts."""
        moment = moment or now()
        while desk.close_due(self.record, self.house.playbook(), self.lake, moment):
            pass
        desk.refresh(self.record, self.house.playbook(), self.lake, moment)

    def cells(self, start: Moment = MONDAY, by: Sequence[str] = (), **more: Any) -> list[Cell]:
        """What the overturn rate says of a week."""
        gauge, week = self.gauge(), Period(start, start + timedelta(weeks=1))
        return desk.count(self.record, self.house.playbook(), self.lake, gauge, [week], [(name,) for name in by], **more)

    def facts(self, kind: str) -> list[dict[str, Any]]:
        """The bodies of the facts of a kind, in order."""
        with self.record.reading() as look:
            return [
                row["body"] for row in look.rows("SELECT body FROM fact WHERE kind = %(kind)s ORDER BY position", {"kind": kind})
            ]


def decided(at: Moment, outcome: AppealOutcome, clause: str) -> AppealDecided:
    """An appeal was decided."""
    return AppealDecided(
        subject=new_id(),
        actor=new_id(),  # type: ignore[arg-type]
        occurred=at,
        decision=DecisionId(new_id()),
        outcome=outcome,
        verdict=Verdict.NO_VIOLATION,
        clause=ClauseCode(clause),
        clause_version=1,
        severity=Severity.SERIOUS,
        path=(),
        measures=(),
        instead=None,
        playbook=Digest("0" * 64),
        effective=at,
        told=VaultRef(new_id()),
    )


def _few(folder: Path) -> Path:
    """Of the measures of a playbook, those of ``KEPT`` and their guardrails; of targets, theirs."""
    gauges = read_playbook(folder).gauges
    kept, wanted = set[str](), set[str](KEPT)
    while wanted:
        kept |= wanted
        wanted = {str(gauges[GaugeCode(code)].guardrail) for code in wanted if gauges[GaugeCode(code)].guardrail} - kept
    for path in (folder / "measures").rglob("*.*"):
        if path.relative_to(folder / "measures").as_posix().partition(".")[0] not in kept:
            path.unlink()
    head, *targets = (folder / "targets.toml").read_text().split("[[target]]")
    stay = [each for each in targets if each.split('"')[1] in kept]
    (folder / "targets.toml").write_text("[[target]]".join([head, *stay]))
    for path in (folder / "boards").glob("*.toml"):
        path.unlink()  # they show measures that are gone
    return folder


@contextmanager
def open_place(url: str, folder: Path) -> Iterator[Place]:
    """An open house in which the appeals of ``TALLY`` were decided in the week of ``MONDAY``, and four upheld in the next."""
    house = House(Settings(home=folder, base_url=HOST, playbook=_few(own_copy(folder / "playbook"))), url)
    place = Place(house, hire(house.record), make_app(house))
    for clause, (fell, of) in TALLY.items():
        outcomes = [AppealOutcome.OVERTURNED] * fell + [AppealOutcome.UPHELD] * (of - fell)
        place.decide(MONDAY + timedelta(hours=9), outcomes, clause)
    place.decide(MONDAY + timedelta(days=8), [AppealOutcome.UPHELD] * 4)
    yield place
    house.record.close()
