"""What the desk loads before it does anything: how a reporter stands, what their record is, who looks."""

from datetime import timedelta
from typing import Any

import msgspec

from leeward.frontline.reporters import views
from leeward.frontline.reporters.misuse import Outcomes, Standing
from leeward.frontline.reporters.refusals import AnotherPerson, NoSuchReporter, NotAReason, NotMisuse
from leeward.frontline.reporters.reliability import Alike, Prior, prior_of
from leeward.playbook.model import MisuseRule, Playbook
from leeward.record.ledger.look import Look
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import PersonId, ReporterId, ReportId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import MACHINES

Q = read_queries("leeward.frontline.reporters")
KEPT_BACK = ReasonCode("reporter_suspended")
"""Why a job waits whose only reporter is suspended."""


def rule_of(playbook: Playbook) -> MisuseRule:
    """The rule of misuse in force. Raises NotMisuse where the playbook has none."""
    if playbook.reporters is None:
        raise NotMisuse("The playbook has no rule of misuse.", remedy="It stands in reporters.toml.")
    return playbook.reporters.misuse


def people_only(who: PersonId) -> None:
    """Raises AnotherPerson for a machine: only people decide about people."""
    if who in MACHINES:
        raise AnotherPerson("A person decides about a reporter, never a machine.")


def known(reason: str, words: dict[str, str]) -> ReasonCode:
    """The reason as a code. Raises NotAReason."""
    if reason not in words:
        raise NotAReason(f'"{reason}" is none.', remedy=f"There are: {', '.join(words)}.")
    return ReasonCode(reason)


def whole_standing(look: Look, reporter: ReporterId) -> views.Standing | None:
    """How a reporter stands; None of whom nothing was ever found."""
    row = look.one(Q.standing, {"reporter": reporter})
    return msgspec.convert(row, views.Standing) if row else None


def standing(look: Look, reporter: ReporterId) -> views.Standing:
    """The same. Raises NoSuchReporter."""
    found = whole_standing(look, reporter)
    if found is None:
        raise NoSuchReporter("Nothing was ever found about them.")
    return found


def in_short(found: views.Standing) -> Standing:
    """What the rule asks for of a standing."""
    return Standing(
        state=found.state, dismissed=found.dismissed, warned=found.warned, warned_until=found.warned_until, until=found.until
    )


def since(rule: MisuseRule, now: Moment) -> Moment:
    """From when on decided reports count."""
    return now - timedelta(days=rule.within_days)


def outcomes(look: Look, reporter: ReporterId, begins: Moment) -> Outcomes:
    """How somebody's decided reports since then ended."""
    return msgspec.convert(look.one(Q.outcomes, {"reporter": reporter, "since": begins}), Outcomes)


def turned_down(look: Look, reporter: ReporterId, begins: Moment) -> list[ReportId]:
    """Their reports since then that were turned down and stand so."""
    return [ReportId(row["id"]) for row in look.rows(Q.turned_down, {"reporter": reporter, "since": begins})]


def prior(look: Look, source: str, harm: str | None = None) -> Prior:
    """What is expected of whoever reports through this source, on this class of harm or on any."""
    asked: dict[str, Any] = {"source": source, "harm": harm}
    rows = look.rows(Q.population_of_source if harm is None else Q.population, asked, into=Alike)
    return prior_of(rows)
