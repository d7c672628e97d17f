"""Severity: how bad it would be if it were true, as the policy's clause says."""

from enum import IntEnum


class Severity(IntEnum):
    """Five steps, after the severe-harm tiers of trust and safety practice. Higher is served first."""

    MINOR = 0  # nuisance; no harm to a person
    LOW = 1  # low harm, reversible
    SERIOUS = 2  # serious, no immediate danger
    SEVERE = 3  # ongoing harm to a specific person
    IMMINENT = 4  # life or safety at risk now
