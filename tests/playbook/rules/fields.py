"""The fields of an event kind that most tests here use."""

from leeward.playbook.model import FieldType
from leeward.playbook.rules import Known, WordList

WORDS = WordList("words", "1", frozenset(("fee", "visa fee", "en", "CAFÉ", "", "👩‍👩‍👧")))
BANK = WordList("bank", "2", frozenset(("00ff00ff00ff00ff", "ABCDEF0123456789", "0" * 16)), 64)
KNOWN = Known(
    lists=(BANK, WORDS),
    rules=(("r/high", "reach > 5"), ("r/kept", "rule('r/high') AND NOT in_list(language, 'words')")),
)
"""What rules may name besides these fields."""

FIELDS: dict[str, FieldType] = {
    "reach": FieldType.INTEGER,
    "reports": FieldType.INTEGER,
    "score": FieldType.FLOAT,
    "price": FieldType.FLOAT,
    "verified": FieldType.BOOLEAN,
    "hidden": FieldType.BOOLEAN,
    "fee": FieldType("decimal(12,2)"),
    "rate": FieldType("decimal(9,6)"),
    "waited": FieldType.DURATION,
    "posted": FieldType.TIMESTAMP,
    "created": FieldType.TIMESTAMP,
    "text": FieldType.TEXT,
    "title": FieldType.TEXT,
    "language": FieldType.CODE,
    "harm": FieldType.CODE,
    "account": FieldType.ID,
    "target": FieldType.ID,
    "labels": FieldType.CODES,
    "tags": FieldType.TEXTS,
    "hashes": FieldType.INTEGERS,
    "targets": FieldType.IDS,
    "weights": FieldType.FLOATS,
    "seen": FieldType.TIMESTAMPS,
    "answers": FieldType.BOOLEANS,
}
