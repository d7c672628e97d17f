"""Which queue, which step."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leeward.playbook.ladder import Strikes, choices, consequence, live, step_for, until
from leeward.playbook.patterns import covers
from leeward.playbook.reader import read_playbook
from leeward.playbook.routing import route
from leeward.record.terms.code import ClauseCode, HarmCode, MeasureCode
from leeward.record.terms.report import Source
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind
from playbook.rows import CLAUSE, queue, step

NOW = datetime(2026, 7, 1, tzinfo=UTC)
SOUND = read_playbook(Path(__file__).parent.parent / "golden" / "playbook" / "sound")
POLICY = SOUND.policies[CLAUSE]


@pytest.mark.parametrize(
    ("pattern", "code", "expected"),
    [
        ("*", "anything.at_all", True),
        ("labour.*", "labour.fees", True),
        ("labour.*", "labour", False),
        ("labour", "labour.fees", False),
        ("HE-*-2", "HE-LEX-2", True),
        ("a.c", "abc", False),
        ("[a]*", "a", False),
        ("?", "a", False),
    ],
)
def test_a_star_stands_for_any_part_and_nothing_else_is_special(pattern: str, code: str, expected: bool) -> None:
    assert covers([pattern], code) is expected


QUEUES = (
    queue("severe", "labour.*", severities=(3, 4)),
    queue("notices", "*", sources=("notice", "trusted_*")),
    queue("light", "labour.*", severities=(0, 1)),
    queue("labour", "labour.*"),
    queue("rest", "*"),
)


@pytest.mark.parametrize(
    ("harm", "severity", "source", "expected"),
    [
        ("labour.fees", 4, Source.USER_REPORT, "severe"),
        ("labour.fees", 2, Source.USER_REPORT, "labour"),
        ("labour.fees", 1, Source.USER_REPORT, "light"),
        ("labour.fees", 2, Source.NOTICE, "notices"),
        ("labour.fees", 3, Source.NOTICE, "severe"),
        ("images.shared", 4, Source.TRUSTED_FLAGGER, "notices"),
        ("images.shared", 4, Source.PARTNER, "rest"),
    ],
)
def test_the_first_queue_that_takes_it_gets_it(harm: str, severity: int, source: Source, expected: str) -> None:
    assert route(QUEUES, HarmCode(harm), Severity(severity), source).code == expected


def test_strikes_count_until_they_expire() -> None:
    history = [
        Strikes(count=2, expire=NOW + timedelta(seconds=1)),
        Strikes(count=4, expire=NOW),
        Strikes(count=1, expire=None),
    ]
    assert live(history, NOW) == 3
    assert live(history, NOW + timedelta(days=1)) == 1


STEPS = (step("*", 0, "warn"), step("HE-*", 2, "remove"), step("*", 4, "suspend"), step("HE-REC-1", 2, "never"))


@pytest.mark.parametrize(
    ("clause", "strikes", "expected"), [("HE-REC-1", 0, 0), ("HE-REC-1", 3, 1), ("HE-REC-1", 9, 2), ("AS-1", 3, 0)]
)
def test_more_strikes_lead_to_a_higher_step(clause: str, strikes: int, expected: int) -> None:
    assert step_for(STEPS, ClauseCode(clause), strikes) is STEPS[expected]


def test_a_clause_that_no_step_is_for_has_no_consequence() -> None:
    assert step_for([step("AS-*", 0, "warn")], CLAUSE, 0) is None
    found = consequence([], SOUND.measures, POLICY, SubjectKind.LISTING, [], NOW)
    assert (found.measures, found.strikes, found.strikes_expire) == ((), 0, None)


def test_a_second_offence_leads_further_than_a_first() -> None:
    first = consequence(SOUND.steps, SOUND.measures, POLICY, SubjectKind.LISTING, [], NOW)
    assert [each.code for each in first.measures] == ["remove_content"]
    assert first.strikes_expire == NOW + timedelta(days=90)
    history = [Strikes(count=2, expire=None)]
    second = consequence(SOUND.steps, SOUND.measures, POLICY, SubjectKind.LISTING, history, NOW)
    assert [each.code for each in second.measures] == ["remove_content", "suspend_account"]
    assert second.strikes_expire is None


def test_only_what_can_be_done_to_such_a_subject_is_offered() -> None:
    assert [each.code for each in choices(POLICY, SOUND.measures, SubjectKind.ACCOUNT)] == ["suspend_account"]
    assert choices(POLICY, SOUND.measures, SubjectKind.PAYMENT) == ()


def test_a_measure_ends_by_itself_or_never() -> None:
    assert until(SOUND.measures[MeasureCode("suspend_account")], NOW) == NOW + timedelta(days=7)
    assert until(SOUND.measures[MeasureCode("remove_content")], NOW) is None
