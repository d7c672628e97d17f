"""Labels as activity comes in: each event is told what stands on whom, and what rules put on its account counts from the next on.

Nothing is kept between batches: under the pen the labels of those a batch names are read from the record, which every process
shares and no restart forgets. So memory is bounded by a batch, and what one process took in the next one knows.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from leeward.playbook.model import ActivityKind, Playbook
from leeward.playbook.rules.labels import Labeller, Put, Standing, labeller_of
from leeward.record.facts.labels import LabelPut
from leeward.record.ledger.record import Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import LabelCode, RuleCode
from leeward.record.terms.ids import EventId, Position
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import PLAYBOOK

Q = read_queries("leeward.frontline.intake")
Fields = Sequence[dict[str, object]]


class Labels:
    """What is known of labels in one transaction, which holds the pen."""

    def __init__(self, tx: Transaction, playbook: Playbook, moment: Moment) -> None:
        self._tx, self._playbook, self._moment = tx, playbook, moment
        self._off: frozenset[RuleCode] | None = None
        self._standing = Standing()
        self._held: dict[tuple[str, str], datetime] = {}
        self._known: set[str] = set()

    def seen(
        self, kind: ActivityKind, first: int, events: Sequence[str], occurred: Sequence[datetime], fields: Fields
    ) -> tuple[list[dict[str, bool | None]], list[LabelPut]]:
        """Put what stands into the fields of a batch that begins at position ``first``: what to store of it, and what rules put.

        Nothing at all where no rule on this kind has to do with labels.
        """
        labeller = self._labeller(kind)
        if labeller is None:
            return [], []
        self._look_up(labeller, fields)
        stood, put = [], list[LabelPut]()
        for position, (event, at) in enumerate(zip(fields, occurred, strict=True), first):
            values = self._standing.seen(labeller.marks, event, at)
            event.update(values)
            stood.append(values)
            for each in labeller.puts(event, at):
                if self._counts(each, at):
                    put.append(self._fact(each, position, events[position - first]))
        return stood, put

    def _labeller(self, kind: ActivityKind) -> Labeller | None:
        if not self._playbook.labels:
            return None
        if self._off is None:
            self._off = frozenset(RuleCode(row["rule"]) for row in self._tx.rows(Q.rules_off))
        return labeller_of(self._playbook, kind.kind, self._off)

    def _look_up(self, labeller: Labeller, fields: Fields) -> None:
        """What stands on those that a batch names, of whom it was not looked up yet."""
        named = {str(event[name]) for name in labeller.fields for event in fields if event.get(name) is not None}
        asked = sorted(named - self._known)
        if not asked:
            return
        self._known.update(asked)
        for row in self._tx.rows(Q.labels_standing, {"subjects": "{" + ",".join(asked) + "}"}):
            key = str(row["subject"]), str(row["label"])
            if row["until"] is not None:
                self._standing.put(*key, row["until"])
            if row["held"] is not None:
                self._held[key] = row["held"]

    def _counts(self, put: Put, at: datetime) -> bool:
        """Whether it changes anything: not where somebody took it away for a while, nor where it stands as long already."""
        held = self._held.get((put.id, put.label))
        return (held is None or at >= held) and self._standing.put(put.id, put.label, put.until)

    def _fact(self, put: Put, position: int, event: str) -> LabelPut:
        return LabelPut(
            subject=UUID(put.id),
            actor=PLAYBOOK,
            occurred=self._moment,
            label=LabelCode(put.label),
            until=put.until,
            after=Position(position),
            rule=put.rule.code,
            rule_version=put.rule.version,
            event=EventId(UUID(event)),
        )
