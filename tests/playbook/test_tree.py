"""Walking a policy's decision tree."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.playbook.model import Policy, Question
from leeward.playbook.reader import read_playbook
from leeward.playbook.tree import NotAPath, Outcome, outcome, walk
from leeward.record.facts.review import Step
from leeward.record.terms.code import AnswerCode, ClauseCode, QuestionCode
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity

SOUND = Path(__file__).parent.parent / "golden" / "playbook" / "sound"
POLICY = read_playbook(SOUND).policies[ClauseCode("HE-REC-1")]


def steps(*pairs: str) -> list[Step]:
    """``question:answer`` pairs."""
    return [Step(question=QuestionCode(each.split(":")[0]), answer=AnswerCode(each.split(":")[1])) for each in pairs]


def test_nothing_answered_is_the_first_question() -> None:
    at = walk(POLICY, [])
    assert isinstance(at, Question)
    assert at.id == "fee"


def test_an_answer_leads_to_the_next_question() -> None:
    at = walk(POLICY, steps("fee:yes"))
    assert isinstance(at, Question)
    assert at.id == "amount"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("fee:no",), Outcome(verdict=Verdict.NO_VIOLATION, severity=None, escalate=None)),
        (("fee:unclear",), Outcome(verdict=Verdict.NOT_ENOUGH, severity=None, escalate=None)),
        (("fee:yes", "amount:no"), Outcome(verdict=Verdict.VIOLATES, severity=Severity.SEVERE, escalate=None)),
        (("fee:yes", "amount:danger"), Outcome(verdict=None, severity=None, escalate="imminent_threat")),  # type: ignore[arg-type]
    ],
)
def test_a_path_ends_in_its_outcome(path: tuple[str, ...], expected: Outcome) -> None:
    assert walk(POLICY, steps(*path)) == expected
    assert outcome(POLICY, steps(*path)) == expected


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("amount:no",), 'Step 1: HE-REC-1 asks "fee" here, not "amount".'),
        (("fee:perhaps",), 'Step 1: "perhaps" is no answer to "fee" of HE-REC-1. There are: yes, no, unclear.'),
        (("fee:no", "amount:no"), "Step 2: the path of HE-REC-1 has ended before it."),
        (("fee:yes", "fee:yes"), 'Step 2: HE-REC-1 asks "amount" here, not "fee".'),
    ],
)
def test_what_is_no_path_is_refused_and_told_why(path: tuple[str, ...], words: str) -> None:
    with pytest.raises(NotAPath) as caught:
        walk(POLICY, steps(*path))
    assert words in str(caught.value)


def test_half_a_path_has_no_outcome() -> None:
    with pytest.raises(NotAPath, match='After step 1, question "amount"'):
        outcome(POLICY, steps("fee:yes"))


def all_paths(policy: Policy, so_far: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    at = walk(policy, so_far)
    if isinstance(at, Outcome):
        return [so_far]
    return [path for answer in at.answers for path in all_paths(policy, (*so_far, Step(question=at.id, answer=answer.id)))]


def test_every_way_through_ends() -> None:
    assert len(all_paths(POLICY)) == 4


WORDS = st.sampled_from(["fee", "amount", "yes", "no", "unclear", "danger"])


@given(st.lists(st.builds(Step, question=WORDS, answer=WORDS), max_size=3))
def test_only_real_paths_pass(path: list[Step]) -> None:
    prefixes = {way[:length] for way in all_paths(POLICY) for length in range(len(way) + 1)}
    try:
        walk(POLICY, path)
    except NotAPath:
        assert tuple(path) not in prefixes
    else:
        assert tuple(path) in prefixes
