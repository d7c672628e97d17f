"""Looking at rules: all of them, one of them, what they hang together with, alarms, and why one matched or did not."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath

from leeward.insights.rules import desk, reasons, views
from leeward.insights.rules.desk.looking import in_state
from leeward.insights.rules.graph import WIDTH as GRAPH_WIDTH
from leeward.insights.rules.graph import graph_of, read_by
from leeward.insights.rules.pages.asking import STATES, asked_rule, by_day, playbook_of, record_of
from leeward.record.terms.moment import now
from leeward.web.export import LIMIT
from leeward.web.kit import (
    Choice,
    Column,
    Markup,
    Onward,
    Page,
    Place,
    csv_of,
    form,
    get,
    listing,
    may,
    person,
    post,
    redirect,
    render,
)

COLUMNS = (
    Column(name="code", label="Rule", sort=True),
    Column(name="state", label="State", sort=True),
    Column(name="kind", label="Reads", sort=True),
    Column(name="severity", label="Severity", sort=True),
    Column(name="week", label="7 days", digits=True, sort=True, hint="Matches in the last seven days"),
    Column(name="month", label="30 days", digits=True, sort=True, hint="Matches in the last thirty days"),
    Column(
        name="precision",
        label="Precision",
        digits=True,
        sort=True,
        hint="Of decided jobs that this version matched: those that were violations, with Wilson's 95 % interval",
    ),
    Column(name="first", label="This version since", digits=True, sort=True, hint="When this version first matched"),
    Column(name="last", label="Last match", digits=True, sort=True),
)
STATE = Choice(name="state", label="Show", options=tuple((code, words) for code, words in STATES.items()))
EXPORTED = tuple(
    (name, name) for name in ("code", "state", "kind", "severity", "week", "month", "share", "low", "high", "n", "last")
)


class Why(msgspec.Struct, kw_only=True):
    """A reason out of a vocabulary."""

    reason: Annotated[str, msgspec.Meta(title="a reason")]


@get("/rules", guard=may("rule.view"), place=Place("Insights", "Rules", key="r", order=20), include_in_schema=False)
def rules(request: Page) -> Markup:
    """All rules of the playbook in force."""
    playbook, at = playbook_of(request), now()
    kinds = Choice(
        name="kind", label="Reads", options=tuple((kind, kind) for kind in sorted({r.on for r in playbook.rules.values()}))
    )
    asked = listing(request, COLUMNS, (STATE, kinds), sort="code", size=100)
    with record_of(request).reading() as look:
        lines = desk.rule_lines(look, playbook, at)
        waiting = [alarm for alarm in desk.alarms(look) if alarm.acknowledged is None]
    shown = in_state(lines, asked.chosen.get("state"))
    shown = [line for line in shown if asked.chosen.get("kind") in (None, line.kind)]
    shown.sort(key=lambda line: _key(line, asked.sort), reverse=asked.descending)
    if request.query_params.get("format") == "csv":
        return csv_of([_row(line) for line in shown[:LIMIT]], EXPORTED, "rules")
    page = shown[asked.offset : asked.offset + asked.limit]
    return render(
        request,
        "rules/rules.html",
        list=asked,
        rows=page,
        every=lines,
        total=len(shown),
        alarms=waiting,
        states=STATES,
        why=reasons.ALARM,
    )


def _key(line: views.RuleLine, sort: str) -> tuple[bool, object, str]:
    """What is unknown comes first, upwards."""
    value = getattr(line, sort)
    if sort == "precision":
        value = value.share if value else None
    return value is not None, "" if value is None else value, line.code


def _row(line: views.RuleLine) -> dict[str, object]:
    held = line.precision
    figures = {"share": held.share, "low": held.low, "high": held.high, "n": held.n} if held else {}
    return {**msgspec.structs.asdict(line), "state": line.state.value, **figures}


@get("/rules/{folder:str}/{name:str}", guard=may("rule.view"), include_in_schema=False)
def rule(request: Page, folder: FromPath[str], name: FromPath[str]) -> Markup:
    """One rule."""
    playbook, found = playbook_of(request), asked_rule(request, folder, name)
    with record_of(request).reading() as look:
        seen = desk.rule_view(look, playbook, found, now())
    return render(
        request,
        "rules/rule.html",
        seen=seen,
        rule=found,
        clause=playbook.policies[found.clause],
        picture=by_day(seen.days),
        named_by=read_by(playbook, found.code),
        states=STATES,
        off=reasons.OFF,
        on=reasons.ON,
        why=reasons.ALARM,
    )


@post("/rules/{folder:str}/{name:str}/off", guard=may("rule.switch"), include_in_schema=False)
def switch_off(request: Page, folder: FromPath[str], name: FromPath[str]) -> Onward:
    """Stop a rule."""
    return _switched(request, f"{folder}/{name}", off=True)


@post("/rules/{folder:str}/{name:str}/on", guard=may("rule.switch"), include_in_schema=False)
def switch_on(request: Page, folder: FromPath[str], name: FromPath[str]) -> Onward:
    """Let a rule work again."""
    return _switched(request, f"{folder}/{name}", off=False)


def _switched(request: Page, code: str, *, off: bool) -> Onward:
    filled = form(request, Why)
    reason = filled.value.reason if filled.value else ""
    desk.switch(record_of(request), playbook_of(request), person(request).id, code, off=off, reason=reason)
    told = "It is off: from the next batch on nobody asks it." if off else "It works again from the next batch on."
    return redirect(request, f"/rules/{code}", notice=told)


@post("/rules/alarms/{alarm:uuid}", guard=may("rule.acknowledge"), include_in_schema=False)
def acknowledge(request: Page, alarm: FromPath[UUID]) -> Onward:
    """Say what an alarm was."""
    filled = form(request, Why)
    code = desk.acknowledge(record_of(request), person(request).id, alarm, filled.value.reason if filled.value else "")
    return redirect(request, f"/rules/{code}", notice="It is written down what the alarm was.")


@get("/rules/graph", guard=may("rule.view"), place=Place("Insights", "Rule graph", order=21), include_in_schema=False)
def graph(request: Page) -> Markup:
    """Rules with what they read and what they point at."""
    return render(request, "rules/graph.html", graph=graph_of(playbook_of(request)), width=GRAPH_WIDTH)


@get("/rules/explain", guard=may("rule.explain"), place=Place("Insights", "Explain", order=22), include_in_schema=False)
def explain(request: Page) -> Markup:
    """Why rules matched a report or an event, or did not."""
    number, code = str(request.query_params.get("number", "")).strip(), str(request.query_params.get("rule", "")).strip()
    found, problem = None, ""
    if number:
        try:
            found = desk.explain(record_of(request), playbook_of(request), UUID(number), person(request).id, rule=code or None)
        except ValueError:
            problem = "That is not a number of ours. It is a UUID, as it stands on the page of a report."
    status = 422 if problem else 200
    known = sorted(playbook_of(request).rules)
    return render(
        request, "rules/explain.html", status=status, number=number, code=code, found=found, problem=problem, known=known
    )


LOOKING = [rules, rule, switch_off, switch_on, acknowledge, graph, explain]
