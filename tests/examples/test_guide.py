# SPDX-License-Identifier: MIT
"""The examples in the pages of docs/guide print what the pages say."""

import doctest
import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
FLAGS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL


def sessions(page):
    """The interactive sessions of a page, one after the other, as one."""
    return "\n".join(re.findall(r"^```python\n(>>> .*?)^```$", page, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("name", sorted(path.name for path in GUIDE.glob("*.md")))
def test_a_page_prints_what_it_says(name):
    text = (GUIDE / name).read_text()
    test = doctest.DocTestParser().get_doctest(sessions(text), {}, name, name, 0)
    assert bool(test.examples) == (">>> " in text)
    report = []
    failed, _ = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=report.append)
    assert failed == 0, "".join(report)
