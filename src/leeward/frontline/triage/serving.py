"""The order in which open jobs are served (Q12).

The more severe tier comes first. Within a tier, jobs past a due moment of the law come first, the longest overdue leading;
then all others by their start-by. So a job past a legal due moment never stands below a job without a legal clock of its own
tier or a lower one. The id, which begins with the moment of opening, decides what is left.

The review room asks the database in this very order; a property test holds the two together.
"""

from uuid import UUID

from leeward.playbook.order import rank
from leeward.record.facts.triage import StartBy
from leeward.record.terms.moment import Moment

OrderKey = tuple[int, bool, Moment, UUID]


def order_key(place: StartBy, job: UUID, moment: Moment) -> OrderKey:
    """What to sort open jobs by at ``moment``: the smallest is served first."""
    return (*rank(place, moment), job)
