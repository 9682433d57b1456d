# SPDX-License-Identifier: MIT
"""Net Promoter Scores with confidence intervals and tests that keep their level.

    >>> import nps
    >>> survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3, None])
    >>> survey.score
    25.0
    >>> lower, upper = survey.interval()

Scores and bounds are in points, from -100 to 100. Levels are 0.95, not 95. Classes and functions by purpose:

    one line         summarize() a frame, or lists: scores by segment, with intervals and notes on what looks wrong;
                     trend() over time, change() of segments between two waves, paired() of the same people
    files            read_survey() of CSV, TSV, Excel and Parquet as they are, read_batches() of long ones; Survey
    answers          Accumulator, Groups by key, CodeGroups by number, Cube by several keys, Counts;
                     Scale for other scales than 0 to 10
    databases        from_counts() of the queries of nps.sql; nps.sqlite adds functions to SQLite
    published        Benchmark, benchmarks(), read_benchmarks(), standing(), three_questions(), band()
    texts            parse_answers() reads answers as people wrote them; labels() has the words of six languages
    over time        Timeline by day: between two days, by periods, as rolling windows
    uncertainty      interval() and test() of these, intervals() of many, bayes_probability()
    two samples      compare(), compare_benchmark(), compare_noninferiority(), compare_equivalence();
                     composition_test() of shares, shares_round()
    what if          convert() respondents, reach() a target at the least cost
    many segments    segments_compare_benchmark(), segments_compare_rest(), segments_compare_pairs(),
                     segments_rank(), segments_best(); adjust() for any p-values
    small segments   pool(): scores that borrow from the others, beside their own
    one answer each  Respondents, respondents_roll()
    weights          Weighted, WeightedDesign with strata and clusters, WeightedPaired, weighted_compare();
                     calibration_rake() to a Margin, calibration_read(), calibration_poststratify();
                     ReplicateWeights, replicates_make()
    repeated         Paired, Panel: the same people again; Sequence, evalue() valid at any moment;
                     Watch: alarms at changes
    periods          trend_test(), homogeneity(), compare_periods(), compare_before_after()
    shares           proportion(), proportion_test(), compare_proportions(); response_rate(), response_waves(),
                     retention()
    nonresponse      nonresponse(), nonresponse_limit()
    other metrics    csat(), ces(), enps(), compare_means()
    why it changed   drivers(): the change of the score by segment, into scores and shares; driver_keys(): several keys
                     ranked by what they explain; key_drivers(): which rated attributes go with recommending;
                     themes(), themes_change(): labels that overlap
    before a survey  plan_respondents(), plan_margin(), plan_comparison(), plan_power(), plan_change(), plan_shift(),
                     plan_benchmark_respondents(), plan_benchmark_power(), plan_design_effect(), plan_paired_people(),
                     plan_paired_power(), plan_joint_shares(), plan_looks(), plan_looks_power(), plan_power_error(),
                     plan_invitations(), plan_waves()

    pictures         plot() of Groups, Counts, Table and other results; nps.plots has every picture (needs matplotlib)

"python -m nps report FILE" reports on a survey without a program; "python -m nps --help" has the other commands.
Options follow the data and are passed by name. help(nps.METHODS) and help(nps.ADJUSTMENTS) explain the methods. Errors
are subclasses of NpsError and of the built-in exception that fits.
"""

from importlib import import_module as _import_module

from . import _loading as _loading, _raw
from ._generated import HOMES as _HOMES

__version__: str = _raw.nps_version_string()


def __getattr__(name: str) -> object:
    # What __init__.pyi names is imported when it is first asked for, so that "import nps" is quick.
    if name == "__all__":
        # There is none: with it help(nps) would show every class in full. "from nps import *" asks, and then takes
        # whatever is here.
        for each, home in _HOMES.items():
            if each != home:
                __getattr__(each)
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = _import_module(f".{home}", __name__)
    value = globals()[name] = module if name == home else getattr(module, name)
    return value


def __dir__() -> list[str]:
    return sorted([*(name for name, home in _HOMES.items() if name != home), "__version__"])
