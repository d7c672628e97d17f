"""Near copies and shared media become groups, and nothing else does."""

from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.insights.patterns.grouping import LEAST, Item, claimed, near_copies, same_media
from leeward.record.terms.sketch import sketch

SPACE = UUID(int=1)
ONE = "Rowers wanted for the summer boats, tea and biscuits are provided. Ask at pier {n}."
OTHER = "The choir looks for a second alto; rehearsals are on Thursdays in the old hall."


def item(n: int, text: str, about: int | None = None) -> Item:
    made = sketch(text)
    assert made is not None
    return Item(uuid5(SPACE, f"report {n}"), uuid5(SPACE, f"subject {n if about is None else about}"), made)


def test_near_copies_are_one_group_and_other_words_none_of_it() -> None:
    copies = [item(n, ONE.format(n=n)) for n in range(12)]
    others = [item(100 + n, OTHER) for n in range(LEAST)]
    alone = item(200, "A kite was found near the lighthouse; it can be had back at the desk.")
    groups = near_copies([*copies, *others, alone])
    assert groups == [frozenset(each.report for each in copies), frozenset(each.report for each in others)]


def test_many_reports_on_few_subjects_are_no_campaign() -> None:
    assert near_copies([item(n, ONE.format(n=1), about=n % (LEAST - 1)) for n in range(40)]) == []


def test_media_tie_subjects_also_through_one_that_carries_two() -> None:
    marks = [(0, "a"), (1, "a"), (2, "a"), (2, "b"), (3, "b"), (4, "b"), (9, "c")]
    [group] = same_media([Item(uuid5(SPACE, f"report {n}"), uuid5(SPACE, f"{n}"), mark) for n, mark in marks])
    assert group == {uuid5(SPACE, f"report {n}") for n in range(5)}


def test_a_group_goes_on_with_the_campaign_that_most_of_it_was() -> None:
    reports = [uuid5(SPACE, f"{n}") for n in range(4)]
    large, small = uuid5(SPACE, "large"), uuid5(SPACE, "small")
    assert claimed(reports, {reports[0]: small, reports[1]: large, reports[2]: large}) == large
    assert claimed(reports, {}) is None


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(14)))
def test_the_order_of_the_reports_does_not_matter(order: list[int]) -> None:
    items = [item(n, ONE.format(n=n)) if n < 8 else item(n, OTHER) for n in range(14)]
    assert near_copies([items[n] for n in order]) == near_copies(items)
