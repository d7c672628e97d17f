"""The main job on real input: 513 fraudulent job advertisements, as activity and as reports, from the file to a sealed decision.

Nothing is lost, every decision can be explained, the ledger verifies, standing refolds equal, and no sentence of any ad is found
outside the vault: not in the database's files, the Parquet, the logs or what the server answers.
"""

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from cast import Cast, hire
from deciding import decide
from leeward.app import make_app
from leeward.frontline.review import desk
from leeward.house import House, open_house
from leeward.record.facts.people import PersonJoined
from leeward.record.facts.review import JobDecided
from leeward.record.ledger.codec import Row, read
from leeward.record.ledger.record import Record
from leeward.record.ledger.seal import seal_pending
from leeward.record.ledger.verify import verify
from leeward.record.standing.refold import refold
from leeward.record.terms.code import LanguageCode, SkillCode
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR, Role
from leeward.record.terms.report import Verdict
from leeward.record.terms.severity import Severity
from leeward.settings import Settings
from visitor import HOST, Visitor

ADS = 513
CREW = 40
ACTIVITY = """
[import]
as = "listing_posted"
door = "jobs_export"
platform = "jobs"
[columns]
id = "ad_id"
listing_id = "ad_id"
title = "title"
location = "location"
salary = "salary_range"
company = "company_profile"
description = "description"
requirements = "requirements"
benefits = "benefits"
telecommuting = "telecommuting"
has_company_logo = "has_company_logo"
has_questions = "has_questions"
employment_type = "employment_type"
[constants]
occurred = "2026-11-01T08:00:00Z"
category = "job"
"""
REPORTS = """
[import]
as = "reports"
door = "jobs_export"
platform = "jobs"
[columns]
id = "ad_id"
"subject.id" = "ad_id"
"subject.content" = ["title", "company_profile", "description", "requirements", "benefits"]
[constants]
"subject.kind" = "listing"
harm = "recruitment.deceptive"
language = "en"
jurisdictions = ["US"]
text = "This advertisement asks for things that no employer asks for."
"""


def leeward(home: Path, *arguments: str) -> dict[str, Any]:
    """The real command in a process of its own; what it said last."""
    environment = {**os.environ, "LEEWARD_HOME": str(home), "LEEWARD_LOG_LEVEL": "debug"}
    command = [sys.executable, "-c", "from leeward.cli import main; main()", *arguments, "--json"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=110, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    with (home / "commands.log").open("a") as log:
        log.write(ran.stdout + ran.stderr)
    said: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return said


def sentences(ads: list[dict[str, Any]], count: int) -> list[str]:
    """Sampled sentences long enough to be nobody else's."""
    found = {
        sentence.strip()
        for ad in ads
        for field in ("company_profile", "description", "requirements", "benefits")
        for sentence in re.split(r"(?<=[.!?])\s+|\n", ad[field] or "")
        if 40 <= len(sentence.strip()) <= 200
    }
    return random.Random(513).sample(sorted(found), count)


def colleagues(record: Record, count: int) -> list[PersonId]:
    """People who may do what Bob may: at their limits, and after grave work, others go on."""
    people = [PersonId(new_id()) for _ in range(count)]
    with record.writing() as tx:
        tx.append(
            PersonJoined(
                subject=who, actor=DOOR, occurred=now(), roles=(Role.LEAD, Role.REVIEWER), skills=(SkillCode("any"),),
                languages=(LanguageCode("any"),), severity_limit=Severity.IMMINENT,
            )
            for who in people
        )  # fmt: skip
    return people


def decide_everything(house: House, cast: Cast, pages: list[str]) -> int:
    """Claim and decide until nothing is left, through the desk that the console uses; look at every tenth job as a page."""
    record, playbook = house.record, house.playbook()
    visitor = Visitor(make_app(house)).sign_in(record, cast.bob)
    decided = 0
    for who in [cast.bob.id, *colleagues(record, CREW)]:
        while (claim := desk.claim_next(record, playbook, who)) is not None:
            if decided % 10 == 0:
                answer = visitor.get(f"/jobs/{claim.job}")
                assert answer.status_code == 200
                pages.append(answer.text)
            made = decide(record, playbook, who, claim.job, Verdict.VIOLATES if decided % 3 else Verdict.NO_VIOLATION)
            assert made.verdict is not None
            decided += 1
    pages += [visitor.get(path).text for path in ("/operations", "/queues", "/queues/recruitment?format=csv", "/work")]
    return decided


def everything_on_disk(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file() and "keys" not in path.relative_to(home).parts]


def contents(path: Path) -> bytes:
    """What a file holds; nothing, when the server has taken it away since (a cache of its own catalogue)."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def explained(house: House) -> int:
    """Decisions whose facts name clause, version, path, playbook and the rules that led there, and that a seal covers."""
    sql = """SELECT position, kind, version, subject, actor, occurred, recorded, body::text AS body FROM fact
        WHERE kind = 'job_decided' AND position <= (SELECT max(last) FROM seal)"""
    with house.record.reading() as look:
        facts = [read(row).fact for row in look.rows(sql, into=Row)]
    rules = house.playbook().rules
    for fact in facts:
        assert isinstance(fact, JobDecided)
        assert fact.clause in house.playbook().policies
        assert fact.clause_version >= 1
        assert fact.path
        assert fact.playbook == house.playbook().digest
        assert all(rules[reason.rule].version == reason.rule_version for reason in fact.reasons)
    return len(facts)


@pytest.mark.long
@pytest.mark.timeout(280)
def test_from_the_file_to_a_sealed_decision(shared: Path, tmp_path: Path) -> None:
    source = shared / "job_scam_ads" / "ads.parquet"
    ads = parquet.read_table(source).to_pylist()
    assert len(ads) == ADS
    home, pages = tmp_path / "home", list[str]()
    home.mkdir()
    (tmp_path / "activity.toml").write_text(ACTIVITY)
    (tmp_path / "reports.toml").write_text(REPORTS)
    rejects = str(tmp_path / "rejects.jsonl")
    with open_house(Settings(home=home, base_url=HOST)) as house:
        cast = hire(house.record)
        for mapping, target in (("activity.toml", "listing_posted"), ("reports.toml", "reports")):
            told = leeward(home, "import", str(source), "--map", str(tmp_path / mapping), "--as", target, "--rejects", rejects)
            assert (told["rows"], told["taken"], told["rejected"]) == (ADS, ADS, 0), told
        with house.record.reading() as look:
            assert look.value("SELECT count(*) FROM activity") == ADS
            assert look.value("SELECT count(*) FROM report WHERE source = 'user_report'") == ADS
            signalled = look.value("SELECT count(*) FROM signal")
            assert look.value("SELECT count(DISTINCT about) FROM job") == ADS
        assert signalled > ADS // 10, "the playbook sees nothing in real recruitment lures"

        decided = decide_everything(house, cast, pages)
        seal_pending(house.record)
        with house.record.reading() as look:
            states = look.rows("SELECT state, count(*) AS n FROM job GROUP BY state")
            assert states == [{"state": "decided", "n": ADS}], "513 in, 513 accounted for"
            assert look.value("SELECT count(*) FROM report WHERE job IS NULL") == 0
        assert decided == ADS == explained(house)
        result = verify(house.record.url, house.record.keys.signing().public_key().public_bytes_raw())
        assert (result.finding, result.unsealed) == (None, 0)
        assert refold(house.record)[1] == []
        assert leeward(home, "ledger", "export")["rows"] == result.facts

        with house.record.raw() as connection:
            connection.execute("SET ROLE NONE")
            connection.execute("CHECKPOINT")  # what is only in memory now is on disk, where it is looked for
        sampled = [sentence.encode() for sentence in sentences(ads, 120)]
        found = [path for path in everything_on_disk(home) if (held := contents(path)) and any(text in held for text in sampled)]
        assert found == []
        answered = "".join(pages).encode()
        assert [text for text in sampled if text in answered] == []
        with house.record.writing() as tx:
            refs = [row["content"] for row in tx.rows("SELECT content FROM report WHERE content IS NOT NULL")]
            kept = "\n".join(tx.vault.pass_through(refs).values())
        assert all(text.decode() in kept for text in sampled), "and in the vault all of it is"
