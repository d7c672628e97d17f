"""Policy text becomes blocks: what the policies use, and nothing that could become markup."""

import re

from hypothesis import given
from hypothesis import strategies as st

from leeward.playbook.reader import read_playbook, starter
from leeward.web.prose import Block, Form, Span, Style, blocks, spans


def shape(text: str) -> list[tuple[str, list[str]]]:
    """Blocks without their styles."""
    return [(block.form.value, ["".join(span.text for span in item) for item in block.items]) for block in blocks(text)]


def test_a_list_right_under_its_heading_is_a_list() -> None:
    assert shape("## Do\n- Hide.\n- Keep the time,\n  the place.\n\n## When unsure\nAsk.") == [
        ("heading", ["Do"]),
        ("bullets", ["Hide.", "Keep the time, the place."]),
        ("heading", ["When unsure"]),
        ("paragraph", ["Ask."]),
    ]


def test_a_wrapped_paragraph_is_one_and_an_empty_line_ends_it() -> None:
    assert shape("One line\nand its rest.\n\nAnother.") == [
        ("paragraph", ["One line and its rest."]),
        ("paragraph", ["Another."]),
    ]


def test_a_numbered_list_keeps_its_first_number() -> None:
    assert shape("3. Confirm.\n4. Report.") == [("numbers", ["Confirm.", "Report."])]
    assert blocks("3. Confirm.\n4. Report.")[0].start == 3


def test_an_empty_line_ends_a_list_and_another_kind_begins_another() -> None:
    assert [form for form, _ in shape("- a\n1. b\n\n- c\n\nd")] == ["bullets", "numbers", "bullets", "paragraph"]


def test_bold_emphasis_and_code_within_a_line() -> None:
    assert spans("an **act**, *then* a `second_opinion`.") == (
        Span(Style.PLAIN, "an "),
        Span(Style.STRONG, "act"),
        Span(Style.PLAIN, ", "),
        Span(Style.EMPHASIS, "then"),
        Span(Style.PLAIN, " a "),
        Span(Style.CODE, "second_opinion"),
        Span(Style.PLAIN, "."),
    )


def test_marks_without_a_partner_and_names_with_underscores_stay_text() -> None:
    for line in ("2 * 3 * 4", "a ** b", "one `tick", "snake_case_name", "**", "a*b*c"):
        assert spans(line) == (Span(Style.PLAIN, line),)


def test_markup_stays_text() -> None:
    wild = '<b onclick="x">not bold</b> [a link](javascript:x)'
    assert blocks(wild) == (Block(form=Form.PARAGRAPH, items=((Span(Style.PLAIN, wild),),)),)


def test_nothing_there_is_nothing() -> None:
    assert blocks("") == blocks(" \n\n ") == ()


@given(st.text(alphabet="ab1.-*_`# \n<>&", max_size=60))
def test_no_letter_is_lost_or_invented(text: str) -> None:
    kept = "".join(span.text for block in blocks(text) for item in block.items for span in item)
    letters = [sign for sign in text if sign in "ab<>&"]
    assert [sign for sign in kept if sign in "ab<>&"] == letters


def test_every_policy_of_the_starter_leaves_no_marks_behind() -> None:
    for policy in read_playbook(starter()).policies.values():
        for block in blocks(policy.text):
            for said in ("".join(span.text for span in item if span.style is not Style.CODE) for item in block.items):
                assert not re.search(r"\*\*|`|^#|^- ", said), (policy.id, said)
