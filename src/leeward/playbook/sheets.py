"""What each file of a playbook holds, and how it is read into the draft."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from leeward.playbook.board import Board, BoardRow
from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.document import Document
from leeward.playbook.draft import Access, Draft, Header
from leeward.playbook.measures.gauge import Target
from leeward.playbook.model import (
    ActivityKind,
    Awareness,
    Bank,
    BrigadeRule,
    Case,
    ClockRow,
    GoldenItem,
    GoldenSet,
    Harm,
    Labelling,
    LadderStep,
    Limits,
    Measure,
    MisuseRule,
    NamedLabel,
    NamedWindow,
    Policy,
    Quality,
    Question,
    Queue,
    ReporterRules,
    RoutingCase,
    Rule,
    SecondPerson,
    Staffing,
    StartByRule,
    StatementTexts,
)
from leeward.playbook.shape import Shaper
from leeward.record.terms.code import Digest, is_code

Read = Callable[[Draft, Document, Shaper], None]

CODES = {
    ("playbook.toml", "activity"): "activity",
    ("playbook.toml", "harm"): "harm",
    ("queues.toml", "queue"): "queue",
    ("access.toml", "skill"): "skill",
    ("ladder.toml", "measure"): "measure",
    ("labels.toml", "label"): "label",
}
"""Which table of which file gives codes to which sort of thing. A policy gives itself one, too: its ``id``."""


def reader_of(file: str) -> Read | None:
    """How a file is read, by its path; None for a file that is not part of the format."""
    folder, *rest = file.split("/")
    if folder == "policies" and len(rest) == 2 and file.endswith(".md"):
        return _policy
    if folder == "rules" and len(rest) == 2 and file.endswith(".toml"):
        return _rule
    if folder == "calibration" and len(rest) == 1 and file.endswith(".toml"):
        return _golden
    if folder == "boards" and len(rest) == 1 and file.endswith(".toml"):
        return _board
    return READERS.get(file) or OPTIONAL.get(file)


def misplaced(file: str) -> Diagnostic | None:
    """A finding for a file that looks as if it should be read and would not be."""
    folder, *rest = file.split("/")
    forms = {"policies": "policies/<harm>/<name>.md", "rules": "rules/<harm>/<name>.toml", "lists": "lists/<name>.csv"}
    forms["calibration"] = "calibration/<name>.toml"
    forms["boards"] = "boards/<name>.toml"
    forms["measures"] = "measures/<subject>/<name>.sql with <name>.cases.toml"
    if folder in forms:
        form = forms[folder]
        return Diagnostic(file, 1, 1, 1, "this file would not be read", f"what is read here is {form}")
    if not rest and file.endswith(".toml"):
        return Diagnostic(file, 1, 1, 1, "this file would not be read", suggestion(file, [*READERS, *OPTIONAL]))
    return None


def note_codes(draft: Draft, file: str, document: Document | None) -> None:
    """Write down which codes a file gives, or that it should have given some and cannot be read."""
    data = document.data if document else {}
    for (holder, table), sort in CODES.items():
        if holder == file and table not in data:
            draft.blind.add(sort)
        elif holder == file:
            draft.name(sort, _codes(data[table]))
    if file.startswith("policies/"):
        draft.name("clause", [data.get("id")])
        draft.blind |= set() if "id" in data else {"clause"}


def _codes(entries: Any) -> Iterable[object]:
    """The codes of a list of tables, or the keys of a table of them."""
    if isinstance(entries, list):
        return [each.get("code") for each in entries if isinstance(each, dict)]
    return entries if isinstance(entries, dict) else ()


def _playbook(draft: Draft, document: Document, shaper: Shaper) -> None:
    for name in shaper.top("playbook", "activity", "harm"):
        if name == "playbook":
            draft.header = shaper.table(Header, "playbook")
        elif name == "harm":
            draft.harms += shaper.tables(Harm, "harm")
        else:
            kinds = [shaper.table(ActivityKind, "activity", kind, kind=kind) for kind in shaper.keys("activity")]
            draft.activity += [kind for kind in kinds if kind is not None]


def _policy(draft: Draft, document: Document, shaper: Shaper) -> None:
    questions = shaper.tables(Question, "question") if "question" in document.data else []
    if "question" not in document.data:
        hint = "a policy is decided by its questions: [[question]] with id, ask and answers"
        draft.findings.append(document.at().diagnostic('"question" is missing', hint))
    if not document.body:
        draft.findings.append(document.at().diagnostic("the policy's text is missing", "write it below the second line +++"))
    supplied = {"questions": tuple(questions), "text": document.body, "file": document.file, "where": document.at("id")}
    read = shaper.table(Policy, beside=["question"], **supplied)
    draft.policies += [read] if read else []


def _rule(draft: Draft, document: Document, shaper: Shaper) -> None:
    code = document.file.removeprefix("rules/").removesuffix(".toml")
    if not is_code(code):
        hint = "the folder and the file name are the rule's code: letters, digits and _ . + -, no blanks"
        draft.findings.append(document.at().diagnostic("this file name cannot be a rule's code", hint))
    names = shaper.top("rule", optional=["label", "case"])
    cases = shaper.tables(Case, "case") if "case" in names else []
    labels = shaper.tables(Labelling, "label") if "label" in names else []
    if "rule" not in names:
        return
    rule = document.data["rule"]
    written = isinstance(rule, dict) and isinstance(rule.get("when"), str)
    where = document.text("rule", "when") if written else document.at("rule")
    version = Digest(hashlib.sha256(document.source.encode()).hexdigest())
    supplied: dict[str, Any] = {"labels": tuple(labels), "cases": tuple(cases), "file": document.file, "where": where}
    read = shaper.table(Rule, "rule", code=code, version=version, **supplied)
    draft.rules += [read] if read else []


def _queues(draft: Draft, document: Document, shaper: Shaper) -> None:
    names = shaper.top("start_by", "queue", optional=["case"])
    if "start_by" in names:
        draft.start_by = shaper.table(StartByRule, "start_by")
    if "queue" in names:
        draft.queues += shaper.tables(Queue, "queue")
    if "case" in names:
        draft.routing += shaper.tables(RoutingCase, "case")


def _clocks(draft: Draft, document: Document, shaper: Shaper) -> None:
    names = shaper.top("clock", optional=["awareness"])
    if "clock" in names:
        draft.clocks += shaper.tables(ClockRow, "clock")
    if "awareness" in names:
        draft.awareness += shaper.tables(Awareness, "awareness")


def _limits(draft: Draft, document: Document, shaper: Shaper) -> None:
    draft.limits = shaper.table(Limits)


def _access(draft: Draft, document: Document, shaper: Shaper) -> None:
    draft.access = shaper.table(Access)


def _ladder(draft: Draft, document: Document, shaper: Shaper) -> None:
    names = shaper.top("measure", "step", optional=["second_person"])
    if "second_person" in names:
        draft.second_person = shaper.table(SecondPerson, "second_person") or draft.second_person
    if "measure" in names:
        draft.measures += shaper.tables(Measure, "measure")
    if "step" in names:
        draft.steps += shaper.tables(LadderStep, "step")


def _windows(draft: Draft, document: Document, shaper: Shaper) -> None:
    if shaper.top("window"):
        found = [shaper.table(NamedWindow, "window", name, name=name) for name in shaper.keys("window")]
        draft.windows += [each for each in found if each is not None]


def _labels(draft: Draft, document: Document, shaper: Shaper) -> None:
    if shaper.top("label"):
        found = [shaper.table(NamedLabel, "label", name, name=name) for name in shaper.keys("label")]
        draft.labels += [each for each in found if each is not None]


def _banks(draft: Draft, document: Document, shaper: Shaper) -> None:
    if shaper.top("bank"):
        draft.banks += shaper.tables(Bank, "bank")


def _statements(draft: Draft, document: Document, shaper: Shaper) -> None:
    draft.statements = shaper.table(StatementTexts)


def _reporters(draft: Draft, document: Document, shaper: Shaper) -> None:
    if len(shaper.top("misuse", "brigade")) == 2:
        misuse, brigade = shaper.table(MisuseRule, "misuse"), shaper.table(BrigadeRule, "brigade")
        draft.reporters = ReporterRules(misuse=misuse, brigade=brigade) if misuse and brigade else None


def _quality(draft: Draft, document: Document, shaper: Shaper) -> None:
    draft.quality = shaper.table(Quality)


def _staffing(draft: Draft, document: Document, shaper: Shaper) -> None:
    draft.staffing = shaper.table(Staffing)


def _targets(draft: Draft, document: Document, shaper: Shaper) -> None:
    if shaper.top("target"):
        draft.targets += shaper.tables(Target, "target")


def _golden(draft: Draft, document: Document, shaper: Shaper) -> None:
    code = document.file.removeprefix("calibration/").removesuffix(".toml")
    if not is_code(code):
        hint = "the file name is the set's code: letters, digits and _ . + -, no blanks"
        draft.findings.append(document.at().diagnostic("this file name cannot be a set's code", hint))
    names = shaper.top("set", "item")
    items = shaper.tables(GoldenItem, "item") if "item" in names else []
    if "set" in names:
        read = shaper.table(GoldenSet, "set", code=code, items=tuple(items), file=document.file)
        draft.golden += [read] if read else []


def _board(draft: Draft, document: Document, shaper: Shaper) -> None:
    code = document.file.removeprefix("boards/").removesuffix(".toml")
    if not is_code(code) or "/" in code:
        hint = "the file name is the board's code: letters, digits and _ . + -, no blanks"
        draft.findings.append(document.at().diagnostic("this file name cannot be a board's code", hint))
    names = shaper.top("board", "row")
    rows = shaper.tables(BoardRow, "row") if "row" in names else []
    if "board" in names:
        read = shaper.table(Board, "board", code=code, rows=tuple(rows))
        draft.boards += [read] if read else []


READERS: dict[str, Read] = {
    "playbook.toml": _playbook,
    "queues.toml": _queues,
    "clocks.toml": _clocks,
    "limits.toml": _limits,
    "access.toml": _access,
    "ladder.toml": _ladder,
}
"""The files that every playbook has."""

OPTIONAL: dict[str, Read] = {
    "windows.toml": _windows,
    "banks.toml": _banks,
    "labels.toml": _labels,
    "statements.toml": _statements,
    "reporters.toml": _reporters,
    "quality.toml": _quality,
    "staffing.toml": _staffing,
    "targets.toml": _targets,
}
"""The files that a playbook may have."""
