"""Planning: how many labels for a half-width, and the field's own rule of thumb."""

import pytest

from leeward.insights.prevalence import scoring
from leeward.insights.prevalence.planning import Aim, labels_for, plan
from leeward.record.terms.prevalence import Design


def test_the_fields_rule_of_thumb() -> None:
    """FIELD 3.1: about 40,000 labelled views for 0.03 points near 0.1 %."""
    found = labels_for(Aim(expected=0.001), 0.0003)
    assert found is not None
    assert 38_000 < found.labels < 45_000
    assert found.positives == pytest.approx(found.labels / 1_000)


def test_the_fewest_labels_are_the_fewest() -> None:
    aim = Aim(expected=0.0017, design=Design.STRATIFIED, auc=0.95, sensitivity=0.95)
    found = labels_for(aim, 0.0005)
    assert found is not None
    assert plan(aim, found.labels).half_width <= 0.0005 < plan(aim, found.labels - 20).half_width


def test_a_better_score_needs_fewer_labels_and_a_score_that_tells_nothing_as_many_as_none() -> None:
    halves = [plan(Aim(expected=0.0017, design=Design.STRATIFIED, auc=auc), 5_000).half_width for auc in (0.5, 0.8, 0.9, 0.97)]
    assert halves == sorted(halves, reverse=True)
    simple = plan(Aim(expected=0.0017), 5_000).half_width
    assert halves[0] == pytest.approx(simple)
    assert halves[-1] < 0.62 * simple


def test_what_nobody_can_reach_and_what_cannot_be_is_said() -> None:
    assert labels_for(Aim(expected=0.3), 1e-6) is None
    for wrong in ({"expected": 0.0}, {"expected": 0.1, "auc": 1.0}, {"expected": 0.1, "sensitivity": 0.2, "false": 0.3}):
        with pytest.raises(ValueError, match=r"between|from 0\.5|find more"):
            Aim(**wrong)
    with pytest.raises(ValueError, match="10 to"):
        plan(Aim(expected=0.1), 5)


def test_a_score_is_scaled_to_what_is_expected_and_one_without_it_is_as_the_others() -> None:
    found = scoring.by_field([0.1, 0.3, None, -1.0], 0.01)
    assert found.tolist() == pytest.approx([0.0075, 0.0225, 0.01, 1e-7])
    assert scoring.by_field([None, None], 0.01).tolist() == [0.01, 0.01]
    assert scoring.weights_of([3, None, -2], 3).tolist() == [3.0, 0.0, 0.0]
