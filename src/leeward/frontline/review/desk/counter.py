"""The counter at which work is handed out. Who comes while somebody is served is served in the next round, with all who wait.

One writer holds the pen at a time, so under load the question is how much one turn with the pen gets done: a round is one
transaction, one person read, one append for everybody in it. Alone at the counter, a round is a round of one.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from leeward.record.errors import DatabaseUnavailable

Asked = TypeVar("Asked")
Given = TypeVar("Given")

ROUND = 32
"""So many are served at once; the others wait for the next round."""


class _Turn(Generic[Asked, Given]):
    """Somebody at the counter: what they ask, what they are given or what went wrong."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.given: Given | None = None
        self.problem: BaseException | None = None
        self.served = False
        self.called = threading.Event()


class Counter(Generic[Asked, Given]):
    """Rounds over ``serve``, which gives each of those asking something or None, or the exception that is theirs alone."""

    def __init__(self, serve: Callable[[Sequence[Asked]], Sequence[Given | Exception | None]]) -> None:
        self._serve = serve
        self._lock = threading.Lock()
        self._waiting: list[_Turn[Asked, Given]] = []
        self._busy = False

    def come(self, asked: Asked) -> Given | None:
        """Ask, and wait to be served. Whoever comes to an idle counter, or is called up first, serves a round."""
        turn = _Turn[Asked, Given](asked)
        with self._lock:
            self._waiting.append(turn)
            serves, self._busy = not self._busy, True
        if not serves:
            turn.called.wait()
        if not turn.served:
            self._serve_round()
        if turn.problem is not None:
            raise turn.problem
        return turn.given

    def _serve_round(self) -> None:
        with self._lock:
            turns, self._waiting = self._waiting[:ROUND], self._waiting[ROUND:]
        try:
            self._give(turns)
        except BaseException as problem:
            for turn in turns:
                turn.problem = turn.problem or problem
            raise
        finally:
            self._call_next(turns)

    def _call_next(self, turns: Sequence[_Turn[Asked, Given]]) -> None:
        """The first of those who wait serves the next round; then those of this round hear what they got."""
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._busy = following is not None
        if following is not None:
            following.called.set()
        for turn in turns:
            turn.served = True
            turn.called.set()

    def _give(self, turns: Sequence[_Turn[Asked, Given]]) -> None:
        """Serve them together; when that fails, one by one, so that nobody pays for another's trouble."""
        try:
            answers = self._serve([turn.asked for turn in turns])
        except DatabaseUnavailable:
            raise
        except Exception:
            if len(turns) == 1:
                raise
            for turn in turns:
                self._give_alone(turn)
            return
        for turn, answer in zip(turns, answers, strict=True):
            if isinstance(answer, Exception):
                turn.problem = answer
            else:
                turn.given = answer

    def _give_alone(self, turn: _Turn[Asked, Given]) -> None:
        try:
            self._give([turn])
        except Exception as problem:
            turn.problem = problem
