"""``leeward rule``: begin, test, explain, list and switch, for people and with --json, without a word of anybody's text."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from insights.rules.place import FEE, FEES, TOLD, Place
from leeward.cli import main
from leeward.lakeside import write_lake


class Shell:
    """Runs ``leeward rule`` over the house of the test."""

    def __init__(self, place: Place, home: Path, patch: pytest.MonkeyPatch, said: pytest.CaptureFixture[str]) -> None:
        self.place, self._said, self._patch = place, said, patch
        patch.setenv("LEEWARD_HOME", str(home))
        patch.setenv("LEEWARD_DATABASE_URL", place.record.url)
        patch.setenv("LEEWARD_PLAYBOOK", str(place.house.folder))

    def run(self, *arguments: str, code: int = 0) -> str:
        """What it said."""
        self._patch.setattr(sys, "argv", ["leeward", "rule", *arguments])
        self._said.readouterr()
        try:
            main()
            ended = 0
        except SystemExit as ending:
            ended = int(ending.code or 0)
        out, err = self._said.readouterr()
        assert ended == code, out + err
        return out + err

    def json(self, *arguments: str, code: int = 0) -> Any:
        """The object on the last line."""
        return json.loads(self.run(*arguments, "--json", code=code).strip().splitlines()[-1])


@pytest.fixture
def shell(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(place, tmp_path, monkeypatch, capsys)


def test_a_new_rule_is_begun_and_never_overwrites(shell: Shell) -> None:
    made = shell.json("new", "recruitment/mine", "--on", "listing_posted")
    path = Path(made["path"])
    text = path.read_text()
    assert text.count("[[case]]") == 3
    assert 'on = "listing_posted"' in text
    assert "shadow = true" in text
    assert shell.place.house.reload(), "it checks as it is"
    assert shell.place.house.playbook().rules["recruitment/mine"].shadow  # type: ignore[index]
    assert "is there already" in shell.run("new", "recruitment/mine", "--on", "report", code=1)
    assert path.read_text() == text
    assert "did you mean" in shell.run("new", "recruitment/other", "--on", "listing_post", code=1)
    assert "folder/name" in shell.run("new", "../x/y", "--on", "report", code=1)


def test_a_rule_is_tested_over_history(shell: Shell) -> None:
    shell.place.see(1, 2, 3)
    shell.place.see(4, description="A lighthouse.")
    file = shell.place.house.folder / f"rules/{FEE}.toml"
    found = shell.json("test", str(file), "--as", "ana@example.org")
    assert (found["rows"], found["matches"], found["subjects"]) == (4, 3, 3)
    assert (found["gained"], found["lost"]) == (0, 0)
    assert found["precision"] is None, "nothing is decided, so nothing is defined"
    assert found["examples"][0]["parts"][0]["values"]["description"] == "a text"
    told = shell.run("test", str(file), "--as", "ana@example.org")
    assert "matches     3 of 4" in told
    assert "not defined" in told
    for said in (FEES, "placement fee of 300"):
        assert said not in told
    reads = shell.place.facts("history_read")
    assert {(each["purpose"], each["rule"]) for each in reads} == {("rule_test", FEE)}
    assert sum(each["texts"] for each in reads) >= 4


def burst(place: Place) -> None:
    """One young account posts five jobs of two sorts; with the fourth, the rule on bursts matches."""
    for number in range(5):
        sort = "full_time" if number % 2 else "part_time"
        place.see(number, account_id="A-1", employment_type=sort, category="job", account_age_days=2, has_company_logo=False)


def test_what_windows_held_is_taken_as_it_was(shell: Shell) -> None:
    rule = "recruitment/many_offers_in_a_day"
    burst(shell.place)
    matched = [rule in [each["rule"] for each in fact["reasons"]] for fact in shell.place.facts("signal_raised")]
    file = shell.place.house.folder / f"rules/{rule}.toml"
    found = shell.json("test", str(file), "--as", "ana@example.org")
    assert found["matches"] == sum(matched) == 2
    assert found["lost"] == found["gained"] == 0


def test_a_rule_that_does_not_check_is_told_with_its_place(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "rules" / "labour_exploitation" / "fees.toml"
    file.parent.mkdir(parents=True)
    file.write_text((shell.place.house.folder / f"rules/{TOLD}.toml").read_text().replace("source <>", "sauce <>"))
    assert "^^^^^" in shell.run("test", str(file), "--as", "ana@example.org", code=1)
    told = shell.json("test", str(file), "--as", "ana@example.org", code=1)
    assert told["sound"] is False
    assert told["errors"][0]["line"] == 5


def test_an_event_is_explained(shell: Shell) -> None:
    shell.place.tell(1)
    [number] = [str(row["id"]) for row in shell.place.rows("SELECT id FROM report")]
    told = shell.run("explain", number, TOLD, "--as", "ana@example.org")
    assert "> true     harm = 'labour_exploitation.fees'   (harm = labour_exploitation.fees)" in told
    found = shell.json("explain", number, "recruitment/reported", "--as", "ana@example.org")
    [one] = found["rules"]
    assert (one["matched"], one["decided"]) == (False, [0])
    assert "rule.explain" in shell.run("explain", number, "--as", "alice@example.org", code=1)


def test_rules_are_listed_and_switched(shell: Shell) -> None:
    shell.place.tell(1)
    assert "lead" not in shell.run("off", TOLD, "--reason", "flood", "--as", "ana@example.org", code=1)
    assert shell.json("off", TOLD, "--reason", "flood", "--as", "bob@example.org") == {"rule": TOLD, "off": True}
    listed = {each["code"]: each for each in shell.json("list", "--as", "ana@example.org")["rules"]}
    assert (listed[TOLD]["state"], listed[TOLD]["week"]) == ("off", 1)
    assert TOLD in shell.run("list", "--as", "ana@example.org")
    assert shell.json("on", TOLD, "--reason", "passed", "--as", "bob@example.org")["off"] is False


def test_what_left_the_database_is_read_from_the_lake(shell: Shell) -> None:
    rule = "recruitment/many_offers_in_a_day"
    burst(shell.place)
    files = [str(shell.place.house.folder / f"rules/{code}.toml") for code in (FEE, rule)]
    before = [shell.json("test", file, "--as", "ana@example.org") for file in files]
    write_lake(shell.place.house)
    with shell.place.record.writing() as tx:
        tx.execute("DELETE FROM activity WHERE position <= 3")
    after = [shell.json("test", file, "--as", "ana@example.org") for file in files]
    assert [each["matches"] for each in before] == [5, 2]
    assert after == before
