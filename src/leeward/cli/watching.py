"""``leeward check --watch``: check again whenever a file changes, and say what did."""

import hashlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from leeward.playbook.reader import files

EVERY_SECONDS = 0.25


def watch(path: Path, check: Callable[[], object]) -> None:
    """Run ``check`` now and after each change in folder ``path``, until Ctrl-C."""
    before: Mapping[str, str] | None = None
    try:
        while True:
            now = _digests(path)
            if now is not None and now != before:
                if before is not None:
                    click.echo(f"\n{time.strftime('%H:%M:%S')} {'; '.join(_changes(before, now))}\n")
                check()
                click.echo("Watching; Ctrl-C ends it.")
                before = now
            time.sleep(EVERY_SECONDS)
    except KeyboardInterrupt:
        click.echo("")


def _digests(path: Path) -> Mapping[str, str] | None:
    """The digest of each file; None while somebody is moving files about."""
    try:
        return {file: hashlib.sha256((path / file).read_bytes()).hexdigest() for file in files(path)}
    except OSError:
        return None


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    new, gone = sorted(set(now) - set(before)), sorted(set(before) - set(now))
    changed = sorted(file for file in set(before) & set(now) if before[file] != now[file])
    return [f"{word}: {', '.join(names)}" for word, names in (("changed", changed), ("new", new), ("gone", gone)) if names]
