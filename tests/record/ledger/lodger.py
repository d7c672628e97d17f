"""One Leeward process, as small as it can be: it lives in a home until its standard input ends, then leaves well.

Run as ``python lodger.py HOME``. Prints one JSON line: the postmaster's number and the URL, or the error it got.
"""

import json
import sys
from pathlib import Path

import psycopg

from leeward.record.errors import LeewardError
from leeward.record.ledger.postgres import open_cluster


def main(home: str) -> None:
    """Move in, say so, wait, move out."""
    try:
        cluster = open_cluster(Path(home))
    except LeewardError as problem:
        say(error=type(problem).__name__, message=str(problem))
        return
    with cluster:
        with psycopg.connect(cluster.url) as connection:
            connection.execute("SELECT 1")
        say(postmaster=cluster.postmaster, url=cluster.url)
        sys.stdin.read()


def say(**what: str | int | None) -> None:
    """One line for the test that listens."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
