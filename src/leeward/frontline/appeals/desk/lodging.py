"""Taking appeals in, from the API or by hand, and letting whoever appealed withdraw."""

from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec

from leeward.frontline.appeals import eligibility, reasons, refusals
from leeward.frontline.appeals.described import AppealIn, Receipt
from leeward.frontline.appeals.desk import loading
from leeward.frontline.appeals.desk.loading import Q
from leeward.frontline.appeals.eligibility import Clock, Ground, Party, Terms
from leeward.frontline.appeals.refusals import CODES, Inadmissible, KeyUsed, NoSuch
from leeward.playbook.model import Playbook
from leeward.record.facts import Fact, Recorded
from leeward.record.facts.appeals import AppealReceived, AppealRefused, AppealWithdrawn
from leeward.record.facts.intake import AppealRequested
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Hearing, Record
from leeward.record.terms.appeal import AppealState, Appellant
from leeward.record.terms.code import Digest, LanguageCode, ReasonCode, SourceCode, is_code
from leeward.record.terms.ids import AppealId, OwnerId, PersonId, ReportId, VaultRef, new_id
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment

CASE = SourceCode("case_page")
"""The door of appeals that notifiers ask for where they see how their notice stands."""


def lodge(record: Record, playbook: Playbook, arrival: AppealIn, *, door: SourceCode, actor: PersonId) -> Receipt:
    """Take an appeal in; what it answers is on disk. The same ``id`` twice is one appeal.

    Raises NoSuch, TextNotTaken, KeyUsed or a kind of Inadmissible. That somebody was turned away is a fact.
    """
    text = loading.check_text(arrival.text, playbook)
    key = record.digest("appeal:key", f"{door}:{arrival.id}") if arrival.id else Digest(new_id().hex * 2)
    refused: Inadmissible | None = None
    with record.writing() as tx:
        tx.take_pen()
        now = this_moment()
        if (before := _by_key(tx, key)) is not None:
            return _same(before, arrival)
        ground, party = _ground(tx, arrival), _party(tx, arrival)
        clocks = tx.rows(Q.clocks, {"job": ground.job}, into=Clock)
        party = _with_earlier(tx, ground, party)
        until = eligibility.closes(ground, clocks, playbook.limits.appeals)
        refused = eligibility.refusal(ground, party, until, now)
        if refused is not None:
            reason = ReasonCode(CODES[type(refused)])
            tx.append(
                [
                    AppealRefused(
                        subject=new_id(), actor=actor, occurred=now, decision=ground.id, appellant=party.appellant, door=door,
                        reason=reason,
                    )
                ]
            )  # fmt: skip
        else:
            terms = eligibility.terms(ground, party, clocks, playbook.limits.appeals, now)
            [ref] = loading.write_texts(tx, OwnerId(_party_id(ground, party)), [text])
            fact = _received(arrival, ground, party, terms, key, ref, door, actor, now)
            tx.append([fact])
    if refused is not None:
        raise refused
    return Receipt(
        id=AppealId(fact.subject), status="received", decision=ground.id, appellant=party.appellant, state=AppealState.OPEN,
        expedited=terms.expedited, received=now, start_by=terms.start_by, due=terms.due, closes=terms.closes,
    )  # fmt: skip


def withdraw(record: Record, who: PersonId, appeal: AppealId, reason: str) -> None:
    """Whoever appealed asks no longer. Raises NoSuch, NotAReason, or AlreadyDecided."""
    why = reasons.known(reason, reasons.WITHDRAW)
    with record.writing() as tx:
        tx.take_pen()
        found = loading.candidate(tx, appeal)
        if found.state is AppealState.WITHDRAWN:
            return
        if found.state is AppealState.DECIDED:
            raise refusals.AlreadyDecided(remedy="There is nothing left to withdraw.")
        tx.append([AppealWithdrawn(subject=appeal, actor=who, occurred=this_moment(), reason=why)])


def hear_requests(current: Callable[[], Playbook], heard: Sequence[Recorded], hearing: Hearing) -> list[Fact]:
    """Appeals that notifiers ask for on their case page: ``AppealReceived``, or ``AppealRefused`` with the reason."""
    requests = [one.fact for one in heard if isinstance(one.fact, AppealRequested)]
    return [fact for each in requests if (fact := _asked(hearing, current(), each)) is not None]


def _asked(hearing: Hearing, playbook: Playbook, request: AppealRequested) -> AppealReceived | AppealRefused | None:
    look, now = hearing.look, request.occurred
    report = ReportId(request.subject)
    arrival = AppealIn(appellant=Appellant.NOTIFIER, report=report, language=request.language)
    try:
        ground, party = _ground(look, arrival), _party(look, arrival)
    except NoSuch:  # there is no decision yet that could be looked at again
        return None
    if _by_key(look, request.idempotency) is not None:
        return None
    clocks = look.rows(Q.clocks, {"job": ground.job}, into=Clock)
    party = _with_earlier(look, ground, party)
    refused = eligibility.refusal(ground, party, eligibility.closes(ground, clocks, playbook.limits.appeals), now)
    if refused is not None:
        return AppealRefused(
            subject=new_id(), actor=request.actor, occurred=now, decision=ground.id, appellant=party.appellant, door=CASE,
            reason=ReasonCode(CODES[type(refused)]),
        )  # fmt: skip
    terms = eligibility.terms(ground, party, clocks, playbook.limits.appeals, now)
    return _received(arrival, ground, party, terms, request.idempotency, request.text, CASE, request.actor, now)


def _received(
    arrival: AppealIn, ground: Ground, party: Party, terms: Terms, key: Digest, ref: VaultRef | None, door: SourceCode,
    actor: PersonId, now: Moment,
) -> AppealReceived:  # fmt: skip
    spoken = (arrival.language or "").lower()
    return AppealReceived(
        subject=AppealId(new_id()), actor=actor, occurred=now, decision=ground.id, job=ground.job, about=ground.about,
        appellant=party.appellant, report=party.report, reporter=party.reporter, door=door,
        language=LanguageCode(spoken) if is_code(spoken) else ground.language, severity=ground.severity,
        expedited=terms.expedited, closes=terms.closes, start_by=terms.start_by, due=terms.due, idempotency=key, text=ref,
    )  # fmt: skip


def _by_key(look: Look, key: Digest) -> Receipt | None:
    row = look.one(Q.by_key, {"idempotency": key})
    return msgspec.convert({**row, "status": "duplicate"}, Receipt, strict=False) if row else None


def _same(before: Receipt, arrival: AppealIn) -> Receipt:
    """The receipt again, unless the key came with something else."""
    if before.appellant is not arrival.appellant or arrival.decision not in (None, before.decision):
        raise KeyUsed(remedy="Give each appeal a number of its own.")
    return before


def _ground(look: Look, arrival: AppealIn) -> Ground:
    decision = arrival.decision
    if decision is None and arrival.report is not None:
        decision = look.value(Q.decision_of_report, {"report": arrival.report}) if _known(look, arrival.report) else None
    row = look.one(Q.ground, {"decision": decision}) if decision is not None else None
    if row is None:
        raise NoSuch("There is no such decision, or the report has not come to one yet.")
    return msgspec.convert(row, Ground)


def _known(look: Look, report: ReportId) -> bool:
    return look.one(Q.decision_of_report, {"report": report}) is not None


def _party(look: Look, arrival: AppealIn) -> Party:
    if arrival.appellant is Appellant.RECIPIENT:
        return Party(appellant=Appellant.RECIPIENT)
    row = look.one(Q.reporter_of, {"report": arrival.report}) if arrival.report is not None else None
    if row is None:
        raise NoSuch("There is no such report.", remedy="A notifier's appeal names the report that was turned down.")
    return Party(appellant=Appellant.NOTIFIER, report=arrival.report, reporter=row["reporter"])


def _with_earlier(look: Look, ground: Ground, party: Party) -> Party:
    row = look.one(Q.before, {"decision": ground.id, "party": _party_id(ground, party)})
    return msgspec.structs.replace(party, before=row["id"]) if row else party


def _party_id(ground: Ground, party: Party) -> UUID:
    return ground.about if party.reporter is None else party.reporter
