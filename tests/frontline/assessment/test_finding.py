"""From reasons to harm, clauses and severity: a rule adds to what the reporter said and takes nothing away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontline.assessment.world import PLAY, POLICIES, RULES
from leeward.frontline.assessment.finding import default_severity, find, in_order
from leeward.record.facts.assessment import Reason
from leeward.record.terms.code import ClauseCode, Digest, HarmCode, RuleCode
from leeward.record.terms.severity import Severity

BY_CODE = {rule.code: rule for rule in RULES}


def reason(code: str) -> Reason:
    rule = BY_CODE[RuleCode(code)]
    return Reason(rule=rule.code, rule_version=rule.version, clause=rule.clause, severity=rule.severity)


def found(named: str, *codes: str) -> tuple[str, Severity, tuple[str, ...]]:
    finding = find(PLAY, HarmCode(named), default_severity(PLAY, HarmCode(named)), [reason(code) for code in codes])
    return finding.harm, finding.severity, finding.clauses


@pytest.mark.parametrize(
    ("harm", "severity"),
    [
        ("labour", Severity.LOW),  # its own policy
        ("labour.fees", Severity.SERIOUS),
        ("labour.fees.visa", Severity.SERIOUS),  # has none: the harm above
        ("loose", Severity.SERIOUS),  # has none anywhere
        ("never_heard_of", Severity.SERIOUS),
    ],
)
def test_a_harm_by_itself_is_as_bad_as_its_policies_say(harm: str, severity: Severity) -> None:
    assert default_severity(PLAY, HarmCode(harm)) == severity


def test_without_a_match_the_report_is_what_its_reporter_says() -> None:
    assert found("passage") == ("passage", Severity.SERIOUS, ())


def test_a_rule_makes_the_harm_more_exact() -> None:
    assert found("labour", "labour/fee") == ("labour.fees", Severity.SERIOUS, ("L-1",))


def test_a_worse_harm_is_found() -> None:
    assert found("passage", "minor/age") == ("minor", Severity.IMMINENT, ("M-1",))


def test_a_milder_harm_beside_it_does_not_overrule_the_reporter() -> None:
    assert found("passage", "labour/again") == ("passage", Severity.SERIOUS, ("L-0",))
    assert found("passage", "labour/fee") == ("passage", Severity.SERIOUS, ("L-1",))


@pytest.mark.parametrize("named", ["loose", "never_heard_of"])
def test_a_harm_nobody_has_a_policy_for_gives_way(named: str) -> None:
    assert found(named, "labour/again") == ("labour", Severity.SERIOUS, ("L-0",))


def test_the_strongest_reason_leads() -> None:
    codes = ["labour/again", "labour/fresh", "labour/papers", "labour/fee", "labour/papers"]
    ordered = in_order([reason(code) for code in codes], PLAY)
    assert [each.rule for each in ordered] == ["labour/papers", "labour/fee", "labour/again", "labour/fresh"]
    assert found("labour", *codes) == ("labour.papers", Severity.SEVERE, ("L-2", "L-1", "L-0"))


def test_a_rule_or_clause_that_is_no_more_does_no_harm() -> None:
    gone = Reason(rule=RuleCode("old/rule"), rule_version=Digest("c" * 64), clause=ClauseCode("OLD-1"), severity=Severity.SEVERE)
    finding = find(PLAY, HarmCode("labour"), Severity.LOW, [gone, reason("labour/fee")])
    assert (finding.severity, finding.harm, finding.clauses) == (Severity.SEVERE, "labour.fees", ("OLD-1", "L-1"))


CODES = st.lists(st.sampled_from(sorted(BY_CODE)), max_size=5)
NAMED = st.sampled_from(["labour", "labour.fees", "passage", "minor", "loose", "never_heard_of"])


@given(NAMED, CODES, st.sampled_from(sorted(BY_CODE)))
def test_another_reason_never_makes_it_milder(named: str, codes: list[str], another: str) -> None:
    assert found(named, *codes, another)[1] >= found(named, *codes)[1]


@given(NAMED, CODES, st.randoms())
def test_the_order_of_matches_does_not_matter(named: str, codes: list[str], random: object) -> None:
    shuffled = list(codes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(named, *codes) == found(named, *shuffled)


def test_every_policy_of_the_world_is_read() -> None:
    assert {default_severity(PLAY, policy.harm) for policy in POLICIES} == set(Severity) - {Severity.MINOR}
