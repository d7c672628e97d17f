"""Looking for digests nearly finds what looking at all of them would."""

import gc
import random
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.playbook.diagnostics import Location
from leeward.playbook.rules import Known, WordList, compile_rules, parse_predicate
from leeward.playbook.rules.bank import Bank, digest_bits, hash_distance, most_distance
from playbook.rules.fields import FIELDS
from playbook.rules.lake import rule


def hexed(number: int, bits: int) -> str:
    return f"{number:0{bits // 4}x}"


@given(st.sampled_from((16, 64, 256)), st.integers(0, 2**32), st.data())
def test_a_digest_is_near_where_few_bits_differ(bits: int, seed: int, data: st.DataObject) -> None:
    chance = random.Random(seed)
    entries = [chance.getrandbits(bits) for _ in range(chance.randrange(1, 20))]
    distance = data.draw(st.integers(0, most_distance(bits)))
    bank = Bank((hexed(entry, bits) for entry in entries), distance)
    flipped = data.draw(st.sets(st.integers(0, bits - 1), max_size=distance + 2))
    sought = chance.choice(entries) ^ sum(1 << bit for bit in flipped)
    expected = min((sought ^ entry).bit_count() for entry in entries) <= distance
    assert bank.near(hexed(sought, bits)) is expected
    assert bank.near(hexed(sought, bits).upper()) is expected


@pytest.mark.parametrize("bits", [64, 256])
def test_the_farthest_that_is_near_is_found_wherever_its_bits_lie(bits: int) -> None:
    chance, most = random.Random(1), most_distance(bits)
    bank = Bank([hexed(0, bits)], most)
    for _ in range(200):
        changed = chance.sample(range(bits), most + 1)
        assert bank.near(hexed(sum(1 << bit for bit in changed[:-1]), bits))
        assert not bank.near(hexed(sum(1 << bit for bit in changed), bits))


@pytest.mark.parametrize("text", ["", "0", "0x00", "00ff00ff00ff00f", "00 f", "zz", "\u0661\u0661", "00" * 33])
def test_what_is_no_digest_is_near_nothing(text: str) -> None:
    assert not Bank(["00ff00ff00ff00ff"], 8).near(text)
    assert digest_bits(text) == 0 or len(text) == 15
    assert hash_distance(text, text) is None


def test_what_was_read_of_a_rule_does_not_keep_the_entries_alive() -> None:
    class Entries(frozenset[str]):
        """One that can be watched."""

    entries = Entries(("fee", "visa"))
    watched = weakref.ref(entries)
    known = Known(lists=(WordList("trusted", "1", entries),))
    when = "in_list(text, 'trusted') AND in_list(title, 'trusted')"
    compiled = compile_rules([rule(when)], FIELDS, known)
    assert compiled.mask({"text": "fee", "title": "visa"}) == 1
    assert compiled.explain(rule(when).code, {"text": "fee", "title": "visa"})[0].truth is True
    assert parse_predicate(when, FIELDS, Location.of_text(when), known).lists == known.lists
    del entries, known, compiled
    gc.collect()
    assert watched() is None
