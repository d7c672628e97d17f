"""The fields of an event kind that most tests here use."""

from leeward.playbook.model import FieldType

FIELDS: dict[str, FieldType] = {
    "reach": FieldType.INTEGER,
    "reports": FieldType.INTEGER,
    "score": FieldType.FLOAT,
    "price": FieldType.FLOAT,
    "verified": FieldType.BOOLEAN,
    "hidden": FieldType.BOOLEAN,
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
}
