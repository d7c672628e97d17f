"""A rule in shadow is watched: its matches are facts, and no other fact differs for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontline.assessment.world import LISTING, PLAY, Told, observe, rule, tell
from leeward.frontline.assessment.desk import listeners
from leeward.playbook.model import REPORT, Playbook, Rule
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.assessment import ReportAssessed, ShadowMatched, SignalRaised
from leeward.record.ledger.record import Record, open_record
from leeward.record.terms.ids import SubjectId, new_id
from leeward.record.terms.severity import Severity

WATCHED = [
    rule("watched/words", REPORT, "text LIKE '%fee%'", "M-1", Severity.IMMINENT, 0.9),
    rule("watched/reach", REPORT, "reach >= 5", "L-2", Severity.SEVERE, 0.8),
    rule("watched/again", REPORT, "reports_on_subject >= 1", "P-1", Severity.SERIOUS, 0.7),
    rule("watched/young", LISTING, "account_age_days < 30", "M-1", Severity.IMMINENT, 0.9),
]


def shadowed(rules: list[Rule]) -> Playbook:
    """The playbook of the tests with these rules in shadow."""
    extra = {one.code: msgspec.structs.replace(one, shadow=True) for one in rules}
    return msgspec.structs.replace(PLAY, rules={**extra, **PLAY.rules})


@contextmanager
def opened(record: Record, playbook: Playbook) -> Iterator[Record]:
    one = open_record(record.url, keys=record.keys, listeners=listeners(lambda: playbook), connections=2)
    try:
        yield one
    finally:
        one.close()


def numbered(playbook: Playbook, number: int) -> Playbook:
    """The same under a digest of its own, because compiled rules are kept by digest."""
    return msgspec.structs.replace(playbook, digest=f"{number:064x}")  # type: ignore[arg-type]


def of(written: list[Recorded], *kinds: type[Fact]) -> list[Fact]:
    return [one.fact for one in written if isinstance(one.fact, kinds)]


def plain(fact: Fact, names: dict[object, int]) -> object:
    """A fact without what differs between any two runs: its moment, the playbook's digest and ids, which become numbers."""
    held = msgspec.to_builtins(fact)
    for key in ("occurred", "playbook"):
        held.pop(key, None)
    for key in ("subject", "about", "event"):
        if key in held:
            held[key] = names.setdefault(held[key], len(names))
    return type(fact).__name__, held


reports = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([None, "upfront fee", "keeps passports"]), st.integers(0, 20)),
    min_size=1,
    max_size=5,
)
events = st.lists(st.fixed_dictionaries({"account_age_days": st.integers(0, 40), "title": st.sampled_from(["a fee", "plain"])}))


@pytest.mark.usefixtures("record")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports, events, st.lists(st.sampled_from(WATCHED), min_size=1, max_size=4, unique_by=lambda one: one.code))
def test_a_rule_in_shadow_changes_no_other_fact(
    record: Record, told: list[tuple[int, str | None, int]], seen: list[dict[str, object]], watched: list[Rule]
) -> None:
    number = hash(tuple(one.code for one in watched)) % 2**64  # compiled rules are kept by digest
    without = story(record, numbered(PLAY, number * 2), told, seen)
    with_them = story(record, numbered(shadowed(watched), number * 2 + 1), told, seen)
    assert with_them == without


def story(record: Record, playbook: Playbook, told: list[tuple[int, str | None, int]], seen: list[dict[str, object]]) -> object:
    """All that is written of the same reports and events on fresh subjects, shadow matches left out."""
    subjects = [SubjectId(new_id()) for _ in range(3)]
    with opened(record, playbook) as house:
        written = tell(house, *(Told(about=subjects[place], text=text, reach=reach) for place, text, reach in told))
        if seen:
            written += observe(house, seen)[1]
    names: dict[object, int] = {}
    return [plain(fact, names) for fact in of(written, ReportAssessed, SignalRaised)]


def test_what_it_would_have_matched_is_a_fact(record: Record) -> None:
    with opened(record, numbered(shadowed(WATCHED), 7)) as house:
        report = Told(text="a fee", reach=3)
        [matched] = of(tell(house, report), ShadowMatched)
        ids, written = observe(house, [{"account_age_days": 3, "title": "plain"}, {"account_age_days": 300, "title": "plain"}])
    assert isinstance(matched, ShadowMatched)
    assert (matched.subject, matched.about, matched.event_kind) == (report.id, report.about, REPORT)
    assert [(each.rule, each.conjuncts) for each in matched.reasons] == [("watched/words", (0,))]
    assert [(fact.subject, fact.event_kind) for fact in of(written, ShadowMatched)] == [(ids[0], LISTING)]  # type: ignore[attr-defined]
    assert of(written, SignalRaised) == []
