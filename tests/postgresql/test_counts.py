"""The queries of nps.sql on a real server, beside the extension. SPDX-License-Identifier: MIT"""

import nps
import nps.sql
import pytest
from survey import ANSWERS, fill


@pytest.mark.parametrize("kind", ["smallint", "numeric", "double precision"])
def test_counting_queries_count_what_the_aggregate_counts(sql, kind):
    fill(sql, kind=kind)
    if kind == "double precision":
        sql("INSERT INTO answers VALUES (100, 'Rome', 'NaN'), (101, 'Oslo', 'Infinity'), (102, 'Lima', 7.5)")
    with sql.connection.cursor() as cursor:
        cursor.execute(nps.sql.counts("postgresql", "answers", "answer", ["shop"]))
        counted = nps.from_counts(cursor, by="shop")
    found = sql("SELECT shop, nps_n(s), nps_missing(s), nps_invalid(s), nps_promoters(s), nps_score(s), nps_lower(s) "
                "FROM (SELECT shop, nps_agg(answer) s FROM answers GROUP BY shop) states")
    assert len(found) == len(list(counted)) == 3
    for shop, *figures in found:
        state = counted[shop]
        assert figures == [state.n, state.missing, state.invalid, state.counts().promoters, state.score,
                           state.interval().lower]


def test_adjusted_wald_in_plain_sql(sql):
    fill(sql)
    with sql.connection.cursor() as cursor:
        cursor.execute(nps.sql.adjusted_wald("postgresql", "answers", "answer"))
        (row,) = cursor.fetchall()
        plain = dict(zip((column.name for column in cursor.description), row))
    bounds = nps.Accumulator(ANSWERS).interval(method="adjusted wald")
    assert (plain["lower"], plain["upper"]) == pytest.approx((bounds.lower, bounds.upper), abs=1e-12)
