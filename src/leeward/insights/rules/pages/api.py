"""Rules for programs: the same answers as the pages, as JSON."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.concurrency import sync_to_thread
from litestar.exceptions import ClientException
from litestar.params import FromPath

from leeward.insights.rules import desk
from leeward.insights.rules.pages.asking import asked_rule, playbook_of, record_of
from leeward.record.terms.moment import now
from leeward.web.kit import Page, get, may, person, post


class Switch(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a program sends to switch a rule."""

    off: bool
    reason: str


@get("/v1/rules", guard=may("rule.view"), include_in_schema=False)
def list_rules(request: Page) -> Response[bytes]:
    """All rules: state, matches in 7 and 30 days, precision with interval and n."""
    with record_of(request).reading() as look:
        return _json({"rules": desk.rule_lines(look, playbook_of(request), now())})


@get("/v1/rules/{folder:str}/{name:str}", guard=may("rule.view"), include_in_schema=False)
def show_rule(request: Page, folder: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """One rule with its versions, days, co-firing rules, failures, switches and alarms."""
    rule = asked_rule(request, folder, name)
    with record_of(request).reading() as look:
        seen = desk.rule_view(look, playbook_of(request), rule, now())
    return _json({name: getattr(seen, name) for name in seen.__struct_fields__ if name != "rule"})


@post("/v1/rules/{folder:str}/{name:str}/switch", guard=may("rule.switch"), status_code=200, include_in_schema=False)
async def switch_rule(request: Page, folder: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """Switch a rule off or on: ``{"off": true, "reason": "flood"}``."""
    body = await request.body()
    return await sync_to_thread(_switched, request, f"{folder}/{name}", body)


def _switched(request: Page, code: str, body: bytes) -> Response[bytes]:
    try:
        asked = msgspec.json.decode(body, type=Switch)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ClientException(f"The body is {{'off': true, 'reason': '...'}}: {problem}") from None
    desk.switch(record_of(request), playbook_of(request), person(request).id, code, off=asked.off, reason=asked.reason)
    return _json({"rule": code, "off": asked.off})


@get("/v1/explain/{number:uuid}", guard=may("rule.explain"), include_in_schema=False)
def explain_one(request: Page, number: FromPath[UUID]) -> Response[bytes]:
    """Why rules matched a report or an event, or did not; ``?rule=`` for one of them."""
    code = request.query_params.get("rule")
    return _json(desk.explain(record_of(request), playbook_of(request), number, person(request).id, rule=code))


def _json(value: Any) -> Response[bytes]:
    return Response(msgspec.json.encode(value), media_type="application/json")


API = [list_rules, show_rule, switch_rule, explain_one]
