"""The desk of prevalence: drawing, looking at what labels come to, closing. Nothing here but names."""

from leeward.insights.prevalence.desk.closing import close
from leeward.insights.prevalence.desk.drawing import draw
from leeward.insights.prevalence.desk.estimating import sample_of, samples, seen

__all__ = ["close", "draw", "sample_of", "samples", "seen"]
