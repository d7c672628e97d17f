"""The team of these tests: seven weeks of work in two queues, written as facts, so that a world is there in a second."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from litestar import Litestar

from cast import Cast
from leeward.house import House
from leeward.lakeside import write_lake
from leeward.record.facts import Fact
from leeward.record.facts.review import JobDecided
from leeward.record.facts.triage import JobOpened, StartBy
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import ClauseCode, Digest, HarmCode, LanguageCode, QueueCode, SkillCode
from leeward.record.terms.ids import DecisionId, JobId, PersonId, ReportId, SubjectId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.report import Source, Verdict
from leeward.record.terms.severity import Severity

BUSY, QUIET = "recruitment", "smuggling"
DAYS = 51


class Team(NamedTuple):
    """An open house with a past."""

    house: House
    cast: Cast
    site: Litestar
    who: tuple[PersonId, ...]

    @property
    def record(self) -> Record:
        """Its record."""
        return self.house.record

    def facts(self, kind: str) -> list[dict[str, Any]]:
        """The bodies of the facts of a kind, in order."""
        sql = "SELECT body FROM fact WHERE kind = %(kind)s ORDER BY position"
        with self.record.reading() as look:
            return [row["body"] for row in look.rows(sql, {"kind": kind})]


def live(record: Record, team: tuple[PersonId, ...], days: int = DAYS) -> None:
    """Seven weeks: most is decided within minutes; forty pieces of the busy queue wait, ten of them late and ten due soon."""
    random, at = np.random.default_rng(4), now()
    for facts in _days(random, at, team, days):
        with record.writing() as tx:
            tx.append([job for job, _ in facts])
            tx.append([decided for _, decided in facts])
    with record.writing() as tx:
        waits = [opened(at - timedelta(minutes=5), BUSY, within=(-60, 30, 360, 360)[n // 10]) for n in range(40)]
        tx.append(waits)


def _days(random: np.random.Generator, at: datetime, team: tuple[PersonId, ...], days: int) -> Iterator[list[tuple[Fact, Fact]]]:
    begins = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=days)
    for day in range(days):
        lives: list[tuple[Fact, Fact]] = []
        for hour in range(24):
            moment = begins + timedelta(days=day, hours=hour)
            height = (0.3 + np.sin(np.pi * moment.hour / 24) ** 2) * (0.5 if moment.weekday() >= 5 else 1.0)
            for queue, rate in ((BUSY, 1.6), (QUIET, 0.3)):
                lives += [_life(random, moment, queue, team) for _ in range(int(random.poisson(rate * height)))]
        yield lives


def _life(random: np.random.Generator, moment: datetime, queue: str, team: tuple[PersonId, ...]) -> tuple[Fact, Fact]:
    """A job and its decision; that somebody held it in between changes nothing here."""
    job = opened(moment + timedelta(seconds=int(random.integers(3_000))), queue)
    claimed = job.place.received + timedelta(minutes=float(random.exponential(30)))
    decided = claimed + timedelta(minutes=float(random.lognormal(1.6, 0.6)))
    who = team[int(random.integers(len(team)))]
    clause = ClauseCode("HE-REC-1" if queue == BUSY else "HE-SM-1")
    return job, JobDecided(
            subject=job.subject, actor=who, occurred=decided, decision=DecisionId(new_id()), about=job.about,
            reports=(job.report,),
            verdict=Verdict.NO_VIOLATION, clause=clause, clause_version=1, severity=Severity.LOW, path=(), reasons=(),
            playbook=Digest("0" * 64), measures=(), source=Source.USER_REPORT, queue=QueueCode(queue), language=job.language,
            first_seen=job.place.received, claimed=claimed, views_at_action=0, automated_detection=False,
            automated_decision=False, effective=decided,
    )  # fmt: skip


def opened(received: datetime, queue: str, *, within: int = 360) -> JobOpened:
    """A piece of work that came, to be begun within so many minutes."""
    place = StartBy(
        received=received, severity=Severity.LOW, likelihood=0.5, virality=0.0, allowance_seconds=21_600, handling_seconds=360,
        legal_due=None, start_by=received + timedelta(minutes=within),
    )  # fmt: skip
    return JobOpened(
        subject=JobId(new_id()), actor=PersonId(new_id()), occurred=received, about=SubjectId(new_id()),
        report=ReportId(new_id()), queue=QueueCode(queue), harm=HarmCode("recruitment.deceptive"),
        clauses=(ClauseCode("HE-REC-1"),), skill=SkillCode("labour_exploitation"),
        language=LanguageCode("es" if received.minute % 4 == 0 else "en"), place=place,
    )  # fmt: skip


def write(house: House) -> None:
    """Seal what happened, and put it into the lake."""
    seal_pending(house.record)
    write_lake(house)
