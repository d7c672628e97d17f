"""Consensus and agreement on the judgments of real reviewers: 92,721 of 825 on adult websites, 7,540 on copyright, and others."""

from pathlib import Path

import numpy as np
import pytest

from bench import consensus as bench
from leeward.frontline.quality.agreement import Level, alpha, gwet, table_of
from leeward.frontline.quality.consensus import consensus, intervals, majority


@pytest.fixture(autouse=True)
def where(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the data lie."""
    monkeypatch.setattr(bench, "SHARED", shared)


def test_consensus_beats_the_majority_where_truth_is_known() -> None:
    """Adult websites: 255 of 333 instead of 251; copyright, where truth is known of nine: seven instead of four."""
    counted = {}
    for name, *files in bench.SETS[:2]:
        seen, known, _ = bench.read(*files)
        given = majority(seen), consensus(seen).given()
        counted[name] = [round(bench.right(each, known) * len(known)) for each in given]
    assert counted == {"adult websites": [251, 255], "copyright": [4, 7]}


def test_anchored_on_half_the_truth_it_beats_the_majority_on_the_other_half() -> None:
    seen, known, _ = bench.read(*bench.SETS[0][1:])
    assert bench.anchored(seen, known, times=2) > bench.right(majority(seen), known)


def test_its_mistakes_cost_less_than_those_of_the_majority() -> None:
    seen, known, names = bench.read(*bench.SETS[0][1:])
    costs, found = bench.costs(names), consensus(seen)

    def paid(given: np.ndarray) -> float:
        return sum(float(costs[truth, given[item]]) for item, truth in known.items())

    assert paid(found.given(costs)) <= paid(found.given()) < paid(majority(seen))


def test_where_all_say_the_same_there_is_nothing_to_weigh() -> None:
    """Task postings: each item's labels are unanimous, so that no weighing of reviewers can differ from the majority."""
    seen, _, _ = bench.read(*bench.SETS[2][1:])
    assert (np.count_nonzero(table_of(seen.item.tolist(), seen.label.tolist(), 2), axis=1) == 1).all()
    assert np.array_equal(majority(seen), consensus(seen).given())


def test_reviewers_who_answer_at_random_are_found() -> None:
    """The worst of those with 200 labels or more: their whole interval lies under what all together do."""
    seen, _, _ = bench.read(*bench.SETS[0][1:])
    found = consensus(seen)
    busy = np.flatnonzero(np.bincount(seen.reviewer, minlength=seen.reviewers) >= 200)
    worst = int(busy[found.accuracy()[busy].argmin()])
    middle = float(np.median(found.accuracy()[busy]))
    _, high = intervals(found, worst)
    assert float(found.shares @ np.diag(high)) < middle


def test_agreement_on_real_judgments_has_an_interval_that_leaves_chance_out() -> None:
    seen, _, names = bench.read(*bench.SETS[0][1:])
    table = table_of(seen.item.tolist(), seen.label.tolist(), len(names))
    found = [alpha(table, level, draws=200) for level in (Level.NOMINAL, Level.ORDINAL)] + [gwet(table, draws=200)]
    for each in found:
        assert each.value is not None
        assert each.low is not None
        assert each.high is not None
        assert 0 < each.low <= each.value <= each.high < 1
        assert each.high - each.low < 0.05, "eleven thousand items say it closely"
