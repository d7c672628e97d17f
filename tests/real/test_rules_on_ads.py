"""The starter's rules, and many that search text, over 513 real advertisements: the same matches in all three engines."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as parquet
import pytest

from leeward.playbook.reader import read_playbook, starter
from leeward.playbook.rules import known_of, parse_predicate
from leeward.record.terms.code import EventKind
from playbook.rules.lake import rule
from properties.agreement import agree_on

if TYPE_CHECKING:
    from cluster import Cluster

COLUMNS = {
    "title": "title",
    "company": "company_profile",
    "description": "description",
    "requirements": "requirements",
    "benefits": "benefits",
    "location": "location",
    "salary": "salary_range",
    "employment_type": "employment_type",
}
TEXTS = (
    r"regexp_matches({0}, '\b[A-Z]{{3,}}\b')",
    r"regexp_matches({0}, '(?i)\b(earn|salary|income)\b.*\$? ?\d+')",
    r"regexp_matches({0}, '(?m)^\W*(no|without) (previous )?experience')",
    r"regexp_matches(lower({0}), '(free|company) (housing|accommodation|flights?|visa)')",
    r"regexp_matches({0}, '[^\x{{1}}-\x{{7f}}]')",
    r"regexp_matches({0}, '(\w+ ){{3}}\w+[.!?]$')",
    "lower({0}) LIKE '%work%from%home%'",
    "{0} ILIKE '%CRUISE%' AND NOT contains({0}, 'Cruise')",
    "length({0}) BETWEEN 200 AND 1000 AND upper({0}) <> {0}",
    "starts_with(lower({0}), 'we ') OR ends_with({0}, '.')",
    "coalesce(nullif({0}, ''), title) < 'M'",
    "contains({0}, coalesce(nullif(title, ''), 'no title')) AND length(title) > 3",
)
"""Conditions over one text; ``{0}`` is the field."""


@pytest.mark.spark
@pytest.mark.timeout(300)
def test_rules_over_real_advertisements_match_the_same_in_all_three_engines(shared: Path, spark: "Cluster") -> None:
    ads = parquet.read_table(shared / "job_scam_ads" / "ads.parquet").to_pylist()
    flags = ("telecommuting", "has_company_logo", "has_questions")
    events = [
        {field: ad[column] for field, column in COLUMNS.items()} | {flag: ad[flag] in ("1", "t", "True") for flag in flags}
        for ad in ads
    ]
    playbook = read_playbook(starter())
    fields = playbook.activity["listing_posted"].fields
    known = known_of(playbook, EventKind("listing_posted"))
    here = {each.code: each for each in playbook.rules.values() if each.on == "listing_posted"}
    read = {code: parse_predicate(each.when, fields, each.where, known) for code, each in here.items()}
    # the advertisements have no moments and no accounts for windows to count and labels to stand on
    own = [here[code] for code, predicate in read.items() if not predicate.features and not predicate.marks]
    more = [
        rule(when.format(field), f"more/{field}_{number}")
        for number, when in enumerate(TEXTS)
        for field in ("company", "description", "requirements", "benefits")
    ]
    matched = agree_on(spark, [*own, *more], fields, events, known)
    assert len(events) == 513
    assert len({code for _, code in matched}) > len(more) * 0.8, "nearly every condition matches some advertisement"
    assert {code for _, code in matched} & {each.code for each in own}
