"""What people look at: the banks and how they stand. Never a hash."""

from collections.abc import Container
from datetime import datetime

import msgspec

from leeward.frontline.signals import views
from leeward.frontline.signals.desk.taking import Q, bank_of
from leeward.playbook.model import Playbook
from leeward.record.ledger.look import Look
from leeward.record.terms.code import BankCode
from leeward.record.terms.moment import now


def banks(look: Look, playbook: Playbook, pulled: Container[str] = ()) -> tuple[views.BankView, ...]:
    """Every bank of the playbook, in its order. ``pulled``: those whose exchange this house asks by itself."""
    standing = {row["code"]: row for row in look.rows(Q.banks)}
    unsaid = {row["bank"]: row["hashes"] for row in look.rows(Q.unsaid)}
    ended = {row["bank"]: (row["upheld"], row["turned_down"]) for row in look.rows(Q.precision)}
    held: dict[str, list[views.Held]] = {}
    for row in look.rows(Q.held, {"now": now()}):
        held.setdefault(row["bank"], []).append(views.Held(kind=row["kind"], opinion=row["opinion"], hashes=row["hashes"]))
    names = ("version", "changed", "asked", "asked_status", "asked_complete", "asked_reason")
    return tuple(
        views.BankView(
            bank=bank,
            held=tuple(held.get(code, ())),
            hashes=sum(each.hashes for each in held.get(code, ())),
            pulled=code in pulled,
            unsaid=unsaid.get(code, 0),
            upheld=ended.get(code, (0, 0))[0],
            turned_down=ended.get(code, (0, 0))[1],
            **({name: standing[code][name] for name in names} if code in standing else {}),
        )
        for code, bank in playbook.banks.items()
    )


def bank(
    look: Look, playbook: Playbook, code: str, pulled: Container[str] = ()
) -> tuple[views.BankView, tuple[views.Update, ...]]:
    """One bank with its latest versions. Raises NoSuchBank."""
    known = bank_of(playbook, code)
    seen = next(each for each in banks(look, playbook, pulled) if each.bank.code == known.code)
    rows = look.rows(Q.updates, {"bank": known.code, "limit": 50})
    return seen, tuple(msgspec.convert(row, views.Update) for row in rows)


def matches(look: Look, code: str, *, limit: int = 50) -> tuple[views.MatchLine, ...]:
    """The latest matches of a bank."""
    return tuple(msgspec.convert(row, views.MatchLine) for row in look.rows(Q.matches_of_bank, {"bank": code, "limit": limit}))


def due(look: Look, codes: Container[str], since: datetime) -> list[BankCode]:
    """Those of these banks that were not asked since a moment."""
    asked = {row["code"] for row in look.rows(Q.asked_since, {"since": since})}
    return [BankCode(code) for code in sorted(codes) if code not in asked]  # type: ignore[call-overload]
