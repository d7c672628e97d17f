"""What happens in the made-up quarter beside the usual: stories that a team would have to find, and that pages can show.

A wave of deceptive recruitment, a burst of intimate images in one language on one platform, and a brigade against one account.
Two more stand elsewhere: a rule gone wrong (``rooms.py``) and a cohort that drifts (``past.py``).
"""

from datetime import timedelta
from random import Random

import msgspec

from leeward.record.terms.moment import Moment
from leeward.record.terms.subject import SubjectKind


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Reports beyond the usual. ``ago`` and ``length`` are days; ``share`` is the part of all reports that belongs to it."""

    name: str
    ago: float
    length: float
    share: float
    harms: tuple[str, ...]
    kind: SubjectKind
    platform: str
    language: str | None = None
    one_subject: bool = False
    says: str | None = None
    shows: str | None = None
    """What its subjects say, each with a number of its own in it: ``{number}``."""

    def moment(self, random: Random, until: Moment) -> Moment:
        """When one of its reports came: it rises and falls, the middle is the busiest."""
        return until - timedelta(days=self.ago - self.length * random.triangular(0, 1))


STORIES = (
    Story(
        name="wave", ago=55, length=12, share=0.06, harms=("recruitment.deceptive", "labour_exploitation.fees"),
        kind=SubjectKind.LISTING, platform="jobs",
        shows="Cooks and stewards wanted for a long voyage; the papers and the place are seen to by us. Ask for desk {number}.",
    ),
    Story(
        name="burst", ago=24, length=5, share=0.035, harms=("intimate_images.shared", "intimate_images.synthetic"),
        kind=SubjectKind.CONTENT, platform="social", language="es",
    ),
    Story(
        name="brigade", ago=6, length=0.3, share=0.003, harms=("commercial_sexual.solicitation",),
        kind=SubjectKind.ACCOUNT, platform="social", language="en", one_subject=True,
        says="This account offers something that is not allowed here. Please remove it at once.",
    ),
)  # fmt: skip
