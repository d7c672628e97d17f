"""The questions of the public notice form: one a page, in an order that depends on what was answered before.

The form is the superset of TAKE IT DOWN s. 3(a)(1)(B), OSA s. 20A and DSA Art. 16(2) (FIELD 1.2). Only four answers are needed
for the form to go on: whether somebody may be under 18, what it is, who writes, and where it is. Everything else can be left out
and come later: the law asks for it, so what is left out is named, and never costs the moment of receipt.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

import msgspec

from leeward.record.terms.code import HarmCode
from leeward.record.terms.report import Capacity


class Kind(StrEnum):
    """How a field is filled in."""

    ONE = "one"  # one of several
    SOME = "some"  # any of several
    LINE = "line"
    MAIL = "mail"
    AREA = "area"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field; its words stand in the catalogue under ``field.<name>``."""

    name: str
    kind: Kind
    options: tuple[str, ...] = ()
    autocomplete: str = "off"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the form; its words stand in the catalogue under ``question.<code>``."""

    code: str
    fields: tuple[Field, ...]
    needed: bool = False
    """Whether the form cannot go on without an answer."""
    elements: tuple[str, ...] = ()
    """The elements of a notice that it can give."""


ABOUT: Mapping[str, HarmCode] = {
    "shared": HarmCode("intimate_images.shared"),
    "synthetic": HarmCode("intimate_images.synthetic"),
    "threatened": HarmCode("intimate_images.threatened"),
    "covert": HarmCode("covert_imagery"),
    "extorted": HarmCode("sextortion.financial"),
    "trafficked": HarmCode("sex_trafficking.adult"),
    "labour": HarmCode("labour_exploitation.forced_labour"),
    "other": HarmCode("unclassified"),
}
"""What somebody may write about, and the harm that it is called here."""
MINOR = HarmCode("possible_minor.imagery")
IMAGES = frozenset({"shared", "synthetic", "covert"})
"""What the laws on intimate images speak of."""
WHO = (Capacity.SUBJECT, Capacity.AUTHORISED_PERSON, Capacity.THIRD_PARTY, Capacity.TRUSTED_FLAGGER, Capacity.AUTHORITY)
OWN = frozenset({Capacity.SUBJECT.value, Capacity.AUTHORISED_PERSON.value})
COUNTRIES = ("us", "gb", "eu", "elsewhere")

_ONE, _LINE, _AREA, _SOME = Kind.ONE, Kind.LINE, Kind.AREA, Kind.SOME


def _question(code: str, *fields: Field, needed: bool = False, elements: tuple[str, ...] = ()) -> Question:
    return Question(code=code, fields=fields, needed=needed, elements=elements)


QUESTIONS: Mapping[str, Question] = {
    each.code: each
    for each in (
        _question("age", Field(name="age", kind=_ONE, options=("no", "maybe")), needed=True),
        _question("about", Field(name="about", kind=_ONE, options=tuple(ABOUT)), needed=True),
        _question("who", Field(name="who", kind=_ONE, options=tuple(each.value for each in WHO)), needed=True),
        _question("where", Field(name="links", kind=_AREA), Field(name="place", kind=_AREA), needed=True, elements=("location",)),
        _question("what", Field(name="explanation", kind=_AREA), elements=("explanation",)),
        _question(
            "consent",
            Field(name="consent", kind=_SOME, options=("depicted", "non_consent")),
            elements=("depicted", "non_consent"),
        ),
        _question("hashes", Field(name="hashes", kind=_AREA)),
        _question("country", Field(name="country", kind=_ONE, options=COUNTRIES)),
        _question("name", Field(name="name", kind=_LINE, autocomplete="name"), elements=("identity",)),
        _question("organisation", Field(name="organisation", kind=_LINE, autocomplete="organization")),
        _question("contact", Field(name="contact", kind=Kind.MAIL, autocomplete="email"), elements=("contact",)),
        _question(
            "promise",
            Field(name="promise", kind=_SOME, options=("good_faith", "declaration")),
            elements=("good_faith", "declaration"),
        ),
        _question("signature", Field(name="signature", kind=_LINE), elements=("signature",)),
        _question("authority", Field(name="authority", kind=_LINE, autocomplete="organization"), elements=("authority",)),
        _question("basis", Field(name="legal_basis", kind=_LINE), elements=("legal_basis",)),
        _question("reasons", Field(name="reasons", kind=_AREA), elements=("reasons",)),
        _question("scope", Field(name="scope", kind=_LINE), elements=("scope",)),
        _question("redress", Field(name="redress", kind=_AREA), elements=("redress",)),
    )
}
MINOR_PLACE = _question("minor", Field(name="links", kind=_AREA), needed=True)
"""The one thing that may be said where somebody may be under 18, by whoever wants to."""


def path(answers: Mapping[str, object]) -> tuple[str, ...]:
    """The questions for these answers, in order. Before something is known, the longest way is shown."""
    if answers.get("age") == "maybe":
        return ("age",)
    if answers.get("who") == Capacity.AUTHORITY:
        return ("age", "about", "who", "authority", "basis", "where", "reasons", "scope", "redress", "contact")
    about, who = answers.get("about", "shared"), answers.get("who", Capacity.SUBJECT.value)
    own_image = about in IMAGES and who in OWN
    asked = ["age", "about", "who", "where", "what"]
    asked += ["consent"] if own_image else []
    asked += ["hashes"] if about in IMAGES else []
    asked += ["country", "name"]
    asked += ["organisation"] if who in (Capacity.TRUSTED_FLAGGER, Capacity.AUTHORISED_PERSON) else []
    asked += ["contact", "promise"]
    return (*asked, *(("signature",) if own_image else ()))


def asks(element: str) -> Question | None:
    """The page that asks for an element of a notice."""
    return next((each for each in QUESTIONS.values() if element in each.elements), None)


def offered(question: Question, harms: Collection[str]) -> Question:
    """The question with the options that this playbook has a harm for."""
    if question.code != "about":
        return question
    [field] = question.fields
    known = tuple(each for each in field.options if ABOUT[each] in harms)
    return msgspec.structs.replace(question, fields=(msgspec.structs.replace(field, options=known),))
