"""What a template says is not changed by how it is laid out."""

import pytest

from forecourt.web.template_loader import without_layout


@pytest.mark.parametrize(
    ("laid_out", "said"),
    [
        ("<ul>\n  <li>\n    One\n  </li>\n</ul>\n", "<ul><li>One</li></ul>"),
        ("{% if a %}\n  {{ b }}\n{% endif %}", "{% if a %}{{ b }}{% endif %}"),
        ("<b>one</b> <i>two</i>", "<b>one</b> <i>two</i>"),
        ("one\n  two", "one two"),
        ("{{ one }}\n{{ two }}", "{{ one }} {{ two }}"),
        ("{# a note #}\n<p>", "{# a note #}<p>"),
        ("<a\n  {% if 2 > 1 %}hidden{% endif %}>", "<a {% if 2 > 1 %}hidden{% endif %}>"),
        ('<c-top\n  title="A"\n/>', '<c-top title="A" />'),
        ("<a\n  hidden\n>", "<a hidden>"),
        ("<script>\n  a()\n  b()\n</script>", "<script>\n  a()\n  b()\n</script>"),
        (
            "{% blocktranslate %}\n one\n two {{ n }}\n{% endblocktranslate %}\n<p>",
            "{% blocktranslate %}\n one\n two {{ n }}\n{% endblocktranslate %}<p>",
        ),
        ("a < b\n{ c }", "a < b { c }"),
    ],
)  # fmt: skip
def test_line_breaks_beside_tags_are_nothing(laid_out: str, said: str) -> None:
    assert without_layout(laid_out) == said
    assert without_layout(said) == said
