"""The public notice form: one question a page, nothing needed that the law does not need, saved, sent, and left at once."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from litestar import Litestar

from cast import Cast
from frontline.intake.reporting import EN, ES, LINKS, NUMBER, OWN, SAID, answer, begin, come_back, fill_in, pin_on, report, send
from frontline.signals.world import entered, stopncii
from leeward.app import make_app
from leeward.frontline.intake import desk
from leeward.frontline.intake.desk.visiting import DRAFT_KEPT
from leeward.frontline.signals import desk as signals
from leeward.house import House
from leeward.record.standing.refold import refold
from leeward.record.terms.moment import now
from leeward.settings import Settings
from visitor import HOST, Visitor


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    opened = House(Settings(home=tmp_path, base_url=HOST, safe_exit="https://weather.example/"), database)
    yield opened
    opened.record.close()


@pytest.fixture
def app(house: House) -> Litestar:
    return make_app(house)


@pytest.fixture
def somebody(app: Litestar) -> Visitor:
    return Visitor(app)


def rows(house: House, sql: str) -> list[dict[str, object]]:
    with house.record.reading() as look:
        return look.rows(sql)


def test_everything_answered_becomes_one_valid_notice_for_each_place(house: House, somebody: Visitor) -> None:
    number, pin = report(somebody)
    assert NUMBER.fullmatch(number)
    assert pin.isdigit()
    sent = rows(house, "SELECT harm, named, source, capacity, door, language, elements, missing, jurisdictions FROM report")
    assert len(sent) == 2
    assert all(each["missing"] == {} for each in sent)
    one = sent[0]
    assert (one["named"], one["source"], one["capacity"], one["door"]) == ("intimate_images.shared", "notice", "subject", "form")
    assert set(one["elements"]) == {  # type: ignore[call-overload]
        "explanation", "location", "identity", "signature", "good_faith", "contact", "depicted", "non_consent", "declaration",
    }  # fmt: skip
    assert {row["clock"] for row in rows(house, "SELECT clock FROM clock")} >= {"us-tida-3"}
    [case] = rows(house, "SELECT body FROM fact WHERE kind = 'case_opened'")
    assert len(case["body"]["reports"]) == 2  # type: ignore[index]
    assert case["body"]["hashes"] == [{"hash": "md5", "digest": "a" * 32, "held_by": "reporter"}]  # type: ignore[index]
    assert refold(house.record)[1] == []


def test_fingerprints_that_a_reporter_names_are_looked_up_in_banks(house: House, cast: Cast, somebody: Visitor) -> None:
    """They are media of each place that the notice names, now and when a bank learns of them later."""
    known = stopncii(entered("a" * 32, kind="VideoMD5", said=["Blocked"]))
    report(somebody)
    named = rows(house, "SELECT body FROM fact WHERE kind = 'subject_seen'")
    assert [each["body"]["media"] for each in named] == [[{"hash": "md5", "digest": "a" * 32, "held_by": "reporter"}]] * 2  # type: ignore[index]
    assert rows(house, "SELECT 1 FROM fact WHERE kind = 'media_matched'") == []
    signals.take_file(house.record, house.playbook(), cast.bob.id, "stopncii", known)
    assert signals.wake(house.record, house.playbook, now()) == 2, "both places wait, and the bank knows the fingerprint now"
    report(Visitor(make_app(house)))
    matched = rows(house, "SELECT body FROM fact WHERE kind = 'media_matched'")
    assert len(matched) == 4, "a second notice of the same places is looked up at the door"
    assert all("stopncii" in str(each["reasons"]) for each in rows(house, "SELECT reasons FROM report"))


def test_only_four_pages_have_to_be_answered(house: House, somebody: Visitor) -> None:
    needed = ("age", "about", "who", "where")
    begin(somebody)
    fill_in(somebody, but=tuple(code for code in OWN if code not in needed))
    send(somebody)
    [first, _] = rows(house, "SELECT elements, missing FROM report")
    assert first["elements"] == ["location"]
    assert set(first["missing"]) == {"us-tida", "uk-osa", "eu-dsa"}, "no country was named, so every law is applied"  # type: ignore[call-overload]


@pytest.mark.parametrize("code", ["age", "about", "who", "where"])
def test_what_is_needed_is_asked_for_again_in_plain_words(somebody: Visitor, code: str) -> None:
    begin(somebody)
    for earlier in ("age", "about", "who", "where"):
        if earlier == code:
            break
        answer(somebody, earlier, **OWN[earlier])
    page = somebody.post(f"/report/{code}", {})
    assert page.status_code == 422
    assert EN[f"slip.{code}"] in page.text


def test_nobody_gets_past_a_needed_question(somebody: Visitor) -> None:
    begin(somebody)
    assert somebody.get("/report/check").headers["location"] == "/report/age"
    answer(somebody, "age", age="no")
    assert somebody.get("/report/what").headers["location"] == "/report/about"
    assert somebody.post("/report/send").headers["location"] == "/report/about"


def test_the_page_before_sending_names_what_the_law_still_asks_for(somebody: Visitor) -> None:
    """Q03."""
    begin(somebody)
    fill_in(somebody, but=("signature",))
    page = somebody.get("/report/check").text
    assert EN["instrument.us-tida"] in page
    assert EN["element.signature"] in page
    assert EN["element.contact"] not in page
    answer(somebody, "signature", signature="Robin", then="check")
    assert EN["check.fine"] in somebody.get("/report/check").text


def test_an_answer_can_be_changed_and_leads_back(somebody: Visitor) -> None:
    begin(somebody)
    fill_in(somebody)
    assert SAID in somebody.get("/report/what?change=1").text
    assert answer(somebody, "what", explanation="Another word.", then="check") == "/report/check"
    page = somebody.get("/report/check").text
    assert "Another word." in page
    assert SAID not in page


def test_the_capacity_decides_what_is_asked(somebody: Visitor) -> None:
    """Q25."""
    begin(somebody)
    answer(somebody, "age", age="no")
    answer(somebody, "about", about="shared")
    assert answer(somebody, "who", who="authority") == "/report/authority"
    assert answer(somebody, "who", who="third_party") == "/report/where"
    fill_in(somebody, who={"who": "third_party"})
    page = somebody.get("/report/check").text
    assert EN["question.signature.title"] not in page
    assert EN["question.consent.title"] not in page


def test_an_order_by_the_form_that_lacks_something_goes_back_with_it_named(house: House, somebody: Visitor) -> None:
    """Q25."""
    order = {
        "authority": {"authority": "Harbour Office, Pier 1"}, "basis": {"legal_basis": "Harbour Act s. 3"},
        "reasons": {"reasons": "It is against s. 4."}, "scope": {"scope": "Ireland"},
    }  # fmt: skip
    report(somebody, but=("redress",), who={"who": "authority"}, **order)
    assert rows(house, "SELECT DISTINCT source, queue FROM report JOIN job ON job.id = report.job") == [
        {"source": "authority_order", "queue": "authorities"}
    ]
    page = somebody.get("/case/status").text
    assert EN["element.redress"] in page
    assert EN["element.scope"] not in page


def test_where_somebody_may_be_a_minor_it_says_where_to_go_and_collects_nothing_more(house: House, somebody: Visitor) -> None:
    """Q06, at the form."""
    begin(somebody)
    assert answer(somebody, "age", age="maybe") == "/report/minor"
    page = somebody.get("/report/minor").text
    assert "takeitdown.ncmec.org" in page
    assert somebody.get("/report/name").headers["location"] == "/report/check"
    assert 'name="name"' not in page
    assert somebody.post("/report/minor", {"links": ""}).status_code == 422
    done = somebody.post("/report/minor", {"links": "https://forum.example/x", "name": "Robin", "contact": "r@example.org"})
    assert EN["sent.minor_title"] in done.text
    [row] = rows(house, "SELECT named, contact, capacity, missing FROM report")
    assert row == {"named": "possible_minor.imagery", "contact": None, "capacity": "third_party", "missing": {}}
    assert rows(house, "SELECT queue FROM job") == [{"queue": "minor_gate"}]
    status = somebody.get("/case/status").text
    assert 'href="/case/add"' not in status


def test_no_file_and_no_encoded_media_comes_in_and_that_is_a_fact(house: House, somebody: Visitor) -> None:
    """Q01."""
    begin(somebody)
    told = somebody.post("/report/what", {"explanation": "data:image/png;base64,iVBORw0KGgo="})
    assert told.status_code == 422
    assert EN["slip.media"] in told.text
    file = somebody.client.post(
        "/report/what", data={"csrf": somebody.token}, files={"explanation": b"\x89PNG"}, headers={"origin": HOST}
    )
    assert file.status_code == 415
    refused = rows(house, "SELECT body FROM fact WHERE kind = 'report_refused' ORDER BY position")
    assert [each["body"]["reason"] for each in refused] == ["data_url", "media_bytes"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("code", "fields", "slip"),
    [
        ("where", {"links": "\n".join(f"https://x.example/{n}" for n in range(21))}, "many"),
        ("where", {"links": "https://x.example/" + "y" * 2_000}, "link_long"),
        ("hashes", {"hashes": "abc"}, "hashes"),
        ("hashes", {"hashes": "pdq " + "a" * 32}, "hashes"),
        ("contact", {"contact": "somewhere"}, "contact"),
        ("name", {"name": "Robin " * 51}, "long"),
    ],
)
def test_a_slip_is_named_and_what_was_typed_is_kept(somebody: Visitor, code: str, fields: dict[str, object], slip: str) -> None:
    begin(somebody)
    fill_in(somebody)
    page = somebody.post(f"/report/{code}", fields)
    assert page.status_code == 422
    assert EN[f"slip.{slip}"] in page.text
    assert str(next(iter(fields.values())))[:40] in page.text


@pytest.mark.parametrize("line", ["b" * 32, "c" * 64, "pdq: " + "d" * 64, "MD5 " + "B" * 32])
def test_fingerprints_are_taken_as_tools_write_them(somebody: Visitor, line: str) -> None:
    begin(somebody)
    fill_in(somebody)
    assert answer(somebody, "hashes", hashes=line) == "/report/country"


def test_saved_and_left_it_is_found_again_by_number_and_pin_only(app: Litestar, somebody: Visitor) -> None:
    begin(somebody)
    for code in ("age", "about", "who"):
        answer(somebody, code, **OWN[code])
    page = somebody.post("/report/where", {"links": LINKS, "then": "save"}).text
    number, pin = NUMBER.findall(page)[0], pin_on(page)
    again = come_back(app, f" {number.lower().replace('-', ' ')} ", pin)
    assert LINKS.splitlines()[0] in again.get("/report/where").text
    assert somebody.get("/report/where").headers["location"].startswith("/report?closed"), "it is open in one browser at a time"
    for wrong in ((number, "000000" if pin != "000000" else "000001"), ("AAAA-AAAA", pin), ("", "")):
        nobody = Visitor(app)
        nobody.get("/case")
        told = nobody.post("/case", {"number": wrong[0], "pin": wrong[1]})
        assert told.status_code == 422
        assert EN["enter.wrong"] in told.text


def test_a_pin_is_shown_once_and_a_new_one_ends_the_old(app: Litestar, somebody: Visitor) -> None:
    begin(somebody)
    answer(somebody, "age", age="no")
    first = somebody.post("/report/about", {"about": "shared", "then": "save"}).text
    second = somebody.post("/report/about", {"about": "shared", "then": "save"}).text
    assert pin_on(first) not in second
    fresh = somebody.post("/report/saved").text
    assert pin_on(fresh) != pin_on(first)
    number = NUMBER.findall(first)[0]
    nobody = Visitor(app)
    nobody.get("/case")
    assert nobody.post("/case", {"number": number, "pin": pin_on(first)}).status_code == 422
    assert nobody.post("/case", {"number": number, "pin": pin_on(fresh)}).status_code == 303


def test_attempts_at_a_case_are_counted_whatever_the_address(app: Litestar, somebody: Visitor) -> None:
    number, pin = report(somebody)
    nobody = Visitor(app)
    nobody.get("/case")
    told = [nobody.post("/case", {"number": number, "pin": "12"}).status_code for _ in range(7)]
    assert told == [422] * 6 + [429]
    assert nobody.post("/case", {"number": number, "pin": pin}).status_code == 429, "the right one has to wait, too"


def test_nothing_of_the_case_can_be_read_in_the_database(house: House, somebody: Visitor) -> None:
    number, pin = report(somebody, name={"name": "Robin Keeper"})
    token = next(cookie.value for cookie in somebody.client.cookies.jar if cookie.name == "leeward-case")
    with psycopg.connect(house.record.url) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        everything = " ".join(
            str(row) for (table,) in tables for row in connection.execute(f"SELECT t::text FROM {table} t".encode()).fetchall()
        )
    for secret in (SAID, "Robin", "robin@example.org", "forum.example", number, number.replace("-", ""), str(token)):
        assert secret not in everything, secret
    assert f"{pin}|" not in everything


def test_with_sending_the_key_of_the_draft_is_destroyed(house: House, somebody: Visitor) -> None:
    report(somebody)
    assert rows(house, "SELECT draft, sent IS NOT NULL AS sent FROM notice_case") == [{"draft": None, "sent": True}]
    assert rows(house, "SELECT count(*) AS n FROM vault_text t JOIN notice_case c ON c.id = t.owner") == [{"n": 0}]
    assert rows(house, "SELECT body ->> 'reason' AS why FROM fact WHERE kind = 'text_erased'") == [{"why": "notice_sent"}]


def test_a_draft_that_nobody_comes_back_to_is_destroyed(house: House, somebody: Visitor) -> None:
    begin(somebody)
    answer(somebody, "age", age="no")
    assert desk.sweep(house.record, now()) == 0
    assert desk.sweep(house.record, now() + DRAFT_KEPT) == 1
    assert rows(house, "SELECT id FROM notice_case") == []
    assert rows(house, "SELECT ref FROM vault_text") == []


def test_of_what_was_changed_only_the_last_is_kept(house: House, somebody: Visitor) -> None:
    begin(somebody)
    fill_in(somebody)
    answer(somebody, "what", explanation="Something that I regret.", then="check")
    answer(somebody, "what", explanation="Another word.", then="check")
    assert rows(house, "SELECT count(*) AS n FROM vault_text") == [{"n": 1}]


def test_a_case_closes_by_itself_after_two_hours(house: House, somebody: Visitor) -> None:
    begin(somebody)
    with house.record.writing() as tx:
        tx.execute("UPDATE notice_case SET visit_until = now() - interval '1 second'")
    assert somebody.get("/report/age").headers["location"].startswith("/report?closed")


def test_sent_twice_it_is_one_notice(house: House, somebody: Visitor) -> None:
    report(somebody)
    assert somebody.post("/report/send").headers["location"] == "/case/status"
    assert somebody.get("/report/what").headers["location"] == "/case/status"
    assert len(rows(house, "SELECT id FROM report")) == 2


def test_leaving_closes_the_case_takes_every_cookie_back_and_opens_a_neutral_page(somebody: Visitor) -> None:
    begin(somebody)
    answer(somebody, "age", age="no")
    gone = somebody.get("/report/leave")
    assert (gone.status_code, gone.headers["location"]) == (303, "https://weather.example/")
    ended = {line.split("=")[0] for line in gone.headers.get_list("set-cookie") if "Max-Age=0" in line}
    assert ended == {"leeward-case", "leeward-language", "leeward-form", "leeward-notice"}
    assert somebody.get("/report/about").headers["location"].startswith("/report?closed")


def test_the_language_follows_the_browser_or_the_choice(somebody: Visitor) -> None:
    spanish = somebody.get("/report", headers={"accept": "text/html", "accept-language": "fr, es-MX;q=0.9, en;q=0.1"})
    assert '<html lang="es"' in spanish.text
    assert '<html lang="en"' in somebody.get("/report?lang=en").text
    assert '<html lang="en"' in somebody.get("/report", headers={"accept": "text/html", "accept-language": "es"}).text


def test_the_tab_of_a_page_tells_nobody_what_it_is_about(somebody: Visitor) -> None:
    begin(somebody)
    titles = [somebody.get(path).text.split("<title>")[1].split("</title>")[0] for path in ("/report", "/report/age")]
    assert [title.split(" · ")[-1] for title in titles] == ["Leeward"] * 2
    assert all("report" not in title.lower() for title in titles)


def test_many_new_cases_from_one_address_have_to_wait(somebody: Visitor) -> None:
    somebody.get("/report")
    told = [somebody.post("/report").status_code for _ in range(31)]
    assert told[:30] == [303] * 30
    assert told[30] == 429


def test_what_cannot_be_had_is_said_in_the_language_with_the_way_out(app: Litestar, somebody: Visitor) -> None:
    begin(somebody)
    somebody.get("/report?lang=es")
    file = {"explanation": b"\x89PNG"}
    refused = somebody.client.post(
        "/report/what", data={"csrf": somebody.token}, files=file, headers={"origin": HOST, "accept": "text/html"}
    )
    stale = Visitor(app).post("/report", headers={"accept-language": "es"})
    missing = somebody.get("/report/what/else")
    for status, page in ((415, refused), (403, stale), (404, missing)):
        assert page.status_code == status
        assert ES[f"fault.{status}"] in page.text
        assert "/report/leave" in page.text
