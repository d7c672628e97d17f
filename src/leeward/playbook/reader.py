"""From a folder of files to a ``Playbook``, or to every mistake in it at once."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import leeward
from leeward.playbook.checker import check
from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors, suggestion
from leeward.playbook.document import Document, read_document
from leeward.playbook.draft import Access, Draft, Header
from leeward.playbook.model import (
    ActivityKind,
    Case,
    ClockRow,
    Harm,
    LadderStep,
    Limits,
    Measure,
    Playbook,
    Policy,
    Question,
    Queue,
    Rule,
    StartByRule,
)
from leeward.playbook.shape import Shaper
from leeward.record.terms.code import Digest, SkillCode, is_code
from leeward.record.terms.people import Role


def starter() -> Path:
    """The playbook that comes with Leeward: in the package, or beside ``src`` in a clone."""
    package = Path(leeward.__file__).parent
    shipped = package / "starter"
    return shipped if shipped.is_dir() else package.parent.parent / "playbook"


def read_playbook(path: Path) -> Playbook:
    """The playbook in folder ``path``. Raises PlaybookErrors with all that is wrong with it, in the order of the files."""
    draft = read_draft(path)
    draft.findings += check(draft)
    if draft.findings:
        raise PlaybookErrors(sorted(set(draft.findings), key=lambda each: (each.file, each.line, each.column)))
    return _sealed(draft, digest(path))


def read_draft(path: Path) -> Draft:
    """All that can be read of folder ``path``, with findings for what cannot; nothing checked across files."""
    draft = Draft()
    if not path.is_dir():
        hint = "leeward init DIR makes one from the starter playbook"
        draft.findings.append(Diagnostic(str(path), 1, 1, 1, "there is no such folder", hint))
        return draft
    for file in files(path):
        if (read := _reader_of(file)) is not None:
            if (document := read_document(path, file, draft.findings)) is not None:
                draft.documents[file] = document
                read(draft, document, Shaper(document, draft.findings, draft.places))
        elif (problem := _misplaced(file)) is not None:
            draft.findings.append(problem)
    for file in READERS:
        if not (path / file).is_file():
            draft.findings.append(Diagnostic(file, 1, 1, 1, f"{file} is missing", "leeward init DIR shows what it holds"))
    return draft


def files(path: Path) -> list[str]:
    """The files of a playbook, sorted, with forward slashes; hidden files and editors' backups are none of it."""
    found = (each.relative_to(path) for each in path.rglob("*") if each.is_file())
    return sorted(
        each.as_posix() for each in found if not any(part.startswith(".") for part in each.parts) and not each.name.endswith("~")
    )


def digest(path: Path) -> Digest:
    """SHA-256 over all files: their names and their bytes."""
    whole = hashlib.sha256()
    for file in files(path):
        content = (path / file).read_bytes()
        whole.update(f"{len(file.encode())} {len(content)} {file}".encode() + content)
    return Digest(whole.hexdigest())


Read = Callable[[Draft, Document, Shaper], None]


def _reader_of(file: str) -> Read | None:
    folder, *rest = file.split("/")
    if folder == "policies" and len(rest) == 2 and file.endswith(".md"):
        return _read_policy
    if folder == "rules" and len(rest) == 2 and file.endswith(".toml"):
        return _read_rule
    return READERS.get(file)


def _misplaced(file: str) -> Diagnostic | None:
    """A finding for a file that looks as if it should be read and would not be."""
    folder, *rest = file.split("/")
    if folder in ("policies", "rules"):
        form = "policies/<harm>/<name>.md" if folder == "policies" else "rules/<harm>/<name>.toml"
        return Diagnostic(file, 1, 1, 1, "this file would not be read", f"what is read here is {form}")
    if not rest and file.endswith(".toml"):
        return Diagnostic(file, 1, 1, 1, "this file would not be read", suggestion(file, READERS))
    return None


def _read_playbook(draft: Draft, document: Document, shaper: Shaper) -> None:
    shaper.only((), ["playbook", "activity", "harm"])
    for name in shaper.require("playbook", "activity", "harm"):
        if name == "playbook":
            draft.header = shaper.table(Header, "playbook")
        elif name == "harm":
            draft.harms += shaper.tables(Harm, "harm")
            draft.name("harm", _codes(document, "harm"))
        else:
            _read_activity(draft, document, shaper)


def _read_activity(draft: Draft, document: Document, shaper: Shaper) -> None:
    for kind in shaper.keys("activity"):
        draft.name("activity", [kind])
        read = shaper.table(ActivityKind, "activity", kind, kind=kind)
        draft.activity += [read] if read else []


def _read_policy(draft: Draft, document: Document, shaper: Shaper) -> None:
    questions = shaper.tables(Question, "question") if shaper.require("question") else []
    draft.name("clause", [document.data.get("id")])
    if not document.body:
        draft.findings.append(document.at().diagnostic("the policy's text is missing", "write it below the second line +++"))
    read = shaper.table(
        Policy, beside=["question"], questions=tuple(questions), text=document.body, file=document.file, where=document.at("id")
    )
    draft.policies += [read] if read else []


def _read_rule(draft: Draft, document: Document, shaper: Shaper) -> None:
    code = document.file.removeprefix("rules/").removesuffix(".toml")
    draft.name("rule", [code])
    if not is_code(code):
        hint = "the folder and the file name are the rule's code: letters, digits and _ . + -, no blanks"
        draft.findings.append(document.at().diagnostic("this file name cannot be a rule's code", hint))
    shaper.only((), ["rule", "case"])
    cases = shaper.tables(Case, "case") if "case" in document.data else []
    if not shaper.require("rule"):
        return
    version = Digest(hashlib.sha256(document.source.encode()).hexdigest())
    where = document.text("rule", "when") if isinstance(document.data.get("rule", {}).get("when"), str) else document.at("rule")
    read = shaper.table(Rule, "rule", code=code, version=version, cases=tuple(cases), file=document.file, where=where)
    draft.rules += [read] if read else []


def _read_queues(draft: Draft, document: Document, shaper: Shaper) -> None:
    shaper.only((), ["start_by", "queue"])
    for name in shaper.require("start_by", "queue"):
        if name == "start_by":
            draft.start_by = shaper.table(StartByRule, "start_by")
        else:
            draft.queues += shaper.tables(Queue, "queue")
            draft.name("queue", _codes(document, "queue"))


def _read_clocks(draft: Draft, document: Document, shaper: Shaper) -> None:
    shaper.only((), ["clock"])
    if shaper.require("clock"):
        draft.clocks += shaper.tables(ClockRow, "clock")


def _read_limits(draft: Draft, document: Document, shaper: Shaper) -> None:
    draft.limits = shaper.table(Limits)


def _read_access(draft: Draft, document: Document, shaper: Shaper) -> None:
    draft.access = shaper.table(Access)
    for name, what in (("role", "role"), ("skills", "skill")):
        given = document.data.get(name)
        draft.name(what, given if isinstance(given, dict) else ())


def _read_ladder(draft: Draft, document: Document, shaper: Shaper) -> None:
    shaper.only((), ["measure", "step"])
    for name in shaper.require("measure", "step"):
        if name == "measure":
            draft.measures += shaper.tables(Measure, "measure")
            draft.name("measure", _codes(document, "measure"))
        else:
            draft.steps += shaper.tables(LadderStep, "step")


READERS: dict[str, Read] = {
    "playbook.toml": _read_playbook,
    "queues.toml": _read_queues,
    "clocks.toml": _read_clocks,
    "limits.toml": _read_limits,
    "access.toml": _read_access,
    "ladder.toml": _read_ladder,
}


def _codes(document: Document, name: str) -> Iterator[object]:
    entries: Any = document.data[name]
    return (each.get("code") for each in entries if isinstance(each, dict)) if isinstance(entries, list) else iter(())


def _sealed(draft: Draft, whole: Digest) -> Playbook:
    """The playbook; nothing was found wrong with ``draft``."""
    assert draft.header is not None
    assert draft.start_by is not None
    assert draft.limits is not None
    assert draft.access is not None
    return Playbook(
        digest=whole,
        name=draft.header.name,
        version=draft.header.version,
        activity={each.kind: each for each in draft.activity},
        harms={each.code: each for each in draft.harms},
        policies={each.id: each for each in draft.policies},
        rules={each.code: each for each in draft.rules},
        queues=tuple(draft.queues),
        start_by=draft.start_by,
        clocks=tuple(draft.clocks),
        limits=draft.limits,
        access={Role(role): frozenset(entry.may) for role, entry in draft.access.role.items()},
        skills={SkillCode(skill): meaning for skill, meaning in draft.access.skills.items()},
        measures={each.code: each for each in draft.measures},
        steps=tuple(draft.steps),
    )
