"""A candidate ladder, read as part of the playbook in force, and what it would have done to decided violations."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import msgspec

from leeward.frontline.enforcement.desk.queries import Q
from leeward.frontline.enforcement.preview import Preview, Violation, previewed
from leeward.playbook.model import Playbook
from leeward.playbook.reader import files, read_playbook
from leeward.record.ledger.look import Look
from leeward.record.terms.moment import Moment

LADDER = "ladder.toml"
MOST = 500_000
"""So many of the latest violations are walked through."""


def candidate_of(folder: Path, ladder: str) -> Playbook:
    """The playbook in ``folder`` with another ladder.toml. Raises PlaybookErrors with the places of what is wrong."""
    with tempfile.TemporaryDirectory(prefix="leeward-ladder-") as workshop:
        for name in files(folder):
            target = Path(workshop) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target)
        (Path(workshop) / LADDER).write_text(ladder, "utf-8")
        return read_playbook(Path(workshop))


def preview_ladder(look: Look, in_force: Playbook, candidate: Playbook, moment: Moment, days: int = 90) -> Preview:
    """What would have happened to the violations of the last ``days``; earlier ones give their strikes."""
    rows = look.rows(Q.violations, {"limit": MOST})
    violations = [msgspec.convert(row, Violation) for row in reversed(rows)]
    return previewed(in_force, candidate, violations, moment - timedelta(days=days))
