# SPDX-License-Identifier: MIT
import nps

shops = {
    "Rome": nps.Counts(promoters=46, passives=30, detractors=14),
    "Oslo": nps.Counts(promoters=31, passives=22, detractors=27),
    "Lima": nps.Counts(promoters=28, passives=8, detractors=9),
}

# Many segments at once: every pair, with p-values that count how many were looked at.
for pair, found in nps.segments_compare_pairs(shops).items():
    print(pair, found)
print("best:", {shop: round(share, 2) for shop, share in nps.segments_best(shops).items()})
print("ranks:", nps.segments_rank(shops))

# A dashboard that is looked at every day needs an interval that holds at every look.
print(shops["Oslo"].interval(method="anytime"))

# 90 of the 120 customers of Rome have answered: there is little left to be uncertain about.
print(shops["Rome"].interval(population=120))

# Before the next survey: how many answers for +-5 points, and how many invitations if a fifth answers?
answers = nps.plan_respondents(margin=5)
print(answers, "answers,", nps.plan_invitations(respondents=answers, rate=0.2, assurance=0.95), "invitations")
