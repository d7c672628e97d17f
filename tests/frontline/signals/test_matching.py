"""Media of reports is looked up in banks: a match is a reason that moves the job forward, and nothing happens by itself."""

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from frontline.intake.doors import DOOR, PLAY, listening, report
from frontline.signals.world import entered, entry, md5, ncmec, number_of, pdq, stopncii
from leeward.frontline.intake import desk as intake
from leeward.frontline.intake.arrival import Receipt, SubjectIn
from leeward.frontline.review import desk as review
from leeward.frontline.signals import desk
from leeward.record.facts.signals import BankUpdated
from leeward.record.ledger.record import Record
from leeward.record.standing.refold import refold
from leeward.record.terms.code import BankCode, MediaHash, SourceCode
from leeward.record.terms.ids import BankVersion, HashId, JobId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.record.terms.signal import Exchange, Feedback
from leeward.record.terms.subject import HashKind, MediaReference, SubjectKind


@pytest.fixture
def house(record: Record) -> Iterator[Record]:
    """A record with everybody of flow.py listening by the starter playbook."""
    with listening(record) as opened:
        yield opened


def image(digits: str, kind: HashKind = HashKind.PDQ) -> MediaReference:
    """Media that the platform holds."""
    return MediaReference(hash=kind, digest=MediaHash(digits), held_by=SourceCode("jobs"))


def told(house: Record, number: int, *media: MediaReference, subject: str = "", **more: Any) -> Receipt:
    """A report on a listing with media."""
    about = SubjectIn(kind=SubjectKind.LISTING, id=subject or f"L-{number}", platform="jobs", media=media)
    arrival = report(number, subject=about, text="A lighthouse.", **more)
    [receipt] = intake.receive(house, PLAY, [arrival], door=DOOR, actor=AT_THE_DOOR)
    assert receipt.status == "received", receipt
    return receipt


def far(number: int) -> str:
    """A PDQ that is far from every other one."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def fill(house: Record, cast: Cast, code: str, body: bytes) -> None:
    desk.take_file(house, PLAY, cast.bob.id, code, body)


def reasons(house: Record, receipt: Receipt) -> list[str]:
    """The reasons of a report that are of banks."""
    with house.reading() as look:
        found = look.value("SELECT reasons FROM report WHERE id = %(id)s", {"id": receipt.report})
    return [each["rule"] for each in found if each["rule"].startswith("bank/")]


def job(house: Record, receipt: Receipt) -> dict[str, Any]:
    """A job as it stands."""
    with house.reading() as look:
        row = look.one("SELECT * FROM job WHERE id = %(id)s", {"id": receipt.job})
    assert row is not None
    return dict(row)


def again(house: Record) -> int:
    """Look again at what waits, until there is nothing more to look at."""
    return desk.wake(house, lambda: PLAY, now())


def test_a_match_is_a_reason_and_the_job_comes_forward(house: Record, cast: Cast) -> None:
    plain = job(house, told(house, 1, image(far(500))))
    fill(house, cast, "stopncii", stopncii(entered(pdq(0b111 << 80), said=["Blocked"]), entered(md5(4), kind="VideoMD5")))
    near = told(house, 2, image(pdq(0)))
    assert reasons(house, near) == ["bank/stopncii"]
    raised = job(house, near)
    assert (plain["severity"], raised["severity"]) == (2, 3)
    assert raised["start_by"] - raised["received"] < plain["start_by"] - plain["received"]
    assert raised["queue"] != plain["queue"]
    assert "ASE-NCII-1" in raised["clauses"]
    assert reasons(house, told(house, 3, image(md5(4), HashKind.MD5))) == ["bank/stopncii/unconfirmed"]
    assert reasons(house, told(house, 4, image(md5(5), HashKind.MD5))) == []
    with house.reading() as look:
        row = look.one("SELECT * FROM media_match WHERE report = %(id)s", {"id": near.report})
        seen = review.job_view(look, PLAY, cast.bob.id, JobId(raised["id"]))
    assert row is not None
    assert (row["distance"], row["bank"], row["hash"]) == (3, "stopncii", number_of(house, pdq(0b111 << 80)))
    assert seen.reasons[0].signal == PLAY.banks["stopncii"].signal  # type: ignore[index]
    assert refold(house)[1] == []


def test_a_pdq_beyond_the_distance_of_its_bank_is_no_match(house: Record, cast: Cast) -> None:
    fill(house, cast, "own", f"entry\n{pdq((1 << 25) - 1)}\n".encode())
    fill(house, cast, "stopncii", stopncii(entered(pdq((1 << 25) - 1))))
    assert reasons(house, told(house, 1, image(pdq(0)))) == ["bank/stopncii/unconfirmed"]  # own: at most 24 bits
    assert reasons(house, told(house, 2, image(pdq(1)))) == ["bank/own", "bank/stopncii/unconfirmed"]


def test_what_all_find_worthless_is_no_reason_and_what_is_disputed_goes_to_a_person(house: Record, cast: Cast) -> None:
    """Q27: a match enforces nothing; a disputed one is reviewed like any other."""
    fill(house, cast, "stopncii", stopncii(entered(far(200), said=["NotBlocked"])))
    fill(house, cast, "ncmec", ncmec(entry("i1", pdq=far(100), md5=md5(3), against=1)))
    fill(house, cast, "stopncii", stopncii(entered(far(120), said=["Blocked", "NotBlocked"])))
    assert reasons(house, told(house, 1, image(far(200)))) == []
    disputed = told(house, 2, image(far(120)))
    assert reasons(house, disputed) == ["bank/stopncii/disputed"]
    assert (job(house, disputed)["state"], job(house, disputed)["decision"]) == ("open", None)
    with house.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind IN ('action_taken', 'job_decided', 'delivery_queued')") == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.lists(st.sampled_from(["Blocked", "NotBlocked", "PendingReview"]), max_size=3), min_size=1, max_size=3))
def test_no_match_whatever_its_opinion_decides_anything(house: Record, cast: Cast, said: list[list[str]]) -> None:
    """Q27: whatever those who share a hash say, a person decides; and a disputed one always stands among the reasons."""
    with house.reading() as look:
        first = 1000 + int(look.value("SELECT count(*) FROM report")) * 10
    hashes = [far(first + place) for place, _ in enumerate(said)]
    fill(house, cast, "stopncii", stopncii(*(entered(one, said=words) for one, words in zip(hashes, said, strict=True))))
    for place, (one, words) in enumerate(zip(hashes, said, strict=True)):
        receipt = told(house, first + place, image(one))
        assert job(house, receipt)["state"] == "open"
        if {"Blocked", "NotBlocked"} <= set(words):
            assert "bank/stopncii/disputed" in reasons(house, receipt)
    with house.reading() as look:
        assert look.value("SELECT count(*) FROM fact WHERE kind IN ('action_taken', 'job_decided')") == 0


def test_a_withdrawn_hash_matches_nothing_in_the_next_report(house: Record, cast: Cast) -> None:
    """Q26: no match by a withdrawn hash, though the index in memory was built before it was."""
    fill(house, cast, "stopncii", stopncii(entered(far(7)), entered(md5(7), kind="VideoMD5")))
    assert reasons(house, told(house, 1, image(far(7)))) == ["bank/stopncii/unconfirmed"]
    fill(house, cast, "stopncii", stopncii(entered(far(7), "Withdrawn"), entered(md5(7), "Deleted", kind="VideoMD5")))
    assert reasons(house, told(house, 2, image(far(7)))) == []
    assert reasons(house, told(house, 3, image(md5(7), HashKind.MD5))) == []
    fill(house, cast, "stopncii", stopncii(entered(far(7))))
    assert reasons(house, told(house, 4, image(far(7)))) == ["bank/stopncii/unconfirmed"]


def test_a_bank_that_was_rolled_back_is_not_remembered(house: Record, cast: Cast) -> None:
    fill(house, cast, "stopncii", stopncii(entered(far(7))))
    told(house, 1, image(far(7)))

    class Undone(Exception):
        pass

    def undone() -> None:
        with house.writing() as tx:
            version = BankVersion(new_id())
            told_of = BankUpdated(
                subject=version,
                actor=cast.bob.id,
                occurred=now(),
                bank=BankCode("stopncii"),
                exchange=Exchange.STOPNCII,
                changes=(),
            )
            tx.append([told_of])
            assert len(desk.look_up(tx, PLAY, [image(far(7))], now())) == 1
            raise Undone

    with pytest.raises(Undone):
        undone()
    assert reasons(house, told(house, 2, image(far(7)))) == ["bank/stopncii/unconfirmed"]


def test_what_waits_is_looked_up_again_when_a_bank_changes(house: Record, cast: Cast) -> None:
    waits = told(house, 1, image(far(9)))
    assert (reasons(house, waits), again(house)) == ([], 0)
    fill(house, cast, "stopncii", stopncii(entered(far(8)), entered(far(9), said=["Blocked"])))
    assert again(house) == 1
    assert reasons(house, waits) == ["bank/stopncii"]
    assert job(house, waits)["severity"] == 3
    assert again(house) == 0
    assert refold(house)[1] == []


def test_media_that_a_later_report_names_is_looked_up_too(house: Record, cast: Cast) -> None:
    fill(house, cast, "stopncii", stopncii(entered(far(90), said=["Blocked"])))
    first = told(house, 1, image(far(1)), subject="L-1")
    second = told(house, 2, image(far(1)), image(far(90)), subject="L-1")
    assert second.merged
    assert (reasons(house, first), reasons(house, second)) == ([], ["bank/stopncii"])
    assert job(house, first)["reports"] == 2
    with house.reading() as look:
        assert look.value("SELECT jsonb_array_length(media) FROM subject") == 2
        assert look.value("SELECT count(*) FROM fact WHERE kind = 'media_named'") == 1
    assert refold(house)[1] == []


def test_our_own_judgement_makes_a_confirmed_hash_a_disputed_one(house: Record, cast: Cast) -> None:
    fill(house, cast, "stopncii", stopncii(entered(far(5), said=["Blocked"])))
    desk.judge(house, PLAY, cast.bob.id, "stopncii", HashId(number_of(house, far(5))), Feedback.NOT_BLOCKED)
    assert reasons(house, told(house, 1, image(far(5)))) == ["bank/stopncii/disputed"]
    with house.reading() as look:
        [line] = desk.matches(look, "stopncii")
    assert (line.opinion, line.feedback) == ("disputed", "not_blocked")


def test_a_possible_minor_goes_to_the_minor_gate(house: Record, cast: Cast) -> None:
    fill(house, cast, "ncmec", ncmec(entry("i1", md5=md5(1))))
    receipt = told(house, 1, image(md5(1), HashKind.MD5))
    assert job(house, receipt)["queue"] == "minor_gate"


def test_a_playbook_without_banks_looks_nothing_up(house: Record) -> None:
    bare = msgspec.structs.replace(PLAY, banks={})
    assert desk.wake(house, lambda: bare, now()) == 0
    with house.reading() as look:
        assert desk.look_up(look, bare, [image(far(1))], now()) == {}
