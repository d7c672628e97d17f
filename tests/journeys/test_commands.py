"""The command line as a newcomer meets it: verify, proof, check-proof, refold, vault, with --json and exit codes."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest

from cast import hire
from deciding import decide, way_to
from frontline.intake.doors import DOOR, report
from frontline.statements.database import TOKEN, running
from leeward.cli import main
from leeward.frontline.enforcement import desk as enforcement
from leeward.frontline.intake import desk
from leeward.frontline.statements import desk as statements
from leeward.house import open_house
from leeward.record.terms.ids import JobId
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR as AT_THE_DOOR
from leeward.record.terms.report import Verdict
from leeward.settings import Settings


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs ``leeward`` over one home, as the entry point does: arguments, environment, exit code."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._patch, self._said = home, monkeypatch, capsys

    def run(self, *arguments: str) -> Ran:
        """What it said and how it ended."""
        self._patch.setenv("LEEWARD_HOME", str(self.home))
        self._patch.setattr(sys, "argv", ["leeward", *arguments])
        self._said.readouterr()
        try:
            main()
            code = 0
        except SystemExit as ending:
            code = int(ending.code or 0)
        out, err = self._said.readouterr()
        return Ran(code, out, err)

    def json(self, *arguments: str, code: int = 0) -> Any:
        """The object on the last line."""
        ran = self.run(*arguments, "--json")
        assert ran.returncode == code, ran.stdout + ran.stderr
        return json.loads(ran.stdout.strip().splitlines()[-1])


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "home", monkeypatch, capsys)


@pytest.mark.slow
def test_an_auditor_gets_along_without_us(shell: Shell, tmp_path: Path) -> None:
    with open_house(Settings(home=shell.home)) as house:
        desk.receive(house.record, house.playbook(), [report(n) for n in range(3)], door=DOOR, actor=AT_THE_DOOR)
        with house.record.reading() as look:
            subject = str(look.value("SELECT id FROM subject LIMIT 1"))
        whole = shell.json("ledger", "verify")
        assert (whole["finding"], whole["unsealed"]) == (None, 0)
        assert shell.json("ledger", "verify", "--since", "1")["facts"] < whole["facts"]
        assert shell.json("ledger", "refold", "--check")["differences"] == []

        proof = tmp_path / "proof.json"
        assert shell.run("ledger", "proof", "2", "--out", str(proof)).returncode == 0
        key = shell.json("ledger", "key")["public_key"]
        assert shell.json("ledger", "check-proof", str(proof), "--key", key)["holds"] is True
        assert shell.json("ledger", "check-proof", str(proof), "--key", "00" * 32, code=1)["holds"] is False
        proof.write_text(proof.read_text().replace('"position": 2', '"position": 3'))
        assert shell.json("ledger", "check-proof", str(proof), code=1)["problems"]

        hold = shell.json("vault", "hold", subject, "--basis", "court_order")["hold"]
        refused = shell.run("vault", "erase", subject, "--reason", "erasure_request")
        assert refused.returncode == 1
        assert "Release it first" in refused.stderr
        assert shell.run("vault", "release", hold, "--reason", "case_closed").returncode == 0
        assert shell.json("vault", "erase", subject, "--reason", "erasure_request")["texts"] >= 1
        assert shell.json("vault", "rotate")["generation"] == 2
        assert shell.json("ledger", "verify")["finding"] is None

        with psycopg.connect(house.record.url) as connection:
            connection.execute("SET session_replication_role = 'replica'")
            connection.execute("UPDATE fact SET actor = subject WHERE position = 4")
            connection.execute("UPDATE subject SET reports = 99 WHERE id = %s", (subject,))
        finding = shell.json("ledger", "verify", code=1)["finding"]
        assert (finding["what"], finding["position"]) == ("changed", 4)
        differences = shell.json("ledger", "refold", "--check", code=1)["differences"]
        assert [each["table"] for each in differences] == ["subject"]


def test_an_unknown_command_names_the_nearest(shell: Shell) -> None:
    ran = shell.run("ledgr")
    assert ran.returncode == 2
    assert "ledger" in ran.stderr


@pytest.mark.slow
def test_a_script_works_a_job_as_the_console_does(shell: Shell) -> None:
    with open_house(Settings(home=shell.home)) as house:
        cast = hire(house.record)
        desk.receive(house.record, house.playbook(), [report(1), report(2)], door=DOOR, actor=AT_THE_DOOR)
        me = ("--as", cast.bob.login)
        first = shell.json("job", "claim", *me)["job"]
        shown = shell.json("job", "show", first, *me)
        assert (shown["job"]["state"], shown["clauses"]) == ("claimed", ["HE-LEX-2"])
        assert shell.json("job", "claim", *me)["job"] == first, "one job at a time"
        policy = house.playbook().policies[shown["clauses"][0]]
        path = ",".join(f"{step.question}:{step.answer}" for step in way_to(policy, Verdict.NO_VIOLATION))
        made = shell.json("job", "decide", first, "--clause", policy.id, "--path", path, *me)
        assert made["verdict"] == "no_violation"
        assert shell.json("job", "undo", made["decision"], *me)["in_hand"] is True
        assert shell.json("job", "skip", first, "--reason", "not_now", *me)["done"] == "skip"
        second = shell.json("job", "claim", *me)["job"]
        assert second != first
        assert shell.json("job", "hold", second, "--reason", "reporter", "--hours", "2", *me)["until"]
        assert shell.json("job", "claim", *me, code=3)["job"] is None
        refused = shell.run("job", "decide", second, "--clause", policy.id, "--path", path, *me)
        assert refused.returncode == 1
        assert "do not hold" in refused.stderr
        assert shell.run("job", "claim", "--as", "nobody@example.org").returncode == 1
        for outsider in (cast.eve, cast.ada):
            refused = shell.run("job", "claim", "--as", outsider.login)
            assert (refused.returncode, "job.claim" in refused.stderr) == (1, True), "the rights of the console, not more"


@pytest.mark.slow
def test_reporters_are_listed_and_shown_by_their_numbers(shell: Shell) -> None:
    with open_house(Settings(home=shell.home)) as house:
        cast = hire(house.record)
        desk.receive(house.record, house.playbook(), [report(1)], door=DOOR, actor=AT_THE_DOOR)
        with house.record.reading() as look:
            number = str(look.value("SELECT reporter FROM report"))
        me = ("--as", cast.bob.login)
        assert shell.json("reporter", "list", *me) == {"reporters": []}
        shown = shell.json("reporter", "show", number, *me)
        assert (shown["id"], shown["reports"], len(shown["history"])) == (number, 1, 1)
        said = shell.run("reporter", "show", number, *me).stdout
        assert f"{number} clear, 1 reports" in said
        assert "not decided" in said
        assert "keeper@example.org" not in said, "who it is stays in the vault"
        refused = shell.run("reporter", "show", str(UUID(int=1)), *me)
        assert (refused.returncode, "reported anything" in refused.stderr) == (1, True)
        assert shell.run("reporter", "list", "--as", cast.eve.login).returncode == 1


@pytest.mark.slow
def test_a_script_hears_an_appeal_as_the_console_does(shell: Shell) -> None:
    with open_house(Settings(home=shell.home)) as house:
        cast = hire(house.record)
        desk.receive(house.record, house.playbook(), [report(1)], door=DOOR, actor=AT_THE_DOOR)
        bob, ada = ("--as", cast.bob.login), ("--as", cast.ada.login)
        with house.record.writing() as tx:
            tx.execute("UPDATE person SET skills = '{any}', languages = '{any}', roles = '{reviewer,lead}', severity_limit = 4")
        first = shell.json("job", "claim", *bob)["job"]
        shown = shell.json("job", "show", first, *bob)
        policy = house.playbook().policies[shown["clauses"][0]]
        path = ",".join(f"{step.question}:{step.answer}" for step in way_to(policy, Verdict.NO_VIOLATION))
        shell.json("job", "decide", first, "--clause", policy.id, "--path", path, *bob)
        turned_down = shown["reports"][0]["id"]
        early = shell.run("appeal", "lodge", "--by", "notifier", "--report", turned_down, *bob)
        assert early.returncode == 1
        assert "has not taken effect yet" in early.stderr
        with house.record.writing() as tx:
            tx.execute("UPDATE decision SET effective = decided")
        taken = shell.json("appeal", "lodge", "--by", "notifier", "--report", turned_down, "--text", "neutral", "--id", "1", *bob)
        again = shell.json("appeal", "lodge", "--by", "notifier", "--report", turned_down, "--id", "1", *bob)
        assert (taken["status"], again["status"], again["id"]) == ("received", "duplicate", taken["id"])
        assert [each["id"] for each in shell.json("appeal", "list", *bob)["appeals"]] == [taken["id"]]
        assert shell.json("appeal", "claim", *bob, code=3)["appeal"] is None, "who decided does not hear it"
        assert shell.json("appeal", "claim", *ada)["appeal"] == taken["id"]
        assert shell.json("appeal", "show", taken["id"], *ada)["appeal"]["state"] == "claimed"
        way = ("--clause", policy.id, "--path", path, "--told", "The same end.")
        assert shell.json("appeal", "decide", taken["id"], *way, *ada)["outcome"] == "upheld"
        assert shell.json("appeal", "undo", taken["id"], *ada)["in_hand"] is True
        assert shell.json("appeal", "release", taken["id"], "--reason", "break", *ada)["done"] == "release"
        assert shell.json("appeal", "assign", taken["id"], "--to", cast.alice.login, *bob)["appeal"] == taken["id"]
        assert shell.json("appeal", "withdraw", taken["id"], "--reason", "asked", *bob)["done"] == "withdraw"


@pytest.mark.slow
def test_statements_of_reasons_are_listed_shown_and_sent(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_house(Settings(home=shell.home)) as house, running() as database:
        cast = hire(house.record)
        desk.receive(house.record, house.playbook(), [report(1)], door=DOOR, actor=AT_THE_DOOR)
        me, playbook = ("--as", cast.bob.login), house.playbook()
        job = JobId(UUID(shell.json("job", "claim", *me)["job"]))
        decide(house.record, playbook, cast.bob.id, job, Verdict.VIOLATES)
        enforcement.wake(house.record, house.playbook, now() + timedelta(hours=1))
        refused = shell.run("statement", "send", *me)
        assert refused.returncode == 1
        assert "LEEWARD_STATEMENTS_ADDRESS" in refused.stderr
        statements.wake(house.record, house.playbook, now())
        [line] = shell.json("statement", "list", *me)["statements"]
        shown = shell.json("statement", "show", line["id"], *me)
        assert shown["fields"]["puid"] == line["id"]
        assert shown["fields"]["category"].startswith("STATEMENT_CATEGORY_")
        monkeypatch.setenv("LEEWARD_STATEMENTS_ADDRESS", database.address)
        monkeypatch.setenv("LEEWARD_STATEMENTS_TOKEN", TOKEN)
        assert shell.json("statement", "send", *me)["sent"] == 1
        assert list(database.kept) == [line["id"]]
        [accepted] = shell.json("statement", "list", "--state", "accepted", *me)["statements"]
        assert accepted["id"] == line["id"]
        assert shell.run("statement", "list", "--as", cast.eve.login).returncode == 1
