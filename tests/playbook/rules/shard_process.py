"""A process that holds one shard: ``shard_process.py i n`` prints what it knows of each event, an empty line where nothing."""

import json
import random
import sys

from leeward.playbook.diagnostics import Location
from leeward.playbook.model import FieldType
from leeward.playbook.rules import Known, Window, parse_predicate
from leeward.playbook.rules.memory import Memory

WHEN = "count(*) OVER hour > 3 AND count(DISTINCT other) OVER hour > 3"


def main() -> None:
    """Two thousand events of fifty accounts."""
    fields = {"account": FieldType.ID, "other": FieldType.ID}
    window = Window("hour", "account", 3_600_000_000, 0)
    features = parse_predicate(WHEN, fields, Location.of_text(WHEN), Known(windows=(window,))).features
    memory = Memory(features, shard=(int(sys.argv[1]), int(sys.argv[2])))
    chance = random.Random(7)
    for position in range(1, 2_001):
        event = {"account": f"account {chance.randrange(50)}", "other": f"other {chance.randrange(9)}"}
        values = memory.seen(event, position * 20_000_000, position)
        sys.stdout.write((json.dumps(values, sort_keys=True) if values else "") + "\n")


main()
