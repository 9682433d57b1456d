/* The critical region of the benchmark is found once, and its probability is summed. The tables at its edge that are
 * not too improbable are examined one by one (exact_rejection.h).
 * SPDX-License-Identifier: MIT */
#include "exact_benchmark.h"

#include "../interrupt.h"
#include "../math/special.h"
#include "../method/exact_rejection.h"

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

/* What is known of a table at the edge. */
enum { EDGE_REJECTED, EDGE_ACCEPTED, EDGE_UNKNOWN };

static int examine(struct exact_sample *sample, int passives, int detractors)
{
    const nps_real_counts table = {sample->answers - passives - detractors, passives, detractors};
    const double probability =
        detractors_probability(sample, detractors) * passives_probability(sample, passives, detractors);
    if (probability <= NEGLIGIBLE)
        return EDGE_UNKNOWN;
    return nps_exact_rejection_holds(&sample->rejection, &table) ? EDGE_REJECTED : EDGE_ACCEPTED;
}

/* Takes the accepted tables from the edges of the region. It is an up-set and a down-set of tables, and so are the
 * rejected tables in it: from the first rejected one on, all are. */
static void examine_edges(struct exact_sample *sample, int detractors)
{
    int16_t *const upper = &sample->rejection.region.upper[detractors];
    int16_t *const lower = &sample->rejection.region.lower[detractors];
    int found = EDGE_UNKNOWN;
    int passives;
    for (passives = *upper; passives >= 0 && found != EDGE_REJECTED; passives--) {
        found = examine(sample, passives, detractors);
        if (found == EDGE_ACCEPTED)
            *upper = (int16_t)(passives - 1);
    }
    found = EDGE_UNKNOWN;
    for (passives = *lower; passives <= sample->answers - detractors && found != EDGE_REJECTED; passives++) {
        found = examine(sample, passives, detractors);
        if (found == EDGE_ACCEPTED)
            *lower = (int16_t)(passives + 1);
    }
}

static nps_status examine_all_edges(struct exact_sample *sample, const nps_interrupt *interrupt)
{
    nps_status status = NPS_OK;
    int detractors;
    for (detractors = 0; !status && detractors <= sample->answers; detractors++) {
        examine_edges(sample, detractors);
        status = nps_interrupt_check(interrupt);
    }
    return status;
}

static double probability_of_region(const struct exact_sample *sample)
{
    const nps_exact_region *region = &sample->rejection.region;
    double sum = 0;
    int detractors, passives;
    for (detractors = 0; detractors <= sample->answers; detractors++) {
        double inner = 0;
        for (passives = 0; passives <= sample->answers - detractors; passives++)
            if (passives <= region->upper[detractors] || passives >= region->lower[detractors])
                inner += passives_probability(sample, passives, detractors);
        sum += inner * detractors_probability(sample, detractors);
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
        status = examine_all_edges(&exact, &criterion->interrupt);
    if (!status)
        *power = probability_of_region(&exact);
    return status;
}
