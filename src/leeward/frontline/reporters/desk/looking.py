"""What people look at: reporters with whom the rule has to do, one in full, what looks concerted, figures of a period."""

from datetime import timedelta
from typing import Any

import msgspec

from leeward.frontline.reporters import views
from leeward.frontline.reporters.desk import loading, register
from leeward.frontline.reporters.desk.deciding import restrained
from leeward.frontline.reporters.desk.loading import Q
from leeward.frontline.reporters.refusals import NoSuchReporter
from leeward.frontline.reporters.reliability import reliability
from leeward.playbook.certified import MINOR_GATE, Certified, may_see
from leeward.playbook.model import Playbook
from leeward.record.errors import TextErased
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import FlaggerId, PersonId, ReporterId, ReportId, VaultRef
from leeward.record.terms.moment import Moment
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.reporter import ReporterState, Signal

CONTACT, MISUSE = PurposeCode("reporter_contact"), PurposeCode("misuse")
SHOWN, EVER = 100, timedelta(days=3650)


def standings(look: Look, show: str, *, limit: int, offset: int = 0) -> tuple[views.ReporterLine, ...]:
    """Reporters by how they stand, or ``contested``; who waits longest first."""
    rows = look.rows(Q.standings, {"show": show, "limit": limit, "offset": offset})
    return tuple(msgspec.convert(row, views.ReporterLine) for row in rows)


def reporter_view(look: Look, playbook: Playbook, who: PersonId, reporter: ReporterId) -> views.ReporterView:
    """Everything about a reporter, but who it is. Raises NoSuchReporter."""
    now = this_moment()
    rows = [msgspec.convert(row, views.HistoryLine) for row in look.rows(Q.history, _asked(reporter, now))]
    entries = register.flaggers(look, FlaggerId(reporter))
    standing = loading.whole_standing(look, reporter)
    if not rows and not entries and standing is None:
        raise NoSuchReporter(f"Nobody with the number {reporter} reported anything.")
    person = _looker(look, who)
    seen = [row for row in rows[:SHOWN] if row.queue is None or may_see(person, row.queue, row.escalation, playbook)]
    people = [standing.warned_by, standing.suspended_by] if standing else []
    return views.ReporterView(
        id=reporter,
        flagger=entries[0] if entries else None,
        standing=standing,
        records=tuple(_record(look, row) for row in look.rows(Q.records, {"reporter": reporter})),
        history=tuple(seen),
        hidden=min(len(rows), SHOWN) - len(seen),
        reports=look.value(Q.reports_by, {"reporter": reporter}),
        more=len(rows) > SHOWN,
        can_name=tuple(_can_name(look, playbook, standing, now)),
        names=_names(look, [each for each in people if each is not None]),
        has_contact=any(row.contact for row in rows),
    )


def contact(record: Record, who: PersonId, reporter: ReporterId) -> str | None:
    """The latest contact they left, from the vault; None when there is none, or it was erased. That it was read is a fact."""
    with record.writing() as tx:
        rows = tx.rows(Q.history, _asked(reporter, this_moment()))
        ref = next((VaultRef(row["contact"]) for row in rows if row["contact"] is not None), None)
        try:
            return tx.vault.read([ref], actor=who, purpose=CONTACT)[ref] if ref else None
        except TextErased:
            return None


def read_texts(record: Record, who: PersonId, reporter: ReporterId) -> dict[str, str]:
    """What they were told (``told``) and what they say against it (``contest``); that they were read is a fact."""
    with record.writing() as tx:
        found = loading.standing(tx, reporter)
        refs = {"told": found.told if restrained(found.state) else None, "contest": found.contest if found.contested else None}
        asked = {name: ref for name, ref in refs.items() if ref is not None}
        texts = tx.vault.read(list(asked.values()), actor=who, purpose=MISUSE) if asked else {}
    return {name: texts[ref] for name, ref in asked.items()}


def brigades(
    look: Look, playbook: Playbook, who: PersonId, signal: Signal | None, *, limit: int, offset: int = 0
) -> tuple[views.BrigadeLine, ...]:
    """What looks concerted, the latest first, as far as ``who`` may know of the jobs."""
    trained = may_see(_looker(look, who), MINOR_GATE, None, playbook)
    rows = look.rows(Q.brigades, {"signal": signal, "hand_off": trained, "limit": limit, "offset": offset})
    return tuple(msgspec.convert(row, views.BrigadeLine) for row in rows)


def figures(look: Look, begins: Moment, ends: Moment) -> views.Figures:
    """What happened from ``begins`` until before ``ends``, in the terms of the transparency report."""
    period: dict[str, Any] = {"begins": begins, "ends": ends}
    counted = {**(look.one(Q.figures, period) or {}), **(look.one(Q.figures_of_flaggers, period) or {})}
    return msgspec.convert(counted | period | {"brigades": look.value(Q.brigades_of, period)}, views.Figures)


def _asked(reporter: ReporterId, now: Moment) -> dict[str, Any]:
    return {"reporter": reporter, "since": now - EVER, "limit": SHOWN + 1}


def _looker(look: Look, who: PersonId) -> Certified:
    row = look.one(Q.looker, {"who": who})
    if row is None:
        raise NoSuchReporter("Nobody with this number works here.")
    return msgspec.convert({**row, "exposure": (0, 0, 0, 0, 0)}, Certified)


def _record(look: Look, row: dict[str, Any]) -> views.RecordLine:
    prior = loading.prior(look, row["source"], row["harm"])
    line = {**row, "reliability": reliability(row["upheld"], row["turned_down"], prior), "prior": prior}
    return msgspec.convert(line, views.RecordLine, from_attributes=True)


def _can_name(look: Look, playbook: Playbook, standing: views.Standing | None, now: Moment) -> list[ReportId]:
    if standing is None or playbook.reporters is None:
        return []
    if standing.state is ReporterState.FOUND:
        return loading.turned_down(look, standing.reporter, loading.since(playbook.reporters.misuse, now))
    if standing.state is ReporterState.WARNED and standing.warned is not None:
        return loading.turned_down(look, standing.reporter, standing.warned)
    return []


def _names(look: Look, people: list[PersonId]) -> dict[PersonId, str]:
    return {row["person"]: row["name"] for row in look.rows(Q.names, {"people": people})} if people else {}
