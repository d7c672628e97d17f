"""A rule that raises does not match, the others do; it is counted, and told of at most once a minute."""

from datetime import timedelta
from typing import Any

from frontline.assessment.world import LISTING, NOON, PLAY, observe
from leeward.frontline.assessment.desk import listeners
from leeward.frontline.assessment.rulebook import rulebook
from leeward.playbook.rules.costs import Costs
from leeward.record.facts.assessment import RuleFailed, SignalRaised
from leeward.record.ledger.record import Record, open_record

RAISING: dict[str, Any] = {"account_age_days": "young", "perks": ("fee back",), "posted": NOON}


def test_the_other_rules_do_their_work(record: Record) -> None:
    opened = open_record(record.url, keys=record.keys, listeners=listeners(lambda: PLAY), connections=2)
    book = rulebook(PLAY)
    book.failed(NOON - timedelta(days=400))
    _, written = observe(opened, [RAISING, RAISING])
    opened.close()
    signals = [one.fact for one in written if isinstance(one.fact, SignalRaised)]
    assert [[reason.rule for reason in fact.reasons] for fact in signals] == [["labour/perk"]] * 2
    [failed] = [one.fact for one in written if isinstance(one.fact, RuleFailed)]
    assert (failed.rule, failed.error, failed.failures) == ("labour/listing", "TypeError", 2)


def test_it_is_told_of_at_most_once_a_minute() -> None:
    book = rulebook(PLAY, ["labour/perk"])
    compiled = book.on(LISTING)
    assert compiled is not None
    event = {**RAISING, "title": "fee"}
    moment = NOON + timedelta(days=500)
    compiled.mask(event)
    assert [each.failures for each in book.failed(moment)] == [1]
    compiled.mask(event)
    compiled.mask(event)
    assert book.failed(moment + timedelta(seconds=59)) == []
    assert [each.failures for each in book.failed(moment + timedelta(seconds=60))] == [2]
    assert book.failed(moment + timedelta(hours=1)) == []


def test_each_rule_is_sampled_in_its_turn() -> None:
    compiled = rulebook(PLAY).on(LISTING)
    assert compiled is not None
    costs = Costs()
    assert costs.of(compiled.rules[0].version) is None
    for _ in range(2 * len(compiled.rules)):
        costs.sample(compiled, {"account_age_days": 3, "title": "a fee", "perks": (), "posted": NOON})
    for rule in compiled.rules:
        cost = costs.of(rule.version)
        assert cost is not None
        assert cost.samples == 2
        assert 0 < cost.mean <= cost.most
    costs.sample(compiled, {"account_age_days": "x", "title": "fee"})
