"""After a finding: whoever decided may disagree, which asks another expert; an expert says why it was wrong."""

from datetime import timedelta

from leeward.frontline.quality.desk import loading
from leeward.frontline.quality.refusals import NotAReason, NothingToDispute
from leeward.frontline.quality.views import Head
from leeward.playbook.model import Playbook
from leeward.record.facts.quality import CauseNamed, FindingDisputed
from leeward.record.ledger.record import Record
from leeward.record.terms.code import CauseCode
from leeward.record.terms.ids import CheckId, OwnerId, PersonId
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment


def dispute(record: Record, playbook: Playbook, who: PersonId, check: CheckId, why: str) -> None:
    """Disagree with the finding on one's own decision; another expert looks. Once, and within the days the playbook gives.

    Raises NoSuch, NothingToDispute or TextNotTaken.
    """
    with record.writing() as tx:
        tx.take_pen()
        found, now = loading.head(tx, check), this_moment()
        if (problem := undisputable(found, playbook, who, now)) is not None:
            raise problem
        text = loading.check_text(why, playbook)
        if text is None:
            raise NothingToDispute("Say why you see it differently.", remedy="A few words are enough; another expert reads them.")
        [note] = tx.vault.write(OwnerId(who), [text])
        tx.append([FindingDisputed(subject=check, actor=who, occurred=now, note=note)])


def undisputable(found: Head, playbook: Playbook, who: PersonId, now: Moment) -> NothingToDispute | None:
    """Why this person cannot disagree with this finding; None when they can."""
    if found.decider != who:
        return NothingToDispute("It is not about a decision of yours.")
    if found.state != "settled" or found.right is not False or found.settled is None:
        return NothingToDispute("Nothing was found wrong with it." if found.right else "It has not come to an end yet.")
    if found.disputed is not None:
        return NothingToDispute("Another expert was asked already.")
    if now > found.settled + timedelta(days=playbook.quality.dispute_days):
        return NothingToDispute(f"It could be disputed for {playbook.quality.dispute_days} days.")
    return None


def name_cause(record: Record, playbook: Playbook, who: PersonId, check: CheckId, cause: str) -> None:
    """Say why a decision was wrong. Raises NoSuch, NothingToDispute for one that was right, or NotAReason."""
    known = [each.code for each in playbook.quality.cause]
    if cause not in known:
        raise NotAReason(f'"{cause}" is none.', remedy=f"There are: {', '.join(known) or 'none; name some in quality.toml'}.")
    with record.writing() as tx:
        tx.take_pen()
        if loading.head(tx, check).right is not False:
            raise NothingToDispute("Nothing was found wrong with it, so that there is no cause.")
        tx.append([CauseNamed(subject=check, actor=who, occurred=this_moment(), cause=CauseCode(cause))])
