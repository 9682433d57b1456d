/* The critical region of the benchmark is found once, and its probability is summed. The tables at its edge that are
 * not too improbable are examined (exact_rejection.h).
 * SPDX-License-Identifier: MIT */
#include "exact_benchmark.h"

#include "../interrupt.h"
#include "../math/special.h"
#include "../method/exact_rejection.h"
#include "binomial.h"

#include <stdbool.h>

/* Tables of this probability or less are not examined. */
static const double NEGLIGIBLE = 1e-7;

_Static_assert(NPS_PLAN_EXACT_MAX <= NPS_EXACT_REJECTION_MAX, "the memory of the test is too small");

/* A sample and the tables that differ significantly from the benchmark. */
struct exact_sample {
    int answers;
    nps_plan_shares shares;
    double passives_of_rest; /* the share of passives among those who are not detractors */
    nps_exact_rejection rejection;
};

static double passives_probability(const struct exact_sample *sample, int passives, int detractors)
{
    return nps_binomial_probability(passives, sample->answers - detractors, sample->passives_of_rest);
}

static double detractors_probability(const struct exact_sample *sample, int detractors)
{
    return nps_binomial_probability(detractors, sample->answers, sample->shares.detractors);
}

/* The tables of one number of detractors at one edge of the region: the outermost one that is not too improbable is
 * examined next. */
struct edge {
    int16_t *limit; /* of the passives, in the region */
    int detractors, passives;
    int inwards; /* 1 or -1: where the passives are deeper in the region */
};

/* Goes inwards from a table, it included, to the next one to examine; false if there is none. */
static bool find_next(const struct exact_sample *sample, struct edge *edge)
{
    const double of_detractors = detractors_probability(sample, edge->detractors);
    const int most = sample->answers - edge->detractors;
    for (; of_detractors > NEGLIGIBLE && edge->passives >= 0 && edge->passives <= most; edge->passives += edge->inwards)
        if (of_detractors * passives_probability(sample, edge->passives, edge->detractors) > NEGLIGIBLE)
            return true;
    return false;
}

/* The edges with tables to examine. */
static int find_edges(struct exact_sample *sample, struct edge *edges)
{
    nps_exact_region *const region = &sample->rejection.region;
    int detractors, count = 0;
    for (detractors = 0; detractors <= sample->answers; detractors++) {
        int16_t *const upper = &region->upper[detractors], *const lower = &region->lower[detractors];
        edges[count] = (struct edge){upper, detractors, *upper, -1};
        count += find_next(sample, &edges[count]);
        edges[count] = (struct edge){lower, detractors, *lower, 1};
        count += find_next(sample, &edges[count]);
    }
    return count;
}

/* Takes the accepted tables from the edges of the region. It is an up-set and a down-set of tables, and so are the
 * rejected tables in it: from the first rejected one on, all are. */
static nps_status examine_edges(struct exact_sample *sample, const nps_interrupt *interrupt)
{
    struct edge edges[NPS_EXACT_REJECTION_TABLES];
    nps_real_counts tables[NPS_EXACT_REJECTION_TABLES];
    int count = find_edges(sample, edges), accepted = 0;
    nps_status status = NPS_OK;
    while (!status && accepted >= 0) {
        int i;
        for (i = 0; i < count; i++)
            tables[i] = (nps_real_counts){sample->answers - edges[i].passives - edges[i].detractors, edges[i].passives,
                                          edges[i].detractors};
        accepted = nps_exact_rejection_find_accepted(&sample->rejection, tables, count);
        if (accepted >= 0) {
            struct edge *edge = &edges[accepted];
            edge->passives += edge->inwards;
            *edge->limit = (int16_t)edge->passives;
            if (!find_next(sample, edge))
                *edge = edges[--count];
        }
        status = nps_interrupt_check(interrupt);
    }
    return status;
}

static double probability_of_region(const struct exact_sample *sample)
{
    const nps_exact_region *region = &sample->rejection.region;
    double sum = 0;
    int detractors;
    for (detractors = 0; detractors <= sample->answers; detractors++) {
        const int upper = region->upper[detractors], lower = region->lower[detractors];
        nps_binomial_cdf passives;
        nps_binomial_cdf_init(&passives, sample->answers - detractors, sample->passives_of_rest);
        sum += detractors_probability(sample, detractors) *
               (lower <= upper + 1
                    ? 1
                    : nps_binomial_cdf_at(&passives, upper) + 1 - nps_binomial_cdf_at(&passives, lower - 1));
    }
    return fmin(1, sum);
}

/* The shares, for a benchmark that is not negative. */
static nps_plan_shares turned(const nps_plan_shares *shares, double benchmark)
{
    return benchmark < 0 ? (nps_plan_shares){shares->detractors, shares->passives, shares->promoters} : *shares;
}

nps_status nps_plan_exact_benchmark_power(const nps_plan_arm *sample, double benchmark,
                                          const nps_plan_criterion *criterion, double *power)
{
    struct exact_sample exact = {.answers = (int)sample->n, .shares = turned(&sample->shares, benchmark)};
    const double rest = exact.shares.promoters + exact.shares.passives;
    nps_status status = nps_interrupt_check(&criterion->interrupt);
    if (status)
        return status;
    exact.passives_of_rest = rest > 0 ? exact.shares.passives / rest : 0;
    nps_exact_rejection_init(&exact.rejection, exact.answers, fabs(benchmark) / 100, nps_plan_alpha(criterion));
    if (!criterion->is_coarse)
        status = examine_edges(&exact, &criterion->interrupt);
    if (!status)
        *power = probability_of_region(&exact);
    return status;
}
