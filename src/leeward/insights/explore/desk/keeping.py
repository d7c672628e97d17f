"""Keeping: queries under a name and that somebody took an answer away."""

from leeward.insights.explore.checking import checked
from leeward.insights.explore.desk.running import Asker, Q, known_tables, text_of
from leeward.insights.explore.parameters import with_dollars
from leeward.insights.explore.refusals import NoSuchQuery, NotAName, NotYours
from leeward.record.facts.explore import AnswerTaken, QueryDropped, QuerySaved
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import FormatCode, QueryName, TableName, is_code
from leeward.record.terms.ids import PersonId, QueryId, RunId, new_id
from leeward.record.terms.moment import now


def save(asker: Asker, name: str, sql: str, *, shared: bool) -> QueryId:
    """Keep a query: anew, or as the next version of one's own of this name. Raises NotAName, NotAQuery."""
    name = name.strip()
    if not is_code(name):
        raise NotAName(
            f"{name[:80]!r} is none." if name else "We still need a name.",
            remedy="Letters, digits and _ . : / + - without blanks, e.g. reports-by-week.",
        )
    found = checked(with_dollars(sql)[0], known_tables(asker.playbook))
    digest = asker.record.digest("query", sql)
    with asker.record.writing() as tx:
        text = text_of(tx, asker.person, sql, digest)
        before = tx.rows(Q.saved_named, {"person": asker.person, "name": name})
        query = QueryId(before[0]["id"]) if before else QueryId(new_id())
        tx.append(
            [
                QuerySaved(
                    subject=query,
                    actor=asker.person,
                    occurred=now(),
                    query=query,
                    name=QueryName(name),
                    digest=digest,
                    text=text,
                    tables=tuple(TableName(each) for each in found.tables),
                    shared=shared,
                    edition=before[0]["edition"] + 1 if before else 1,
                )
            ]
        )
    return query


def drop(record: Record, who: PersonId, query: QueryId) -> None:
    """Keep a query no longer. Raises NoSuchQuery, NotYours."""
    with record.writing() as tx:
        tx.take_pen()
        _own(tx, who, query)
        tx.append([QueryDropped(subject=query, actor=who, occurred=now(), query=query)])


def take(record: Record, who: PersonId, run: RunId, format: str, rows: int, hidden: int) -> None:
    """Write down that an answer left the house."""
    with record.writing() as tx:
        tx.append(
            [AnswerTaken(subject=run, actor=who, occurred=now(), run=run, format=FormatCode(format), rows=rows, hidden=hidden)]
        )


def _own(tx: Transaction, who: PersonId, query: QueryId) -> dict[str, object]:
    found = tx.rows(Q.saved_one, {"query": query})
    if not found or (found[0]["person"] != who and not found[0]["shared"]):
        raise NoSuchQuery()
    if found[0]["person"] != who:
        raise NotYours()
    return dict(found[0])
