"""The pages of banks: what each holds and how it stands, never a hash; a file by the API; and nobody else gets in."""

from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from cast import Cast
from frontline.signals.world import PLAY, entered, md5, number_of, pdq, stopncii
from leeward.administration.people import desk as people_desk
from leeward.exchanges import sources_of
from leeward.frontline.signals import desk
from leeward.frontline.signals.pages import SIGNALS
from leeward.record.ledger.record import Record
from leeward.settings import Settings
from visitor import Visitor


def test_banks_are_seen_filled_and_judged_and_no_hash_is_shown(record: Record, cast: Cast, site: Litestar) -> None:
    with Visitor(site) as bob:
        bob.sign_in(record, cast.bob)
        assert "never filled" in bob.get(SIGNALS).text
        assert "It is empty" in bob.get(f"{SIGNALS}/stopncii").text
        desk.take_file(record, PLAY, cast.bob.id, "stopncii", stopncii(entered(pdq(7), said=["Blocked"]), entered(pdq(8))))
        assert "never filled" in bob.get(SIGNALS).text  # the other banks
        page = bob.get(f"{SIGNALS}/stopncii").text
        assert "not confirmed" in page
        assert pdq(7) not in page
        number = str(number_of(record, pdq(7)))
        assert bob.post(f"{SIGNALS}/stopncii/judge", {"hash": number, "feedback": "not_blocked"}).status_code == 303
        assert "What waits to be handed over" in bob.get(f"{SIGNALS}/stopncii").text
        assert "NotBlocked" in bob.get(f"{SIGNALS}/stopncii/feedback").text
        assert bob.post(f"{SIGNALS}/stopncii/judge", {"hash": "x", "feedback": "blocked"}).status_code in (400, 409, 422)
        assert bob.get(f"{SIGNALS}/nothing").status_code == 404


def test_a_file_is_taken_by_the_api_and_media_is_not(record: Record, cast: Cast, site: Litestar) -> None:
    rights = ("bank.manage",)
    _, secret = people_desk.issue_key(
        record, cast.bob.id, cast.bob.id, name="tests", permissions=rights, may=frozenset(rights), days=None
    )

    def send(body: bytes, kind: str = "text/csv") -> Any:
        headers = {"authorization": f"Bearer {secret}", "content-type": kind}
        return Visitor(site).client.post("/v1/signals/own", content=body, headers=headers)

    answer = send(f"entry\n{pdq(1)}\n{md5(2)}\n".encode())
    assert (answer.status_code, answer.json()["changed"]) == (200, 2)
    assert send(b"\x89PNG\r\n", "image/png").status_code == 415
    assert send(b"x").status_code == 422


@pytest.mark.parametrize("path", [SIGNALS, f"{SIGNALS}/stopncii", f"{SIGNALS}/stopncii/feedback"])
def test_eve_sees_no_bank(record: Record, cast: Cast, site: Litestar, path: str) -> None:
    with Visitor(site) as eve:
        eve.sign_in(record, cast.eve)
        assert eve.get(path).status_code in (403, 404)
        assert eve.post(f"{SIGNALS}/stopncii/judge", {}).status_code in (403, 404)
        assert eve.post("/v1/signals/own", content=b"entry\n").status_code in (403, 404)


def test_keys_of_exchanges_are_read_from_their_file_and_never_told(tmp_path: Path) -> None:
    file = tmp_path / "exchanges.toml"
    settings = Settings(exchanges=file)
    assert sources_of(Settings()) == {}
    file.write_text('[stopncii]\naddress = "https://api.stopncii.org/v1"\nkey = "hidden"\n')
    found = sources_of(settings)["stopncii"]
    assert (found.key, "hidden" in repr(found)) == ("hidden", False)
    for wrong in ('[a]\naddress = "http://x.example"', '[a]\nadress = "https://x.example"', "[a", "[a]\naddress = 3"):
        file.write_text(wrong)
        with pytest.raises(ValueError, match="LEEWARD_EXCHANGES"):
            sources_of(settings)
