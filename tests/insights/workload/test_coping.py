"""Playing a queue: against a play of single jobs, and what must hold whatever comes."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from leeward.insights.workload.coping import Asked, Batch, play

AT = datetime(2026, 11, 24, tzinfo=UTC)
HOURS = 48
ALLOWED = (30.0, 20.0, 10.0, 4.0, 1.0)


def asked(**more: object) -> Asked:
    """Five an hour of ten minutes, for one person who can do 45 minutes in each."""
    usual: dict[str, object] = {
        "begins": AT, "waiting": (), "arrivals": np.random.default_rng(3).poisson(5, (150, HOURS)).astype(float),
        "tiers": (0.2, 0.2, 0.3, 0.3, 0.0), "allowed": ALLOWED, "handling": 10.0, "deviation": 6.0,
        "capacity": np.full(HOURS, 45.0), "unsure": 0.0,
    }  # fmt: skip
    return Asked(**(usual | more))  # type: ignore[arg-type]


def job_by_job(plays: int, waiting: list[Batch]) -> tuple[float, float]:
    """The same queue, one job after another, by the minute: how many that come due in the hours are late, of how many."""
    random = np.random.default_rng(11)
    late = due = 0
    for _ in range(plays):
        jobs = [(AT, each.severity, each.due) for each in waiting for _ in range(each.pieces)]
        for hour in range(HOURS):
            for _ in range(random.poisson(5)):
                severity = int(random.choice(5, p=(0.2, 0.2, 0.3, 0.3, 0.0)))
                at = AT + timedelta(hours=hour + random.random())
                jobs.append((at, severity, at + timedelta(hours=ALLOWED[severity])))
        begun = serve(jobs, random)
        for (_, _, ends), began in zip(jobs, begun, strict=True):
            if timedelta(0) < ends - AT < timedelta(hours=HOURS):
                due += 1
                late += began is None or began > ends
    return late / plays, due / plays


def serve(jobs: list[tuple[datetime, int, datetime]], random: np.random.Generator) -> list[datetime | None]:
    """When somebody begins each job: the gravest first, then what is due first, by a person who works 45 of 60 minutes."""
    shape = (10 / 6) ** 2
    begun: list[datetime | None] = [None] * len(jobs)
    now, end = AT, AT + timedelta(hours=HOURS)
    left = set(range(len(jobs)))
    while now < end and left:
        here = [n for n in left if jobs[n][0] <= now]
        if not here:
            now = min(jobs[n][0] for n in left)
            continue
        chosen = min(here, key=lambda n: (-jobs[n][1], jobs[n][2]))
        begun[chosen] = now
        left.discard(chosen)
        now += timedelta(minutes=float(random.gamma(shape, 10 / shape)) / 0.75)
    return begun


def test_the_plays_say_what_a_play_of_single_jobs_says() -> None:
    waiting = [Batch(3, AT + timedelta(hours=2), 8), Batch(1, AT + timedelta(hours=12), 30)]
    exact, due = job_by_job(40, waiting)
    played = play(asked(waiting=waiting), seed=5)
    assert played.due.sum(axis=1).mean() == pytest.approx(due, rel=0.05)
    assert played.late.sum(axis=1).mean() == pytest.approx(exact, rel=0.12)


def test_more_people_are_never_late_more_often_and_nobody_there_is_always_late() -> None:
    waiting = [Batch(2, AT + timedelta(hours=5), 20)]
    one, two, none = (play(asked(waiting=waiting, capacity=np.full(HOURS, minutes)), seed=1) for minutes in (45.0, 90.0, 0.0))
    assert (two.late <= one.late + 1e-9).all(), "on the same luck, play by play and hour by hour"
    assert none.late == pytest.approx(none.due)
    assert two.left[:, -1].mean() < one.left[:, -1].mean()
    assert one.late.min() >= 0
    assert (one.late <= one.due + 1e-9).all()


def test_what_is_late_already_is_ahead_and_cannot_become_late() -> None:
    quiet = {"arrivals": np.zeros((50, HOURS)), "deviation": 0.0}
    waiting = [Batch(2, AT - timedelta(hours=1), 9), Batch(2, AT + timedelta(hours=1, minutes=30), 2)]
    played = play(asked(waiting=waiting, **quiet), seed=1)
    assert played.due.sum(axis=1).tolist() == [2.0] * 50
    assert played.late.sum(axis=1).tolist() == [2.0] * 50, "nine of ten minutes are ahead, and 67 minutes can be done"


def test_the_graver_come_first() -> None:
    both = [Batch(3, AT + timedelta(hours=3), 10), Batch(0, AT + timedelta(hours=3), 10)]
    quiet = {"arrivals": np.zeros((20, HOURS)), "deviation": 0.0}
    assert play(asked(waiting=both, **quiet)).late.sum(axis=1)[0] == pytest.approx(6.5), "13.5 of 20 can be done"
    assert play(asked(waiting=both[:1], **quiet)).late.sum() == 0
