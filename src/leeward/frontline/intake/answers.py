"""What somebody answered, and what it amounts to: elements of a notice, reports, words for whoever decides.

Answers are a plain mapping of names of fields to texts (or tuples of chosen options). They are kept in the vault, under a key of
the case alone, until the notice is sent or forgotten.
"""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from leeward.frontline.intake.arrival import ReporterIn, ReportIn, SubjectIn
from leeward.frontline.intake.questions import ABOUT, MINOR, QUESTIONS, Field, Kind, Question
from leeward.record.terms.code import MediaHash, SourceCode
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.subject import HashKind, MediaReference, SubjectKind

Answers = dict[str, str | tuple[str, ...]]

MOST_PLACES = 20
_LONGEST_LINK = 2_000
_LONGEST_LINE = 300
_DIGITS = {32: HashKind.MD5, 64: HashKind.SHA256}
_HEX = re.compile(r"[0-9a-f]+")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
HELD_BY = SourceCode("reporter")
_COUNTRIES = {"us": ("US",), "gb": ("GB",), "eu": ("EU",)}
_SOURCES = {Capacity.AUTHORITY: Source.AUTHORITY_ORDER}
_TELLS = ("explanation", "authority", "legal_basis", "reasons", "scope", "redress")
_REACHES = ("name", "organisation", "contact", "signature")


def read(question: Question, sent: Mapping[str, Sequence[str]]) -> Answers:
    """What was posted for a question, tidied; an answer left out is an empty text."""
    return {field.name: _read_field(field, sent.get(field.name, ())) for field in question.fields}


def _read_field(field: Field, texts: Sequence[str]) -> str | tuple[str, ...]:
    if field.kind is Kind.SOME:
        return tuple(option for option in field.options if option in texts)
    text = texts[-1].replace("\r\n", "\n").strip() if texts else ""
    if field.kind is Kind.ONE:
        return text if text in field.options else ""
    return " ".join(text.split()) if field.kind in (Kind.LINE, Kind.MAIL) else text


def slips(question: Question, answers: Answers) -> dict[str, str]:
    """What keeps a page from being left: field -> key of the sentence that says so."""
    found: dict[str, str] = {}
    if question.needed and not any(answers.get(field.name) for field in question.fields):
        found[question.fields[0].name] = f"slip.{question.code}"
    for field in question.fields:
        text = answers.get(field.name)
        if field.kind is Kind.MAIL and isinstance(text, str) and text and not _MAIL.fullmatch(text) and not _is_phone(text):
            found[field.name] = "slip.contact"
        if field.kind in (Kind.LINE, Kind.MAIL) and isinstance(text, str) and len(text) > _LONGEST_LINE:
            found[field.name] = "slip.long"
    if "links" in answers and (wrong := _wrong_links(answers)):
        found["links"] = wrong
    if answers.get("hashes") and hashes(answers) is None:
        found["hashes"] = "slip.hashes"
    return found


def _is_phone(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) >= 6


def _wrong_links(answers: Mapping[str, object]) -> str | None:
    found = links(answers)
    if len(found) > MOST_PLACES:
        return "slip.many"
    return "slip.link_long" if any(len(link) > _LONGEST_LINK for link in found) else None


def links(answers: Mapping[str, object]) -> tuple[str, ...]:
    """The addresses, one a line, each once."""
    return tuple(dict.fromkeys(line.strip() for line in str(answers.get("links", "")).splitlines() if line.strip()))


def places(answers: Mapping[str, object]) -> tuple[str, ...]:
    """Where it is: the addresses, or else the description in words."""
    found = links(answers)
    described = " ".join(str(answers.get("place", "")).split())[:_LONGEST_LINK]
    return found or ((described,) if described else ())


def hashes(answers: Mapping[str, object]) -> tuple[MediaReference, ...] | None:
    """The digital fingerprints that somebody made on their own device, one a line; None when a line is none.

    32 hexadecimal digits are MD5, 64 are SHA-256, or PDQ where the line says ``pdq``.
    """
    found: dict[str, MediaReference] = {}
    for line in str(answers.get("hashes", "")).lower().splitlines():
        words = line.replace(":", " ").replace(",", " ").split()
        if not words:
            continue
        digest = words[-1]
        kind = HashKind.PDQ if words[0] == "pdq" else _DIGITS.get(len(digest))
        right = {HashKind.PDQ: 64, HashKind.MD5: 32, HashKind.SHA256: 64}
        if kind is None or not _HEX.fullmatch(digest) or len(digest) != right[kind] or len(words) > 2:
            return None
        found[digest] = MediaReference(hash=kind, digest=MediaHash(digest), held_by=HELD_BY)
    return tuple(found.values())


def elements(answers: Mapping[str, object]) -> tuple[str, ...]:
    """The elements of a notice that these answers give."""
    chosen = {*_chosen(answers, "consent"), *_chosen(answers, "promise")}
    written = {
        "location": bool(places(answers)), "explanation": bool(answers.get("explanation")), "identity": bool(answers.get("name")),
        "contact": bool(answers.get("contact")), "signature": bool(answers.get("signature")),
        **{name: bool(answers.get(name)) for name in ("legal_basis", "reasons", "authority", "scope", "redress")},
    }  # fmt: skip
    return tuple(sorted(chosen | {name for name, there in written.items() if there}))


def _chosen(answers: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = answers.get(name, ())
    return value if isinstance(value, tuple) else ()


def reports(case: UUID, answers: Mapping[str, object], language: str, labels: Mapping[str, str]) -> tuple[ReportIn, ...]:
    """The notice as reports: one for each place. ``labels`` are the words before what was written, for whoever decides.

    Who writes is known by the case alone: an address that nobody has checked is no identity.
    """
    capacity = Capacity(str(answers.get("who") or Capacity.THIRD_PARTY))
    given, media = elements(answers), hashes(answers) or ()
    told, reached = words(answers, _TELLS, labels), words(answers, _REACHES, labels)
    return tuple(
        ReportIn(
            id=f"{case}:{number}",
            subject=SubjectIn(kind=SubjectKind.CONTENT, id=place, media=media),
            reporter=ReporterIn(id=str(case), contact=reached),
            harm=ABOUT[str(answers.get("about") or "other")],
            source=_SOURCES.get(capacity, Source.NOTICE),
            capacity=capacity,
            language=language,
            jurisdictions=_COUNTRIES.get(str(answers.get("country")), ()),
            elements=given,
            text=told or None,
        )
        for number, place in enumerate(places(answers), 1)
    )


def minor_reports(case: UUID, answers: Mapping[str, object], language: str, said: str) -> tuple[ReportIn, ...]:
    """A notice that somebody may be under 18: where it is, and nothing of whoever says so (DSA Art. 16(2)(c))."""
    return tuple(
        ReportIn(
            id=f"{case}:{number}", subject=SubjectIn(kind=SubjectKind.CONTENT, id=place),
            reporter=ReporterIn(id=str(case), contact=""), harm=MINOR, source=Source.NOTICE, capacity=Capacity.THIRD_PARTY,
            language=language, elements=("explanation", "good_faith", "location"), text=said,
        )
        for number, place in enumerate(links(answers), 1)
    )  # fmt: skip


def words(answers: Mapping[str, object], names: Sequence[str], labels: Mapping[str, str]) -> str:
    """What was written in some fields, a paragraph each with its label."""
    written = ((labels[name], str(answers[name])) for name in names if answers.get(name))
    return "\n\n".join(f"{label}: {text}" for label, text in written)


def supplement(question: Question, answers: Answers, labels: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """What an answer adds to a notice that was sent: elements, and words."""
    given = tuple(each for each in elements(answers) if each in question.elements)
    names = [field.name for field in question.fields if field.kind not in (Kind.ONE, Kind.SOME)]
    return given, words(answers, names, labels)


def first_open(answers: Mapping[str, object], asked: Sequence[str]) -> str | None:
    """The first question that still has to be answered for the form to go on."""
    for code in asked:
        question = QUESTIONS[code]
        if question.needed and not any(answers.get(field.name) for field in question.fields):
            return code
    return None


def pack(answers: Answers) -> str:
    """Answers as one text for the vault."""
    return msgspec.json.encode(answers).decode()


def unpack(text: str) -> Answers:
    """Answers as they were packed."""
    found: dict[str, str | list[str]] = msgspec.json.decode(text, type=dict[str, str | list[str]])
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
