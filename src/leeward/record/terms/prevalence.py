"""Prevalence: how a sample of what nobody reported is drawn."""

from enum import StrEnum


class Design(StrEnum):
    """How items are chosen from all there are."""

    SIMPLE = "simple"  # each with the same chance
    STRATIFIED = "stratified"  # so many from each band of the score, more where more is expected (Neyman)
    WEIGHTED = "weighted"  # each with a chance of its own that grows with its score


class Basis(StrEnum):
    """How an estimate was corrected for the mistakes of people who label."""

    CORRECTED = "corrected"  # with sensitivity and specificity as they were estimated, and how uncertain they are
    UNCORRECTED = "uncorrected"  # too little is known of the mistakes
    REFUSED = "refused"  # the labels are no better than chance, or cannot come from these mistakes
