/* The unconditional exact interval: tables are ordered by a score statistic, and the p-value is the largest
 * probability over the nuisance parameter. The proof is in docs/exact.md.
 * SPDX-License-Identifier: MIT */
#include "exact.h"

#include "score.h"

#include <math.h>
#include <stddef.h>

/* Probabilities have a relative error below 1e-11. LOSS is more than what is left out of the coarsest of them, so that
 * a limit of LOSS is settled by the first bounds (docs/exact.md). */
static const double ROUNDING = 1e-11, LOSS = 1e-230;

/* The relative error of maxima over the nuisance parameter. */
static const double ERROR = 1e-10;

/* A p-value that is not too small, from a computed probability. */
static double outward(double probability)
{
    return fmin(1, probability * (1 + ROUNDING) + LOSS);
}

/* The same, where 0 means impossible. */
static double outward_if_possible(double probability)
{
    return probability == 0 ? 0 : outward(probability);
}

double nps_exact_limit(double alpha)
{
    return (alpha - LOSS) / (1 + ROUNDING);
}

static int is_whole(double x)
{
    return x == floor(x);
}

static nps_status check(const nps_real_counts *counts)
{
    if (!is_whole(counts->promoters) || !is_whole(counts->passives) || !is_whole(counts->detractors))
        return NPS_ERROR_UNAVAILABLE;
    return nps_real_counts_total(counts) <= NPS_EXACT_MAX ? NPS_OK : NPS_ERROR_TOO_MANY;
}

nps_exact_spans nps_exact_spans_above(const nps_real_counts *counts, double theta)
{
    return (nps_exact_spans){{{*counts, 1, fmax(theta, 0)}, {nps_mirror(counts), 0, -theta}}, theta < 0 ? 2 : 1};
}

double nps_exact_highest_accepted(const nps_real_counts *counts)
{
    return fmax(nps_real_counts_theta(counts), nps_exact_centre(counts));
}

static double upper_bound(nps_exact_search *search, const nps_real_counts *counts)
{
    const double start = nps_exact_highest_accepted(counts);
    const nps_exact_spans spans = nps_exact_spans_above(counts, start);
    double found;
    int i;
    if (start == 1)
        return 1;
    for (i = 0; i < spans.count; i++)
        if (nps_exact_find_outermost(search, &spans.items[i], &found))
            return i == 0 ? found : -found;
    return start;
}

static void remember(nps_exact_memory *memory, int answers, double alpha)
{
    if (memory->search.answers != answers || memory->alpha != alpha)
        nps_exact_blocks_init(&memory->blocks);
    nps_exact_search_begin(&memory->search, answers, memory->space);
    memory->search.limit = nps_exact_limit(alpha);
    memory->search.blocks = &memory->blocks;
    memory->alpha = alpha;
}

nps_status nps_exact_interval(nps_exact_memory *memory, const nps_real_counts *counts, double alpha, nps_bounds *theta)
{
    const nps_real_counts mirror = nps_mirror(counts);
    const nps_status status = check(counts);
    if (status)
        return status;
    remember(memory, (int)nps_real_counts_total(counts), alpha);
    theta->upper = upper_bound(&memory->search, counts);
    theta->lower = -upper_bound(&memory->search, &mirror);
    return NPS_OK;
}

/* The largest p-value over all theta from a given one upwards. */
static double two_sided_above(nps_exact_search *search, const nps_real_counts *counts, double theta)
{
    const nps_exact_spans spans = nps_exact_spans_above(counts, theta);
    int i;
    if (theta <= nps_exact_highest_accepted(counts) + NPS_EXACT_REFERENCE_ROUNDING)
        return 1;
    /* At theta = 1 only the table of n promoters is possible. */
    if (theta == 1)
        return 0;
    search->limit = fmax(LOSS, nps_exact_point(search, &spans.items[spans.count - 1].counts, fabs(theta)));
    for (i = 0; i < spans.count && search->limit < 1; i++)
        nps_exact_raise_limit(search, &spans.items[i]);
    return outward(search->limit);
}

/* The score and the centre lie between the upper and the lower part. */
static double two_sided(nps_exact_search *search, const nps_real_counts *counts, double theta)
{
    const nps_real_counts mirror = nps_mirror(counts);
    const double above = two_sided_above(search, counts, theta);
    return above < 1 ? above : two_sided_above(search, &mirror, -theta);
}

static double maximum_of_sum(nps_exact_search *search)
{
    return outward(nps_exact_maximum(search->answers, search->sum, ERROR, &search->scratch));
}

/* The probability, for theta >= 0, of a statistic at least as high as the observed one; and at least as low. */
static double high_tail(nps_exact_search *search, const nps_real_counts *counts, double theta)
{
    const int line = nps_exact_line(theta);
    nps_exact_region region;
    nps_exact_upper_region(&region, search->answers, nps_exact_statistic(counts, line), line);
    nps_exact_clear(search->answers, search->sum);
    nps_exact_add_upper_tail(&search->mixture, &region, theta, NPS_EXACT_LEAST_NEGLIGIBLE, search->sum);
    return maximum_of_sum(search);
}

static double low_tail(nps_exact_search *search, const nps_real_counts *counts, double theta)
{
    const int line = nps_exact_line(theta);
    nps_exact_region region;
    /* Every table is at most as high as the table of n promoters. */
    if (counts->promoters == search->answers)
        return 1;
    nps_exact_lower_region(&region, search->answers, nps_exact_statistic(counts, line), line);
    nps_exact_clear(search->answers, search->sum);
    nps_exact_add_lower_tail(&search->mixture, &region, theta, NPS_EXACT_LEAST_NEGLIGIBLE, search->sum);
    return maximum_of_sum(search);
}

static double greater(nps_exact_search *search, const nps_real_counts *counts, double theta)
{
    const nps_real_counts mirror = nps_mirror(counts);
    return theta < 0 ? low_tail(search, &mirror, -theta) : high_tail(search, counts, theta);
}

nps_status nps_exact_p_value(nps_exact_memory *memory, const nps_real_counts *counts, double theta,
                             nps_alternative alternative, double *p)
{
    const nps_real_counts mirror = nps_mirror(counts);
    const nps_status status = check(counts);
    nps_exact_search *search = &memory->search;
    if (status)
        return status;
    memory->alpha = 0;
    nps_exact_search_begin(search, (int)nps_real_counts_total(counts), memory->space);
    search->blocks = NULL;
    switch (alternative) {
    case NPS_GREATER: *p = greater(search, counts, theta); break;
    case NPS_LESS: *p = greater(search, &mirror, -theta); break;
    case NPS_TWO_SIDED: *p = two_sided(search, counts, theta); break;
    }
    return NPS_OK;
}

static void population_interval(nps_exact_population *memory, int people, const nps_real_counts *counts, double alpha,
                                nps_bounds *theta)
{
    const nps_real_counts mirror = nps_mirror(counts);
    const double limit = nps_exact_limit(alpha);
    theta->upper = nps_exact_population_upper(memory, people, counts, nps_exact_highest_accepted(counts), limit);
    theta->lower = -nps_exact_population_upper(memory, people, &mirror, nps_exact_highest_accepted(&mirror), limit);
}

static double population_two_sided(nps_exact_population *memory, int people, const nps_real_counts *counts,
                                   double theta)
{
    const nps_real_counts mirror = nps_mirror(counts);
    if (theta > nps_exact_highest_accepted(counts) + NPS_EXACT_REFERENCE_ROUNDING)
        return outward_if_possible(nps_exact_population_above(memory, people, counts, theta, LOSS));
    if (-theta > nps_exact_highest_accepted(&mirror) + NPS_EXACT_REFERENCE_ROUNDING)
        return outward_if_possible(nps_exact_population_above(memory, people, &mirror, -theta, LOSS));
    return 1;
}

static double population_p_value(nps_exact_population *memory, int people, const nps_real_counts *counts, double theta,
                                 nps_alternative alternative)
{
    const nps_real_counts mirror = nps_mirror(counts);
    switch (alternative) {
    case NPS_GREATER: return outward_if_possible(nps_exact_population_greater(memory, people, counts, theta));
    case NPS_LESS: return outward_if_possible(nps_exact_population_greater(memory, people, &mirror, -theta));
    case NPS_TWO_SIDED: break;
    }
    return population_two_sided(memory, people, counts, theta);
}

static int is_endless(const nps_setting *setting)
{
    return setting->population == 0 || setting->population > NPS_EXACT_POPULATION_MAX;
}

static nps_status bounds(const nps_setting *setting, const nps_real_counts *counts, double alpha, nps_bounds *theta)
{
    if (is_endless(setting))
        return nps_exact_interval(setting->memory, counts, alpha, theta);
    population_interval(setting->memory, (int)setting->population, counts, alpha, theta);
    return NPS_OK;
}

static nps_status p_value(const nps_setting *setting, const nps_real_counts *counts, double theta,
                          nps_alternative alternative, double *p)
{
    if (is_endless(setting))
        return nps_exact_p_value(setting->memory, counts, theta, alternative, p);
    *p = population_p_value(setting->memory, (int)setting->population, counts, theta, alternative);
    return NPS_OK;
}

const nps_procedure nps_exact_procedure = {.center = nps_real_counts_theta,
                                           .bounds_with = bounds,
                                           .p_value_with = p_value,
                                           .memory_size = NPS_EXACT_ANY_MEMORY_SIZE(NPS_EXACT_SMALL_MAX)};

const nps_procedure nps_exact_large_procedure = {.center = nps_real_counts_theta,
                                                 .bounds_with = bounds,
                                                 .p_value_with = p_value,
                                                 .memory_size = NPS_EXACT_ANY_MEMORY_SIZE(NPS_EXACT_MAX)};
