"""Erasure, holds and rotation: who may still be forgotten, and who may not.

When erasure meets a hold, this table decides (Q24). It is read from the top; the first row that applies wins:

| hold_kind    | erasure asked because of   | decides | why |
|--------------|----------------------------|---------|-----|
| preservation | law_enforcement_request    | erase   | 18 USC 2258B(c)(3): destroyed permanently when law enforcement asks |
| preservation | anything else              | hold    | 18 USC 2258A(h), 2703(f): kept for the stated time |
| litigation   | anything                   | hold    | duty to preserve evidence |
| (any other)  | anything                   | hold    | a hold of unknown kind is kept, until somebody releases it with a reason |
"""

from leeward.record.errors import HeldBack, VaultRefused
from leeward.record.facts.vault import HoldPlaced, HoldReleased, MasterKeyRotated, TextErased
from leeward.record.ledger.record import Record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import ReasonCode
from leeward.record.terms.ids import HoldId, OwnerId, PersonId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.vault.keys import Keys, add_master
from leeward.record.vault.vault import rewrap

Q = read_queries(__package__)
_DESTROY = ("preservation", "law_enforcement_request")
_BATCH = 1_000


def hold(
    record: Record, owner: OwnerId, who: PersonId, *, kind: ReasonCode, basis: ReasonCode, until: Moment | None = None
) -> HoldId:
    """Forbid the erasure of an owner's texts until a moment, or until released. ``basis`` names the law or order."""
    placed = HoldId(new_id())
    with record.writing() as tx:
        tx.append([HoldPlaced(subject=placed, actor=who, occurred=now(), owner=owner, hold_kind=kind, basis=basis, until=until)])
    return placed


def release(record: Record, held: HoldId, who: PersonId, *, reason: ReasonCode) -> None:
    """End a hold before its time. Raises VaultRefused when it is not there or already ended."""
    with record.writing() as tx:
        tx.take_pen()
        if not tx.value(Q.hold_is_on, {"hold": held}):
            raise VaultRefused(f"There is no hold {held} to release.", remedy="It ended already, or the number is wrong.")
        tx.append([HoldReleased(subject=held, actor=who, occurred=now(), hold=held, reason=reason)])


def erase(record: Record, owner: OwnerId, who: PersonId, *, reason: ReasonCode) -> int:
    """Destroy an owner's data key and ciphertexts; the number of texts. The ledger keeps its facts and still verifies.

    Raises HeldBack when a hold beats this reason.
    """
    with record.writing() as tx:
        tx.take_pen()
        moment = now()
        for held in tx.rows(Q.holds_on, {"owner": owner, "now": moment}):
            if (held["kind"], reason) != _DESTROY:
                until = f"until {held['until']:%Y-%m-%d}" if held["until"] else "until it is released"
                raise HeldBack(f"Hold {held['id']} ({held['kind']}, {held['basis']}) stands {until}.", remedy="Release it first.")
        texts = tx.execute(Q.shred_texts, {"owner": owner})
        tx.execute(Q.destroy_key, {"owner": owner, "now": moment})
        tx.append([TextErased(subject=owner, actor=who, occurred=moment, reason=reason)])
        return texts


def rotate(record: Record, who: PersonId) -> tuple[Keys, int]:
    """Make a new master key and wrap every data key with it: (the keys with the new generation, how many were wrapped anew).

    Texts stay as they are; only their data keys are wrapped again. It can be stopped and run again at any point.
    """
    keys = add_master(record.keys)
    record.keys = keys
    done = 0
    while wrapped := _rotate_some(record, keys):
        done += wrapped
    with record.writing() as tx:
        tx.append([MasterKeyRotated(subject=new_id(), actor=who, occurred=now(), generation=keys.generation, owners=done)])
    return keys, done


def _rotate_some(record: Record, keys: Keys) -> int:
    with record.writing() as tx:
        tx.take_pen()
        rows = tx.rows(Q.keys_of_older_generations, {"generation": keys.generation, "most": _BATCH})
        if rows:
            fresh = [rewrap(keys, row["generation"], row["owner"], row["wrapped"]) for row in rows]
            owners = [row["owner"] for row in rows]
            tx.execute(Q.wrap_anew, {"owners": owners, "wrapped": fresh, "generation": keys.generation})
        return len(rows)
