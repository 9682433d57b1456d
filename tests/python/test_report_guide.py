# SPDX-License-Identifier: MIT
"""The commands of docs/guide/report.md print what the page says, and its options and keys are those of the commands."""

import json
import re
import shlex
from pathlib import Path

import pytest
from nps.report import main
from nps.report.options import make_parser

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "guide" / "report.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"<!-- command -->\n```console\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [found for block in BLOCKS for found in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)]


@pytest.mark.parametrize("command, said", COMMANDS, ids=[command for command, _ in COMMANDS])
def test_a_command_prints_what_the_page_says(command, said, monkeypatch, capfd):
    monkeypatch.chdir(ROOT)
    words = shlex.split(command)
    assert words[:3] == ["python", "-m", "nps"]
    assert main(words[3:]) == 0
    assert capfd.readouterr().out == said


def test_every_option_is_explained():
    parser = next(action for action in make_parser()._actions if hasattr(action, "choices") and action.choices)
    options = {
        name for action in parser.choices["report"]._actions for name in action.option_strings if name[:2] == "--"
    }
    usual = {"--help", "--min-size", "--day-first", "--month-first", "--encoding", "--separator", "--decimal", "--header",
             "--sheet", "--width", "--quiet"}  # fmt: skip
    assert options - usual <= set(re.findall(r"--[a-z-]+", TEXT))


def test_every_key_is_explained(capfd):
    data = ROOT / "docs" / "examples" / "data" / "sfo_2018.csv"
    assert main(["report", str(data), "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    table = TEXT.split("## For programs")[1].split("\n## ")[0]
    explained = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (.*?) \|", table, re.MULTILINE))))
    assert set(found) == explained
    assert set(found["total"]) <= set(re.findall(r"`(\w+)`", table))
