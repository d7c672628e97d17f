"""What comes in is assessed in the same transaction, through the real database."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from frontline.assessment.world import LISTING, NOON, PLAY, Told, observe, received, seen, tell
from leeward.frontline.assessment.likelihood import ReporterRecord, likelihood
from leeward.record.facts.assessment import ReportAssessed, SignalRaised
from leeward.record.facts.review import DecisionReversed, DecisionUndone, JobDecided
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import EventKind, ReasonCode, SourceCode
from leeward.record.terms.ids import DecisionId, EventId, JobId, PersonId, ReporterId, SubjectId, new_id
from leeward.record.terms.report import Source, Verdict
from leeward.record.terms.severity import Severity
from leeward.record.terms.subject import HashKind, MediaReference

BOB = PersonId(new_id())
PICTURE = MediaReference(hash=HashKind.MD5, digest="0" * 32, held_by=SourceCode("platform"))  # type: ignore[arg-type]


def assessments(written: list[Any]) -> list[ReportAssessed]:
    return [one.fact for one in written if isinstance(one.fact, ReportAssessed)]


def signals(written: list[Any]) -> list[SignalRaised]:
    return [one.fact for one in written if isinstance(one.fact, SignalRaised)]


def codes(fact: ReportAssessed | SignalRaised) -> list[str]:
    return [reason.rule for reason in fact.reasons]


def report_row(record: Record, report: Told) -> dict[str, Any]:
    with record.reading() as look:
        row = look.one("SELECT * FROM report WHERE id = %(id)s", {"id": report.id})
    assert row is not None
    return row


def test_a_report_gets_its_reasons_from_the_text_as_it_passes(assessed: Record) -> None:
    report = Told(text="They ask for an upfront fee.", reach=11)
    [fact] = assessments(tell(assessed, report))
    assert (fact.subject, fact.about, fact.playbook) == (report.id, report.about, PLAY.digest)
    [reason] = fact.reasons
    rule = PLAY.rules[reason.rule]
    assert (reason.rule, reason.rule_version, reason.clause, reason.severity) == ("labour/fee", rule.version, "L-1", 2)
    assert reason.conjuncts == (0, 1)
    assert (fact.harm, fact.clauses, fact.severity) == ("labour.fees", ("L-1",), Severity.SERIOUS)
    assert fact.likelihood == pytest.approx(0.6)


def test_standing_keeps_what_was_found_beside_what_was_named(assessed: Record) -> None:
    report = Told(text="Somebody keeps passports.", harm="passage")
    tell(assessed, report)
    row = report_row(assessed, report)
    assert (row["named"], row["harm"], row["severity"], row["clauses"]) == ("passage", "labour.papers", 3, ["L-2"])
    assert [each["rule"] for each in row["reasons"]] == ["labour/papers"]


def test_what_the_subject_said_is_seen_as_well(assessed: Record) -> None:
    [fact] = assessments(tell(assessed, Told(content="... after schoolwork ...")))
    assert codes(fact) == ["minor/age"]


def test_a_text_that_does_not_pass_by_is_unknown(assessed: Record) -> None:
    report = Told(text="They ask for an upfront fee.", reach=11)
    with assessed.writing() as tx:
        tx.take_pen()
        written = tx.append([seen(report.about), received(tx, report, {})])
    assert codes(assessments(written)[0]) == []


def test_reports_on_the_subject_are_counted_within_a_batch_and_across(assessed: Record) -> None:
    about = SubjectId(new_id())
    first = assessments(tell(assessed, Told(about=about), Told(), Told(about=about), Told(about=about)))
    assert [codes(fact) for fact in first] == [[], [], [], ["labour/again"]]
    [later] = assessments(tell(assessed, Told(about=about)))
    assert codes(later) == ["labour/again"]


def test_the_age_of_an_account_is_what_the_platform_last_said_and_the_days_since(assessed: Record) -> None:
    about = SubjectId(new_id())
    observe(assessed, [{"account_age_days": 2}, {"account_age_days": 3, "posted": NOON + timedelta(days=1)}], about)
    media = (PICTURE,)
    with_media = SubjectId(new_id())
    unknown = assessments(tell(assessed, Told(about=with_media, media=media)))
    assert codes(unknown[0]) == []  # nobody said how old the account is
    fresh = assessments(tell(assessed, Told(about=about, received=NOON + timedelta(days=11))))
    assert codes(fresh[0]) == []  # no media
    observe(assessed, [{"account_age_days": 3}], old := SubjectId(new_id()))
    with assessed.writing() as tx:
        tx.execute("UPDATE subject SET media = %(media)s", {"media": msgspec.json.encode(media).decode()})
    ages = [Told(about=old, received=NOON + timedelta(days=days)) for days in (10, 11)]
    assert [codes(fact) for fact in assessments(tell(assessed, *ages))] == [["labour/fresh"], []]


def test_activity_that_matches_raises_a_signal_and_other_activity_does_not(assessed: Record) -> None:
    events = [
        {"account_age_days": 3, "title": "Work abroad, small fee"},
        {"account_age_days": 300, "title": "Work abroad, small fee"},
        {"account_age_days": 3, "title": "Work abroad"},
        {"account_age_days": 300, "title": "Work", "perks": ["meals", "fee back"], "posted": NOON},
        {"account_age_days": 300, "title": "Work", "perks": ["fee back"], "posted": NOON + timedelta(days=2)},
        {"title": None},
    ]
    about = SubjectId(new_id())
    ids, written = observe(assessed, [{k: v for k, v in event.items() if v is not None} for event in events], about)
    raised = signals(written)
    assert {fact.event: codes(fact) for fact in raised} == {ids[0]: ["labour/listing"], ids[3]: ["labour/perk"]}
    assert {(fact.subject == fact.event, fact.event_kind, fact.about) for fact in raised} == {(True, LISTING, about)}
    with assessed.reading() as look:
        assert look.value("SELECT count(*) FROM signal WHERE about = %(about)s", {"about": about}) == 2


def test_activity_of_a_kind_without_rules_costs_nothing(assessed: Record) -> None:
    _, written = observe(assessed, [{"account_age_days": 3}], kind=EventKind("other_kind"))
    assert signals(written) == []


def test_a_report_of_our_own_takes_over_the_reasons_of_its_signal(assessed: Record) -> None:
    about = SubjectId(new_id())
    [event], written = observe(assessed, [{"account_age_days": 3, "title": "a fee"}], about)
    report = Told(about=about, harm="labour.fees", signal=EventId(event), text="Somebody keeps passports.")
    [fact] = assessments(tell(assessed, report))
    assert codes(fact) == ["labour/papers", "labour/listing"]
    assert fact.reasons[1] == signals(written)[0].reasons[0]
    assert report_row(assessed, report)["source"] == Source.PROACTIVE


def decide(record: Record, verdict: Verdict, *reports: Told) -> JobDecided:
    """Somebody decided a job of these reports."""
    decision = JobDecided(
        subject=JobId(new_id()), actor=BOB, occurred=NOON, decision=DecisionId(new_id()), about=reports[0].about,
        reports=tuple(one.id for one in reports), verdict=verdict, clause=None, clause_version=1, severity=Severity.LOW, path=(),
        reasons=(), playbook=PLAY.digest, measures=(), source=Source.USER_REPORT, queue="rest", language="en", first_seen=NOON,
        claimed=NOON, views_at_action=0, automated_detection=False, automated_decision=False, effective=NOON,
    )  # type: ignore[arg-type]  # fmt: skip
    with record.writing() as tx:
        tx.append([decision])
    return decision


def history(record: Record, reporter: ReporterId) -> tuple[int, int] | None:
    with record.reading() as look:
        row = look.one("SELECT upheld, turned_down FROM reporter WHERE id = %(id)s", {"id": reporter})
    return None if row is None else (row["upheld"], row["turned_down"])


def test_a_reporters_record_follows_the_decisions(assessed: Record) -> None:
    reporter = ReporterId(new_id())
    reports = [Told(reporter=reporter) for _ in range(5)]
    tell(assessed, *reports)
    assert history(assessed, reporter) is None
    upheld = decide(assessed, Verdict.VIOLATES, *reports[:2])
    refused = decide(assessed, Verdict.NO_VIOLATION, reports[2])
    decide(assessed, Verdict.NOT_ENOUGH, reports[3])
    assert history(assessed, reporter) == (2, 1)
    with assessed.writing() as tx:
        tx.append([DecisionUndone(subject=refused.subject, actor=BOB, occurred=NOON, decision=refused.decision)])
    assert history(assessed, reporter) == (2, 0)
    with assessed.writing() as tx:
        tx.append(
            [
                DecisionReversed(
                    subject=upheld.subject, actor=BOB, occurred=NOON, decision=upheld.decision, reason=ReasonCode("a_test")
                )
            ]
        )
    assert history(assessed, reporter) == (0, 0)
    assert refold(assessed)[1] == []


def test_the_record_weighs_on_the_next_report(assessed: Record) -> None:
    good, bad = ReporterId(new_id()), ReporterId(new_id())
    mine, theirs = [Told(reporter=good) for _ in range(3)], [Told(reporter=bad) for _ in range(3)]
    tell(assessed, *mine, *theirs)
    decide(assessed, Verdict.VIOLATES, *mine)
    decide(assessed, Verdict.NO_VIOLATION, *theirs)
    new, after_good, after_bad = (
        fact.likelihood for fact in assessments(tell(assessed, Told(), Told(reporter=good), Told(reporter=bad)))
    )
    assert after_bad < new < after_good
    assert after_good == pytest.approx(likelihood([], ReporterRecord(3, 0)))


def test_no_text_stays_in_the_ledger_or_in_standing(assessed: Record) -> None:
    tell(assessed, Told(text="They ask for an upfront fee.", reach=11, content="an unmistakable sentence"))
    observe(assessed, [{"account_age_days": 3, "title": "another unmistakable fee"}])
    with assessed.reading() as look:
        for table in ("fact", "report", "signal", "subject", "activity"):
            assert look.value(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%%fee.%%' OR t::text LIKE '%%unmistak%%'") == 0


def test_a_batch_of_500_is_one_read(assessed: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """No query a report: the listener asks the database once, however many reports there are."""
    asked: list[str] = []
    rows = Look.rows

    def counting(self: Look, sql: str, *rest: Any, **named: Any) -> Any:
        asked.append(sql)
        return rows(self, sql, *rest, **named)

    told = [Told(text="They ask for an upfront fee.", reach=11) for _ in range(500)]
    with monkeypatch.context() as patched:
        patched.setattr(Look, "rows", counting)
        assert len(assessments(tell(assessed, *told))) == 500
    assert len([sql for sql in asked if "unnest" in sql]) == 1
