"""From a folder of files to a ``Playbook``, or to every mistake in it at once."""

import hashlib
from pathlib import Path

import leeward
from leeward.playbook.checker import check
from leeward.playbook.diagnostics import Diagnostic, PlaybookErrors
from leeward.playbook.document import read_document
from leeward.playbook.draft import Draft
from leeward.playbook.guarding import hidden_of
from leeward.playbook.lists import is_list, list_name, read_list
from leeward.playbook.measures.reading import code_of, is_measure, read_gauges
from leeward.playbook.measures.views import views_of
from leeward.playbook.model import Playbook, Quality, Staffing
from leeward.playbook.shape import Shaper
from leeward.playbook.sheets import CODES, READERS, misplaced, note_codes, reader_of
from leeward.record.terms.code import Digest, SkillCode
from leeward.record.terms.people import Role


def starter() -> Path:
    """The playbook that comes with Leeward: in the package, or beside ``src`` in a clone."""
    package = Path(leeward.__file__).parent
    shipped = package / "starter"
    return shipped if shipped.is_dir() else package.parent.parent / "playbook"


def read_playbook(path: Path) -> Playbook:
    """The playbook in folder ``path``. Raises PlaybookErrors with all that is wrong with it, in the order of the files."""
    draft = read_draft(path)
    findings = {*draft.findings, *check(draft)}
    if findings:
        raise PlaybookErrors(sorted(findings, key=lambda each: (each.file, each.line, each.column, each.message)))
    return _sealed(draft, digest(path))


def read_draft(path: Path) -> Draft:
    """All that can be read of folder ``path``, with findings for what cannot; nothing checked across files."""
    draft = Draft()
    if not path.is_dir():
        hint = "leeward init DIR makes one from the starter playbook"
        draft.findings.append(Diagnostic("", 1, 1, 1, "there is no such folder", hint))
        draft.blind |= {"clause", *CODES.values()}
        return draft
    present = files(path)
    measured: dict[str, str] = {}
    for file in present:
        if reader_of(file) is not None:
            _read(draft, path, file)
        elif is_list(file):
            _read_list(draft, path, file)
        elif is_measure(file):
            _read_text(draft, path, file, measured)
        elif (problem := misplaced(file)) is not None:
            draft.findings.append(problem)
    if not any(file.startswith("policies/") for file in present):
        draft.findings.append(
            Diagnostic("policies", 1, 1, 1, "there is no policy", "a policy is a file policies/<harm>/<name>.md")
        )
        draft.blind.add("clause")
    for file in READERS:
        if file not in present:
            draft.findings.append(
                Diagnostic(file, 1, 1, 1, "this file is missing", "leeward init DIR makes a playbook that has it")
            )
            note_codes(draft, file, None)
    if "activity" not in draft.blind:
        views = views_of({each.kind: each for each in draft.activity})
        draft.gauges += read_gauges(measured, views, draft.findings)
    draft.name("gauge", [code_of(file) for file in measured])
    return draft


def _read_text(draft: Draft, path: Path, file: str, sources: dict[str, str]) -> None:
    try:
        sources[file] = (path / file).read_bytes().decode()
    except UnicodeDecodeError:
        draft.findings.append(Diagnostic(file, 1, 1, 1, "this file is not UTF-8 text", "save the file as UTF-8"))


def _read(draft: Draft, path: Path, file: str) -> None:
    document, read = read_document(path, file, draft.findings), reader_of(file)
    note_codes(draft, file, document)
    if document is not None and read is not None:
        draft.documents[file] = document
        read(draft, document, Shaper(document, draft.findings, draft.places))


def _read_list(draft: Draft, path: Path, file: str) -> None:
    read = read_list(path, file, draft.findings)
    draft.lists += [read] if read else []
    draft.name("list", [list_name(file)])


def files(path: Path) -> list[str]:
    """The files of a playbook, sorted, with forward slashes; hidden files and editors' backups are none of it."""
    found = (each.relative_to(path) for each in path.rglob("*") if each.is_file() and not each.name.endswith("~"))
    return sorted(each.as_posix() for each in found if not any(part.startswith(".") for part in each.parts))


def digest(path: Path) -> Digest:
    """SHA-256 over all files: their names and their bytes."""
    whole = hashlib.sha256()
    for file in files(path):
        content = (path / file).read_bytes()
        whole.update(f"{len(file.encode())} {len(content)} {file}".encode() + content)
    return Digest(whole.hexdigest())


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
        lists={each.name: each for each in draft.lists},
        queues=tuple(draft.queues),
        start_by=draft.start_by,
        clocks=tuple(draft.clocks),
        awareness=tuple(draft.awareness),
        limits=draft.limits,
        access={Role(role): frozenset(entry.may) for role, entry in draft.access.role.items()},
        hidden={Role(role): hidden_of(entry.hides, entry.without) for role, entry in draft.access.role.items()},
        skills={SkillCode(skill): meaning for skill, meaning in draft.access.skill.items()},
        measures={each.code: each for each in draft.measures},
        steps=tuple(draft.steps),
        second_person=draft.second_person,
        windows=tuple(draft.windows),
        labels={each.name: each for each in draft.labels},
        banks={each.code: each for each in draft.banks},
        statements=draft.statements,
        reporters=draft.reporters,
        quality=draft.quality or Quality(),
        golden={each.code: each for each in draft.golden},
        staffing=draft.staffing or Staffing(),
        gauges={each.code: each for each in draft.gauges},
        targets=tuple(draft.targets),
        boards={each.code: each for each in sorted(draft.boards, key=lambda each: (each.order, each.code))},
    )
