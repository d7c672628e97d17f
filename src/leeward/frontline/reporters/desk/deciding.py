"""A person decides about misuse: none, a warning, or a suspension with an end. The reporter is told, in the playbook's words."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from leeward.frontline.reporters import misuse
from leeward.frontline.reporters.desk import loading
from leeward.frontline.reporters.desk.loading import Q, known
from leeward.frontline.reporters.misuse import Outcomes
from leeward.frontline.reporters.refusals import NotMisuse
from leeward.playbook.model import Playbook
from leeward.record.facts.reporters import MisuseDismissed, ReporterSuspended, ReporterWarned
from leeward.record.facts.review import JobResumed
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import JobId, OwnerId, PersonId, ReporterId, ReportId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.reporter import ReporterState


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """What a person found (Art. 23(3)): which reports are manifestly unfounded, how grave it is, and whether it was meant."""

    unfounded: tuple[ReportId, ...]
    gravity: str
    intent: str


def dismiss(record: Record, playbook: Playbook, who: PersonId, reporter: ReporterId, reason: str) -> None:
    """Say that it is no misuse. Raises NoSuchReporter, NotMisuse or NotAReason."""
    loading.people_only(who)
    why, rule = known(reason, misuse.DISMISSALS), loading.rule_of(playbook)
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        if loading.standing(tx, reporter).found is None:
            raise NotMisuse("Nothing was found that waits for a person.")
        counted = loading.outcomes(tx, reporter, loading.since(rule, now)).turned_down
        tx.append([MisuseDismissed(subject=reporter, actor=who, occurred=now, reason=why, turned_down=counted)])


def warn(record: Record, playbook: Playbook, who: PersonId, reporter: ReporterId, weighed: Weighed) -> Moment:
    """Warn them; until when the warning counts. Raises NoSuchReporter, NotMisuse or NotAReason."""
    loading.people_only(who)
    gravity, intent = known(weighed.gravity, misuse.GRAVITIES), known(weighed.intent, misuse.INTENTS)
    rule = loading.rule_of(playbook)
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        begins, until = loading.since(rule, now), now + timedelta(days=rule.warned_for_days)
        misuse.check_warning(
            loading.in_short(loading.standing(tx, reporter)), weighed.unfounded, loading.turned_down(tx, reporter, begins)
        )
        counted = loading.outcomes(tx, reporter, begins)
        words = _filled(rule.warning, weighed.unfounded, counted, until)
        tx.append(
            [
                ReporterWarned(
                    subject=reporter, actor=who, occurred=now, unfounded=weighed.unfounded, decided=counted.decided,
                    turned_down=counted.turned_down, gravity=gravity, intent=intent, until=until, told=_told(tx, reporter, words),
                )
            ]
        )  # fmt: skip
        return until


def suspend(record: Record, playbook: Playbook, who: PersonId, reporter: ReporterId, weighed: Weighed, days: int) -> Moment:
    """Suspend the processing of their reports; until when. Raises WarningFirst, NotMisuse, NoSuchReporter or NotAReason."""
    loading.people_only(who)
    gravity, intent = known(weighed.gravity, misuse.GRAVITIES), known(weighed.intent, misuse.INTENTS)
    rule = loading.rule_of(playbook)
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        standing = loading.standing(tx, reporter)
        since = loading.turned_down(tx, reporter, standing.warned or now)
        until = misuse.check_suspension(rule, loading.in_short(standing), weighed.unfounded, since, days, now)
        assert standing.warned is not None, "a suspension follows a warning"
        counted = loading.outcomes(tx, reporter, loading.since(rule, now))
        words = _filled(rule.suspension, weighed.unfounded, counted, until, standing.warned)
        tx.append(
            [
                ReporterSuspended(
                    subject=reporter, actor=who, occurred=now, warned=standing.warned, unfounded=weighed.unfounded,
                    decided=counted.decided, turned_down=counted.turned_down, gravity=gravity, intent=intent, until=until,
                    told=_told(tx, reporter, words),
                )
            ]
        )  # fmt: skip
        return until


def free(tx: Transaction, reporter: ReporterId, actor: PersonId, reason: ReasonCode, now: Moment) -> list[JobResumed]:
    """What puts the jobs back into their queues that waited for this reporter's suspension."""
    rows: Sequence[dict[str, JobId]] = tx.rows(Q.kept_back, {"reporter": reporter})
    return [JobResumed(subject=row["id"], actor=actor, occurred=now, reason=reason) for row in rows]


def restrained(state: ReporterState) -> bool:
    """Whether something stands against a reporter that can be lifted or contested."""
    return state in (ReporterState.WARNED, ReporterState.SUSPENDED)


def _told(tx: Transaction, reporter: ReporterId, words: str) -> VaultRef:
    return tx.vault.write(OwnerId(reporter), [words])[0]


def _filled(text: str, unfounded: Sequence[ReportId], counted: Outcomes, until: Moment, warned: Moment | None = None) -> str:
    filled = {
        "unfounded": len(unfounded),
        "decided": counted.decided,
        "turned_down": counted.turned_down,
        "until": f"{until:%d %B %Y}",
    }
    return text.strip().format(**filled, warned=f"{warned:%d %B %Y}" if warned else "")
