"""The indexes of banks that this process holds in memory, each by the version of its bank.

A version is a number that no other bank, database or rolled-back transaction ever has, so an index is either right or not found.
One of an earlier version of the same bank is brought up to date with what came since; what went is asked of the database by who
looks.
"""

import threading
from uuid import UUID

from leeward.frontline.signals.desk.taking import Q
from leeward.frontline.signals.near import Near
from leeward.record.ledger.look import Look

MOST = 16
_indexes: dict[UUID, Near] = {}
_lock = threading.Lock()


def index_of(look: Look, bank: str, version: UUID) -> Near:
    """The PDQs of a bank as this transaction sees it."""
    with _lock:
        if (found := _indexes.get(version)) is not None:
            return found
        known = look.one(Q.version_among, {"bank": bank, "versions": list(_indexes)})
        index = _indexes.pop(known["version"], None) if known else None
        if index is not None and known is not None:
            index.add(bytes(look.value(Q.rows_since, {"bank": bank, "since": known["position"]}) or b""))
        if index is None or index.overdue:
            index = Near(bytes(look.value(Q.rows_since, {"bank": bank, "since": 0}) or b""))
        while len(_indexes) >= MOST:
            _indexes.pop(next(iter(_indexes)))
        _indexes[version] = index
        return index
