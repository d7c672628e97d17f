"""The world goes on: new reports at a pace that somebody can follow, for as long as the console is open."""

import time
from collections.abc import Callable
from random import Random

from leeward.drills.arrivals import newcomers
from leeward.frontline.intake import desk as intake
from leeward.house import House
from leeward.record.terms.code import SourceCode
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR

PAUSE = (6.0, 24.0)
"""Seconds between two arrivals."""
LOOKS = 0.25
"""Seconds between two looks at whether to stop."""


def keep_coming(house: House, random: Random, first: int, go_on: Callable[[], bool], pause: tuple[float, float] = PAUSE) -> int:
    """Take in one to three reports every so often, numbered from ``first``, until ``go_on`` says no; how many came."""
    number = first
    while _waited(random.uniform(*pause), go_on):
        arrived = newcomers(random, house.playbook(), random.choice((1, 1, 2, 3)), now(), number)
        intake.receive(house.record, house.playbook(), arrived, door=SourceCode("demo"), actor=DOOR)
        number += len(arrived)
    return number - first


def _waited(seconds: float, go_on: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and go_on():
        time.sleep(min(LOOKS, left))
    return go_on()
