"""Who comes back: cohorts from decisions that stand. It appends nothing."""

from datetime import timedelta

import msgspec

from leeward.insights.patterns.cohorts import Cohort, Gap, cohorts
from leeward.record.ledger.look import Look
from leeward.record.standing.queries import read_queries
from leeward.record.terms.moment import Moment

Q = read_queries("leeward.insights.patterns")
MOST = 500_000


def recidivism(look: Look, moment: Moment, days: int) -> tuple[Cohort, ...]:
    """Cohorts of everybody with a violation decided in the last ``days``, by penalty, rung and clause."""
    asked = {"now": moment, "since": moment - timedelta(days=days), "limit": MOST}
    return cohorts(msgspec.convert(look.rows(Q.gaps, asked), list[Gap]))
