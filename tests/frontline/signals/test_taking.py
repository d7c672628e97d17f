"""Answers of exchanges become banks; what is withdrawn is gone, and its hash with it."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from frontline.signals.world import PLAY, deleted, entered, entry, live, md5, ncmec, number_of, pdq, shared, stopncii, updates
from leeward.frontline.signals import desk
from leeward.frontline.signals.entries import Unreadable
from leeward.frontline.signals.refusals import NoSuchBank, NoSuchHash, NoSuchWord
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.ids import HashId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.signal import Feedback


def take(record: Record, cast: Cast, code: str, body: bytes, *, whole: bool = False) -> Any:
    return desk.take_file(record, PLAY, cast.bob.id, code, body, whole=whole)


def test_stopncii_is_read_with_the_opinion_of_those_who_looked(record: Record, cast: Cast) -> None:
    took = take(
        record, cast, "stopncii",
        stopncii(
            entered(pdq(1).upper()), entered(pdq(2), said=["Blocked", "PendingReview"]), entered(pdq(3), said=["NotBlocked"]),
            entered(pdq(4), said=["Blocked", "NotBlocked"]), entered(md5(5), kind="VideoMD5", cases=[]),
            entered("a" * 9, kind="VideoTMK"),
        ),
    )  # fmt: skip
    assert (took.records, took.changed, took.gone, took.passed_over, took.unreadable) == (5, 5, 0, 1, 0)
    assert live(record, "stopncii") == {
        pdq(1): "investigation_seed", pdq(2): "positive_class", pdq(3): "negative_class", pdq(4): "disputed",
        md5(5): "investigation_seed",
    }  # fmt: skip


def test_ncmec_is_read_by_entry_and_a_vote_against_disputes_what_its_member_entered(record: Record, cast: Cast) -> None:
    first = ncmec(entry("i1", md5=md5(1), pdq=pdq(1), sha1="b" * 40), entry("i2", pdq=pdq(2), against=2))
    assert take(record, cast, "ncmec", first).passed_over == 1
    assert live(record, "ncmec") == {md5(1): "positive_class", pdq(1): "positive_class", pdq(2): "disputed"}
    took = take(record, cast, "ncmec", ncmec(deleted("i1"), entry("i2", pdq=pdq(3))))
    assert (took.changed, took.gone) == (2, 1)
    assert live(record, "ncmec") == {pdq(3): "positive_class"}


def test_a_hash_of_two_entries_is_live_until_both_are_gone(record: Record, cast: Cast) -> None:
    take(record, cast, "ncmec", ncmec(entry("i1", pdq=pdq(1)), entry("i1", pdq=pdq(1), member=43)))
    take(record, cast, "ncmec", ncmec(deleted("i1")))
    assert live(record, "ncmec") == {pdq(1): "positive_class"}
    take(record, cast, "ncmec", ncmec(deleted("i1", member=43)))
    assert live(record, "ncmec") == {}


def test_threatexchange_is_read_with_every_members_opinion_and_tombstones(record: Record, cast: Cast) -> None:
    body = updates(
        shared(pdq(1), "MALICIOUS"), shared(pdq(2), "MALICIOUS", "NON_MALICIOUS"), shared(pdq(3), "UNKNOWN"),
        shared("https://x.example", "MALICIOUS", kind="URI"), shared(md5(4), "NON_MALICIOUS", kind="HASH_MD5"),
    )  # fmt: skip
    assert take(record, cast, "threatexchange", body).passed_over == 1
    assert live(record, "threatexchange") == {
        pdq(1): "positive_class", pdq(2): "disputed", pdq(3): "investigation_seed", md5(4): "negative_class",
    }  # fmt: skip
    hidden = shared(pdq(2), "MALICIOUS")
    del hidden["descriptors"]
    take(record, cast, "threatexchange", updates(shared(pdq(1), "MALICIOUS", gone=True), hidden))
    assert set(live(record, "threatexchange")) == {pdq(3), md5(4)}


def test_an_own_list_expires_and_a_whole_one_withdraws_what_it_does_not_name(record: Record, cast: Cast) -> None:
    day = f"{now() - timedelta(days=2):%Y-%m-%d}"
    rows = f"entry,kind,expires,note\n{pdq(1)},,,a\n{pdq(2)},pdq,{day},b\n{'c' * 64},sha256,2999-01-01,c\nxyz,,,d\n"
    took = take(record, cast, "own", rows.encode())
    assert [each.place for each in took.faults] == ["line 5"]
    assert set(live(record, "own")) == {pdq(1), "c" * 64}
    assert take(record, cast, "own", f"entry\n{pdq(1)}\nxyz\n".encode(), whole=True).gone == 0  # half read is not whole
    took = take(record, cast, "own", f"entry\n{pdq(1)}\n".encode(), whole=True)
    assert took.gone == 2
    assert set(live(record, "own")) == {pdq(1)}


def test_the_same_again_changes_nothing(record: Record, cast: Cast) -> None:
    body = stopncii(entered(pdq(1)), entered(pdq(2), "Withdrawn"))
    assert take(record, cast, "stopncii", body).changed == 1
    assert take(record, cast, "stopncii", body).changed == 0
    with record.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'bank_updated'") == 1


def test_a_record_that_cannot_be_read_is_named_and_the_others_go_on(record: Record, cast: Cast) -> None:
    took = take(record, cast, "stopncii", stopncii(entered("zz"), {"signalType": 3}, entered(pdq(1))))
    assert [each.place for each in took.faults] == ["hashRecords[0]", "hashRecords[1]"]
    assert set(live(record, "stopncii")) == {pdq(1)}


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("stopncii", b"<html>"), ("stopncii", b"[]"), ("threatexchange", b"{}"), ("ncmec", b"{}"), ("ncmec", b"<a/>"),
        ("ncmec", b'<!DOCTYPE a [<!ENTITY b "c">]><queryResult>&b;</queryResult>'), ("own", b"a,b\n1,2\n"), ("own", b"\xff\xfe"),
    ],
)  # fmt: skip
def test_what_no_exchange_would_send_is_refused_whole(record: Record, cast: Cast, code: str, body: bytes) -> None:
    with pytest.raises(Unreadable):
        take(record, cast, code, body)


def test_a_bank_that_the_playbook_does_not_know_is_refused_with_the_nearest(record: Record, cast: Cast) -> None:
    with pytest.raises(NoSuchBank, match="stopncii"):
        take(record, cast, "stopnci", b"")


STATUS = st.sampled_from(["Received", "Active", "Withdrawn", "Deleted"])
STOPNCII_STEP = st.lists(st.tuples(st.integers(1, 6), STATUS, STATUS), min_size=1, max_size=5)
NCMEC_STEP = st.lists(st.tuples(st.integers(1, 3), st.sets(st.integers(1, 4), max_size=3), st.booleans()), min_size=1, max_size=4)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.one_of(STOPNCII_STEP.map(lambda s: ("stopncii", s)), NCMEC_STEP.map(lambda s: ("ncmec", s))), max_size=6)
)
def test_after_any_updates_exactly_what_was_not_withdrawn_is_live(record: Record, cast: Cast, steps: Any) -> None:
    """Q26: after a Withdrawn or Deleted record no match by that hash is possible, whatever came before; nothing of it is kept."""
    take(record, cast, "stopncii", stopncii(*(entered(pdq(number), "Deleted") for number in range(1, 7))))
    take(record, cast, "ncmec", ncmec(*(deleted(str(number)) for number in range(1, 4))))
    meant: dict[str, dict[Any, set[str]]] = {"stopncii": {}, "ncmec": {}}
    for code, step in steps:
        if code == "stopncii":
            body = stopncii(*(entered(pdq(n), whole, cases={"a": one, "b": one}) for n, whole, one in step))
            gone = {"Withdrawn", "Deleted"}
            meant[code] |= {n: set() if {whole, one} & gone else {pdq(n)} for n, whole, one in step}
        else:
            written = [deleted(str(n)) if dead else _entry(n, sorted(found)) for n, found, dead in step]
            body = ncmec(*written)
            meant[code] |= {n: set() if dead else {md5(max(found))} if found else set() for n, found, dead in step}
        take(record, cast, code, body)
    wanted = {code: set().union(*records.values()) for code, records in meant.items()}
    assert {code: set(live(record, code)) for code in meant} == wanted
    with record.reading() as look:
        kept = {row["digits"] for row in look.rows("SELECT digits FROM hash_value")}
    assert kept == wanted["stopncii"] | wanted["ncmec"]


def _entry(number: int, found: list[int]) -> str:
    return entry(str(number), **({"md5": md5(found[-1])} if found else {}))


def test_the_ledger_never_holds_a_hash_and_standing_folds_anew(record: Record, cast: Cast) -> None:
    take(record, cast, "stopncii", stopncii(entered(pdq(11)), entered(pdq(12))))
    take(record, cast, "stopncii", stopncii(entered(pdq(11), "Withdrawn")))
    take(record, cast, "ncmec", ncmec(entry("i1", md5=md5(1), pdq=pdq(12))))
    desk.judge(record, PLAY, cast.bob.id, "stopncii", HashId(number_of(record, pdq(12))), Feedback.BLOCKED)
    desk.hand_over(record, PLAY, cast.bob.id, "stopncii")
    with psycopg.connect(record.url) as connection:
        bodies = "".join(row[0] for row in connection.execute("SELECT body::text FROM fact").fetchall())
    assert not any(digits in bodies for digits in (pdq(11), pdq(12), md5(1)))
    assert refold(record)[1] == []


def test_what_we_think_goes_back_in_the_words_of_the_exchange(record: Record, cast: Cast) -> None:
    """Q27: feedback is one to one with StopNCII's values and NCMEC's votes."""
    take(record, cast, "stopncii", stopncii(*(entered(pdq(place)) for place, _ in enumerate(Feedback))))
    for place, each in enumerate(Feedback):
        desk.judge(record, PLAY, cast.bob.id, "stopncii", HashId(number_of(record, pdq(place))), each)
    said = json.loads(desk.hand_over(record, PLAY, cast.bob.id, "stopncii"))
    words = {each["hashValue"]: each["CSPFeedbacks"][0]["feedbackValue"] for each in said["hashRecords"]}
    assert words == {
        pdq(0): "None", pdq(1): "QualityUnknown", pdq(2): "PendingReview", pdq(3): "Blocked", pdq(4): "NotBlocked",
        pdq(5): "Withdrawn", pdq(6): "Deleted",
    }  # fmt: skip
    assert json.loads(desk.hand_over(record, PLAY, cast.bob.id, "stopncii"))["count"] == 0
    assert json.loads(desk.hand_over(record, PLAY, cast.bob.id, "stopncii", again=True))["count"] == 7
    take(record, cast, "ncmec", ncmec(entry("i1", md5=md5(1)), entry("i2", pdq=pdq(90))))
    for digits, feedback in ((md5(1), Feedback.BLOCKED), (pdq(90), Feedback.NOT_BLOCKED)):
        desk.judge(record, PLAY, cast.bob.id, "ncmec", HashId(number_of(record, digits)), feedback)
    votes = json.loads(desk.hand_over(record, PLAY, cast.bob.id, "ncmec", reason="guid-1"))["votes"]
    assert sorted(each["path"] for each in votes) == ["/v2/entries/42/i1/MD5/feedback", "/v2/entries/42/i2/PDQ/feedback"]
    ways = {each["path"][-16:]: ("affirmative" in each["body"], "guid-1" in each["body"]) for each in votes}
    assert set(ways.values()) == {(True, False), (False, True)}


def test_what_an_exchange_has_no_word_for_or_no_hash_of_is_refused(record: Record, cast: Cast) -> None:
    take(record, cast, "ncmec", ncmec(entry("i1", md5=md5(1))))
    with pytest.raises(NoSuchWord, match="blocked"):
        desk.judge(record, PLAY, cast.bob.id, "ncmec", HashId(number_of(record, md5(1))), Feedback.PENDING_REVIEW)
    with pytest.raises(NoSuchHash):
        desk.judge(record, PLAY, cast.bob.id, "ncmec", HashId(new_id()), Feedback.BLOCKED)


def test_a_list_of_the_playbook_is_a_bank_as_it_is(record: Record, cast: Cast) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([["entry", "source"], [pdq(1), "somebody"], [md5(2), "somebody, else"]])
    assert take(record, cast, "own", out.getvalue().encode()).unreadable == 0
    assert set(live(record, "own")) == {pdq(1), md5(2)}
