/* SPDX-License-Identifier: MIT */
#include "counts.h"

#include "support/checked.h"

nps_status nps_counts_total(const nps_counts *counts, uint64_t *total)
{
    uint64_t sum;
    if (!counts)
        return NPS_ERROR_NULL;
    if (!checked_add(counts->promoters, counts->passives, &sum) || !checked_add(sum, counts->detractors, &sum))
        return NPS_ERROR_OVERFLOW;
    if (sum == 0)
        return NPS_ERROR_EMPTY;
    *total = sum;
    return NPS_OK;
}

bool nps_counts_add(nps_counts *to, const nps_counts *from)
{
    return checked_add(to->promoters, from->promoters, &to->promoters) &&
           checked_add(to->passives, from->passives, &to->passives) &&
           checked_add(to->detractors, from->detractors, &to->detractors);
}

nps_real_counts nps_counts_to_real(const nps_counts *counts)
{
    return (nps_real_counts){(double)counts->promoters, (double)counts->passives, (double)counts->detractors};
}

/* The largest count for which 100 times the count is exact as a double. */
static const uint64_t EXACT_HUNDREDFOLD = (UINT64_C(1) << 53) / 100;

/* 100 times a share. It is correctly rounded where numerator and denominator are exact, so whole scores are whole. */
static double percentage(uint64_t part, uint64_t total)
{
    if (total <= EXACT_HUNDREDFOLD)
        return (double)(100 * part) / (double)total;
    return 100 * ((double)part / (double)total);
}

nps_status nps_score(const nps_counts *counts, double *score)
{
    uint64_t total;
    nps_status status;
    if (!score)
        return NPS_ERROR_NULL;
    status = nps_counts_total(counts, &total);
    if (status)
        return status;
    /* The difference is taken in integers, because doubles would lose it above 2^53. */
    *score = counts->promoters >= counts->detractors ? percentage(counts->promoters - counts->detractors, total)
                                                     : -percentage(counts->detractors - counts->promoters, total);
    return NPS_OK;
}
