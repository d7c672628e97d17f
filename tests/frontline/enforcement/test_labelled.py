"""Restrictions leave as labels of the AT Protocol, with exp and neg (Q66)."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from frontline.enforcement.test_enforcement import decide, wake
from frontline.office import FEES, PLAY
from leeward.frontline.enforcement import desk
from leeward.frontline.enforcement.labelled import Restricted, label_of, value_of
from leeward.frontline.review import desk as review
from leeward.record.ledger.record import Record
from leeward.record.terms.code import ClauseCode
from leeward.record.terms.report import ActionState

WHEN = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))
SOURCE = "did:plc:leeward"


@given(effective=WHEN, until=st.none() | WHEN, ended=WHEN, lifted=st.booleans())
def test_a_label_says_what_until_when_or_no_longer(
    effective: datetime, until: datetime | None, ended: datetime, lifted: bool
) -> None:
    """Q66: src, uri, val, cts; exp for what ends by itself; neg for what was lifted."""
    each = Restricted(
        clause=FEES.id, state=ActionState.REVERSED if lifted else ActionState.IN_FORCE, effective=effective, until=until,
        ended=ended if lifted else None, uri="at://did:plc:x/app.bsky.feed.post/1",
    )  # fmt: skip
    label = label_of(PLAY, SOURCE, each)
    assert label is not None
    assert (label["ver"], label["src"], label["uri"]) == (1, SOURCE, "at://did:plc:x/app.bsky.feed.post/1")
    assert label["val"] == "labour-exploitation-fees"
    assert datetime.fromisoformat(label["cts"]) == (ended if lifted else effective)
    assert label.get("neg", False) is lifted
    assert ("exp" in label) == (until is not None and not lifted)
    if "exp" in label:
        assert datetime.fromisoformat(label["exp"]) == until


def test_a_restriction_leaves_as_a_label_and_its_lifting_as_its_negation(office: Record, cast: Cast) -> None:
    """Q66: through the desk, with the platform's own identifier, whose reading is a fact."""
    decision, beginning = decide(office, cast, "remove_content"), datetime(2020, 1, 1, tzinfo=UTC)
    assert desk.labels(office, PLAY, cast.bob.id, SOURCE, beginning) == []
    wake(office)
    [label] = desk.labels(office, PLAY, cast.bob.id, SOURCE, beginning)
    assert (label["val"], "neg" in label) == ("labour-exploitation-fees", False)
    review.reverse(office, PLAY, cast.bob.id, decision, "mistake")
    [lifted] = desk.labels(office, PLAY, cast.bob.id, SOURCE, beginning)
    assert (lifted["uri"], lifted["val"], lifted["neg"]) == (label["uri"], label["val"], True)
    with office.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'text_read'") >= 2


def test_a_clause_that_is_gone_has_no_label_and_a_value_is_short() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    gone = Restricted(clause=ClauseCode("X-1"), state=ActionState.IN_FORCE, effective=now, until=None, ended=None, uri="x")
    assert label_of(PLAY, SOURCE, gone) is None
    assert value_of("Sex_Trafficking.adult") == "sex-trafficking-adult"
    assert len(value_of("a" * 300)) == 128
