"""A machine plays the office: people claim, skip, hold, escalate, decide, undo; leases run out; reports come in meanwhile.

After every step: one undecided job on a subject, one holder of a job, one job in a hand, nothing lost, no action in force whose
decision does not stand. At the end standing is folded anew from the ledger and must be the same.
"""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cast import Cast, hire
from frontline.office import FINE, MINOR, NOT_ENOUGH, PLAY, UNSURE, VIOLATES, Given, open_jobs
from leeward import flow
from leeward.frontline.review import desk, refusals
from leeward.record.facts.assessment import ReportAssessed
from leeward.record.facts.intake import ReportReceived
from leeward.record.ledger.record import Record, open_record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import DecisionId, JobId, PersonId, new_id
from leeward.record.terms.moment import Moment, now

PATHS = {"violates": VIOLATES, "fine": FINE, "not enough": NOT_ENOUGH, "minor": MINOR, "unsure": UNSURE}
EXPECTED = (refusals.Barred, refusals.Passed)
"""What the desk may answer when somebody asks for what cannot be."""

LISTENERS = {kind: heard for kind, heard in flow.listeners(lambda: PLAY).items() if kind not in (ReportReceived, ReportAssessed)}
"""Everybody who listens but for those before review: the office's jobs are placed already."""

numbers = st.integers(0, 5)
given = st.builds(
    Given, queue=st.sampled_from(["labour", "images", "smuggling"]), language=st.sampled_from(["en", "fr"]),
    severity=st.integers(0, 3), start_in=st.integers(-50, 50), legal_in=st.none() | st.integers(-60, 600),
)  # fmt: skip


class Office(RuleBasedStateMachine):
    """The desk of review with enforcement and triage listening, over one database."""

    record: Record
    jobs: Bundle[JobId] = Bundle("jobs")

    @initialize(target=jobs, board=st.lists(given, min_size=3, max_size=6))
    def begin(self, board: list[Given]) -> Any:
        """People come to work, and work is there."""
        self.cast: Cast = hire(self.record)
        self.people = [self.cast.alice.id, self.cast.bob.id, self.cast.charlie.id]
        self.ahead = timedelta(0)
        self.holders: list[tuple[PersonId, JobId]] = []
        self.waiting: list[JobId] = []
        self.made: list[tuple[DecisionId, PersonId]] = []
        self.opened: set[JobId] = set()
        return multiple(*self._open(board))

    def _open(self, board: list[Given]) -> list[JobId]:
        opened = open_jobs(self.record, board)
        self.opened |= set(opened)
        return opened

    @property
    def moment(self) -> Moment:
        """Now, as the clockwork sees it: it runs ahead when leases and grace periods are to end."""
        return now() + self.ahead

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do something that the desk may refuse."""
        try:
            return act()
        except EXPECTED:
            return None

    @rule(target=jobs, one=given)
    def work_comes_in(self, one: Given) -> Any:
        return self._open([one])[0]

    @rule(target=jobs, job=jobs)
    def something_new_on_a_decided_subject(self, job: JobId) -> Any:
        with self.record.reading() as look:
            about = look.value("SELECT about FROM job WHERE id = %(job)s", {"job": job})
            if look.value("SELECT count(*) FROM job WHERE about = %(about)s AND state <> 'decided'", {"about": about}):
                return multiple()
        return self._open([Given(about=about)])[0]

    @precondition(lambda self: len(self.holders) < len(self.people))
    @rule(n=numbers)
    def claims_next(self, n: int) -> None:
        free = [person for person in self.people if person not in {who for who, _ in self.holders}]
        desk.claim_next(self.record, PLAY, free[n % len(free)])

    @rule(who=st.integers(0, 2), job=jobs)
    def claims(self, who: int, job: JobId) -> None:
        self.attempt(lambda: desk.claim(self.record, PLAY, self.people[who], job))

    @precondition(lambda self: self.holders)
    @rule(n=numbers, reason=st.sampled_from(["not_now", "conflict"]))
    def skips(self, n: int, reason: str) -> None:
        desk.skip(self.record, PLAY, *self.holder(n), reason)

    @precondition(lambda self: self.holders)
    @rule(n=numbers)
    def releases(self, n: int) -> None:
        desk.release(self.record, PLAY, *self.holder(n), "break")

    @precondition(lambda self: self.holders)
    @rule(n=numbers)
    def renews(self, n: int) -> None:
        desk.renew(self.record, PLAY, *self.holder(n))

    @precondition(lambda self: self.holders)
    @rule(n=numbers, minutes=st.integers(1, 400))
    def holds(self, n: int, minutes: int) -> None:
        until = now() + timedelta(minutes=minutes)
        self.attempt(lambda: desk.hold(self.record, PLAY, *self.holder(n), "platform", until))

    @precondition(lambda self: self.holders)
    @rule(n=numbers, reason=st.sampled_from(["second_opinion", "minor_gate"]))
    def escalates(self, n: int, reason: str) -> None:
        desk.escalate(self.record, PLAY, *self.holder(n), reason)

    @precondition(lambda self: self.waiting)
    @rule(who=st.integers(0, 2), n=numbers)
    def resumes(self, who: int, n: int) -> None:
        self.attempt(lambda: desk.resume(self.record, PLAY, self.people[who], self.waiting[n % len(self.waiting)], "returned"))

    @precondition(lambda self: self.holders)
    @rule(n=numbers, act=st.sampled_from(["skip", "release", "renew", "decide"]))
    def meddles(self, n: int, act: str) -> None:
        """Somebody else reaches for a job in another's hand, and is refused."""
        holder, job = self.holder(n)
        other = next(person for person in self.people if person != holder)
        with pytest.raises(refusals.NotYours):
            self.meddle(act, other, job)

    def meddle(self, act: str, who: PersonId, job: JobId) -> None:
        """One thing that only a holder may do."""
        if act == "decide":
            desk.decide(self.record, PLAY, who, job, decision=DecisionId(new_id()), clause="HE-T-1", path=FINE)
        elif act == "renew":
            desk.renew(self.record, PLAY, who, job)
        else:
            getattr(desk, act)(self.record, PLAY, who, job, {"skip": "not_now", "release": "break"}[act])

    @precondition(lambda self: self.holders)
    @rule(n=numbers, path=st.sampled_from([*sorted(PATHS), "violates", "violates"]), twice=st.booleans())
    def decides(self, n: int, path: str, twice: bool) -> None:
        who, job = self.holder(n)
        decision = DecisionId(new_id())
        measures = () if path != "violates" else (self.offered(job),)

        def decide() -> desk.Made:
            return desk.decide(
                self.record, PLAY, who, job, decision=decision, clause="HE-T-1", path=PATHS[path], measures=measures
            )

        first = decide()
        assert not twice or ((again := decide()).again and again.verdict == first.verdict)

    @precondition(lambda self: self.made)
    @rule(n=numbers)
    def undoes(self, n: int) -> None:
        decision, who = self.made[n % len(self.made)]
        with self.record.reading() as look:
            forced = look.value(
                "SELECT count(*) FROM action WHERE decision = %(decision)s AND state <> 'grace'", {"decision": decision}
            )
        if not forced:  # the machine's clock runs ahead of the desk's: what has left the house is not undone
            self.attempt(lambda: desk.undo(self.record, PLAY, who, decision))

    @precondition(lambda self: self.made)
    @rule(n=numbers)
    def is_reversed(self, n: int) -> None:
        desk.reverse(self.record, PLAY, self.cast.bob.id, self.made[n % len(self.made)][0], "mistake")

    @rule(minutes=st.sampled_from([2, 2, 25, 60, 60 * 24 * 8]))
    def time_passes(self, minutes: int) -> None:
        self.ahead = timedelta(minutes=minutes)
        for wake in flow.TIMERS:
            wake(self.record, lambda: PLAY, self.moment)

    def holder(self, n: int) -> tuple[PersonId, JobId]:
        """Somebody with a job in hand, and the job."""
        return self.holders[n % len(self.holders)]

    def offered(self, job: JobId) -> str:
        """A measure the ladder offers for a job."""
        with self.record.reading() as look:
            view = desk.job_view(look, PLAY, self.cast.bob.id, job)
        [offer] = [offer for offer in view.offers if offer.policy.id == "HE-T-1"]
        return next(measure.code for measure in offer.consequence.measures if not measure.irreversible)

    @invariant()
    def everything_is_where_it_should_be(self) -> None:
        if not hasattr(self, "opened"):
            return
        with self.record.reading() as look:
            rows = look.rows("SELECT * FROM job")
            counted = look.rows("SELECT state, sum(jobs)::integer AS n FROM job_count GROUP BY 1 HAVING sum(jobs) <> 0")
            wrong = look.value(WRONG_ACTIONS)
            made = look.rows("SELECT id, decider FROM decision WHERE state = 'made' ORDER BY decided")
        assert {row["id"] for row in rows} == self.opened, "a job was lost, or came from nowhere"
        undecided = [row["about"] for row in rows if row["state"] != "decided"]
        assert len(undecided) == len(set(undecided)), "two undecided jobs on one subject"
        self.holders = [(row["claimed_by"], row["id"]) for row in rows if row["claimed_by"] is not None]
        self.made = [(row["id"], row["decider"]) for row in made]
        self.waiting = [row["id"] for row in rows if row["state"] in ("held", "escalated")]
        assert len({who for who, _ in self.holders}) == len(self.holders), "two jobs in one hand"
        for row in rows:
            check_row(row)
        by_state: dict[str, int] = {}
        for row in rows:
            by_state[row["state"]] = by_state.get(row["state"], 0) + 1
        assert {row["state"]: row["n"] for row in counted} == by_state, "the counts do not count"
        assert wrong == 0, "an action stands whose decision does not"

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            _, differences = refold(self.record)
            assert differences == [], "standing is not what the ledger says"


WRONG_ACTIONS = """SELECT count(*) FROM action a JOIN decision d ON d.id = a.decision
WHERE (d.state = 'made') <> (a.state IN ('grace', 'in_force', 'expired'))"""


def check_row(row: dict[str, Any]) -> None:
    """What must be true of a job in each state."""
    held = row["state"] == "claimed"
    assert held == (row["claimed_by"] is not None) == (row["lease_until"] is not None), "a lease without a holder, or the reverse"
    assert (row["state"] == "held") == (row["held_until"] is not None)
    assert (row["state"] == "decided") == (row["decision"] is not None) == (row["decided_by"] is not None)
    assert row["state"] != "escalated" or row["escalated_by"] is not None
    assert row["state"] != "open" or row["escalated_by"] is None, "an escalation came back by itself"


@pytest.mark.long
@pytest.mark.timeout(300)
def test_the_office_keeps_its_order_whatever_people_do(server: str, template: str, keys: Any) -> None:
    """Each run has a database of its own, so the ledger that is folded anew is the whole story."""
    numbers = itertools.count()

    class Run(Office):
        def __init__(self) -> None:
            super().__init__()
            self.name = f"office_{next(numbers)}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {self.name} TEMPLATE {template} STRATEGY file_copy".encode())
            url = psycopg.conninfo.make_conninfo(server, dbname=self.name)
            self.record = open_record(url, keys=keys, listeners=LISTENERS, connections=3)

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                self.record.close()
                with psycopg.connect(server, autocommit=True) as connection:
                    connection.execute(f"DROP DATABASE {self.name} WITH (FORCE)".encode())

    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=50, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
