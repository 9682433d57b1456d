# SPDX-License-Identifier: MIT
"""Sphinx's settings for the site; docs/site/build prepares the pages and runs it."""

import re
from importlib.metadata import version as _version

project = "libnps"
author = copyright = "the libnps maintainers"
version = release = _version("libnps")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["examples", "images", "reference.md", "site"]
html_theme = "furo"
html_title = f"libnps {version}"
html_copy_source = False
html_extra_path = []
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
myst_heading_anchors = 3
autodoc_typehints = "none"  # the sections of the docstrings have the types

# A field of a result in the list that ends a docstring, "name: text"; further lines of the text are indented.
_FIELD = re.compile(r"^(\w+): (.*)$")


def write_fields_as_definitions(app, what, name, obj, options, lines):
    """Turns the list of fields that ends the docstring of a result into one that Sphinx knows."""
    while lines and not lines[-1]:
        lines.pop()
    first = len(lines) - lines[::-1].index("") if "" in lines else 0
    if what != "class" or not all(_FIELD.match(line) or line.startswith("    ") for line in lines[first:]):
        return
    for place in range(len(lines) - 1, first - 1, -1):
        field = _FIELD.match(lines[place])
        if field:
            lines[place : place + 1] = [f"``{field[1]}``", f"    {field[2]}"]


# A link to what is not in the site: folders of the repository, and the pictures, which pages show themselves.
_LEAVING = re.compile(r"(?<!!)\[([^\]]+)\]\((?:\.\./)+(?:bindings/[^)]*|images)\)")


def write_leaving_links_as_text(app, name, source):
    """Keeps the text of links that lead out of the site."""
    source[0] = _LEAVING.sub(r"\1", source[0])


def setup(app):
    app.connect("source-read", write_leaving_links_as_text)
    app.connect("autodoc-process-docstring", write_fields_as_definitions, priority=400)  # before napoleon
