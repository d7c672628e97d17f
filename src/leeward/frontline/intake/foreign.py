"""Reports of other tools as reports of ours: Coop's report JSON and Ozone's events and reasons (Q66). Pure.

Coop's policies and item types are numbers that a team gave itself, so a map may say what they are:

```toml
[import]
door = "coop"
platform = "forum"

[policies]                   # Coop: policyId = harm;  Ozone: reason = harm, where the playbook's own mapping does not fit
"policy-7" = "intimate_images.shared"

[types]                      # Coop: typeId = kind of subject
"user-type" = "account"
```
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from leeward.frontline.intake.arrival import Problem, ReporterIn, ReportIn, SubjectIn, slip
from leeward.frontline.intake.table import Header, MapProblem
from leeward.playbook.model import Playbook
from leeward.record.terms.moment import Moment
from leeward.record.terms.subject import SubjectKind

COOP, OZONE = "coop", "ozone"
UNCLASSIFIED = "unclassified"
MINOR = "possible_minor.imagery"
_REPORT = "tools.ozone.moderation.defs#modEventReport"


class ForeignMap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"header": "import"}):
    """What the other tool's own numbers are."""

    header: Header = Header()
    policies: dict[str, str] = {}
    types: dict[str, SubjectKind] = {}


class CoopReporter(msgspec.Struct, frozen=True, rename="camel"):
    """Who reports."""

    id: str
    type_id: str = ""
    kind: str = "user"


class CoopReason(msgspec.Struct, frozen=True, rename="camel"):
    """Why."""

    policy_id: str | None = None
    reason: str | None = None
    csam: bool = False


class CoopItem(msgspec.Struct, frozen=True, rename="camel"):
    """What is reported, or stands around it."""

    id: str
    type_id: str
    data: dict[str, Any] = {}


class CoopReport(msgspec.Struct, frozen=True, rename="camel"):
    """The body of ``POST /api/v1/report``."""

    reporter: CoopReporter
    reported_at: Moment
    reported_item: CoopItem
    reported_for_reason: CoopReason = CoopReason()
    reported_item_thread: list[CoopItem] = []
    reported_items_in_thread: list[CoopItem] = []
    additional_items: list[CoopItem] = []


class OzoneReport(msgspec.Struct, kw_only=True):
    """A report as Ozone keeps it: a ``modEventView`` with a report in it, or what ``createReport`` answers."""

    id: int | str
    subject: dict[str, Any]
    event: dict[str, Any] = {}
    created_at: Moment = msgspec.field(name="createdAt")
    created_by: str | None = msgspec.field(name="createdBy", default=None)
    reported_by: str | None = msgspec.field(name="reportedBy", default=None)
    reason_type: str = msgspec.field(name="reasonType", default="")
    reason: str | None = None


def read_map(path: Path | None, tool: str) -> ForeignMap:
    """The map, or one that knows nothing. Raises MapProblem."""
    if path is None:
        return ForeignMap(header=Header(target=tool, door=tool))
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), ForeignMap)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise MapProblem(f"{path}: {problem}.", remedy="It has [import], [policies], [types].") from None


def report_of(row: Mapping[str, Any], tool: str, known: ForeignMap, playbook: Playbook) -> ReportIn | Problem:
    """A report of ours, or why it is none."""
    try:
        if tool == COOP:
            return _of_coop(msgspec.convert(row, CoopReport), known)
        return _of_ozone(msgspec.convert(row, OzoneReport, strict=False), known, playbook)
    except msgspec.ValidationError as problem:
        return slip(str(problem))


def _of_coop(sent: CoopReport, known: ForeignMap) -> ReportIn | Problem:
    why, item = sent.reported_for_reason, sent.reported_item
    kind = known.types.get(item.type_id, SubjectKind.CONTENT)
    harm = MINOR if why.csam else known.policies.get(why.policy_id or "", UNCLASSIFIED)
    shown = [("", item), *(("thread ", each) for each in sent.reported_item_thread)]
    shown += [("reported in thread ", each) for each in sent.reported_items_in_thread]
    shown += [("beside it ", each) for each in sent.additional_items]
    content = "\n\n".join(text for prefix, each in shown if (text := "\n".join(_lines(prefix, each))))
    return ReportIn(
        id=f"{item.type_id}:{item.id}:{sent.reporter.type_id}:{sent.reporter.id}:{sent.reported_at.isoformat()}",
        subject=SubjectIn(kind=kind, id=item.id, platform=known.header.platform, content=content or None),
        reporter=ReporterIn(id=sent.reporter.id),
        harm=harm,
        text=why.reason,
        received=sent.reported_at,
    )


def _lines(prefix: str, item: CoopItem) -> Iterator[str]:
    """What an item says, a line a field; items around the reported one say who they are first."""
    if prefix:
        yield f"{prefix}{item.id}"
    for name, value in item.data.items():
        if value is not None:
            yield f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"


def _of_ozone(sent: OzoneReport, known: ForeignMap, playbook: Playbook) -> ReportIn | Problem:
    if sent.event and sent.event.get("$type") != _REPORT:
        named = str(sent.event.get("$type", "")).partition("#")[2] or "no type"
        return Problem(field="event", reason="not_a_report", message=f"It is {named}; reports are taken, decisions are not.")
    reason = str(sent.event.get("reportType") or sent.reason_type).partition("#")[2] or sent.reason_type
    uri, did = sent.subject.get("uri"), sent.subject.get("did")
    identifier = uri or did
    if not isinstance(identifier, str):
        return Problem(field="subject", reason="no_subject", message="It names neither uri nor did.")
    comment = sent.event.get("comment", sent.reason)
    by = sent.created_by or sent.reported_by
    return ReportIn(
        id=f"ozone-{sent.id}",
        subject=SubjectIn(kind=_kind(uri), id=identifier, platform=known.header.platform),
        reporter=ReporterIn(id=by) if by else None,
        harm=harm_of(reason, known, playbook),
        text=comment if isinstance(comment, str) else None,
        received=sent.created_at,
    )


def _kind(uri: str | None) -> SubjectKind:
    """An account has no uri; a list is a group."""
    if uri is None:
        return SubjectKind.ACCOUNT
    return SubjectKind.GROUP if "/app.bsky.graph.list/" in uri else SubjectKind.CONTENT


def harm_of(reason: str, known: ForeignMap, playbook: Playbook) -> str:
    """The harm of an Ozone reason: as the map says, else the first of the playbook that is mapped to it, else unclassified."""
    if reason in known.policies:
        return known.policies[reason]
    return next((str(code) for code, harm in playbook.harms.items() if harm.mappings.ozone_reason == reason), UNCLASSIFIED)
