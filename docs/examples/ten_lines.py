# SPDX-License-Identifier: MIT
import nps

survey = nps.Accumulator([10, 9, 9, 8, 7, 6, 10, 3])
lower, upper = survey.interval(level=0.95)
print(f"NPS {survey.score:.1f}, 95 % interval {lower:.1f} to {upper:.1f}")
