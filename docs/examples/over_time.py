# SPDX-License-Identifier: MIT
from datetime import date, timedelta

import nps

# Two years of eight answers a week: each of 104 customers answers eight times, and they get happier in the second year.
answers = [10, 9, 8, 3, 7, 10, 6, 5] * 52 + [10, 9, 8, 9, 7, 10, 6, 9] * 52
survey = {
    "date": [date(2024, 1, 1) + timedelta(days=7 * (row // 8)) for row in range(len(answers))],
    "customer": [row * 7 % 104 for row in range(len(answers))],
    "answer": answers,
}

quarters = nps.trend(survey, "answer", "date", every="quarter")
for quarter in quarters[-3:]:
    print(quarter.period, quarter.n, f"{quarter.score:.1f} ({quarter.lower:.1f} to {quarter.upper:.1f})")
print(nps.trend_test(quarters))
print(nps.compare_before_after(quarters, date(2025, 1, 1)))

# The score of the last 90 days on each day, of which the first 89 are not full; one answer of each customer in it.
rolling = nps.trend(survey, "answer", "date", window=90, respondent="customer")
print(rolling[-1].first, rolling[-1].last, rolling[-1].n, round(rolling[-1].score, 1))

watch = nps.Watch(12.5)
watch.update(answers)
print(watch.alarmed, watch.alarm_direction, survey["date"][watch.at - 1])
