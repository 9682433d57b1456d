"""The functions of SQLite, from the extension and from nps.sqlite. SPDX-License-Identifier: MIT"""

import doctest
import json
import os
import sqlite3
import subprocess
from contextlib import closing

import nps
import nps.sqlite
import pytest

EXTENSION = os.environ["NPS_SQLITE"]
ANSWERS = [10, 9, 9, 8, 7, 6, 10, 3, None, 11, -1, 0, 7.5, 9.0, float("inf"), 10, 10, 5, None, 8]
A, B = nps.Accumulator(ANSWERS), nps.Accumulator([2, 10, 9, 7, 7, 0, 6])
EMPTY = nps.Accumulator().to_bytes()


def loaded():
    connection = sqlite3.connect(":memory:")
    connection.enable_load_extension(True)
    connection.load_extension(EXTENSION)
    connection.enable_load_extension(False)
    return connection


def registered():
    connection = sqlite3.connect(":memory:")
    nps.sqlite.register(connection)
    return connection


@pytest.fixture(params=[loaded, registered])
def connection(request):
    made = request.param()
    yield made
    made.close()


def value(connection, query, *parameters):
    return connection.execute(query, parameters).fetchone()[0]


def refused(query, *parameters):
    """The message for a query, which both ways of adding the functions give alike."""
    messages = []
    for made in (loaded(), registered()):
        with pytest.raises(sqlite3.Error) as error:
            made.execute(query, parameters).fetchall()
        said = str(error.value)
        messages.append(nps.sqlite.last_error() if said.startswith("user-defined ") else said)
        made.close()
    assert messages[0] == messages[1]
    return messages[0]


def fill(connection):
    connection.execute("CREATE TABLE answers (place INTEGER PRIMARY KEY, shop, answer)")
    rows = [(("Rome", "Oslo", "Lima")[place % 3], answer) for place, answer in enumerate(ANSWERS)]
    connection.executemany("INSERT INTO answers (shop, answer) VALUES (?, ?)", rows)
    return rows


def test_the_state_has_the_bytes_of_the_library(connection):
    rows = fill(connection)
    assert value(connection, "SELECT nps_agg(answer) FROM answers") == A.to_bytes()
    for shop, state in connection.execute("SELECT shop, nps_agg(answer) FROM answers GROUP BY shop"):
        assert state == nps.Accumulator([answer for name, answer in rows if name == shop]).to_bytes()


def test_a_row_may_stand_for_many(connection):
    counted = value(connection, "SELECT nps_agg(answer, times) FROM (SELECT 9 answer, 3000 times UNION SELECT NULL, 7 "
                                "UNION SELECT 12, 2 UNION SELECT 4, 0)")
    assert counted == nps.Accumulator.from_counts([0] * 9 + [3000, 0], missing=7, invalid=2).to_bytes()


def test_states_of_shops_roll_up_to_that_of_all(connection):
    fill(connection)
    shops = "(SELECT nps_agg(answer) state FROM answers GROUP BY shop UNION ALL SELECT NULL)"
    assert value(connection, f"SELECT nps_rollup(state) FROM {shops}") == A.to_bytes()


def test_no_rows_are_null_and_answers_that_are_missing_are_rows(connection):
    for none in ("nps_agg(1) WHERE 0", "nps_rollup(1) WHERE 0", "nps_rollup(NULL)"):
        assert value(connection, f"SELECT {none}") is None
    assert value(connection, "SELECT nps_agg(NULL)") == nps.Accumulator([None]).to_bytes()
    assert value(connection, "SELECT nps_agg(9, 0)") == EMPTY


@pytest.mark.parametrize("frame", ["3 PRECEDING", "BETWEEN 2 PRECEDING AND 1 FOLLOWING", "UNBOUNDED PRECEDING",
                                   "BETWEEN 3 FOLLOWING AND 4 FOLLOWING"])
def test_windows_equal_recomputation(connection, frame):
    if not hasattr(connection, "create_window_function"):
        pytest.skip("needs Python 3.11")
    fill(connection)
    window = f"OVER (ORDER BY place ROWS {frame})"
    first, last = {"3 PRECEDING": (3, 0), "UNBOUNDED PRECEDING": (99, 0), "BETWEEN 2 PRECEDING AND 1 FOLLOWING": (2, 1),
                   "BETWEEN 3 FOLLOWING AND 4 FOLLOWING": (-3, 4)}[frame]
    seen = [ANSWERS[max(0, row - first):row + last + 1] for row in range(len(ANSWERS))]
    wanted = [nps.Accumulator(answers).to_bytes() if answers else None for answers in seen]
    found = [row[0] for row in connection.execute(f"SELECT nps_agg(answer) {window} FROM answers")]
    assert found == wanted
    connection.execute("CREATE TABLE days AS SELECT place, nps_agg(answer) state FROM answers GROUP BY place")
    assert [row[0] for row in connection.execute(f"SELECT nps_rollup(state) {window} FROM days")] == wanted


def test_figures_are_those_of_the_library(connection):
    state, other = A.to_bytes(), B.to_bytes()
    counts = A.counts()
    for name, wanted in {
        "nps_score(?1)": A.score, "nps_n(?1)": A.n, "nps_promoters(?1)": counts.promoters,
        "nps_passives(?1)": counts.passives, "nps_detractors(?1)": counts.detractors, "nps_missing(?1)": A.missing,
        "nps_invalid(?1)": A.invalid, "nps_lower(?1)": A.interval().lower, "nps_upper(?1)": A.interval().upper,
        "nps_lower(?1, 0.9)": A.interval(level=0.9).lower,
        "nps_upper(?1, NULL, 'Wald')": A.interval(method="wald").upper,
        "nps_lower(?1, 0.99, 'adjusted_WALD')": A.interval(level=0.99, method="adjusted wald").lower,
        "nps_test(?1, 36)": A.test(36).p_value, "nps_test(?1, -20.5)": A.test(-20.5).p_value,
    }.items():
        assert value(connection, f"SELECT {name}", state) == wanted, name
    for level, method in ((0.95, "auto"), (0.9, "score"), (0.5, "bayes")):
        found = nps.compare(A, B, level=level, method=method)
        for suffix, wanted in {"": found.difference, "_lower": found.lower, "_upper": found.upper,
                               "_p": found.p_value}.items():
            query = f"SELECT nps_compare{suffix}(?, ?, {level}, '{method}')"
            assert value(connection, query, state, other) == wanted, query
    assert value(connection, "SELECT nps_compare_p(?, ?)", state, other) == nps.compare(A, B).p_value
    assert value(connection, "SELECT nps_version()") == nps.__version__


@pytest.mark.parametrize("scale", ["1_10", "1_5", "1_7", "0_10"])
def test_other_scales(connection, scale):
    a, b = nps.Accumulator([5, 5, 4, 1, 3, 5, 2, None, 11]), nps.Accumulator([1, 3, 5])
    first, second, counts = a.to_bytes(), b.to_bytes(), a.counts(scale)
    for name, wanted in {
        "nps_score(?1, ?3)": counts.score, "nps_n(?1, ?3)": 7, "nps_promoters(?1, ?3)": counts.promoters,
        "nps_passives(?1, ?3)": counts.passives, "nps_detractors(?1, ?3)": counts.detractors,
        "nps_lower(?1, NULL, NULL, ?3)": counts.interval().lower,
        "nps_upper(?1, 0.9, 'score', ?3)": counts.interval(level=0.9, method="score").upper,
        "nps_test(?1, 12, ?3)": counts.test(12).p_value,
        "nps_compare_p(?1, ?2, NULL, NULL, ?3)": nps.compare(counts, b.counts(scale)).p_value,
    }.items():
        query = f"SELECT {name}, ?1, ?2, ?3"
        assert value(connection, query, first, second, scale.replace("_", "-")) == wanted, name
    read = json.loads(value(connection, "SELECT nps_json(?, 0.5, NULL, ?)", first, scale))
    assert (read["promoters"], read["score"], read["missing"]) == (counts.promoters, counts.score, 1)


def test_a_state_is_made_of_counts(connection):
    made = nps.Accumulator.from_bytes(value(connection, "SELECT nps_state(46, 30, 14)"))
    assert made.counts() == nps.Counts(46, 30, 14) and made.answers[10] == 46


def test_json(connection):
    for state in (A, B, nps.Accumulator([9] * 3), nps.Accumulator([10, 10, 0, 0]), nps.Accumulator([None, 11])):
        for level in (0.95, 0.5, 1e-5):
            read = json.loads(value(connection, "SELECT nps_json(?, ?)", state.to_bytes(), level))
            bounds = state.interval(level=level) if state.n else None
            assert read == {
                "n": state.n, **state.counts(), "missing": state.missing, "invalid": state.invalid, "level": level,
                "score": state.score if state.n else None, "lower": bounds and bounds.lower,
                "upper": bounds and bounds.upper, "method": bounds and bounds.method,
            }
            with closing(loaded()) as one, closing(registered()) as other:
                texts = {value(made, "SELECT nps_json(?, ?)", state.to_bytes(), level) for made in (one, other)}
            assert len(texts) == 1
    assert value(connection, "SELECT json_extract(nps_json(nps_agg(10)), '$.score')") == 100


def test_what_has_no_value_is_null(connection):
    of_one = ["score", "lower", "upper"]
    for name in of_one:
        assert value(connection, f"SELECT nps_{name}(?)", EMPTY) is None
    assert value(connection, "SELECT nps_test(?, 0)", EMPTY) is None
    assert value(connection, "SELECT nps_compare(?, ?)", EMPTY, A.to_bytes()) is None
    for name in [*of_one, "n", "promoters", "passives", "detractors", "missing", "invalid", "json"]:
        assert value(connection, f"SELECT nps_{name}(NULL)") is None
    assert value(connection, "SELECT nps_compare_p(NULL, ?)", A.to_bytes()) is None
    assert value(connection, "SELECT nps_test(?, NULL)", A.to_bytes()) is None


STATE = "x'" + A.to_bytes().hex() + "'"
SHOWN = "not the text \"ten\""
REFUSED = {
    "nps_agg('ten')": f"nps_agg: an answer is a number or NULL, {SHOWN}; see CAST(... AS INTEGER)",
    "nps_agg(x'00')": "nps_agg: an answer is a number or NULL, not a blob of 1 bytes; see CAST(... AS INTEGER)",
    "nps_agg(9, -1)": "nps_agg: times must be a whole number from 0, not -1",
    "nps_agg(9, NULL)": "nps_agg: times must be a whole number from 0, not NULL",
    "nps_agg(9, 1.5)": "nps_agg: times must be a whole number from 0, not 1.5",
    "nps_rollup('ten')": f"nps_rollup: a state is a blob, as nps_agg() makes it, {SHOWN}",
    "nps_score(31)": "nps_score: a state is a blob, as nps_agg() makes it, not 31",
    "nps_n(x'')": "nps_n: the state is damaged or of another kind: {}",
    "nps_missing(x'00')": "nps_missing: the state is damaged or of another kind: {}",
    f"nps_lower({STATE}, 95)": "nps_lower: the level must be a number between 0 and 1, such as 0.95, not 95",
    f"nps_upper({STATE}, 'ten')": f"nps_upper: the level must be a number between 0 and 1, such as 0.95, {SHOWN}",
    f"nps_json({STATE}, 0.9, 'ten')": 'nps_json: the method must be one of auto, exact, score, '
                                      "skewness-corrected score, adjusted wald, agresti-min, bonett-price, wald, "
                                      f"bayes, anytime, {SHOWN}",
    f"nps_score({STATE}, 'ten')": f"nps_score: the scale must be one of 0_10, 1_10, 1_5, 1_7, {SHOWN}",
    f"nps_n({STATE}, '1-5')": "nps_n: answers off the scale 1_5: 12",
    f"nps_json({STATE}, NULL, NULL, '1_10')": "nps_json: answers off the scale 1_10: 1",
    f"nps_test({STATE}, 'ten')": f"nps_test: the reference must be a score from -100 to 100, {SHOWN}",
    "nps_state(1, -2, 3)": "nps_state: passives must be a whole number from 0, not -2",
    f"nps_compare({STATE}, 'ten')": f"nps_compare: a state is a blob, as nps_agg() makes it, {SHOWN}",
}


@pytest.mark.parametrize("call", REFUSED)
def test_messages_name_what_is_wrong(call):
    found, wanted = refused(f"SELECT {call}"), REFUSED[call]
    if wanted.endswith("{}"):
        assert found.startswith(wanted[:-2]) and len(found) > len(wanted)
    else:
        assert found == wanted


def test_a_long_text_is_shortened():
    said = refused("SELECT nps_agg(?)", "x" * 1000)
    assert "x" * 40 + '"' in said and "x" * 41 not in said


def test_every_damage_of_a_state_is_an_error(connection):
    good = A.to_bytes()
    damaged = [good[:length] for length in range(len(good))] + [good + b"\0"]
    damaged += [good[:place] + bytes([good[place] ^ 1 << bit]) + good[place + 1:]
                for place in range(len(good)) for bit in range(8)]
    for state in damaged:
        for query in ("SELECT nps_score(?)", "SELECT nps_rollup(?)", "SELECT nps_json(?)"):
            with pytest.raises(sqlite3.OperationalError):
                connection.execute(query, (state,)).fetchall()


def test_a_state_of_another_kind_is_an_error():
    said = refused("SELECT nps_score(?)", nps.Weighted([9], [1.5]).to_bytes())
    assert said.startswith("nps_score: the state is damaged or of another kind: ")


def test_counts_beyond_integers_are_errors():
    twice = "(SELECT nps_state(9223372036854775807, 0, 0) state UNION ALL SELECT nps_state(9223372036854775807, 0, 0))"
    said = refused(f"SELECT nps_n(nps_rollup(state)) FROM {twice}")
    assert said == "nps_n: 18446744073709551614 is more than an integer of SQL holds"
    thrice = twice[:-1] + " UNION ALL SELECT nps_state(9223372036854775807, 0, 0))"
    assert refused(f"SELECT nps_rollup(state) FROM {thrice}").startswith("nps_rollup: ")


def test_an_error_in_a_statement_leaves_the_connection_usable(connection):
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("SELECT nps_agg(x) FROM (SELECT 9 x UNION ALL SELECT 'ten')").fetchall()
    assert value(connection, "SELECT nps_score(nps_agg(9))") == 100


def test_both_have_the_same_functions():
    query = "SELECT name, narg FROM pragma_function_list WHERE name LIKE 'nps%' ORDER BY 1, 2"
    with closing(loaded()) as one, closing(registered()) as other:
        first, second = (made.execute(query).fetchall() for made in (one, other))
    assert first == second and len(first) > 30


def test_figures_can_be_indexed_and_used_in_views_of_others():
    with closing(loaded()) as made:
        made.execute("PRAGMA trusted_schema = 0")
        made.execute("CREATE TABLE days (day, state)")
        made.execute("CREATE INDEX by_score ON days (nps_score(state))")
        made.execute("CREATE VIEW figures AS SELECT nps_score(nps_rollup(state)) score FROM days")
        made.execute("INSERT INTO days VALUES (1, nps_state(3, 1, 0))")
        assert value(made, "SELECT score FROM figures") == 75


def test_the_shell_loads_it(tmp_path):
    database = tmp_path / "answers.db"
    lines = [f".load {EXTENSION}", "CREATE TABLE answers (answer);",
             "INSERT INTO answers VALUES (10), (9), (3), (NULL);",
             "SELECT nps_n(nps_agg(answer)), nps_missing(nps_agg(answer)) FROM answers;"]
    done = subprocess.run(["sqlite3", str(database)], input="\n".join(lines), capture_output=True, text=True,
                          check=True)
    assert (done.stdout, done.stderr) == ("3|1\n", "")


def test_the_examples_of_the_module_print_what_they_say():
    found = doctest.testmod(nps.sqlite, extraglobs={"nps": nps})
    assert found.attempted > 10 and found.failed == 0


def test_registering_again_changes_nothing(connection):
    nps.sqlite.register(connection)
    assert value(connection, "SELECT nps_score(nps_agg(9))") == 100


def test_a_closed_connection_is_refused():
    made = sqlite3.connect(":memory:")
    made.close()
    with pytest.raises(sqlite3.Error):
        nps.sqlite.register(made)
