"""What the pages show is what is answered."""

import doctest

import pytest
from conftest import REPOSITORY

pytestmark = pytest.mark.engines

PAGES = ["docs/python.md", "bindings/python/README.md"]


def blocks(text):
    """The blocks of Python that show what they answer, each as it stands."""
    parts = text.split("```python\n")[1:]
    found = [part.split("```", 1)[0] for part in parts]
    return [block for block in found if block.startswith(">>>")]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_is_answered(page):
    for module in ("duckdb", "polars"):
        pytest.importorskip(module)
    found = blocks((REPOSITORY / page).read_text())
    assert found
    known = {}
    for number, block in enumerate(found):
        test = doctest.DocTestParser().get_doctest(block, known, f"{page} {number}", page, 0)
        result = doctest.DocTestRunner().run(test, clear_globs=False)
        assert result.failed == 0
        known = test.globs
