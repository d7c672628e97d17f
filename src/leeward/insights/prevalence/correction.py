"""What labels say against what is so: people miss some and see some that are not there, and how often is itself estimated.

A label is made by several blind looks; where any of them finds a violation an expert looks and has the last word. So it finds

    sensitivity = (1 - (1 - se) ** looks) * se_expert      of those that violate
    false       = (1 - sp ** looks) * (1 - sp_expert)      of those that do not

``se`` and ``sp`` of a look come from items whose answer is known: golden items, and decisions two experts looked at whatever the
peer said. Their counts become Beta(right + 1/2, wrong + 1/2), and every draw of the share is corrected by a draw of theirs
(Rogan and Gladen 1978, propagated by Monte Carlo). ``lang_reiczigel`` is the closed form for one look and a simple sample.
"""

from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import msgspec

from leeward.insights.prevalence.estimates import CONFIDENCE, Ends
from leeward.record.terms.prevalence import Basis

if TYPE_CHECKING:
    from numpy import float64
    from numpy.random import Generator
    from numpy.typing import NDArray

    Floats = NDArray[float64]

LEAST_KNOWN = 10
"""So many answers on items that violate, and so many on items that do not, before anything is corrected by them."""
DOUBT = 0.025
"""Refused where the labels are no better than chance with more than this probability."""


class NotCorrectable(ValueError):
    """Labels are no better than chance, or this share cannot come from labels with these mistakes."""


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody answered items whose truth is known."""

    violating: int = 0
    """Items that violate, and how many of them were found."""
    found: int = 0
    harmless: int = 0
    """Items that do not, and how many of them were left alone."""
    left: int = 0

    @property
    def enough(self) -> bool:
        """Whether anything can be said from them."""
        return min(self.violating, self.harmless) >= LEAST_KNOWN


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """How a label comes about: so many blind looks, and whether an expert confirms what they find."""

    looks: int = 1
    confirmed: bool = False


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """A share and how it was corrected. ``value`` is None where no corrected share exists."""

    value: float | None
    low: float | None
    high: float | None
    basis: Basis
    sensitivity: float | None = None
    false: float | None = None
    """Of what does not violate, how much a label says does."""
    why: str = ""


def rogan_gladen(observed: float, sensitivity: float, specificity: float) -> float:
    """The true share behind an observed one. Raises NotCorrectable where Se + Sp <= 1 or the result is no share (FIELD 3.5)."""
    if sensitivity + specificity <= 1:
        raise NotCorrectable(
            f"labels with sensitivity {sensitivity:.3g} and specificity {specificity:.3g} are no better than chance"
        )
    found = (observed + specificity - 1) / (sensitivity + specificity - 1)
    if not 0 <= found <= 1:
        raise NotCorrectable(f"a share of {observed:.3g} cannot come from labels with these mistakes")
    return found


def rates(process: Process, peers: Answers, experts: Answers, rng: "Generator", draws: int) -> tuple["Floats", "Floats"]:
    """Draws of a label's sensitivity and of its false positives. Experts of whom too little is known count as peers do."""
    found = _beta(rng, peers.found, peers.violating, draws)
    left = _beta(rng, peers.left, peers.harmless, draws)
    sensitivity, false = 1 - (1 - found) ** process.looks, 1 - left**process.looks
    if process.confirmed:
        known = experts if experts.enough else peers
        sensitivity = sensitivity * _beta(rng, known.found, known.violating, draws)
        false = false * (1 - _beta(rng, known.left, known.harmless, draws))
    return sensitivity, false


def correct(
    ends: Ends, process: Process, peers: Answers, experts: Answers, rng: "Generator", confidence: float = CONFIDENCE
) -> Corrected:
    """The true share with its interval, the mistakes and how little is known of them carried through (Q22)."""
    import numpy as np

    from leeward.insights.prevalence.estimates import interval

    if not peers.enough:
        low, high = interval(ends, confidence)
        why = f"there are fewer than {LEAST_KNOWN} answers on items known to violate, or known not to"
        return Corrected(value=ends.value, low=low, high=high, basis=Basis.UNCORRECTED, why=why)
    sensitivity, false = rates(process, peers, experts, rng, len(ends.low))
    if float(np.mean(sensitivity <= false)) > DOUBT:
        return _refused("labels are not surely better than chance", sensitivity, false)
    gap = np.maximum(sensitivity - false, 1e-12)
    try:
        value = rogan_gladen(ends.value, float(sensitivity.mean()), 1 - float(false.mean()))
    except NotCorrectable as problem:
        return _refused(str(problem), sensitivity, false)
    tail = (1 - confidence) / 2
    low = float(np.quantile(np.clip((ends.low - false) / gap, 0, 1), tail)) if ends.positives else 0.0
    high = float(np.quantile(np.clip((ends.high - false) / gap, 0, 1), 1 - tail))
    return Corrected(
        value=value, low=min(low, value), high=max(high, value), basis=Basis.CORRECTED, sensitivity=float(sensitivity.mean()),
        false=float(false.mean()),
    )  # fmt: skip


def lang_reiczigel(
    found: int, labels: int, peers: Answers, confidence: float = CONFIDENCE
) -> tuple[float, float, float]:  # fmt: skip
    """(value, low, high) for a simple sample of single looks (Lang and Reiczigel 2014, formulas 2 to 5).

    Raises NotCorrectable where nothing is known of the looks, or they are no better than chance.
    """
    if not labels or not peers.violating or not peers.harmless:
        raise NotCorrectable("nothing was labelled, or nothing is known of those who label")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    n = labels + z * z
    share = (found + z * z / 2) / n
    se, sp = (peers.found + 1) / (peers.violating + 2), (peers.left + 1) / (peers.harmless + 2)
    gap = se + sp - 1
    if gap <= 0:
        raise NotCorrectable(f"labels with sensitivity {se:.3g} and specificity {sp:.3g} are no better than chance")
    value = (share + sp - 1) / gap
    spread_se, spread_sp = se * (1 - se) / (peers.violating + 2), sp * (1 - sp) / (peers.harmless + 2)
    shift = 2 * z * z * (value * spread_se - (1 - value) * spread_sp)
    wide = z * sqrt(share * (1 - share) / n + value**2 * spread_se + (1 - value) ** 2 * spread_sp) / gap
    plain = found / labels
    point = (plain + sp - 1) / gap
    return max(0.0, min(1.0, point)), max(0.0, value + shift - wide), min(1.0, value + shift + wide)


def _refused(why: str, sensitivity: "Floats", false: "Floats") -> Corrected:
    return Corrected(
        value=None, low=None, high=None, basis=Basis.REFUSED, sensitivity=float(sensitivity.mean()), false=float(false.mean()),
        why=why,
    )  # fmt: skip


def _beta(rng: "Generator", right: int, of: int, draws: int) -> "Floats":
    return rng.beta(right + 0.5, of - right + 0.5, size=draws)
