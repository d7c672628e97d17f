"""Banks for the tests, and answers of the exchanges as they come. Hashes are of nothing: digits in a row."""

import json
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

import msgspec

from frontline.console import with_rights
from frontline.office import PLAY as OFFICE
from leeward.playbook.model import Bank
from leeward.record.ledger.record import Record
from leeward.record.terms.code import BankCode
from leeward.record.terms.severity import Severity
from leeward.record.terms.signal import Exchange


def bank(code: str, exchange: Exchange, **more: Any) -> Bank:
    """A bank whose matches point at intimate images."""
    fields: dict[str, Any] = {
        "name": code, "signal": "it is known", "why": "For tests.", "clause": "ASE-T-1", "severity": Severity.SEVERE,
        "strength": 0.9, "unconfirmed": 0.5,
    }  # fmt: skip
    return Bank(code=BankCode(code), exchange=exchange, **(fields | more))


BANKS = {BankCode(each.value): bank(each.value, each) for each in Exchange}
PLAY = msgspec.structs.replace(with_rights(OFFICE), banks=BANKS)


def pdq(number: int) -> str:
    """A hash of 256 bits."""
    return f"{number:064x}"


def md5(number: int) -> str:
    """A hash of 128 bits."""
    return f"{number:032x}"


def stopncii(*records: dict[str, Any], more: str | None = None, timestamp: int = 20) -> bytes:
    """An answer to FetchHashes."""
    answer = {
        "count": len(records), "nextPageToken": more, "nextSetTimestamp": timestamp, "hasMoreRecords": more is not None,
        "hashRecords": list(records),
    }  # fmt: skip
    return json.dumps(answer).encode()


def entered(digits: str, status: str = "Active", *, kind: str = "ImagePDQ", cases: Any = None, said: Any = ()) -> dict[str, Any]:
    """A record of StopNCII. ``said`` are feedback values of other platforms."""
    return {
        "lastModtimestamp": 10, "signalType": kind, "hashValue": digits, "hashStatus": status,
        "caseNumbers": {"case-1": status} if cases is None else cases,
        "CSPFeedbacks": [{"source": f"platform-{place}", "feedbackValue": value, "tags": []} for place, value in enumerate(said)],
    }  # fmt: skip


def ncmec(*entries: str, more: str = "", latest: str = "2026-01-02T00:00:00Z", group: str = "images") -> bytes:
    """An answer of /v2/entries."""
    paging = f"<paging><next>{escape(more)}</next></paging>" if more else ""
    return (
        f'<?xml version="1.0"?><queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"><{group} count="{len(entries)}" '
        f'maxTimestamp="{latest}">{"".join(entries)}</{group}>{paging}</queryResult>'
    ).encode()


def entry(number: str, *, member: int = 42, against: int = 0, **fingerprints: str) -> str:
    """An entry of a member; ``against`` others voted against its PDQ."""
    prints = "".join(f"<{kind}>{digits}</{kind}>" for kind, digits in fingerprints.items())
    members = "".join(f'<member id="{100 + each}">M</member>' for each in range(against))
    reasons = f'<reasons><reason guid="g" name="Not it" type="PDQ"/><members>{members}</members></reasons>'
    feedback = f'<feedback><negativeFeedback type="PDQ">{reasons}</negativeFeedback></feedback>' if against else ""
    return f'<image><member id="{member}">M</member><id>{number}</id><fingerprints>{prints}</fingerprints>{feedback}</image>'


def deleted(number: str, *, member: int = 42) -> str:
    """The mark of a deleted entry."""
    return f'<deletedImage><member id="{member}">M</member><id>{number}</id></deletedImage>'


def updates(*data: dict[str, Any], after: str = "") -> bytes:
    """An answer of threat_updates."""
    following = {"next": f"https://graph.example/1/threat_updates/?access_token=secret&after={after}"} if after else {}
    return json.dumps({"data": list(data), "paging": following}).encode()


def shared(digits: str, *statuses: str, gone: bool = False, kind: str = "HASH_PDQ", updated: int = 7) -> dict[str, Any]:
    """An indicator with a descriptor of one member for each status."""
    data = [{"id": str(place), "owner": {"id": str(900 + place)}, "status": each} for place, each in enumerate(statuses)]
    return {
        "id": "1", "indicator": digits, "type": kind, "last_updated": updated, "should_delete": gone,
        "descriptors": {"data": data},
    }  # fmt: skip


def live(record: Record, code: str) -> dict[str, str]:
    """The hashes of a bank that could match, each with its opinion; of several records the last in alphabetical order."""
    sql = """SELECT v.digits, h.opinion FROM bank_hash h JOIN hash_value v ON v.id = h.hash
        WHERE h.bank = %(bank)s AND (h.expires IS NULL OR h.expires > now()) ORDER BY h.opinion"""
    with record.reading() as look:
        return {row["digits"]: row["opinion"] for row in look.rows(sql, {"bank": code})}


def number_of(record: Record, digits: str) -> UUID:
    """The number of a hash."""
    with record.reading() as look:
        return UUID(str(look.value("SELECT id FROM hash_value WHERE digits = %(digits)s", {"digits": digits})))
