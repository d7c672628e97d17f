"""When an action comes into force: after the grace period, its own wait, and a span of chance that can be computed again."""

import hashlib
import secrets
from datetime import timedelta

from leeward.playbook.model import Measure
from leeward.record.facts.enforcement import Delay
from leeward.record.terms.ids import ActionId
from leeward.record.terms.moment import Moment


def delay_of(measure: Measure | None, action: ActionId) -> Delay | None:
    """A delay by chance, drawn now; None for a measure that has none."""
    span = 60 * measure.jitter_minutes if measure else 0
    if not span:
        return None
    seed = secrets.randbits(48)
    return Delay(span_seconds=span, seed=seed, seconds=seconds_of(seed, action, span))


def seconds_of(seed: int, action: ActionId, span: int) -> int:
    """What the seed makes of a span for one action: every second from 0 to ``span`` is equally likely."""
    drawn = hashlib.sha256(f"{seed}:{action}".encode()).digest()
    return int.from_bytes(drawn[:8]) % (span + 1)


def effective_of(measure: Measure | None, decided: Moment, delay: Delay | None) -> Moment:
    """When it comes into force, by the moment from which its decision can no longer be undone."""
    wait = timedelta(minutes=measure.wait_minutes if measure else 0)
    return decided + wait + timedelta(seconds=delay.seconds if delay else 0)
