"""What is most likely true, from reviewers who are not equally good: the Dawid-Skene model, sparse and vectorised, with a prior.

Each reviewer has a confusion matrix: what they say, given what is true. It is drawn around what all reviewers do together; how
tightly is learned from the data (a Dirichlet prior fitted by its marginal likelihood), so that a reviewer with three labels is
taken for nearly average, one with three thousand for who they are, and one who answers at random for noise. Truth, matrices and
prior are found together by variational Bayes (Dawid and Skene 1979; Kim and Ghahramani 2012). Items whose truth is known anchor
all others. Which answer is *given* follows from what each mistake costs.

Nothing here knows people or items: they are numbers from 0. The work of one round is a few passes over the labels.
"""

from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ROUNDS, NEAR = 200, 1e-3
_FEWEST, _MOST = 0.5, 500.0  # how tightly reviewers may be thought to cluster, in labels
_LEAST = 0.02  # no answer is thought impossible of anybody
_STEPS, _STILL = 200, 1e-3


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """One row for each judgment: which item, by which reviewer, which category; numbers from 0, and how many there are."""

    item: Ints
    reviewer: Ints
    label: Ints
    items: int
    reviewers: int
    categories: int


class Consensus(msgspec.Struct, frozen=True, kw_only=True):
    """What came out. ``truth`` is *items x categories*, each row adding to 1."""

    truth: Floats
    shares: Floats
    """How common each category is."""
    confusion: Floats
    """*reviewers x true x said*: the posterior mean, shrunk towards all reviewers where there are few labels."""
    counted: Floats
    """The same as expected counts, prior not included: how many labels stand behind each row."""
    prior: Floats
    """*true x said*, in labels: what is thought of somebody before their first label."""
    rounds: int

    def given(self, costs: Floats | None = None) -> Ints:
        """The category to give each item: the most likely, or, with ``costs`` (*true x given*), the one that costs least."""
        return np.asarray((self.truth if costs is None else -(self.truth @ costs)).argmax(1), np.int64)

    def accuracy(self) -> Floats:
        """For each reviewer: how often they say what is true, if categories came as often as they do among all items."""
        return np.asarray(np.einsum("t,rtt->r", self.shares, self.confusion), np.float64)


def majority(labels: Labels) -> Ints:
    """What most reviewers said of each item; of equals, the category that is the more common among all labels."""
    votes = np.bincount(labels.item * labels.categories + labels.label, minlength=labels.items * labels.categories)
    common = np.bincount(labels.label, minlength=labels.categories)
    return np.asarray((votes.reshape(labels.items, -1) + common / (common.sum() + 1)).argmax(1), np.int64)


def consensus(labels: Labels, known: Mapping[int, int] | None = None, *, rounds: int = ROUNDS, near: float = NEAR) -> Consensus:
    """Find truth and reviewers together; ``known`` are items whose truth is given (item -> category).

    It ends when no probability moves by more than ``near``, or after ``rounds``. Raises ValueError for numbers out of range.
    """
    _check(labels)
    order = np.argsort(labels.item, kind="stable")
    item, label = labels.item[order], labels.label[order]
    cell = (labels.reviewer[order] * labels.categories + label).astype(np.int64)
    starts, rated, often = _runs(item)
    anchored = _anchors(labels, known or {})
    truth = _votes(item, label, labels)
    _anchor(truth, anchored)
    prior, round_ = _first_prior(item, label, truth, labels.categories), 0
    while True:
        round_ += 1
        counted = _counted(cell, np.repeat(truth[rated], often, axis=0), labels)
        prior = _fitted(counted, prior)
        shares = truth.sum(0) + 1
        posterior = counted + prior
        log = digamma(posterior) - digamma(posterior.sum(2, keepdims=True))
        # by (reviewer, said) in rows, so that the labels of an item are rows to add up
        rows = log.transpose(0, 2, 1).reshape(-1, labels.categories)
        score = np.tile(digamma(shares) - digamma(shares.sum()), (labels.items, 1))
        score[rated] += np.add.reduceat(np.take(rows, cell, axis=0), starts, axis=0) if len(starts) else 0.0
        after = _normal(score)
        _anchor(after, anchored)
        moved = float(np.abs(after - truth).max(initial=0.0))
        truth = after
        if moved <= near or round_ >= rounds:
            break
    counted = _counted(cell, np.repeat(truth[rated], often, axis=0), labels)
    prior = _settled(counted, prior)
    posterior = counted + prior
    return Consensus(
        truth=truth, shares=(truth.sum(0) + 1) / (truth.sum() + labels.categories),
        confusion=posterior / posterior.sum(2, keepdims=True), counted=counted, prior=prior, rounds=round_,
    )  # fmt: skip


def intervals(
    found: Consensus, reviewer: int, *, confidence: float = 0.95, draws: int = 4_000, seed: int = 0
) -> tuple[Floats, Floats]:
    """Lower and upper ends for each cell of a reviewer's confusion matrix: quantiles of the posterior, drawn with a seed."""
    posterior = found.counted[reviewer] + found.prior
    gamma = np.random.default_rng(seed).standard_gamma(posterior, size=(draws, *posterior.shape))
    drawn = gamma / gamma.sum(2, keepdims=True)
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
    mean = found.confusion[reviewer]  # of a very skew posterior it can lie beyond a quantile
    return np.minimum(low, mean), np.maximum(high, mean)


def digamma(x: Floats) -> Floats:
    """The derivative of log gamma for x > 0: raised by 6 through its recurrence, then its series (error below 1e-9)."""
    lift = 1 / x
    for step in range(1, 6):
        lift += 1 / (x + step)
    x = x + 6
    inverse = 1 / (x * x)
    series = inverse * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse / 132))))
    return np.asarray(np.log(x) - 0.5 / x - series - lift, np.float64)


def _check(labels: Labels) -> None:
    for what, numbers, most in (
        ("item", labels.item, labels.items),
        ("reviewer", labels.reviewer, labels.reviewers),
        ("label", labels.label, labels.categories),
    ):
        if len(numbers) != len(labels.item):
            raise ValueError(f"there are {len(labels.item)} items and {len(numbers)} of {what}: one of each makes a label")
        if numbers.size and (int(numbers.min()) < 0 or int(numbers.max()) >= most):
            raise ValueError(f"each {what} is a number from 0 to {most - 1}")


def _runs(item: Ints) -> tuple[Ints, Ints, Ints]:
    """Where the labels of each item begin in a sorted list, which item that is, and how many there are."""
    if not item.size:
        return item, item, item
    starts = np.flatnonzero(np.concatenate([[True], item[1:] != item[:-1]]))
    return starts, item[starts], np.diff(starts, append=len(item))


def _anchors(labels: Labels, known: Mapping[int, int]) -> tuple[Ints, Ints]:
    items, truths = np.fromiter(known.keys(), np.int64, len(known)), np.fromiter(known.values(), np.int64, len(known))
    if known and not (items.min() >= 0 and items.max() < labels.items and truths.min() >= 0 and truths.max() < labels.categories):
        raise ValueError("what is known is about an item or category that there is not")
    return items, truths


def _anchor(truth: Floats, anchored: tuple[Ints, Ints]) -> None:
    items, truths = anchored
    truth[items] = 0
    truth[items, truths] = 1


def _votes(item: Ints, label: Ints, labels: Labels) -> Floats:
    """Where to begin: the votes, smoothed by how common each category is, so that a single vote is no certainty."""
    votes = np.bincount(item * labels.categories + label, minlength=labels.items * labels.categories)
    table = votes.reshape(labels.items, labels.categories).astype(np.float64)
    table += (np.bincount(label, minlength=labels.categories) + 1) / (len(label) + labels.categories)
    return np.asarray(table / table.sum(1, keepdims=True), np.float64)


def _counted(cell: Ints, truth: Floats, labels: Labels) -> Floats:
    """Expected counts, *reviewers x true x said*."""
    q = labels.categories
    each = [np.bincount(cell, weights=truth[:, t], minlength=labels.reviewers * q).reshape(labels.reviewers, q) for t in range(q)]
    return np.stack(each, 1)


def _first_prior(item: Ints, label: Ints, truth: Floats, q: int) -> Floats:
    """All reviewers as one, with the weight of a few labels."""
    pooled = np.stack([np.bincount(label, weights=truth[item, t], minlength=q) for t in range(q)]) + 0.5
    return np.asarray(4.0 * pooled / pooled.sum(1, keepdims=True), np.float64)


def _fitted(counted: Floats, prior: Floats) -> Floats:
    """One step of Minka's fixed point (2000) for the Dirichlet behind each row; reviewers without labels there say nothing."""
    rows = counted.sum(2)
    strength = prior.sum(1)
    above = (digamma(counted + prior) - digamma(prior)).sum(0)
    below = (digamma(rows + strength) - digamma(strength)).sum(0)
    fitted = prior * above / np.maximum(below, 1e-9)[:, None]
    seen = rows.sum(0)[:, None]  # nobody can be thought more alike than there are labels to show it
    fitted = np.maximum(fitted, _LEAST) + (0.5 + 0.5 * np.eye(len(prior))) / (1 + seen)
    total = fitted.sum(1, keepdims=True)
    return np.asarray(fitted * np.clip(total, _FEWEST, np.clip(seen / 4, 1.0, _MOST)) / total, np.float64)


def _settled(counted: Floats, prior: Floats) -> Floats:
    """The prior fitted to the end: while truth still moves one step a round is enough, but how alike people are needs more."""
    for _ in range(_STEPS):
        before, prior = prior, _fitted(counted, prior)
        if np.abs(prior / before - 1).max(initial=0.0) < _STILL:
            break
    return prior


def _normal(score: Floats) -> Floats:
    likely = np.exp(score - score.max(1, keepdims=True))
    return np.asarray(likely / likely.sum(1, keepdims=True), np.float64)
