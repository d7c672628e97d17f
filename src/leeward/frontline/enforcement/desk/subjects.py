"""What enforcement knows of one subject: what was done, which strikes count, and what a next violation would lead to."""

from collections.abc import Iterable

import msgspec

from leeward.frontline.enforcement import views
from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.desk.striking import totals
from leeward.frontline.enforcement.refusals import NoSuch
from leeward.playbook.ladder import Strikes, live
from leeward.playbook.model import LadderStep, Playbook
from leeward.record.ledger.look import Look
from leeward.record.terms.ids import PersonId, SubjectId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import MACHINES
from leeward.record.terms.subject import SubjectKind

MOST = 200


def subject_view(look: Look, playbook: Playbook, about: SubjectId, moment: Moment) -> views.SubjectView:
    """Everything the page of a subject shows, at most 200 actions and strikes, the newest first. Raises NoSuch."""
    row = look.one(Q.subject, {"subject": about})
    if row is None:
        raise NoSuch(f"There is no subject {about}.")
    asked = {"subject": about, "limit": MOST}
    actions = tuple(msgspec.convert(each, views.ActionLine) for each in look.rows(Q.actions_about, asked))
    strikes = tuple(_strike(each, moment) for each in look.rows(Q.strike_lines, asked))
    people = [*(each.forgiven_by for each in strikes), *(who for each in actions for who in (each.owner, each.confirmed_by))]
    given = [Strikes(count=each.weight, expire=None, scope=each.scope) for each in strikes if each.standing == "counts"]
    return views.SubjectView(
        id=about,
        kind=SubjectKind(row["kind"]),
        held_by=row["held_by"],
        first_seen=row["first_seen"],
        violations=row["violations"],
        totals=totals(look, about, moment),
        actions=actions,
        strikes=strikes,
        ahead=tuple(ahead(playbook, SubjectKind(row["kind"]), given, moment)),
        names=names_of(look, people),
    )


def ahead(playbook: Playbook, kind: SubjectKind, given: Iterable[Strikes], moment: Moment) -> Iterable[views.Ahead]:
    """For each part of the ladder, the step on which such a subject with these strikes stands now."""
    history = list(given)
    parts: dict[tuple[str, ...], list[LadderStep]] = {}
    for step in playbook.steps:
        parts.setdefault(step.clauses, []).append(step)
    for clauses, steps in parts.items():
        reached = [step for step in steps if step.strikes_from <= live(history, moment, step.scope)]
        if not reached:
            continue
        now = max(reached, key=lambda step: step.strikes_from)
        fits = [playbook.measures[code] for code in now.measures if kind in playbook.measures[code].applies_to]
        further = [step.strikes_from for step in steps if step.strikes_from > now.strikes_from]
        yield views.Ahead(
            clauses=clauses,
            scope=now.scope,
            strikes=live(history, moment, now.scope),
            measures=tuple(measure.name for measure in fits),
            adds=now.strikes,
            next_from=min(further, default=None),
        )


def names_of(look: Look, people: Iterable[PersonId | None]) -> dict[PersonId, str]:
    """What people are called; machines by what they are."""
    wanted = list({person for person in people if person is not None})
    named = {PersonId(row["person"]): str(row["name"]) for row in look.rows(Q.names, {"people": wanted})} if wanted else {}
    return {**named, **{person: MACHINES[person] for person in wanted if person in MACHINES}}


def _strike(row: dict[str, object], moment: Moment) -> views.StrikeLine:
    line = msgspec.convert({**row, "standing": "counts"}, views.StrikeLine)
    if line.reversed is not None:
        standing = "taken_back"
    elif line.forgiven is not None:
        standing = "forgiven"
    elif line.expires is not None and line.expires <= moment:
        standing = "expired"
    else:
        return line
    return msgspec.structs.replace(line, standing=standing)
