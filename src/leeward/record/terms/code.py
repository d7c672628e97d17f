"""Codes: short names from a closed vocabulary, the only text a fact may carry.

The pattern admits no space, so a sentence cannot pass for a code: "never holds abusive text" is a property of the types.
"""

import re
from typing import Annotated, NewType

import msgspec

PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}\Z"
_matches = re.compile(PATTERN).match

Code = Annotated[str, msgspec.Meta(pattern=PATTERN)]

HarmCode = NewType("HarmCode", Code)  # a class of the harm taxonomy, e.g. ``labour_exploitation.fees``
ClauseCode = NewType("ClauseCode", Code)  # a clause of a policy, e.g. ``HE-LEX-2``
RuleCode = NewType("RuleCode", Code)  # ``recruitment/fee_before_contract``
LabelCode = NewType("LabelCode", Code)  # a label of labels.toml, e.g. ``fee_asked``
QueueCode = NewType("QueueCode", Code)
ClockCode = NewType("ClockCode", Code)  # a row of clocks.toml, e.g. ``us-tida-3``
MeasureCode = NewType("MeasureCode", Code)  # a step of ladder.toml, e.g. ``remove_content``
GaugeCode = NewType("GaugeCode", Code)  # a measure of measures/, e.g. ``appeals/overturn_rate``
SliceCode = NewType("SliceCode", Code)  # the value of a dimension that a measure is split by
ScopeCode = NewType("ScopeCode", Code)  # which strikes count together, e.g. ``sexual``
ReasonCode = NewType("ReasonCode", Code)  # why something was skipped, held, refused, escalated, reversed
QuestionCode = NewType("QuestionCode", Code)  # a node of a decision tree
AnswerCode = NewType("AnswerCode", Code)
SkillCode = NewType("SkillCode", Code)
RoleCode = NewType("RoleCode", Code)
SourceCode = NewType("SourceCode", Code)  # the platform or door something came through
TableCode = NewType("TableCode", Code)  # a table of the lake, e.g. ``dsa_statements``
BankCode = NewType("BankCode", Code)  # a bank of hashes, a row of banks.toml
EventKind = NewType("EventKind", Code)  # a kind of platform activity, e.g. ``listing_posted``
LanguageCode = NewType("LanguageCode", Code)  # BCP 47, lower case: ``en``, ``es``, ``und`` when unknown
PlaceCode = NewType("PlaceCode", Code)  # ISO 3166-1 alpha-2 or ``EU``
PurposeCode = NewType("PurposeCode", Code)  # why vault text was read
ElementCode = NewType("ElementCode", Code)  # a mandatory element of a notice
PlanCode = NewType("PlanCode", Code)  # a sampling plan of quality.toml
SetCode = NewType("SetCode", Code)  # a set of golden items, by the name of its file in calibration/
ItemCode = NewType("ItemCode", Code)  # a golden item of a set
CauseCode = NewType("CauseCode", Code)  # why a decision was wrong, e.g. ``unclear_policy``
QueryName = NewType("QueryName", Code)  # what somebody calls a query they saved
TableName = NewType("TableName", Code)  # a table of the lake, e.g. ``jobs``, ``activity.listing_posted``
FormatCode = NewType("FormatCode", Code)  # ``csv``, ``xlsx``, ``parquet``
WayCode = NewType("WayCode", Code)  # a way to foretell, e.g. ``seasonal_naive``
FieldCode = NewType("FieldCode", Code)  # a field of a message to somebody else, or of activity
ValueCode = NewType("ValueCode", Code)  # a value of a field or dimension that holds codes, or an id as text
StreamCode = NewType("StreamCode", Code)  # what is counted over time, e.g. ``reports``
DimensionCode = NewType("DimensionCode", Code)  # by what it is counted, e.g. ``harm``

Digest = NewType("Digest", Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")])  # SHA-256 or HMAC-SHA-256, hex
MediaHash = NewType("MediaHash", Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32,128}\Z")])  # MD5, SHA, PDQ, hex


def is_code(text: str) -> bool:
    """Whether ``text`` could stand as a code."""
    return _matches(text) is not None
