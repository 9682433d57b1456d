# SPDX-License-Identifier: MIT
"""Domains of weighted designs, by label and as designs of their own, against R's figures."""

import copy
import csv
import pickle
from pathlib import Path

import nps
import pytest

REFERENCE = Path(__file__).parents[1] / "reference"


def table(name):
    with (REFERENCE / name).open() as file:
        return list(csv.DictReader(file))


def columns_of(rows):
    answers = [int(row["answer"]) if row["answer"] else None for row in rows]
    weights = [float(row["weight"]) for row in rows]
    return answers, weights, [int(row["stratum"]) for row in rows], [f"flight {row['cluster']}" for row in rows]


@pytest.mark.parametrize("number", "12345678")
def test_domains_are_those_of_r(number):
    rows = [row for row in table("survey_designs.csv") if row["design"] == number]
    labels = [row["domain"] for row in rows]
    design = nps.WeightedDesign(*columns_of(rows), domains=labels)
    assert set(design.domains) == set(labels)
    parts = {label: nps.WeightedDesign(*columns_of([r for r in rows if r["domain"] == label])) for label in set(labels)}
    populations = {int(row["stratum"]): int(row["clusters_in_stratum"]) for row in rows}
    for row in table("survey_figures.csv"):
        error = pytest.approx(float(row["standard_error"]), rel=1e-8, abs=1e-12)
        if row["design"] != number:
            continue
        if row["what"] == "domain":
            assert design.domain(row["a"]) == design.domain(parts[row["a"]])
            assert design.domain(row["a"]).standard_error == error
            assert design.domain(row["a"]).degrees == float(row["degrees"])
        elif row["what"] == "difference":
            compared = design.compare_domains(row["a"], row["b"])
            assert compared.difference == pytest.approx(float(row["score"]), rel=1e-8)
            assert compared == design.compare_domains(parts[row["a"]], parts[row["b"]])
            assert compared.lower <= compared.difference <= compared.upper
        else:
            finite = populations if row["what"] == "finite population" else None
            assert design.domain(design, population_clusters=finite).standard_error == error


def small():
    design = nps.WeightedDesign()
    answers, labels = [10, 9, 3, 7, 10, None], ["a", "b", "a", None, "b", "a"]
    design.update(answers, [1.0] * 6, clusters=[1, 1, 2, 2, 3, 4], domains=labels)
    return design


def test_labels_are_kept():
    design, twice = small(), small() + small()
    assert design.domains == ("a", "b")
    for same in (copy.copy(design), copy.deepcopy(design), pickle.loads(pickle.dumps(design))):
        assert same == design and same.domain("a") == design.domain("a")
    assert twice.domain("a").respondents == 4
    assert twice.domain("a").units == 4
    design.update([0], [2.0], clusters=[5], domains=["a"])
    assert small() != design
    assert design.domain("a").units == 5
    assert nps.WeightedDesign.from_bytes(design.to_bytes()).domains == ()
    with pytest.raises(nps.EmptyError):
        twice.update([None], [1.0], clusters=[9], domains=["c"])
        twice.domain("c")


def test_rules():
    design = small()
    assert (design.domain(design).lonely, design.domain(design).degrees_rule) == ("adjust", "design")
    assert design.domain(design, lonely="Certainty").lonely == "certainty"
    assert design.domain(design, degrees="satterthwaite").degrees < design.read().degrees
    assert design.domain(design, population_clusters=8).standard_error == pytest.approx(
        design.read().standard_error * 0.5**0.5
    )
    lonely = nps.WeightedDesign([10, 3, 5], [1.0] * 3, [1, 1, 2], [1, 2, 1]).read()
    assert lonely.lonely_strata == 1
    assert repr(lonely).endswith("lonely_strata=1, lonely='adjust')")


@pytest.mark.parametrize(
    "wrong, error",
    [
        (lambda design: design.domain("c"), nps.NotFoundError),
        (lambda design: design.domain(["a"]), nps.NotFoundError),
        (lambda design: design.domain("a", lonely="remove"), nps.MethodError),
        (lambda design: design.domain("a", lonely=1), TypeError),
        (lambda design: design.domain("a", degrees="kenward"), nps.MethodError),
        (lambda design: design.domain("a", population_clusters=3), nps.PopulationError),
        (lambda design: design.domain("a", population_clusters={1: 30}), nps.PopulationError),
        (lambda design: design.domain("a", population_clusters=-1), OverflowError),
        (lambda design: design.domain("a", population_clusters=7.5), TypeError),
        (lambda design: design.domain("a", scale="1_5"), nps.OutsideError),
        (lambda design: design.domain(nps.WeightedDesign([3], [1.0], clusters=[99])), nps.PartError),
        (lambda design: design.domain(nps.WeightedDesign([3], [1.0], clusters=["1"])), nps.KeyTypeError),
        (lambda design: design.compare_domains("a", design + design), nps.PartError),
        (lambda design: design.compare_domains("a", "b", scale="1_5"), nps.OutsideError),
        (lambda design: design.compare_domains("a", "b", method="exact"), nps.UnavailableError),
        (lambda design: design.update([1], [1.0], domains=[]), ValueError),
        (lambda design: design.update([1, 2], [1.0], domains=["a", "a"]), ValueError),
        (lambda design: design.update([1], [1.0], domains=[["a"]]), TypeError),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(wrong, error):
    design = small()
    with pytest.raises(error):
        wrong(design)
    assert design == small()


def test_answers_off_the_scale_may_be_left_out():
    design = small()
    design.update([5, 3], [1.0, 1.0], clusters=[7, 8], domains=["a", "b"])
    assert design.domain("a", scale="1_5", outside="ignore").respondents == 2
    assert design.compare_domains("a", "b", scale="1_5", outside="ignore").difference == 100


def in_strata(strata, clusters):
    answers = [10, 9, 3, 7, 10, 8][: len(strata)]
    return nps.WeightedDesign(answers, [1.0] * len(strata), strata=strata, clusters=clusters)


@pytest.mark.parametrize(
    ("strata", "populations", "message"),
    [
        (list("uuuuvv"), {"u": 1, "v": 5}, "of stratum 'u' is 1, and the design has 2 clusters in it"),
        (list("uuuuvv"), {"u": 9, "v": 0}, "of stratum 'v' is 0, and the design has 1 cluster in it"),
        (list("uuuuvv"), {"u": 5}, "no number of clusters for stratum 'v'; it has one for: 'u'"),
        (list("uuuuvv"), {}, "no number of clusters for any stratum"),
        ([4, 4, 4, 4, 7, 7], {4: 1, 7: 3}, "of stratum 4 is 1, and the design has 2 clusters in it"),
        ([4, 4, 4, 4, 7, 7], {4: 2}, "no number of clusters for some stratum of the design; it has one for: 4"),
    ],
)
def test_a_wrong_population_names_its_stratum(strata, populations, message):
    design = in_strata(strata, [1, 1, 2, 2, 3, 3])
    for call in (design.domain, lambda part, **options: design.compare_domains(part, part, **options)):
        with pytest.raises(nps.PopulationError, match=message):
            call(design, population_clusters=populations)
    assert design.domain(design, population_clusters=dict.fromkeys(strata, 3)).respondents == 6


def test_a_part_says_what_the_whole_has_not():
    design = in_strata(list("uuuuvv"), list("aabbcc"))
    for part, message in (
        (in_strata(["z"], ["a"]), "the part has the stratum 'z'"),
        (in_strata(["u"], ["z"]), "the part has the cluster 'z'"),
        (in_strata(["u"] * 3, ["a"] * 3), "more answers of a stratum or cluster"),
    ):
        with pytest.raises(nps.PartError, match=message):
            design.domain(part)
        with pytest.raises(nps.PartError, match=message):
            design.compare_domains(design, part)
