"""The figures of states, which are those of the library to the last bit. SPDX-License-Identifier: MIT"""

import sqlite3

import nps
import nps.sqlite
import pytest
from survey import A, B, EMPTY, LARGEST, text

METHODS = ["exact", "score", "skewness-corrected score", "adjusted wald", "agresti-min", "bonett-price", "wald",
           "bayes", "anytime"]
# One level is enough for the slow ones.
LEVELS = {"bayes": (0.9,), "exact": (0.9,)}


def test_figures_are_those_of_the_library(sql):
    counts = A.counts()
    for name, wanted in {
        "nps_score({})": A.score, "nps_n({})": A.n, "nps_promoters({})": counts.promoters,
        "nps_passives({})": counts.passives, "nps_detractors({})": counts.detractors, "nps_missing({})": A.missing,
        "nps_invalid({})": A.invalid, "nps_lower({})": A.interval().lower, "nps_upper({})": A.interval().upper,
        "nps_lower({}, 0.9)": A.interval(level=0.9).lower,
        "nps_upper({}, NULL, 'Wald')": A.interval(method="wald").upper,
        "nps_upper({}, method => 'Wald')": A.interval(method="wald").upper,
        "nps_lower({}, 0.99, 'adjusted_WALD')": A.interval(level=0.99, method="adjusted wald").lower,
        "nps_test({}, 36)": A.test(36).p_value, "nps_test({}, -20.5)": A.test(-20.5).p_value,
    }.items():
        assert sql.value("SELECT " + name.format(text(A))) == wanted, name
    assert sql.value("SELECT nps_version()") == nps.__version__
    assert sql.value("SELECT extversion FROM pg_extension WHERE extname = 'nps'") == nps.__version__


@pytest.mark.parametrize("method", METHODS)
def test_every_method_and_level(sql, method):
    for level in LEVELS.get(method, (0.5, 0.9, 0.99999)):
        bounds = A.interval(level=level, method=method)
        assert sql(f"SELECT lower, upper, level, method FROM nps_read({text(A)}, %s, %s)", level, method.upper()) == [
            (bounds.lower, bounds.upper, level, bounds.method)]
        found = nps.compare(A, B, level=level, method=method)
        assert sql(f"SELECT * FROM nps_compare_read({text(A)}, {text(B)}, %s, %s)", level, method) == [
            (found.difference, found.lower, found.upper, found.p_value, level, found.method)]
        for suffix, wanted in {"": found.difference, "_lower": found.lower, "_upper": found.upper,
                               "_p": found.p_value}.items():
            query = f"SELECT nps_compare{suffix}({text(A)}, {text(B)}, {level}, '{method}')"
            assert method == "bayes" or sql.value(query) == wanted, query


def test_two_hundred_states_have_the_figures_of_the_library(sql):
    rows = sql("SELECT i, s::bytea, nps_score(s), nps_lower(s), nps_upper(s), nps_test(s, 10), nps_compare_p(s, o) "
               "FROM (SELECT i, nps_state(i * 7919 %% 97, i * 104729 %% 89, i * 1299709 %% 83 + 1) s, "
               "nps_state(i %% 11, 40, 300) o FROM generate_series(1, 200) i) made".replace("%%", "%"))
    for i, made, *figures in rows:
        state = nps.Accumulator.from_bytes(bytes(made))
        assert state.counts() == nps.Counts(i * 7919 % 97, i * 104729 % 89, i * 1299709 % 83 + 1)
        bounds = state.interval()
        assert figures == [state.score, bounds.lower, bounds.upper, state.test(10).p_value,
                           nps.compare(state, nps.Counts(i % 11, 40, 300)).p_value]


def test_records_and_json(sql):
    for state in (A, B, nps.Accumulator([9] * 3), nps.Accumulator([None, 11])):
        for level in (0.95, 1e-5):
            bounds = state.interval(level=level) if state.n else None
            wanted = {
                "n": state.n, **state.counts(), "missing": state.missing, "invalid": state.invalid,
                "score": state.score if state.n else None, "lower": bounds and bounds.lower,
                "upper": bounds and bounds.upper, "level": level, "method": bounds and bounds.method,
            }
            assert sql.value(f"SELECT nps_json({text(state)}, %s)", level) == wanted
            assert sql(f"SELECT * FROM nps_read({text(state)}, %s)", level) == [tuple(wanted.values())]
    assert sql.value(f"SELECT (nps_read({text(A)})).score") == A.score


def test_every_scale(sql):
    for scale, answers in (("1_5", [1, 5, 5, 4, None, 11]), ("1_7", [7, 6, 6, 1]), ("1_10", [10, 9, 1, 8]),
                           ("0-10", [0, 9])):
        state, other = nps.Accumulator(answers), nps.Accumulator(answers * 3)
        counts, more = state.counts(scale), other.counts(scale)
        bounds, found = state.interval(scale=scale), nps.compare(counts, more)
        for call, wanted in {
            "nps_score({}, %s)": 100 * (counts.promoters - counts.detractors) / counts.n,
            "nps_n({}, %s)": counts.n, "nps_promoters({}, %s)": counts.promoters,
            "nps_passives({}, %s)": counts.passives, "nps_detractors({}, %s)": counts.detractors,
            "nps_lower({}, NULL, NULL, %s)": bounds.lower, "nps_upper({}, scale => %s)": bounds.upper,
            "(nps_read({}, scale => %s)).upper": bounds.upper, "(nps_json({}, scale => %s) ->> 'n')::integer": counts.n,
            "nps_compare_p({}, {}, scale => %s)": found.p_value,
            "(nps_compare_read({}, {}, scale => %s)).p": found.p_value,
        }.items():
            assert sql.value("SELECT " + call.format(text(state), text(other)), scale) == wanted, call


def test_json_has_the_text_that_every_engine_writes(sql):
    connection = sqlite3.connect(":memory:")
    nps.sqlite.register(connection)
    for state in (A, B, EMPTY):
        (wanted,) = connection.execute("SELECT nps_json(?, 0.9)", (state.to_bytes(),)).fetchone()
        assert sql.value(f"SELECT nps_json({text(state)}, 0.9)::text") == wanted
    connection.close()


def test_a_state_is_made_of_counts(sql):
    made = nps.Accumulator.from_bytes(sql.value("SELECT nps_state(46, 30, 14)::bytea"))
    assert made.counts() == nps.Counts(46, 30, 14) and made.answers[10] == 46


def test_what_has_no_value_is_null(sql):
    for name in ("nps_score({})", "nps_lower({})", "nps_upper({})", "nps_test({}, 0)", f"nps_compare({{}}, {text(A)})",
                 f"nps_compare_p({text(A)}, {{}})", f"nps_compare_read({text(A)}, {{}})"):
        assert sql.value("SELECT " + name.format(text(EMPTY))) is None
        assert sql.value("SELECT " + name.format("NULL")) is None
    for name in ("n", "promoters", "passives", "detractors", "missing", "invalid", "read", "json"):
        assert sql.value(f"SELECT nps_{name}(NULL)") is None
    assert sql.value(f"SELECT nps_test({text(A)}, NULL)") is None
    assert sql(f"SELECT n, score FROM nps_read({text(EMPTY)})") == [(0, None)]


SHOWN = 'not the text "ten"'
METHOD = f"the method must be one of auto, {', '.join(METHODS)}, {SHOWN}"
SCALE = f"the scale must be one of 0_10, 1_10, 1_5, 1_7, {SHOWN}"
LEVEL = "the level must be a number between 0 and 1, such as 0.95, not "
REFUSED = {
    "nps_lower({}, 95)": f"nps_lower: {LEVEL}95", "nps_upper({}, 0)": f"nps_upper: {LEVEL}0",
    "nps_lower({}, 'NaN')": f'nps_lower: {LEVEL}the text "NaN"', "nps_read({}, 1)": f"nps_read: {LEVEL}1",
    "nps_upper({}, 0.9, 'ten')": f"nps_upper: {METHOD}", "nps_read({}, NULL, 'ten')": f"nps_read: {METHOD}",
    "nps_lower(NULL, 95)": f"nps_lower: {LEVEL}95",
    "nps_test({}, 101)": "nps_test: the reference score or the margin is out of range",
    "nps_test({}, 'NaN')": 'nps_test: the reference must be a score from -100 to 100, not the text "NaN"',
    "nps_test({}, 0, 'ten')": f"nps_test: {SCALE}", "nps_score({}, 'ten')": f"nps_score: {SCALE}",
    "nps_read({}, scale => '1_5')": "nps_read: answers off the scale 1_5: 11",
    "nps_compare({}, {}, NULL, NULL, '1_7')": "nps_compare: answers off the scale 1_7: 9",
    "nps_state(1, -2, 3)": "nps_state: passives must be a whole number from 0, not -2",
    "nps_state(NULL, 2, 3)": "nps_state: promoters must be a whole number from 0, not NULL",
    "nps_compare({}, {}, -1)": f"nps_compare: {LEVEL}-1",
    "nps_compare_p({}, {}, NULL, 'ten')": f"nps_compare_p: {METHOD}",
    "nps_compare_lower({}, nps_state(100, 0, 0), NULL, 'exact')": "nps_compare_lower: ",
    "nps_n(nps_state(9223372036854775807, 0, 0) + nps_state(9223372036854775807, 0, 0))":
        "nps_n: 18446744073709551614 is more than an integer of SQL holds",
    "nps_score(nps_state(9223372036854775807, 9223372036854775807, 9223372036854775807))": "nps_score: ",
}


@pytest.mark.parametrize("call", REFUSED)
def test_messages_name_what_is_wrong(sql, call):
    message, code = sql.refused(f"SELECT {call.format(text(A), text(B))}")
    wanted = REFUSED[call]
    assert message == wanted or (wanted.endswith(": ") and message.startswith(wanted) and len(message) > len(wanted))
    assert code == "22023"


def test_a_long_text_is_shortened_between_its_letters(sql):
    message, _ = sql.refused(f"SELECT nps_lower({text(A)}, NULL, %s)", "é" * 1000 + "x")
    assert 'not the text "' + "é" * 20 + '"' in message
    message, _ = sql.refused(f"SELECT nps_lower({text(A)}, NULL, %s)", "x" + "é" * 1000)
    assert 'not the text "x' + "é" * 19 + '"' in message


def test_counts_beyond_bigint_are_errors(sql):
    message, code = sql.refused(f"SELECT nps_missing({text(LARGEST)})")
    assert (message, code) == ("nps_missing: 18446744073709551615 is more than an integer of SQL holds", "22023")


@pytest.mark.parametrize("call", [
    "nps_score('ten'::text)", "nps_score(1)", "nps_score('\\x00'::bytea)", "nps_agg('9'::text)", "nps_agg(true)",
    "nps_agg(now())", "nps_rollup(1)", "nps_agg(9, 1.5)"])
def test_arguments_of_other_types_are_refused(sql, call):
    message, code = sql.refused(f"SELECT {call}")
    assert code == "42883" and "does not exist" in message
