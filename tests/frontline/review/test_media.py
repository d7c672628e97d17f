"""Media is shown by signed reference only: veiled, from one origin, each look a fact."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from cast import Cast
from frontline.console import with_rights
from frontline.office import open_job
from leeward.frontline.review import desk
from leeward.frontline.review.media import PLACEHOLDER, Signed, adapter_of, placeholder
from leeward.frontline.review.pages import ROUTES
from leeward.record.facts.intake import MediaNamed
from leeward.record.ledger.record import Record
from leeward.record.terms.code import MediaHash, SourceCode
from leeward.record.terms.ids import JobId
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR
from leeward.record.terms.subject import HashKind, MediaReference
from leeward.web.site import Site, build
from visitor import HOST, Visitor

PLAY = with_rights()
IMAGE = MediaReference(hash=HashKind.PDQ, digest=MediaHash("a1" * 32), held_by=SourceCode("jobs"))


def site_of(record: Record, adapter: Signed | None) -> Litestar:
    """The console with an adapter."""
    site = Site(base_url=HOST, search="/find", media=adapter.origin if adapter else "")
    return build([*ROUTES], record=record, playbook=lambda: PLAY, site=site, state={"media": adapter}, openapi_config=None)


def with_media(record: Record) -> JobId:
    """A job whose subject has a picture."""
    job = open_job(record)
    with record.writing() as tx:
        about = tx.value("SELECT about FROM job WHERE id = %(job)s", {"job": job})
        tx.append([MediaNamed(subject=about, actor=DOOR, occurred=now(), media=(IMAGE,))])
    return job


def looks(record: Record) -> int:
    """How often somebody looked."""
    with record.reading() as look:
        return int(look.value("SELECT count(*) FROM fact WHERE kind = 'media_revealed'"))


def test_media_is_revealed_by_a_signed_address_and_that_is_a_fact(record: Record, cast: Cast) -> None:
    job = with_media(record)
    with Visitor(site_of(record, adapter_of("demo", None, "own"))) as alice:
        alice.sign_in(record, cast.alice)
        page = alice.get(f"/jobs/{job}").text
        assert "1 picture" not in page
        assert alice.post(f"/jobs/{job}/media").status_code in (403, 409)
        assert looks(record) == 0
        desk.claim(record, PLAY, cast.alice.id, job)
        page = alice.get(f"/jobs/{job}")
        assert "1 picture" in page.text
        assert IMAGE.digest not in page.text
        [part] = alice.post(f"/jobs/{job}/media", headers={"accept": "application/json"}).json()["parts"]
        assert looks(record) == 1
        shown = alice.get(part["image"])
        assert shown.headers["content-type"].startswith("image/svg+xml")
        assert shown.text == placeholder(IMAGE.digest)
        assert alice.get(part["image"].replace("a1a1", "b2b2")).status_code == 404
        assert alice.get(part["image"].replace("signature=", "signature=0")).status_code == 404
        assert alice.get(f"{PLACEHOLDER}/pdq/{IMAGE.digest}").status_code == 404


def test_pictures_come_from_one_origin_only_and_from_none_without_an_adapter(record: Record, cast: Cast) -> None:
    job = with_media(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    away = adapter_of("https://media.platform.example/leeward", "key", "own")
    assert away is not None
    for adapter, sources in ((away, "img-src 'self' https://media.platform.example;"), (None, "img-src 'self';")):
        with Visitor(site_of(record, adapter)) as alice:
            alice.sign_in(record, cast.alice)
            page = alice.get(f"/jobs/{job}")
            assert sources in page.headers["content-security-policy"]
            assert ("1 picture" in page.text) == (adapter is not None)
            if adapter is None:
                assert alice.post(f"/jobs/{job}/media").status_code == 404


def test_eve_sees_no_media(record: Record, cast: Cast) -> None:
    job = with_media(record)
    adapter = adapter_of("demo", None, "own")
    assert adapter is not None
    with Visitor(site_of(record, adapter)) as eve:
        eve.sign_in(record, cast.eve)
        assert eve.post(f"/jobs/{job}/media").status_code in (403, 404)
        assert eve.get(adapter.address(IMAGE, now())).status_code in (403, 404)
    assert looks(record) == 0


@given(change=st.sampled_from(["digest", "held_by", "until", "signature", "key", "late", ""]))
def test_an_address_holds_for_what_was_signed_and_for_a_while(change: str) -> None:
    signer, at = Signed("https://media.example", "key"), now()
    asked = {name: value[0] for name, value in parse_qs(urlsplit(signer.address(IMAGE, at)).query).items()}
    media, until, signature = IMAGE, int(asked["until"]), asked["signature"]
    if change == "digest":
        media = msgspec.structs.replace(IMAGE, digest=MediaHash("b2" * 32))
    elif change == "held_by":
        media = msgspec.structs.replace(IMAGE, held_by=SourceCode("other"))
    elif change == "until":
        until += 60
    elif change == "signature":
        signature = signature[::-1]
    checker = Signed("https://media.example", "other" if change == "key" else "key")
    when = at + timedelta(minutes=6) if change == "late" else at
    assert checker.holds(media, until, signature, when) is (change == "")


@pytest.mark.parametrize(
    ("address", "key"),
    [("http://media.example", "k"), ("https://a;img-src *", "k"), ("https://", "k"), ("x", "k"), ("https://media.example", None)],
)
def test_an_adapter_that_is_unsafe_is_refused_at_the_start(address: str, key: str | None) -> None:
    with pytest.raises(ValueError, match="LEEWARD_MEDIA"):
        adapter_of(address, key, "own")
