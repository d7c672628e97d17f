"""The starter playbook is valid, tested and reachable: nothing in it is decoration, and it keeps the lines its people draw."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from laws.house import ROOT
from leeward.frontline.assessment.finding import Finding, default_severity, find, reasons_of
from leeward.frontline.assessment.rulebook import rulebook
from leeward.playbook.checks.rules import AT, EVER, START, as_event, case_event, moment
from leeward.playbook.ladder import choices, consequence
from leeward.playbook.model import REPORT, Area, Case, Grade, Playbook, Policy, Rule
from leeward.playbook.reader import read_playbook
from leeward.playbook.routing import route
from leeward.playbook.rules import CompiledRules, compile_rules, known_of
from leeward.playbook.rules.labels import Change, labeller_of
from leeward.playbook.tree import Outcome, walk
from leeward.record.facts.review import Step
from leeward.record.terms.code import ClauseCode, EventKind, HarmCode, RuleCode
from leeward.record.terms.moment import now
from leeward.record.terms.people import Role
from leeward.record.terms.report import Capacity, Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import SubjectKind
from playbook.rules.lake import history

FOLDER = ROOT / "playbook"
TOLD_BY_PEOPLE = [source for source in Source if source is not Source.PROACTIVE]
REVIEWED = (SubjectKind.ACCOUNT, SubjectKind.CONTENT, SubjectKind.LISTING, SubjectKind.CONVERSATION, SubjectKind.GROUP)
TRAFFICKING = ("HE-ST-", "HE-LEX-", "HE-DS-", "HE-FM-", "HE-OT-", "HE-FC-", "HE-OR-", "HE-CT-", "HE-CSX-", "HE-REC-")
NOT_READ = {"L19", "L20", "L21", "L22", "L24"}  # rows of the legal register whose text nobody has read for us
NO_CLOCK = {"L3", "L17"}  # not in force on a known day; a calendar that no report starts


@cache
def shipped() -> Playbook:
    return read_playbook(FOLDER)


HARMS = sorted(shipped().harms)
CLAUSES = sorted(shipped().policies)
RULES = sorted(shipped().rules)
CASES = [(code, place) for code in RULES for place in range(len(shipped().rules[code].cases))]


def on(kind: str, *rules: Rule) -> CompiledRules:
    """Rules of a kind, compiled."""
    playbook = shipped()
    return compile_rules(rules, playbook.activity[EventKind(kind)].fields, known_of(playbook, EventKind(kind)))


def as_read(rule: Rule, case: Case) -> dict[str, object]:
    """A case's event, typed as the fields of its kind, with what its windows hold."""
    return case_event(case, shipped().activity[rule.on].fields, on(rule.on, rule), labeller_of(shipped(), rule.on))


def assessed(harm: HarmCode, source: Source, capacity: Capacity) -> Finding:
    """What the playbook makes of a report that says nothing but who tells which harm."""
    rules = rulebook(shipped()).on(REPORT)
    assert rules is not None
    event: dict[str, object] = {"harm": harm, "source": source.value, "capacity": capacity.value, "language": "und", "reach": 0}
    reasons = reasons_of(rules.matches(event))
    return find(shipped(), shipped().harms[harm].code, default_severity(shipped(), shipped().harms[harm].code), reasons)


def ways(policy: Policy) -> Iterator[tuple[tuple[Step, ...], Outcome]]:
    """Every way through a policy's questions, and where it ends."""
    open_ways: list[tuple[Step, ...]] = [()]
    while open_ways:
        way = open_ways.pop()
        at = walk(policy, way)
        if isinstance(at, Outcome):
            yield way, at
        else:
            open_ways += [(*way, Step(question=at.id, answer=answer.id)) for answer in at.answers]


# --- Harms and clauses


@pytest.mark.parametrize("harm", HARMS)
def test_a_harm_speaks_the_words_of_others_or_says_why_not(harm: HarmCode) -> None:
    known = shipped().harms[harm]
    mapped = known.mappings
    assert mapped.dsa_category
    assert mapped.dsa_keyword
    assert mapped.ozone_reason
    if known.area is Area.HUMAN_EXPLOITATION:
        assert bool(mapped.palermo or mapped.ilo or mapped.polaris) != bool(known.unmapped)


@pytest.mark.parametrize("harm", HARMS)
def test_a_report_gets_the_clause_of_the_harm_it_names_whoever_tells_it(harm: HarmCode) -> None:
    told = product(TOLD_BY_PEOPLE, [each for each in Capacity if each is not Capacity.MACHINE])
    for source, capacity in told:
        finding = assessed(harm, source, capacity)
        assert finding.clauses, (source, capacity)
        assert shipped().policies[finding.clauses[0]].harm == harm
        assert finding.harm == harm


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_reached_by_a_rule_and_its_work_by_a_queue(clause: ClauseCode) -> None:
    policy = shipped().policies[clause]
    pointing = [rule for rule in shipped().rules.values() if rule.clause == clause]
    assert any(rule.on == REPORT for rule in pointing)
    queue = route(shipped().queues, policy.harm, policy.severity, Source.USER_REPORT)
    assert queue.code != "everything_else" or policy.harm == "unclassified"


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_answer_of_a_policy_can_be_given_and_every_way_ends(clause: ClauseCode) -> None:
    policy = shipped().policies[clause]
    given = {(step.question, step.answer) for way, _ in ways(policy) for step in way}
    assert given == {(question.id, answer.id) for question in policy.questions for answer in question.answers}
    ends = [end for _, end in ways(policy)]
    assert Verdict.VIOLATES in {end.verdict for end in ends}
    assert {end.verdict for end in ends} & {Verdict.NO_VIOLATION, Verdict.NOT_ENOUGH}


@pytest.mark.parametrize("clause", CLAUSES)
def test_danger_and_minors_can_be_said_at_the_first_question(clause: ClauseCode) -> None:
    first = shipped().policies[clause].questions[0]
    assert {answer.escalate for answer in first.answers} & {"minor_gate"}, first.ask


@pytest.mark.parametrize("clause", ["CH-1", "CH-2", "HE-ST-2", "HE-CT-1"])
def test_a_clause_on_minors_finds_nothing_before_the_child_safety_team_did(clause: ClauseCode) -> None:
    """Handing over is the only way on; a violation is what they found, and a job that leaves does so by the gate (Q06)."""
    for way, end in ways(shipped().policies[clause]):
        if end.verdict is Verdict.VIOLATES:
            assert "completing" in {step.answer for step in way}
        assert end.escalate in (None, "minor_gate", "wrong_policy")


def test_what_is_said_of_a_minor_is_never_decided_on_the_way() -> None:
    """After a sign of a minor the ordinary way ends: no path goes on from the answer that names one."""
    for policy in shipped().policies.values():
        for question in policy.questions:
            for answer in question.answers:
                if answer.id == "minor":
                    assert answer.escalate == "minor_gate", policy.id


@pytest.mark.parametrize("clause", CLAUSES)
def test_something_can_be_done_about_a_violation(clause: ClauseCode) -> None:
    """For every kind of subject that is reviewed, from the first violation to the tenth strike."""
    playbook, policy = shipped(), shipped().policies[clause]
    for kind in REVIEWED:
        if clause != "HE-SM-2" or kind is not SubjectKind.ACCOUNT:  # nothing is done to an account for asking but to help
            assert [each for each in choices(policy, playbook.measures, kind) if each.kind != "none"], kind
        proposed = consequence(playbook.steps, playbook.measures, policy, kind, [], now())
        assert proposed.measures, kind
        assert not any(measure.irreversible for measure in proposed.measures), "a first violation closes nothing for good"


def test_nothing_stands_in_the_files_unused() -> None:
    playbook = shipped()
    used = {code for policy in playbook.policies.values() for code in policy.measures}
    assert set(playbook.measures) - used == set()
    assert {code for step in playbook.steps for code in step.measures} == set(playbook.measures)
    assert {queue.skill for queue in playbook.queues} == set(playbook.skills)
    assert {rule.on for rule in playbook.rules.values()} == set(playbook.activity)


# --- Queues


def test_every_queue_is_reached_by_a_harm_or_by_escalation() -> None:
    playbook = shipped()
    reached = {
        route(playbook.queues, harm.code, severity, source).code
        for harm, severity, source in product(playbook.harms.values(), Severity, Source)
    }
    escalated = {queue.escalates_to for queue in playbook.queues}
    assert {queue.code for queue in playbook.queues} - reached == {"senior_review"}
    assert "senior_review" in escalated


def test_a_minor_or_an_emergency_never_waits_in_an_ordinary_queue() -> None:
    playbook = shipped()
    for harm, source in product(playbook.harms.values(), Source):
        assert route(playbook.queues, harm.code, Severity.IMMINENT, source).code in ("minor_gate", "imminent_threat")
    for code, source in product(("possible_minor.imagery", "sex_trafficking.minor", "child_trafficking"), Source):
        assert route(playbook.queues, playbook.harms[HarmCode(code)].code, Severity.LOW, source).code == "minor_gate"


# --- Rules


@pytest.mark.parametrize(("code", "place"), CASES, ids=lambda part: str(part))
def test_a_rule_does_what_its_case_says(code: RuleCode, place: int) -> None:
    rule = shipped().rules[code]
    case = rule.cases[place]
    matches = on(rule.on, rule).matches(as_read(rule, case))
    assert bool(matches) is case.expect, case.name


def remembers(rule: Rule) -> bool:
    """Whether a rule knows of events before its own."""
    return " OVER " in rule.when or "has_label(" in rule.when


@pytest.mark.parametrize("kind", sorted(shipped().activity))
def test_all_rules_say_the_same_of_every_case_over_history(kind: str) -> None:
    rules = [rule for rule in shipped().rules.values() if rule.on == kind and not remembers(rule)]
    fields = shipped().activity[rules[0].on].fields
    events = [as_read(rule, case) for rule in rules for case in rule.cases]
    online = on(kind, *rules)
    seen = {(place, str(match.rule.code)) for place, event in enumerate(events) for match in online.matches(event)}
    assert history(rules, fields, events) == seen


@pytest.mark.parametrize("code", [code for code in RULES if " OVER " in shipped().rules[code].when])
def test_a_rule_with_windows_says_the_same_of_its_cases_over_history(code: RuleCode) -> None:
    rule, playbook = shipped().rules[code], shipped()
    fields = playbook.activity[rule.on].fields
    for case in rule.cases:
        events = [
            {name: as_event(value, fields[name]) for name, value in event.items() if name in fields} for event in case.events
        ]
        moments = [moment(event.get(AT)) or START for event in case.events]
        found = history([rule], fields, events, known=known_of(playbook, rule.on), occurred=moments)
        assert ((len(events) - 1, code) in found) is case.expect


@pytest.mark.parametrize("code", [code for code in RULES if "has_label(" in shipped().rules[code].when])
def test_a_rule_that_asks_about_labels_says_the_same_of_its_cases_over_history(code: RuleCode) -> None:
    rule, playbook = shipped().rules[code], shipped()
    fields, labeller = playbook.activity[rule.on].fields, labeller_of(playbook, rule.on)
    assert labeller is not None
    for case in rule.cases:
        events = [{name: value for name, value in event.items() if name in fields} for event in case.events]
        moments = [moment(event.get(AT)) or START for event in case.events]
        changes = [Change(str(events[-1][field]), each, 0, EVER) for field, all_ in case.labelled.items() for each in all_]
        for place, (event, at) in enumerate(zip(events, moments, strict=True), 1):
            changes += [Change(put.id, put.label, place, put.until) for put in labeller.puts(event, at)]
        found = history([rule], fields, events, known_of(playbook, rule.on), moments, changes)
        assert ((len(events) - 1, code) in found) is case.expect, case.name


@pytest.mark.parametrize("code", RULES)
def test_a_rule_is_a_lead_and_proven(code: RuleCode) -> None:
    rule = shipped().rules[code]
    assert len(rule.cases) >= 3
    assert {case.expect for case in rule.cases} == {True, False}
    assert 0 < rule.strength < 0.9, "nothing that a machine sees is nearly a finding"
    policy = shipped().policies[rule.clause]
    findings = [answer.severity for question in policy.questions for answer in question.answers if answer.severity is not None]
    assert rule.severity <= max(policy.severity, *findings, 0), "a lead claims no more than a decision could find"
    assert (FOLDER / "rules" / f"{code}.toml").is_file()


def test_rules_look_at_every_kind_of_activity_and_most_at_recruitment() -> None:
    lures = [rule for rule in shipped().rules.values() if rule.on == "listing_posted" and rule.clause == "HE-REC-1"]
    assert len(lures) >= 5


@pytest.mark.parametrize("code", [code for code in RULES if shipped().rules[code].on != REPORT])
def test_an_empty_event_matches_nothing(code: RuleCode) -> None:
    """What a platform does not send is unknown, and the unknown is no lead."""
    rule = shipped().rules[code]
    assert not on(rule.on, rule).matches({})


# --- Clocks


def test_each_clock_has_a_source_a_grade_and_a_day() -> None:
    for clock in shipped().clocks:
        read = clock.grade in (Grade.PRIMARY, Grade.SECONDARY)
        assert read or not clock.legal, clock.code  # only a promise of our own needs no reading
        assert len(clock.source) > 20, clock.code
        assert clock.effective_from.year >= 1996, clock.code


def test_what_nobody_has_read_is_no_clock_and_what_was_read_is() -> None:
    rows = {clock.row for clock in shipped().clocks if clock.grade is not Grade.HOUSE}
    assert rows & NOT_READ == set()
    assert rows | NO_CLOCK == {f"L{number}" for number in range(1, 26)} - NOT_READ


def test_the_law_of_the_union_is_for_the_union() -> None:
    for clock in (each for each in shipped().clocks if each.legal):
        assert (clock.jurisdiction == "EU") is clock.instrument.startswith("eu-"), clock.code


# --- Smuggling apart from trafficking


def test_smuggling_never_leads_to_a_trafficking_clause() -> None:
    playbook = shipped()
    for harm in (each for each in playbook.harms.values() if each.code.startswith("smuggling.")):
        assert "TRAFFICKING" not in str(harm.mappings.dsa_keyword)
        assert "Trafficking" not in str(harm.mappings.ozone_reason)
        assert (harm.mappings.palermo, harm.mappings.ilo, harm.mappings.polaris) == ((), (), ())
        for source, capacity in product(TOLD_BY_PEOPLE, Capacity):
            assert not [clause for clause in assessed(harm.code, source, capacity).clauses if clause.startswith(TRAFFICKING)]
        assert route(playbook.queues, harm.code, Severity.SERIOUS, Source.USER_REPORT).code == "smuggling"
    pointing = [rule for rule in playbook.rules.values() if rule.code.startswith("smuggling/")]
    assert {rule.clause for rule in pointing} == {"HE-SM-1", "HE-SM-2"}


def test_whoever_asks_for_a_smuggler_gets_help_and_no_strike() -> None:
    playbook, policy = shipped(), shipped().policies[ClauseCode("HE-SM-2")]
    for kind in REVIEWED:
        proposed = consequence(playbook.steps, playbook.measures, policy, kind, [], now())
        assert proposed.strikes == 0
        assert not [measure for measure in choices(policy, playbook.measures, kind) if measure.kind == "account"]


def test_act_means_and_purpose_are_all_asked_for_and_the_means_not_of_a_minor() -> None:
    adult, minor = shipped().policies[ClauseCode("HE-ST-1")], shipped().policies[ClauseCode("HE-ST-2")]
    assert [question.id for question in adult.questions] == ["gate", "act", "means", "purpose"]
    for way, end in ways(adult):
        if end.verdict is Verdict.VIOLATES:
            assert [step.question for step in way] == ["gate", "act", "means", "purpose"]
    assert "means" not in {question.id for question in minor.questions}


def test_an_intimate_image_passes_three_tests_and_keeps_the_signal() -> None:
    policy = shipped().policies[ClauseCode("ASE-NCII-1")]
    for way, end in ways(policy):
        if end.verdict is Verdict.VIOLATES:
            assert [step.question for step in way] == ["gate", "private", "intimate", "consent"]
            assert way[-1].answer != "none"


# --- People


def test_who_runs_the_house_does_not_read_what_reviewers_read() -> None:
    readers = {role for role, rights in shipped().access.items() if "text.reveal" in rights}
    assert readers == {Role.REVIEWER, Role.LEAD}
    assert "people.manage" in shipped().access[Role.ADMIN]


def test_escalations_for_which_minutes_count_have_a_runbook() -> None:
    ends = {end.escalate for policy in shipped().policies.values() for _, end in ways(policy)}
    for reason in ("imminent_threat", "minor_gate"):
        assert reason in ends
        assert len((FOLDER / "runbooks" / f"{reason}.md").read_text("utf-8")) > 1_000
    assert (FOLDER / "runbooks" / "handover.md").is_file()


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.*")), ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_the_words_are_calm(path: Path) -> None:
    """Nothing shouts, and nobody is reduced to what was done to them."""
    text = path.read_text("utf-8")
    assert not re.search(r"[A-Za-z]!(\s|$)", text, re.MULTILINE)
    assert not re.search(r"\b(victims?|illegals|prostitutes?)\b", text, re.IGNORECASE)


def test_the_tour_tells_of_every_file_and_counts_right() -> None:
    tour = (ROOT / "docs" / "concepts" / "playbook.md").read_text("utf-8")
    for entry in FOLDER.iterdir():
        assert entry.name in tour
    assert f"{len(shipped().policies)} clauses" in tour
    assert f"{len(shipped().rules)} leads" in tour
