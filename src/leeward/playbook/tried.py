"""A playbook with one rule more, or another text of one: what a change would be, before anybody makes it.

The other files are linked, not copied, into a folder that is gone when this returns; nothing is written into the playbook.
"""

import tempfile
from pathlib import Path

from leeward.playbook.model import Playbook, Rule
from leeward.playbook.reader import files, read_playbook
from leeward.record.errors import LeewardError
from leeward.record.terms.code import RuleCode, is_code

LONGEST = 64 * 1024
"""How many characters the text of a rule may have."""


class NotARule(LeewardError):
    """This is not the file of a rule."""


def with_rule(folder: Path, code: str, text: str) -> tuple[Playbook, Rule]:
    """The playbook in ``folder`` as it would be with ``text`` as the file of rule ``code``, and that rule.

    Raises PlaybookErrors with everything that would be wrong, NotARule where the code or the text cannot be one's.
    """
    if len(text) > LONGEST:
        raise NotARule(f"It is longer than {LONGEST} characters.")
    if code.count("/") != 1 or not is_code(code) or ".." in code or code.endswith("/"):
        raise NotARule(
            f'"{code[:80]}" cannot be a rule\'s code.', remedy="It is folder/name, as in recruitment/fee_before_contract."
        )
    changed = f"rules/{code}.toml"
    with tempfile.TemporaryDirectory(prefix="leeward-rule-") as made:
        room = Path(made)
        for name in {*files(folder), changed}:
            place = room / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if name != changed:
                place.symlink_to((folder / name).resolve())
        (room / changed).write_text(text, "utf-8")
        playbook = read_playbook(room)
    return playbook, playbook.rules[RuleCode(code)]
