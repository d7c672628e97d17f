"""The graph of rules finds what a rule names, however it is written."""

import msgspec
import pytest

from leeward.insights.rules.graph import edges_of
from leeward.playbook.model import Labelling
from playbook.rules.lake import rule


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("in_list(lower(employer), 'known')", {("list", "known")}),
        ("in_list(replace(lower(text), 'a, b', ')'), 'known') AND reach > 5", {("list", "known")}),
        ("NOT in_bank(media_hash, 'media', 8) OR in_bank(other, 'faces')", {("bank", "media"), ("bank", "faces")}),
        ("HAS_LABEL(account_id, 'asked') AND rule('a/b')", {("label", "asked"), ("rule", "a/b")}),
        ('count(*) OVER day > 3 AND sum(n) OVER "hour" > 2', {("window", "day"), ("window", "hour")}),
        ("text = 'in_list(x, ''no'') OVER night' -- OVER comment\nAND reach > 1", set()),
    ],
)
def test_what_a_rule_reads(when: str, found: set[tuple[str, str]]) -> None:
    edges = edges_of(rule(when))
    assert {(edge.sort, edge.source) for edge in edges if edge.sort not in ("event", "clause")} == found


def test_what_a_rule_leaves_behind() -> None:
    made = msgspec.structs.replace(rule("reach > 5"), labels=(Labelling(name="asked", on="account"),))
    assert [(edge.source, edge.target, edge.rule) for edge in edges_of(made) if edge.sort == "puts"] == [
        ("group/name", "asked", "group/name")
    ]
