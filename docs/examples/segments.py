# SPDX-License-Identifier: MIT
import nps

monday = nps.Accumulator([10, 9, 9, 8, 10, 99, 7, 10, 9, 6], missing_codes=[99])
friday = nps.Accumulator([6, 9, 3, 8, None, 5, 7, 10, 2, 6])
print(nps.compare(friday, monday))
print(nps.compare_benchmark(monday + friday, 36))

stars = nps.Accumulator([5, 5, 4, 5, 3])
print(stars.counts("1_5").score)

shops = nps.Groups()
shops.update(["Rome", "Oslo", "Rome", "Oslo"], [9, 10, 4, 8])
for shop, survey in shops.items():
    print(shop, survey.score, survey.interval())
