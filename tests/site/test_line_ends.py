"""Long names end their lines between their parts, on every page; nothing that is no text is touched."""

import pytest

from docgen.site.page_html import finished


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<p>Affects clients of paymentRequest.created_at</p>",
            "<p>Affects clients of payment<wbr>Request.<wbr>created_<wbr>at</p>",
        ),
        (
            '<span class="md-ellipsis">\n  quay.closed_for_repair\n</span>',
            '<span class="md-ellipsis">\n  quay.<wbr>closed_<wbr>for_<wbr>repair\n</span>',
        ),
        ("<code>/quays/{quay_id}</code> and/or", "<code>/quays/<wbr>{quay_<wbr>id}</code> and/or"),
        ("<p>/v1/quays</p>", "<p>/v1/quays</p>"),
        ("<title>quay.closed_for_repair</title>", "<title>quay.closed_for_repair</title>"),
        ("<option>quay.closed_for_repair</option>", "<option>quay.closed_for_repair</option>"),
        (
            '<pre class="x"><span>/quays/{quay_id}/closures</span></pre>',
            '<pre class="x"><span>/quays/{quay_id}/closures</span></pre>',
        ),
        ("<script>a.closed_for_repair < b.closed_for_repair", "<script>a.closed_for_repair < b.closed_for_repair"),
        (
            '<a title="quays /quays/{quay_id}/closures" href="/quays/closures/open">',
            '<a title="quays /quays/{quay_id}/closures" href="/quays/closures/open">',
        ),
    ],
)
def test_a_long_name_ends_its_lines_between_its_parts(html: str, expected: str) -> None:
    assert finished(html) == expected
