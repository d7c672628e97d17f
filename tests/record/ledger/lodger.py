"""One Leeward process, as small as it can be: it lives in a home until its standard input ends, then leaves well.

Run as ``python lodger.py HOME [BINARIES]``. Prints one JSON line: the postmaster's number and the URL, or the error it got.
"""

import json
import sys
from pathlib import Path

import psycopg

from leeward.record.errors import LeewardError
from leeward.record.ledger.postgres import open_cluster


def main(home: str, *binaries: str) -> None:
    """Move in, say so, wait, move out."""
    try:
        cluster = open_cluster(Path(home), binaries=Path(binaries[0]) if binaries else None)
    except LeewardError as problem:
        print(json.dumps({"error": type(problem).__name__, "message": str(problem)}), flush=True)
        return
    with cluster:
        with psycopg.connect(cluster.url) as connection:
            connection.execute("SELECT 1")
        print(json.dumps({"postmaster": cluster.postmaster, "url": cluster.url}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
