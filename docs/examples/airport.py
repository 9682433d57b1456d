# SPDX-License-Identifier: MIT
import nps

survey = nps.read_survey("docs/examples/data/sfo_2018.csv")
table = nps.summarize(survey, "answer", by="boarding_area", missing_codes=[11])
print(table)
table.plot(benchmark=36, level=0.95).figure_.savefig("airport.png")
