# SPDX-License-Identifier: MIT
"""The command plan: how many answers a survey needs, or what so many give."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any, Dict, List, Tuple

from .._planning import (
    plan_benchmark_respondents,
    plan_comparison,
    plan_invitations,
    plan_margin,
    plan_respondents,
)
from .machine import json_of
from .problems import UsageProblem
from .terminal import write


def plan(options: Namespace) -> None:
    """Writes the plan in sentences, or as JSON."""
    figures, sentences = _planned(options)
    if options.rate is not None:
        asked = plan_invitations(respondents=figures["respondents"], rate=options.rate)
        figures["invitations"] = asked
        sentences.append(f"At a response rate of {100 * options.rate:g} % that takes {asked} invitations on average.")
    write(json_of(figures) if options.json else "\n".join(sentences) + "\n", sys.stdout)


def _planned(options: Namespace) -> Tuple[Dict[str, Any], List[str]]:
    common: Dict[str, Any] = {"method": options.method, "level": options.level}
    level = f"{100 * options.level:g} %"
    shares = options.expected
    if options.population is not None and options.margin is None and options.respondents is None:
        raise UsageProblem("--population is for --margin and --respondents")
    whatever = ", whatever the shares are" if shares is None else f", if the shares are {_shares(shares)}"
    if options.margin is not None:
        number = plan_respondents(margin=options.margin, expected=shares, population=options.population, **common)
        said = f"{number} answers give a {level} interval of at most +-{options.margin:g} points{whatever}."
        return {"respondents": number, "margin": options.margin, "level": options.level}, [said]
    if options.respondents is not None:
        margin = plan_margin(respondents=options.respondents, expected=shares, population=options.population, **common)
        said = f"{options.respondents} answers give a {level} interval of +-{margin:.1f} points{whatever}."
        return {"respondents": options.respondents, "margin": margin, "level": options.level}, [said]
    certainty = f"with a chance of {100 * options.power:g} % at the level {level}"
    if options.change is not None:
        first, second = plan_comparison(change=options.change, expected=shares, power=options.power, **common)
        said = f"{first} answers before and {second} after show a change of {options.change:g} points {certainty}{whatever}."
        figures = {"respondents": first + second, "first": first, "second": second, "change": options.change}
        return {**figures, "power": options.power, "level": options.level}, [said]
    if shares is None:
        raise UsageProblem(
            "--benchmark needs --expected: the shares of promoters, passives and detractors, such as 50,30,20"
        )
    number = plan_benchmark_respondents(
        expected=shares, benchmark=options.benchmark.score, power=options.power, **common
    )
    score = options.benchmark.score
    said = f"{number} answers tell the score from {score:g} {certainty}{whatever}."
    return {"respondents": number, "benchmark": score, "power": options.power, "level": options.level}, [said]


def _shares(shares: Tuple[float, ...]) -> str:
    return ", ".join(f"{share:g}" for share in shares)
