"""Old versions of facts, brought up to date as they are read. The ledger is never rewritten.

``STEPS[kind, version]`` turns a body of that version into the next one.
"""

import json
from collections.abc import Callable
from typing import Any

Body = dict[str, Any]
STEPS: dict[tuple[str, int], tuple[str, Callable[[Body], Body]]] = {}
"""(kind, version) -> (kind afterwards, what to do with the body)."""


def upcast(kind: str, version: int, body: str) -> tuple[str, str]:
    """The kind and body in today's version."""
    if (kind, version) not in STEPS:
        return kind, body
    fields = json.loads(body)
    while (step := STEPS.get((kind, version))) is not None:
        kind, fields, version = step[0], step[1](fields), version + 1
    return kind, json.dumps(fields, separators=(",", ":"))
