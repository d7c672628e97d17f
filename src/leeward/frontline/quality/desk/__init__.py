"""The desk of quality: everything that pages, commands and the clockwork may ask for. Nothing here but names.

What needs numpy stands beside it and is imported by who needs it: ``measuring``, ``calibrating``, ``reading``.
"""

from leeward.frontline.quality.desk.disputing import dispute, name_cause
from leeward.frontline.quality.desk.drawing import Draw, draw_samples, drawable_until
from leeward.frontline.quality.desk.judging import Made, take_look
from leeward.frontline.quality.desk.loading import names
from leeward.frontline.quality.desk.showing import blind, finding, in_my_hand, objection, reveal, waiting
from leeward.frontline.quality.desk.taking import Taken, claim_next, listeners, release
from leeward.frontline.quality.desk.waking import wake

__all__ = [
    "Draw",
    "Made",
    "Taken",
    "blind",
    "claim_next",
    "dispute",
    "draw_samples",
    "drawable_until",
    "finding",
    "in_my_hand",
    "listeners",
    "name_cause",
    "names",
    "objection",
    "release",
    "reveal",
    "take_look",
    "waiting",
    "wake",
]
