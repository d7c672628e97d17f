"""Running: what was asked is looked at, runs apart, and is written down, however it ends."""

import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from leeward.insights.explore.checking import Checked, checked
from leeward.insights.explore.desk.answers import Answers, Standing
from leeward.insights.explore.functions import FUNCTIONS
from leeward.insights.explore.guarded import guarded
from leeward.insights.explore.parameters import values_of, with_dollars
from leeward.insights.explore.refusals import NotAQuery, TooManyAtOnce
from leeward.playbook.guarding import Hidden, hidden_from
from leeward.playbook.model import Playbook
from leeward.record.facts.explore import QueryRun, RunOutcome
from leeward.record.lake import views
from leeward.record.lake.apart import Answer, Bounds, Task, ask_apart
from leeward.record.lake.reading import Lake, open_lake, sql_type
from leeward.record.ledger.record import Record, Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import Digest, TableName
from leeward.record.terms.ids import OwnerId, PersonId, QueryId, RunId, VaultRef, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import Role

Q = read_queries("leeward.insights.explore")
ACTIVITY = "activity."
_places: dict[str, int] = {"taken": 0}
_lock = threading.Lock()


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, in which house."""

    record: Record
    playbook: Playbook
    home: Path
    lake: Path
    person: PersonId
    roles: tuple[Role, ...]

    @property
    def hidden(self) -> Hidden:
        """What their roles do not see."""
        return hidden_from(self.roles, self.playbook.access, self.playbook.hidden)


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """One query, understood."""

    run: RunId
    text: VaultRef
    digest: Digest
    task: Callable[[Lake], Task]
    tables: tuple[TableName, ...]


def known_tables(playbook: Playbook) -> frozenset[str]:
    """The names of all tables that a query may read."""
    return views.names() | {ACTIVITY + str(kind).lower() for kind in playbook.activity}


def begin(asker: Asker, sql: str, typed: Mapping[str, str], *, query: QueryId | None = None) -> RunId:
    """Start a run in the background; its number. A query that does not run here is written down too.

    Raises NotAQuery, NotAValue, TooManyAtOnce.
    """
    asking = _understand(asker, sql, typed, query)
    limits = asker.playbook.limits.explore
    _take_place(limits.at_once)
    answers = Answers(asker.record, asker.home)
    standing = Standing(person=asker.person, text=asking.text, began=now().timestamp(), seconds=float(limits.seconds))
    answers.begin(asking.run, standing)
    threading.Thread(target=_run, args=(asker, asking, answers, standing, query), daemon=True).start()
    return asking.run


def ask_now(asker: Asker, sql: str, typed: Mapping[str, str] | None = None, *, query: QueryId | None = None) -> Answer:
    """Run a query and wait for its answer; it is written down like any other. Raises NotAQuery, NotAValue."""
    asking = _understand(asker, sql, typed or {}, query)
    answer = _ask(asker, asking, lambda progress: True)
    _write_down(asker, asking, answer, query)
    return answer


def _run(asker: Asker, asking: Asking, answers: Answers, standing: Standing, query: QueryId | None) -> None:
    def told(progress: float) -> bool:
        standing.progress = progress
        return answers.beat(asking.run, standing)

    try:
        answer = _ask(asker, asking, told)
        _write_down(asker, asking, answer, query)
    except Exception:
        answer = Answer(outcome="failed", said="The house could not run it just now. Nothing was lost; try once more.")
        raise
    finally:
        _give_place()
        answers.finish(asking.run, standing, answer)
        answers.sweep(asker.playbook.limits.explore.keep_days)


def _ask(asker: Asker, asking: Asking, told: Callable[[float], bool]) -> Answer:
    with open_lake(asker.record, asker.lake) as lake:
        return ask_apart(asking.task(lake), told)


def _understand(asker: Asker, sql: str, typed: Mapping[str, str], query: QueryId | None) -> Asking:
    words, names = with_dollars(sql)
    run, known = RunId(new_id()), known_tables(asker.playbook)
    digest = asker.record.digest("query", sql)
    try:
        found: Checked = checked(words, known)
    except NotAQuery as problem:
        text = _text_of(asker, sql, digest) if sql.strip() else None
        if text is not None:
            refused = Asking(run=run, text=text, digest=digest, task=lambda lake: _no_task(), tables=())
            _write_down(asker, refused, Answer(outcome="refused", said=str(problem)), query)
        raise
    values = values_of(names, typed)
    limits = asker.playbook.limits.explore
    bounds = Bounds(seconds=limits.seconds, megabytes=limits.megabytes, rows=limits.rows)

    def task(lake: Lake) -> Task:
        shown, paths = pieces_of(lake, found.tables, asker.playbook, asker.hidden)
        allowed = tuple(sorted(FUNCTIONS))
        return Task(sql=words, views=tuple(shown), paths=tuple(paths), values=values, functions=allowed, bounds=bounds)

    text = _text_of(asker, sql, digest)
    return Asking(run=run, text=text, digest=digest, task=task, tables=tuple(TableName(name) for name in found.tables))


def _no_task() -> Task:
    raise NotAQuery()


def pieces_of(lake: Lake, tables: Iterable[str], playbook: Playbook, hidden: Hidden) -> tuple[list[tuple[str, str]], list[str]]:
    """The tables, and those that they are made of, each as these roles may see it; and the files that they read."""
    asked = list(tables)
    queries, paths = lake.pieces(" ".join(name for name in asked if not name.startswith(ACTIVITY)))
    shown = [(name, guarded(query, views.all_columns_of(name), hidden)) for name, query in queries.items()]
    for kind, activity in playbook.activity.items():
        name = ACTIVITY + str(kind).lower()
        if name in asked:
            types = {field: each.value for field, each in activity.fields.items()}
            columns = {field: sql_type(type) for field, type in types.items()} | {"about": "VARCHAR", "event_id": "VARCHAR"}
            shown.append((name, guarded(f"SELECT * FROM {lake.activity(str(kind), types)}", columns, hidden)))
            paths += lake.paths("activity", str(kind))
    return shown, [str(path) for path in paths]


def _text_of(asker: Asker, sql: str, digest: Digest) -> VaultRef:
    """Where the words are kept: once for the same words of the same person."""
    with asker.record.writing() as tx:
        return text_of(tx, asker.person, sql, digest)


def text_of(tx: Transaction, who: PersonId, sql: str, digest: Digest) -> VaultRef:
    """The same, in a transaction that is there already."""
    tx.take_pen()
    kept: VaultRef | None = tx.value(Q.text_kept, {"person": who, "digest": digest})
    return kept or tx.vault.write(OwnerId(who), [sql])[0]


def _write_down(asker: Asker, asking: Asking, answer: Answer, query: QueryId | None) -> None:
    with asker.record.writing() as tx:
        same = query if query and tx.value(Q.words_of_saved, {"query": query, "digest": asking.digest}) else None
        tx.append(
            [
                QueryRun(
                    subject=asking.run,
                    actor=asker.person,
                    occurred=now(),
                    run=asking.run,
                    query=same,
                    digest=asking.digest,
                    text=asking.text,
                    tables=asking.tables,
                    outcome=RunOutcome(answer.outcome),
                    rows=len(answer.rows),
                    cut=answer.cut,
                    milliseconds=answer.milliseconds,
                )
            ]
        )


def _take_place(most: int) -> None:
    with _lock:
        if _places["taken"] >= most:
            raise TooManyAtOnce(f"{most} queries run already.", remedy="Wait for one of them, or stop it; nothing was lost.")
        _places["taken"] += 1


def _give_place() -> None:
    with _lock:
        _places["taken"] -= 1
