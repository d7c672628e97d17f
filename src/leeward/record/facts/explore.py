"""What people asked the lake, kept and took away. The words of a query are in the vault; here is what came of it."""

from enum import StrEnum

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import Digest, FormatCode, QueryName, TableName
from leeward.record.terms.ids import QueryId, RunId, VaultRef


class RunOutcome(StrEnum):
    """How a run ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    """It was none of the queries that run here."""
    FAILED = "failed"
    """A name, a type or a value did not fit."""
    STOPPED = "stopped"
    """By who ran it."""
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"


class QueryRun(Fact, frozen=True, kw_only=True):
    """Somebody asked the lake. ``subject`` is the run."""

    run: RunId
    query: QueryId | None = None
    """The saved query it was, where it was one, word for word."""
    digest: Digest
    """Of the query's words, keyed: the same words are the same digest."""
    text: VaultRef
    tables: tuple[TableName, ...]
    """The tables it speaks of."""
    outcome: RunOutcome
    rows: int
    cut: bool
    """There were more rows than an answer may have."""
    milliseconds: int


class QuerySaved(Fact, frozen=True, kw_only=True):
    """Somebody saved a query under a name, anew or in a new version. ``subject`` is the query."""

    query: QueryId
    name: QueryName
    digest: Digest
    text: VaultRef
    tables: tuple[TableName, ...]
    shared: bool
    """Whether colleagues who may ask the lake see it too."""
    edition: int
    """From 1; one more each time it is saved."""


class QueryDropped(Fact, frozen=True, kw_only=True):
    """Whoever saved a query does not keep it any longer. ``subject`` is the query."""

    query: QueryId


class AnswerTaken(Fact, frozen=True, kw_only=True):
    """Somebody took an answer away as a file. ``subject`` is the run."""

    run: RunId
    format: FormatCode
    rows: int
    hidden: int
    """Rows of which small counts were left out."""
