"""docs/reference/rule.schema.json: what the file of a rule may hold, for editors."""

import json

from leeward.playbook.editor import rule_schema


def page() -> str:
    """The schema that fits every playbook."""
    return json.dumps(rule_schema(), indent=2, ensure_ascii=False) + "\n"
