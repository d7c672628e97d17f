"""The counter: everybody is served once, rounds are as large as the crowd, and nobody pays for another's trouble."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from weakref import ref

import pytest

from cast import Cast
from frontline.office import PLAY, Given, open_jobs
from leeward.frontline.review import desk
from leeward.frontline.review.desk import claiming
from leeward.frontline.review.desk.counter import ROUND, Counter
from leeward.frontline.review.refusals import NoSuch
from leeward.record.errors import DatabaseUnavailable
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import PersonId, new_id


class Clerk:
    """Serves numbers; the first round waits until it is let go, so that a crowd gathers."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, asked: Sequence[int]) -> list[int | Exception | None]:
        self.rounds.append(list(asked))
        self.begun.set()
        assert self.go.wait(10)
        if 13 in asked:
            raise ArithmeticError("thirteen")
        return [NoSuch() if each < 0 else each * 2 for each in asked]


def crowd(counter: Counter[int, int], clerk: Clerk, numbers: Sequence[int]) -> list[int | BaseException | None]:
    """Number 0 comes first; everybody else comes while it is being served."""

    def come(number: int) -> int | BaseException | None:
        try:
            return counter.come(number)
        except Exception as problem:
            return problem

    with ThreadPoolExecutor(len(numbers) + 1) as pool:
        first = pool.submit(come, 0)
        assert clerk.begun.wait(10)
        others = [pool.submit(come, number) for number in numbers]
        while len(counter._waiting) < len(numbers):
            threading.Event().wait(0.001)
        clerk.go.set()
        assert first.result(10) == 0
        return [each.result(10) for each in others]


def test_who_comes_meanwhile_is_served_in_the_next_round_together() -> None:
    clerk = Clerk()
    assert crowd(Counter(clerk), clerk, [1, 2, 3, 4]) == [2, 4, 6, 8]
    assert [sorted(each) for each in clerk.rounds] == [[0], [1, 2, 3, 4]]


def test_a_round_has_an_end() -> None:
    clerk = Clerk()
    many = list(range(100, 100 + ROUND + 5))
    assert crowd(Counter(clerk), clerk, many) == [each * 2 for each in many]
    assert [len(each) for each in clerk.rounds] == [1, ROUND, 5]


def test_a_refusal_is_for_whom_it_is_meant() -> None:
    clerk = Clerk()
    answers = crowd(Counter(clerk), clerk, [1, -1, 2])
    assert (answers[0], type(answers[1]), answers[2]) == (2, NoSuch, 4)


def test_a_round_that_fails_is_served_one_by_one() -> None:
    clerk = Clerk()
    answers = crowd(Counter(clerk), clerk, [1, 13, 2])
    assert (answers[0], type(answers[1]), answers[2]) == (2, ArithmeticError, 4)


def test_an_outage_is_told_to_all_at_once_and_the_counter_opens_again() -> None:
    rounds: list[int] = []

    def serve(asked: Sequence[int]) -> list[int | Exception | None]:
        rounds.append(len(asked))
        if len(rounds) == 1:
            raise DatabaseUnavailable()
        return list(asked)

    counter = Counter(serve)
    with pytest.raises(DatabaseUnavailable):
        counter.come(1)
    assert counter.come(2) == 2


def test_whoever_is_interrupted_leaves_the_counter_to_others() -> None:
    calls: list[int] = []

    def serve(asked: Sequence[int]) -> list[int | Exception | None]:
        calls.append(len(asked))
        if len(calls) == 1:
            raise KeyboardInterrupt
        return list(asked)

    counter = Counter(serve)
    with pytest.raises(KeyboardInterrupt):
        counter.come(1)
    assert counter.come(2) == 2


def test_two_in_one_round_never_get_the_same_job(record: Record, cast: Cast) -> None:
    first, second = open_jobs(record, [Given(start_in=1), Given(start_in=2)])
    asked = [claiming._Asked(PLAY, who) for who in (cast.alice.id, cast.bob.id, cast.alice.id, cast.charlie.id)]
    claims = claiming._hand_out(ref(record), asked)
    assert [claim.job if isinstance(claim, desk.Claim) else claim for claim in claims] == [first, second, first, None]
    assert [claim.again for claim in claims if isinstance(claim, desk.Claim)] == [False, False, True]


def test_a_crowd_at_the_desk_gets_different_jobs_and_strangers_are_told(record: Record, cast: Cast) -> None:
    jobs = open_jobs(record, [Given(), Given(), Given(queue="smuggling", language="fr")])
    stranger = PersonId(new_id())
    people = [cast.alice.id, cast.bob.id, cast.charlie.id, stranger, cast.eve.id] * 3

    def come(who: PersonId) -> object:
        try:
            claim = desk.claim_next(record, PLAY, who)
        except NoSuch:
            return "stranger"
        return claim and claim.job

    with ThreadPoolExecutor(15) as pool:
        answers = list(zip(people, pool.map(come, people), strict=True))
    given = {who: {job for person, job in answers if person == who} for who in people}
    assert given[stranger] == {"stranger"}
    assert given[cast.eve.id] == {None}
    assert [len(given[who]) for who in (cast.alice.id, cast.bob.id, cast.charlie.id)] == [1, 1, 1]
    assert set.union(*(given[who] for who in (cast.alice.id, cast.bob.id, cast.charlie.id))) <= set(jobs)
    with record.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'job_claimed'") == look.value(
            "SELECT count(*) FROM job WHERE state = 'claimed'"
        )
