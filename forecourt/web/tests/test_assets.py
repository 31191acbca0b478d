"""The bundle stays small, is built the same each time and serves what it wrote."""

import gzip
from pathlib import Path

import pytest
from django.http import Http404
from django.test import RequestFactory

from forecourt.web import assets
from forecourt.web.minify import minified_css, minified_js


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    settings.ASSETS_ROOT = tmp_path  # type: ignore[attr-defined]
    assets._built.cache_clear()
    return tmp_path


def _packed(*names: str) -> int:
    return sum(len(gzip.compress(assets.content(name), 9)) for name in names)


def test_the_files_keep_their_budgets() -> None:
    assert _packed("app.css") <= 16 * 1024
    assert _packed("htmx.js") <= 22 * 1024
    assert _packed("app.js") <= 10 * 1024
    assert _packed("sprite.svg") <= 4 * 1024


def test_the_same_sources_give_the_same_names() -> None:
    assert assets.build().names == assets.build().names


def test_a_file_is_served_for_ever_and_packed() -> None:
    name = assets.url("app.css").rsplit("/", 1)[1]

    answer = assets.serve(RequestFactory().get("/", headers={"accept-encoding": "gzip"}), name)

    assert "immutable" in answer["Cache-Control"]
    assert gzip.decompress(answer.content) == assets.content("app.css")


def test_no_other_file_of_the_folder_is_served(folder: Path) -> None:
    (folder / "secret.css").write_text("x")

    with pytest.raises(Http404):
        assets.serve(RequestFactory().get("/"), "secret.css")


def test_critical_css_cannot_end_its_element() -> None:
    assert "<" not in assets.critical_css()


def test_a_smaller_style_sheet_says_the_same() -> None:
    text = '/* a */ .a  >  .b ,\n.c { content: " /* ; */ "; inset: 0   auto; }\n'

    assert minified_css(text) == '.a > .b,.c{content:" /* ; */ ";inset:0 auto}'


def test_a_smaller_script_keeps_addresses_and_patterns() -> None:
    text = '// note\n  const a = "https://x/";\n\n  const b = /\\/\\//;  \n'

    assert minified_js(text) == 'const a = "https://x/";\nconst b = /\\/\\//;'
