"""Facts in words: every kind that a timeline of the console can hold has its sentence."""

import msgspec
import pytest

from leeward.record.facts import Fact, review, vault
from leeward.record.terms.ids import PersonId, VaultRef, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.report import LeaseEnd
from leeward.web.telling import tell


def ended(ending: LeaseEnd) -> Fact:
    """The end of a lease."""
    return review.LeaseEnded(subject=new_id(), actor=PersonId(new_id()), occurred=now(), ending=ending, reason="not_now")


@pytest.mark.parametrize("ending", LeaseEnd)
def test_every_end_of_a_lease_is_told(ending: LeaseEnd) -> None:
    words, detail = tell(ended(ending))
    assert "_" not in words
    assert detail in ("", "not now")


def test_a_reason_is_told_only_where_somebody_chose_it() -> None:
    assert tell(ended(LeaseEnd.SKIPPED)) == ("Skipped", "not now")
    assert tell(ended(LeaseEnd.DECIDED)) == ("Out of hand: decided", "")


def test_a_reveal_is_told_with_its_purpose() -> None:
    read = vault.TextRead(
        subject=new_id(), actor=PersonId(new_id()), occurred=now(), refs=(VaultRef(new_id()),), purpose="review"
    )
    assert tell(read) == ("Revealed 1 text", "for review")
    two = msgspec.structs.replace(read, refs=(*read.refs, VaultRef(new_id())))
    assert tell(two)[0] == "Revealed 2 texts"


def test_a_kind_without_a_sentence_tells_its_name() -> None:
    rotated = vault.MasterKeyRotated(subject=new_id(), actor=PersonId(new_id()), occurred=now(), generation=2, owners=1)
    assert tell(rotated) == ("Master key rotated", "")
