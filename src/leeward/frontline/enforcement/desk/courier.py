"""A lane for each receiver: one that is slow or dead delays nobody but itself.

``round`` looks which receivers have something due, and starts whichever lane is free; it waits for nobody. A receiver that did
not answer the last time is tried with one message, so that its lane is soon free again.
"""

import logging
import threading
from collections.abc import Callable

from leeward.frontline.enforcement.desk.delivering import FOR_EACH, Post, deliver
from leeward.frontline.enforcement.desk.posting import Answer, post
from leeward.frontline.enforcement.desk.queries import Q
from leeward.playbook.model import Playbook
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import EndpointId
from leeward.record.terms.moment import Moment

log = logging.getLogger("leeward.deliveries")
LANES = 64
"""So many receivers are sent to at once; the next ones wait for a free lane."""


class Courier:
    """Sends what waits, each receiver's messages in a thread of their own."""

    def __init__(self, record: Record, current: Callable[[], Playbook], *, private: bool, post_: Post = post) -> None:
        self._record, self._current, self._private, self._post = record, current, private, post_
        self._lock = threading.Lock()
        self._lanes: dict[EndpointId, threading.Thread] = {}
        self._silent: set[EndpointId] = set()

    def round(self, moment: Moment) -> int:
        """Start what can be started; how many lanes."""
        with self._record.reading() as look:
            waiting = [EndpointId(row["id"]) for row in look.rows(Q.waiting_endpoints, {"moment": moment})]
        with self._lock:
            self._lanes = {each: lane for each, lane in self._lanes.items() if lane.is_alive()}
            free = [each for each in waiting if each not in self._lanes][: LANES - len(self._lanes)]
            for each in free:
                self._lanes[each] = threading.Thread(
                    target=self._send, args=(each, moment), name=f"deliveries-{each}", daemon=True
                )
                self._lanes[each].start()
        return len(free)

    def finish(self, patience: float | None = None) -> None:
        """Wait for the lanes that are under way, each at most ``patience`` seconds."""
        with self._lock:
            lanes = list(self._lanes.values())
        for lane in lanes:
            lane.join(patience)

    def _send(self, endpoint: EndpointId, moment: Moment) -> None:
        answers: list[Answer] = []

        def listen(address: str, body: bytes, headers: dict[str, str], *, private: bool) -> Answer:
            answers.append(self._post(address, body, headers, private=private))
            return answers[-1]

        each = 1 if endpoint in self._silent else FOR_EACH
        try:
            deliver(self._record, self._current, moment, private=self._private, post_=listen, endpoint=endpoint, each=each)
        except Exception:
            log.exception("deliveries: failed for one receiver, tried again soon")
            return
        if any(answer.status == 0 for answer in answers):
            self._silent.add(endpoint)
        elif answers:
            self._silent.discard(endpoint)
