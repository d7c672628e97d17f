"""``leeward ledger``: verify, prove, refold, export. What it prints is what an auditor needs; exit 1 when something is wrong."""

from pathlib import Path

import click
import msgspec

from leeward.cli import say
from leeward.house import open_house
from leeward.record.errors import LedgerBroken
from leeward.record.ledger.proof import Proof, check, prove
from leeward.record.ledger.seal import seal_pending
from leeward.record.ledger.verify import Verification, verify
from leeward.settings import read_settings

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")


@click.group()
def ledger() -> None:
    """Verify, prove, refold and export the ledger."""


@ledger.command("verify")
@click.option("--since", default=0, metavar="SEAL", help="Begin after this seal's number.")
@as_json
def verify_command(since: int, as_json: bool) -> None:
    """Read every fact again and compare it with its seal."""
    with open_house(read_settings()) as house:
        seal_pending(house.record)
        result = verify(house.record.url, house.record.keys.signing().public_key().public_bytes_raw(), since=since)
    say(as_json, result, _told(result))
    if result.finding is not None:
        raise SystemExit(1)


def _told(result: Verification) -> str:
    if result.finding is None:
        waiting = f" {result.unsealed:,} not sealed yet." if result.unsealed else ""
        return f"The ledger verifies: {result.facts:,} facts under {result.seals:,} seals.{waiting}"
    finding = result.finding
    where = f"fact {finding.position}" if finding.position is not None else f"seal {finding.seal}"
    return (
        f"The ledger does not verify: {where} was {finding.what} ({finding.detail}). {result.facts:,} facts before it are whole."
    )


@ledger.command("refold")
@click.option("--check", "only_check", is_flag=True, help="Only compare; change nothing.")
@as_json
def refold_command(only_check: bool, as_json: bool) -> None:
    """Build standing anew from the ledger, and compare; without --check, put it in place."""
    from leeward.record.standing.refold import refold

    with open_house(read_settings()) as house:
        facts, differences = refold(house.record, replace=not only_check)
    lines = [
        f"{each.table}: {each.only_standing} rows only stand, {each.only_ledger} only follow from the ledger"
        for each in differences
    ]
    told = "\n".join(lines) if lines else f"Standing is what {facts:,} facts fold to."
    say(as_json, {"facts": facts, "differences": differences}, told)
    if differences and only_check:
        raise SystemExit(1)


@ledger.command("proof")
@click.argument("fact", type=int)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else it is printed.")
def proof_command(fact: int, out: Path | None) -> None:
    """Write the inclusion proof of the fact at position FACT."""
    with open_house(read_settings()) as house:
        seal_pending(house.record)
        proof = prove(house.record, fact)
    text = msgspec.json.format(msgspec.json.encode(proof), indent=2).decode()
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", "utf-8")
        click.echo(f"{out}: the proof of fact {fact}. It is checked without the database: leeward ledger check-proof {out}")


@ledger.command("check-proof")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", help="The public key you trust, in hex (leeward ledger key prints an installation's).")
@as_json
def check_proof_command(file: Path, key: str | None, as_json: bool) -> None:
    """Check an inclusion proof, without the database."""
    try:
        proof = msgspec.json.decode(file.read_bytes(), type=Proof)
    except msgspec.DecodeError as problem:
        raise LedgerBroken(f"{file} is not a proof: {problem}.") from None
    problems = check(proof, key)
    told = (
        "The proof does not hold: " + "; ".join(problems) + "."
        if problems
        else f"The proof holds: fact {proof.position} stood in the ledger, sealed {proof.sealed:%Y-%m-%d %H:%M:%S} UTC, "
        f"signed by {proof.public_key}."
    )
    say(as_json, {"holds": not problems, "problems": problems, "position": proof.position}, told)
    if problems:
        raise SystemExit(1)


@ledger.command("key")
@as_json
def key_command(as_json: bool) -> None:
    """Print the public key that checks this installation's seals."""
    from leeward.record.vault.keys import open_keys

    key = open_keys(read_settings().home / "keys").signing().public_key().public_bytes_raw().hex()
    say(as_json, {"public_key": key}, key)


@ledger.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@as_json
def export_command(folder: Path | None, as_json: bool) -> None:
    """Write facts as Parquet, a file per kind and day; only what is new since the last time. Without FOLDER, to the lake."""
    from leeward.lakeside import lake_folder
    from leeward.record.lake.facts import export_facts, write_facts
    from leeward.record.lake.files import facts_shelf

    with open_house(read_settings()) as house:
        seal_pending(house.record)
        lake = lake_folder(house)
        written = write_facts(house.record, facts_shelf(lake)) if folder is None else export_facts(house.record, folder)
    rows = sum(file.rows for file in written)
    say(
        as_json,
        {"files": written, "rows": rows},
        f"{rows:,} facts in {len(written)} files under {folder or lake}.",
    )
