"""Lists of fields that the Markdown parser does not see come back as they were, and only where their marks are."""

from hypothesis import given
from hypothesis import strategies as st

from docgen.site.page_html import ids_in, put_back, take_out

INNER = '<ul class="dg-fields"><li>b</li></ul>'
OUTER = f'<ul class="dg-fields"><li>a <details>{INNER}</details></li></ul>'
WITH_ID = f'<ul class="dg-fields"><li id="field/a">a <details>{INNER}</details></li></ul>'
OTHER = '<ul class="dg-plain"><li>c</li></ul>'


def test_a_list_is_one_mark_with_the_lists_in_it() -> None:
    markdown, lists = take_out(f"# A\n\n<div>{OUTER}</div>\n{OTHER}\n")
    assert markdown == f'# A\n\n<div><ul data-dg-list="0"></ul></div>\n{OTHER}\n'
    assert lists == (OUTER,)


def test_the_ids_in_lists_are_known() -> None:
    _, lists = take_out(WITH_ID)
    assert lists == (WITH_ID,)
    assert list(ids_in(lists)) == ["field/a"]


def test_a_list_that_does_not_end_is_kept_whole() -> None:
    assert put_back(*take_out('<ul class="dg-fields"><li>a')) == '<ul class="dg-fields"><li>a'


@given(st.lists(st.sampled_from([OUTER, INNER, WITH_ID, OTHER, "words\n", "\n\n", "```text\n<ul>\n```\n"])))
def test_what_is_taken_out_is_put_back(parts: list[str]) -> None:
    text = "".join(parts)
    assert put_back(*take_out(text)) == text
