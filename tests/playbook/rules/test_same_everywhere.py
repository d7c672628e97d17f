"""One meaning: online, DuckDB and a plain interpreter of three-valued logic give the same matches for whatever is invented."""

from hypothesis import HealthCheck, assume, event, given, settings

from leeward.playbook.diagnostics import Location, PlaybookErrors
from leeward.playbook.rules import compile_rules, parse_predicate
from playbook.rules.invention import World, worlds
from playbook.rules.lake import history, rule
from playbook.rules.reference import Reference

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def accepted(world: World) -> list[str]:
    """Those the checker takes: what is invented may compare a thing with itself or never be true."""
    found = []
    for when in dict.fromkeys(world.predicates):
        try:
            parse_predicate(when, world.fields, Location.of_text(when), world.known)
        except PlaybookErrors as errors:
            event("refused: " + errors.diagnostics[0].message)
            continue
        event("accepted")
        found.append(when)
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(worlds())
def test_online_history_and_reference_agree(world: World) -> None:
    fields, rows, known = world.fields, world.rows, world.known
    whens = accepted(world)
    assume(whens)
    rules = [rule(when, f"r/{number}") for number, when in enumerate(whens)]
    compiled = compile_rules(rules, fields, known)
    online = {(number, match.rule.code) for number, row in enumerate(rows) for match in compiled.matches(row)}
    assert not compiled.failures, (compiled.failures, compiled.last_failure)
    lists = frozenset(name for name, type_ in fields.items() if type_.is_list)
    references = [(each.code, Reference(each.when, lists, known)) for each in rules]
    plain = {(number, code) for number, row in enumerate(rows) for code, says in references if says.truth(row) is True}
    assert online == plain
    assert history(rules, fields, rows, known) == plain
