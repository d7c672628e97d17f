"""What is said against a warning or a suspension, heard by another person; and both taken back."""

import msgspec

from leeward.frontline.reporters import misuse
from leeward.frontline.reporters.desk import loading
from leeward.frontline.reporters.desk.deciding import free, restrained
from leeward.frontline.reporters.desk.loading import known
from leeward.frontline.reporters.refusals import AnotherPerson, NothingToContest, TextNotTaken
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact
from leeward.record.facts.reporters import ContestHeard, SuspensionContested, SuspensionLifted
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms import media
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import OwnerId, PersonId, ReporterId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.reporter import ReporterState

TELLING = PurposeCode("telling_the_reporter")
STANDS = "stands"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """How a reporter stands, for whoever passes it on to them."""

    state: ReporterState
    until: Moment | None = None
    text: str | None = None
    """What they are to be told."""
    contested: Moment | None = None
    """Since when another person is to look at it again."""


def told_of(record: Record, who: PersonId, reporter: ReporterId) -> Told:
    """What a reporter is to be told; that it was read is a fact. Somebody of whom nothing is known is clear."""
    with record.writing() as tx:
        found = loading.whole_standing(tx, reporter)
        if found is None or not restrained(found.state):
            return Told(state=ReporterState.CLEAR)  # that something was found is nobody's business before a person looked
        words = tx.vault.read([found.told], actor=who, purpose=TELLING)[found.told] if found.told else None
        until = found.until if found.state is ReporterState.SUSPENDED else found.warned_until
        return Told(state=found.state, until=until, text=words, contested=found.contested)


def contest(record: Record, playbook: Playbook, who: PersonId, reporter: ReporterId, text: str | None) -> None:
    """Ask, for the reporter, that another person looks. Twice is once. Raises NothingToContest or TextNotTaken."""
    words = (text or "").strip()
    if (why := media.refusal(words, most=playbook.limits.text_characters)) is not None:
        raise TextNotTaken(media.WHY[why])
    with record.writing() as tx:
        tx.take_pen()
        found = loading.whole_standing(tx, reporter)
        if found is None or not restrained(found.state) or found.heard is not None:
            raise NothingToContest("Nothing stands against them." if found is None or found.heard is None else "It was heard.")
        if found.contested is None:
            ref: VaultRef | None = tx.vault.write(OwnerId(reporter), [words])[0] if words else None
            tx.append([SuspensionContested(subject=reporter, actor=who, occurred=this_moment(), text=ref)])


def hear(record: Record, who: PersonId, reporter: ReporterId, reason: str) -> bool:
    """Decide on what was said against it; whether it stands. Raises AnotherPerson, NothingToContest or NotAReason."""
    loading.people_only(who)
    why = known(reason, misuse.HEARINGS)
    with record.writing() as tx:
        tx.take_pen()
        now, found = this_moment(), loading.standing(tx, reporter)
        if found.contested is None:
            raise NothingToContest("Nothing is contested.")
        if who in (found.warned_by, found.suspended_by):
            raise AnotherPerson("You decided about this reporter.", remedy="Ask somebody who did not.")
        stands = why == STANDS
        heard = ContestHeard(subject=reporter, actor=who, occurred=now, stands=stands, reason=why)
        tx.append([heard, *([] if stands else _lifted(tx, who, reporter, why, now))])
        return stands


def lift(record: Record, who: PersonId, reporter: ReporterId, reason: str) -> None:
    """Take a warning or suspension back; what waited for it is open again. Raises NothingToContest or NotAReason."""
    loading.people_only(who)
    why = known(reason, misuse.LIFTINGS)
    with record.writing() as tx:
        tx.take_pen()
        if not restrained(loading.standing(tx, reporter).state):
            raise NothingToContest("Nothing stands against them.")
        tx.append(_lifted(tx, who, reporter, why, this_moment()))


def _lifted(tx: Transaction, who: PersonId, reporter: ReporterId, reason: str, now: Moment) -> list[Fact]:
    why = known(reason, misuse.LIFTINGS | misuse.HEARINGS)
    return [SuspensionLifted(subject=reporter, actor=who, occurred=now, reason=why), *free(tx, reporter, who, why, now)]
