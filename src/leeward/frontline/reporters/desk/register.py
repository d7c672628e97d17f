"""The register of trusted flaggers (DSA Art. 22): who, for what, where, from when to when, awarded by whom."""

from collections.abc import Sequence

import msgspec

from leeward.frontline.reporters import views
from leeward.frontline.reporters.desk.loading import Q, known
from leeward.frontline.reporters.refusals import NoSuchFlagger, NotAFlagger
from leeward.playbook.dsa import TERRITORIES
from leeward.playbook.model import Playbook
from leeward.record.facts.reporters import FlaggerEnded, FlaggerPaused, FlaggerRegistered, FlaggerResumed
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import HarmCode, PlaceCode
from leeward.record.terms.ids import FlaggerId, PersonId, ReporterId, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment

PAUSES = {
    "investigated": "Its coordinator looks into it (Art. 22(6))",
    "asked": "It asked for a pause",
    "unreachable": "It cannot be reached",
}
ENDS = {"revoked": "Its coordinator revoked the status (Art. 22(7))", "expired": "The status ran out", "withdrew": "It withdrew"}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the register says of a flagger."""

    account: PersonId
    known_as: tuple[ReporterId, ...] = ()
    harms: tuple[HarmCode, ...] = ()
    jurisdictions: tuple[PlaceCode, ...] = ()
    coordinator: PlaceCode
    awarded: Moment
    until: Moment | None = None


def flaggers(look: Look, flagger: FlaggerId | None = None) -> tuple[views.FlaggerLine, ...]:
    """The register, or one entry of it."""
    return tuple(msgspec.convert(row, views.FlaggerLine) for row in look.rows(Q.flaggers, {"flagger": flagger}))


def accounts(look: Look) -> list[tuple[PersonId, str]]:
    """Accounts that an entry can use, with their names."""
    return [(PersonId(row["person"]), str(row["name"])) for row in look.rows(Q.accounts)]


def register(record: Record, playbook: Playbook, who: PersonId, entry: Entry, flagger: FlaggerId | None = None) -> FlaggerId:
    """Enter a flagger, or change its entry. What it said before stays in the ledger. Raises NotAFlagger or NoSuchFlagger."""
    _check(playbook, entry)
    with record.writing() as tx:
        tx.take_pen()
        if flagger is not None:
            _entry(tx, flagger)
        number = flagger or FlaggerId(new_id())
        if tx.one(Q.same_account, {"account": entry.account, "flagger": number}) is not None:
            raise NotAFlagger("Another entry uses this account.", remedy="One account is one organisation.")
        fact = FlaggerRegistered(subject=number, actor=who, occurred=this_moment(), **msgspec.structs.asdict(entry))
        tx.append([fact])
    return number


def pause(record: Record, who: PersonId, flagger: FlaggerId, reason: str) -> None:
    """Let its status not count for now; its notices are taken as ordinary ones. Raises NoSuchFlagger or NotAReason."""
    why = known(reason, PAUSES)
    with record.writing() as tx:
        tx.take_pen()
        if _counting(tx, flagger).paused is None:
            tx.append([FlaggerPaused(subject=flagger, actor=who, occurred=this_moment(), reason=why)])


def resume(record: Record, who: PersonId, flagger: FlaggerId) -> None:
    """Let its status count again. Raises NoSuchFlagger."""
    with record.writing() as tx:
        tx.take_pen()
        if _counting(tx, flagger).paused is not None:
            tx.append([FlaggerResumed(subject=flagger, actor=who, occurred=this_moment())])


def end(record: Record, who: PersonId, flagger: FlaggerId, reason: str) -> None:
    """It is a trusted flagger no more. Raises NoSuchFlagger or NotAReason."""
    why = known(reason, ENDS)
    with record.writing() as tx:
        tx.take_pen()
        _counting(tx, flagger)
        tx.append([FlaggerEnded(subject=flagger, actor=who, occurred=this_moment(), reason=why)])


def _entry(look: Look, flagger: FlaggerId) -> views.FlaggerLine:
    found = flaggers(look, flagger)
    if not found:
        raise NoSuchFlagger(f"The register has no entry {flagger}.")
    return found[0]


def _counting(tx: Transaction, flagger: FlaggerId) -> views.FlaggerLine:
    found = _entry(tx, flagger)
    if found.ended is not None:
        raise NotAFlagger("Its entry has ended.", remedy="Enter it anew.")
    return found


def _check(playbook: Playbook, entry: Entry) -> None:
    if unknown := _unknown_harms(playbook, entry.harms):
        raise NotAFlagger(f'The playbook has no harm "{unknown[0]}".', remedy="Choose from its taxonomy.")
    if entry.coordinator not in TERRITORIES:
        raise NotAFlagger(
            f"{entry.coordinator} has no Digital Services Coordinator.", remedy="Name a state of the EEA by two letters."
        )
    if entry.until is not None and entry.until <= entry.awarded:
        raise NotAFlagger("It ends before it begins.")


def _unknown_harms(playbook: Playbook, harms: Sequence[HarmCode]) -> list[HarmCode]:
    taxonomy = set(playbook.harms)
    return [code for code in harms if code not in taxonomy and not any(each.startswith(code + ".") for each in taxonomy)]
