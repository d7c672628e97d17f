"""Identities. Each kind of thing has its own id type, so a job can never be passed where a report is meant.

Ids are UUIDv7 (RFC 9562 5.7): 48 bits of Unix milliseconds, then random bits, so they sort by time of birth.
They are made in Python because PostgreSQL before 18 has no ``uuidv7()``.
"""

import os
import time
from typing import NewType
from uuid import UUID, uuid5

ReportId = NewType("ReportId", UUID)  # what somebody told us
SubjectId = NewType("SubjectId", UUID)  # the account, content, conversation or listing a report is about
EventId = NewType("EventId", UUID)  # one row of platform activity
JobId = NewType("JobId", UUID)  # a unit of work for one person
PersonId = NewType("PersonId", UUID)  # somebody who works here, or a machine that acts (see ``people.MACHINES``)
ReporterId = NewType("ReporterId", UUID)  # whoever sent reports, known only by keyed digest
DecisionId = NewType("DecisionId", UUID)
AppealId = NewType("AppealId", UUID)  # somebody asks that a decision is looked at again
ActionId = NewType("ActionId", UUID)  # one enforcement action on one subject
EndpointId = NewType("EndpointId", UUID)  # a receiver of webhooks
DeliveryId = NewType("DeliveryId", UUID)
StatementId = NewType("StatementId", UUID)  # a statement of reasons
FlaggerId = NewType("FlaggerId", UUID)  # a trusted flagger of the register; also the reporter as whom it reports
DrawId = NewType("DrawId", UUID)  # one draw of decisions that are looked at again
CheckId = NewType("CheckId", UUID)  # one decision, or one golden item, looked at again
SampleId = NewType("SampleId", UUID)  # one sample of activity by which prevalence is estimated
SampledId = NewType("SampledId", UUID)  # one event of such a sample
CalibrationId = NewType("CalibrationId", UUID)  # a session in which people answer the same items
HoldId = NewType("HoldId", UUID)
VaultRef = NewType("VaultRef", UUID)  # one encrypted text in the vault
OwnerId = NewType("OwnerId", UUID)  # whose data key encrypts it: a subject, reporter or person
SessionId = NewType("SessionId", UUID)
KeyId = NewType("KeyId", UUID)  # an API key
HashId = NewType("HashId", UUID)  # one hash of a bank, made with the house's key from its kind and digits
HashRecordId = NewType("HashRecordId", UUID)  # what an exchange keeps under one number: one hash, or those of one file
BankVersion = NewType("BankVersion", UUID)
MeasureId = NewType("MeasureId", UUID)  # a measure of the playbook, made from its code
RuleId = NewType("RuleId", UUID)  # a rule of the playbook, made from its code: what facts about it share
QueueId = NewType("QueueId", UUID)  # a queue of the playbook, made from its code
AlarmId = NewType("AlarmId", UUID)
CampaignId = NewType("CampaignId", UUID)  # reports on copies of one thing
SilenceId = NewType("SilenceId", UUID)  # a series that is not to ring for a while
QueryId = NewType("QueryId", UUID)  # a query that somebody saved
RunId = NewType("RunId", UUID)  # a query asked once

Position = NewType("Position", int)  # a fact's place in the ledger, from 1, without gaps


_RULES = UUID("00000000-0000-7000-8000-00000000000a")


def rule_id(code: str) -> RuleId:
    """The id of a rule: the same for one code, everywhere and always."""
    return RuleId(uuid5(_RULES, code))


_QUEUES = UUID("00000000-0000-7000-8000-00000000000b")


def queue_id(code: str) -> QueueId:
    """The id of a queue: the same for one code, everywhere and always."""
    return QueueId(uuid5(_QUEUES, code))


_MEASURES = UUID("00000000-0000-7000-8000-00000000000c")


def measure_id(code: str) -> MeasureId:
    """The id of a measure: the same for one code, everywhere and always."""
    return MeasureId(uuid5(_MEASURES, code))


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """Fresh UUIDv7s, born in the same millisecond."""
    born = (time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF) << 80
    random = os.urandom(10 * count)
    ids = []
    for place in range(0, 10 * count, 10):
        value = born | int.from_bytes(random[place : place + 10], "big")
        ids.append(UUID(int=value & _CLEAR | _VERSION_AND_VARIANT))
    return ids


_CLEAR = ~(0xF << 76 | 0x3 << 62)
_VERSION_AND_VARIANT = 0x7 << 76 | 0x2 << 62  # version 7, variant 10
