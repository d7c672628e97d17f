"""Identities. Each kind of thing has its own id type, so a job can never be passed where a report is meant.

Ids are UUIDv7 (RFC 9562 5.7): 48 bits of Unix milliseconds, then random bits, so they sort by time of birth.
They are made in Python because PostgreSQL before 18 has no ``uuidv7()``.
"""

import os
import time
from typing import NewType
from uuid import UUID

ReportId = NewType("ReportId", UUID)  # what somebody told us
SubjectId = NewType("SubjectId", UUID)  # the account, content, conversation or listing a report is about
EventId = NewType("EventId", UUID)  # one row of platform activity
JobId = NewType("JobId", UUID)  # a unit of work for one person
PersonId = NewType("PersonId", UUID)  # somebody who works here, or a machine that acts (see ``people.MACHINES``)
ReporterId = NewType("ReporterId", UUID)  # whoever sent reports, known only by keyed digest
DecisionId = NewType("DecisionId", UUID)
ActionId = NewType("ActionId", UUID)  # one enforcement action on one subject
EndpointId = NewType("EndpointId", UUID)  # a receiver of webhooks
DeliveryId = NewType("DeliveryId", UUID)
HoldId = NewType("HoldId", UUID)
VaultRef = NewType("VaultRef", UUID)  # one encrypted text in the vault
OwnerId = NewType("OwnerId", UUID)  # whose data key encrypts it: a subject, reporter or person
SessionId = NewType("SessionId", UUID)
KeyId = NewType("KeyId", UUID)  # an API key

Position = NewType("Position", int)  # a fact's place in the ledger, from 1, without gaps


def new_id() -> UUID:
    """A fresh UUIDv7."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76  # version 7
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant 10
    return UUID(int=value)
