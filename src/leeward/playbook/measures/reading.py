"""From the files of ``measures/`` to gauges, or to everything that is wrong with them."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from itertools import chain

import msgspec

from leeward.playbook.diagnostics import Diagnostic, Location, suggestion
from leeward.playbook.document import Document, parse
from leeward.playbook.measures.cases import Cases
from leeward.playbook.measures.gauge import Form, Gauge, Grain, Interval
from leeward.playbook.measures.header import DECIDING, Header, read_header
from leeward.playbook.measures.views import ACTIVITY, BOOLEAN, FLOAT, MOMENT, NUMBER, TEXT, Columns, Type
from leeward.record.terms.code import Digest, GaugeCode, is_code

FOLDER = "measures"
CASES = ".cases.toml"
RESERVED: Mapping[str, Type] = {
    "at": MOMENT, "hit": BOOLEAN, "value": FLOAT, "numerator": FLOAT, "denominator": FLOAT, "weight": FLOAT,
}  # fmt: skip
"""Columns that mean something; every other one is a dimension."""
TAKEN = ("period", "split", "n", "a", "b", "c", "d", "e", "few", "every", "total")
"""Names that the query around it uses."""
MOST_DIMENSIONS = 8
FITTING = {
    Form.SHARE: (Interval.WILSON, Interval.CLOPPER_PEARSON, Interval.JEFFREYS),
    Form.COUNT: (Interval.POISSON,),
    Form.SPREAD: (Interval.QUANTILE, Interval.BOOTSTRAP),
    Form.RATIO: (Interval.BOOTSTRAP, Interval.POISSON),
}

DEFAULTS = {"quantile": 0.5, "period": Grain.WEEK, "settles": timedelta(days=2)}
"""What a header may leave out."""


class Shape(msgspec.Struct, frozen=True):
    """What a SELECT turned out to be."""

    canonical: str
    """The SELECT in one spelling: what of it decides the number."""
    columns: tuple[tuple[str, Type], ...]
    reads: tuple[str, ...]
    periodic: bool


class Slip(msgspec.Struct, frozen=True):
    """What is wrong with a SELECT: where in its text, what, and the remedy."""

    start: int
    end: int
    message: str
    hint: str


Sources = Mapping[str, str]
"""The texts of files, by their path."""


def is_measure(file: str) -> bool:
    """Whether a path is that of a measure or of its cases."""
    folder, *rest = file.split("/")
    return folder == FOLDER and len(rest) == 2 and file.endswith((".sql", CASES))


def read_gauges(sources: Sources, views: Mapping[str, Columns], findings: list[Diagnostic]) -> list[Gauge]:
    """The measures of a playbook; what is wrong with them becomes findings."""
    found = []
    for file in sorted(sources):
        if file.endswith(".sql"):
            gauge = _gauge(file, sources, views, findings)
            found += [gauge] if gauge else []
        elif file.removesuffix(CASES) + ".sql" not in sources:
            findings.append(Diagnostic(file, 1, 1, 1, "these cases have no measure", "they stand beside <name>.sql"))
    codes = {each.code for each in found} | {code_of(file) for file in sources if file.endswith(".sql")}
    for each in found:
        if each.guardrail is not None and (each.guardrail not in codes or each.guardrail == each.code):
            place = read_header(each.file, sources[each.file], []).entries["guardrail"].where
            hint = "another one" if each.guardrail == each.code else suggestion(each.guardrail, codes)
            findings.append(place.diagnostic(f"there is no measure {each.guardrail} to look at beside it", hint))
    return found


def code_of(file: str) -> str:
    """The code of the measure that a file belongs to."""
    return file.removeprefix(f"{FOLDER}/").removesuffix(CASES).removesuffix(".sql")


def _gauge(file: str, sources: Sources, views: Mapping[str, Columns], findings: list[Diagnostic]) -> Gauge | None:
    source, code, before = sources[file], code_of(file), len(findings)
    if not is_code(code):
        hint = "the folder and the file name are the measure's code: letters, digits and _ . + -, no blanks"
        findings.append(Diagnostic(file, 1, 1, 1, "this file name cannot be a measure's code", hint))
    header = read_header(file, source, findings)
    where = _place(file, source, header.body)
    shape = _shape(source[header.body :], views, where, findings)
    if shape is None:
        return None
    form = _form(shape, header, where, findings)
    document = _cases_document(file, sources, findings)
    if len(findings) > before or form is None or document is None:
        return None
    columns = dict(shape.columns)
    dimensions = tuple(name for name in columns if name not in RESERVED)
    cases = Cases(document, {view: views[view] for view in shape.reads}, dimensions)
    proven = cases.all()
    findings += cases.findings
    return Gauge(
        code=GaugeCode(code),
        digest=_digest(shape, header),
        form=form,
        dimensions=dimensions,
        weighted="weight" in columns,
        timed="at" in columns,
        reads=shape.reads,
        sql=source[header.body :].strip(),
        cases=proven,
        file=file,
        where=where,
        **{**DEFAULTS, **header.values},
    )


def _cases_document(file: str, sources: Sources, findings: list[Diagnostic]) -> Document | None:
    name = file.removesuffix(".sql") + CASES
    if name not in sources:
        hint = f"write {name} with rows and the numbers that must come out"
        findings.append(Diagnostic(file, 1, 1, 1, "this measure has no cases", hint))
        return None
    return parse(name, sources[name], findings)


def _place(file: str, source: str, offset: int) -> Location:
    line = source.count("\n", 0, offset) + 1
    return Location(file, line, offset - (source.rfind("\n", 0, offset)), 1, source)


def _shape(sql: str, views: Mapping[str, Columns], where: Location, findings: list[Diagnostic]) -> Shape | None:
    found = bound_shape(sql, Catalog(views))
    if isinstance(found, Shape):
        return found
    findings.append(where.diagnostic(found.message, found.hint, offset=found.start, length=max(1, found.end - found.start)))
    return None


class Catalog:
    """Views as something that a result can be remembered by."""

    def __init__(self, views: Mapping[str, Columns]) -> None:
        self.views = views
        own = {name: columns for name, columns in views.items() if name.startswith(f"{ACTIVITY}.")}
        self._key = tuple((name, len(columns)) for name, columns in own.items())
        self._rest = list(own.values())

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Catalog) and (self._key, self._rest) == (other._key, other._rest)


@lru_cache(maxsize=512)
def bound_shape(sql: str, catalog: Catalog) -> Shape | Slip:
    """What a SELECT is, or what is wrong with it. Remembered: playbooks are read again and again."""
    from leeward.playbook.measures.binding import bind
    from leeward.playbook.measures.expressions import Mistake
    from leeward.playbook.measures.text import NotSql, Text

    try:
        bound = bind(Text(sql), catalog.views)
    except NotSql as problem:
        return Slip(*problem.span, problem.message, problem.hint)
    except Mistake as problem:
        return Slip(*problem.span, problem.message, problem.hint)
    except RecursionError:
        return Slip(0, 1, "expressions are nested too deep", "flatten it, or make it several measures")
    canonical = bound.tree.sql(dialect="duckdb", comments=False, normalize=True)
    return Shape(canonical, tuple(bound.columns.items()), bound.reads, bound.periodic)


def _form(shape: Shape, header: Header, where: Location, findings: list[Diagnostic]) -> Form | None:
    """What is made of the columns; None and findings where they do not fit together."""
    columns, before = dict(shape.columns), len(findings)
    body = where.source.split("\n")[where.line - 1 :]
    lead = next((place for place, line in enumerate(body) if line.strip()), 0)
    at = Location(where.file, where.line + lead, 1, len(body[lead]), where.source)
    for message, hint in chain(_misfits(columns, shape), _undecided(columns, header)):
        findings.append(at.diagnostic(message, hint))
    form = _form_of(columns)
    interval = header.values.get("interval")
    if interval not in (None, Interval.NONE) and interval not in FITTING[form]:
        ways = ", ".join(FITTING[form])
        findings.append(
            header.entries["interval"].where.diagnostic(
                f"{interval} is no interval of a {form}", f"{ways}; or: none, because ..."
            )
        )
    if form is Form.SPREAD and interval not in (None, Interval.NONE):
        mean = header.values.get("quantile", 0.5) is None
        if (interval is Interval.BOOTSTRAP) is not mean:
            hint = "bootstrap is for the mean, quantile for a median or a percentile"
            findings.append(header.entries["interval"].where.diagnostic(f"{interval} does not fit this statistic", hint))
    return form if len(findings) == before else None


def _form_of(columns: Mapping[str, Type]) -> Form:
    if "hit" in columns:
        return Form.SHARE
    if "value" in columns:
        return Form.SPREAD
    return Form.RATIO if "numerator" in columns else Form.COUNT


def _misfits(columns: Mapping[str, Type], shape: Shape) -> list[tuple[str, str]]:
    found = []
    for name, kind in columns.items():
        wanted = RESERVED.get(name)
        if wanted is not None and kind.name != wanted.name and not (wanted is FLOAT and kind is NUMBER):
            found.append((f"{name} is {kind}", f"it has to be {wanted}"))
        if wanted is None and kind not in (TEXT, NUMBER, BOOLEAN):
            found.append((f"the dimension {name} is {kind}", "a dimension is text, number or boolean"))
        if name in TAKEN:
            found.append((f"a dimension cannot be called {name}", "give it another name with AS"))
    if shape.periodic and "at" in columns:
        found.append((":start and :end stand here, and at too", "either says what belongs to a period: take one out"))
    if not shape.periodic and "at" not in columns:
        found.append(("nothing puts a row into a period", "yield its moment AS at, or compare with :start and :end"))
    if len([name for name in columns if name not in RESERVED]) > MOST_DIMENSIONS:
        found.append((f"there are more than {MOST_DIMENSIONS} dimensions", "leave some out"))
    return found


def _undecided(columns: Mapping[str, Type], header: Header) -> list[tuple[str, str]]:
    found = []
    marks = [name for name in ("hit", "value", "numerator") if name in columns]
    if len(marks) > 1:
        found.append((f"{' and '.join(marks)} stand beside each other", "a share yields hit, a spread value, a ratio numerator"))
    if ("numerator" in columns) is not ("denominator" in columns):
        found.append(("a ratio yields numerator and denominator", "yield both"))
    if "weight" in columns and "hit" not in columns:
        found.append(("weight is for shares", "take it out"))
    if "quantile" in header.values and "value" not in columns:
        found.append(("statistic is for a SELECT that yields value", "take it out of the header"))
    return found


def _digest(shape: Shape, header: Header) -> Digest:
    said = [f"{key}: {' '.join(header.entries[key].text.split())}" for key in DECIDING if key in header.entries]
    return Digest(hashlib.sha256("\n".join([*said, shape.canonical]).encode()).hexdigest())
