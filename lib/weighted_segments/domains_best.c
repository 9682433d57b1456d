/* The probability that a domain of a design is the best.
 * SPDX-License-Identifier: MIT */
#include "../interrupt.h"
#include "../method/bayes.h"
#include "../multiplicity/joint_best.h"
#include "../multiplicity/options.h"
#include "../weighted/effective.h"
#include "../weighted_design/linearize.h"
#include "domains.h"

#include <math.h>

/* Domains that may be the best. */
struct domain_contest {
    const nps_domain_family *family;
    nps_interrupt interrupt;
    nps_real_counts prior;
    nps_joint_segment *segments;
    size_t count;
    nps_design_domain *domains; /* of the segments */
    double *variances;          /* of their theta in the design; 0: nothing is known of their correlations */
    double *correlations;
};

/* As for nps_weighted_segments_best(). */
static nps_real_counts posterior_of(const struct domain_contest *contest, size_t place)
{
    static const double DEVIATE = 1.959963984540054;
    const nps_weighted_estimate *estimate = &contest->family->estimates[place];
    const nps_real_counts nothing = {0, 0, 0};
    const nps_real_counts counts =
        estimate->degrees > 0 ? nps_weighted_effective_counts(estimate, &nps_bayes_procedure, DEVIATE) : nothing;
    return nps_bayes_posterior(&counts, &contest->prior);
}

/* Reads all domains that have answers; the one that is almost certainly above most is the leader. */
static nps_status prepare(struct domain_contest *contest, size_t *leader)
{
    size_t i;
    *leader = 0;
    for (i = 0; i < contest->family->domains->count; i++) {
        nps_joint_segment *segment = &contest->segments[contest->count];
        const nps_status status = nps_interrupt_check(&contest->interrupt);
        nps_real_counts posterior;
        if (status)
            return status;
        if (contest->family->estimates[i].respondents == 0)
            continue;
        posterior = posterior_of(contest, i);
        nps_joint_prepare(segment, &posterior);
        segment->place = i;
        if (nps_joint_floor(segment) > nps_joint_floor(&contest->segments[*leader]))
            *leader = contest->count;
        contest->count++;
    }
    return NPS_OK;
}

/* Keeps the domains that may be better than the leader. */
static nps_status enter(struct domain_contest *contest)
{
    size_t leader, i, kept = 0;
    double lowest;
    const nps_status status = prepare(contest, &leader);
    if (status || contest->count == 0)
        return status;
    lowest = nps_joint_floor(&contest->segments[leader]);
    for (i = 0; i < contest->count; i++)
        if (nps_joint_ceiling(&contest->segments[i]) >= lowest)
            contest->segments[kept++] = contest->segments[i];
    contest->count = kept;
    return kept > NPS_DOMAINS_BEST_MAX ? NPS_ERROR_TOO_MANY : NPS_OK;
}

/* The correlation of two domains, from the variances of both and of their difference. */
static nps_status correlate_two(const struct domain_contest *contest, const nps_design_frame *frame, size_t i, size_t j,
                                double *correlation)
{
    const double of_i = contest->variances[i], of_j = contest->variances[j];
    nps_linearized_result difference;
    nps_status status = NPS_OK;
    *correlation = 0;
    if (!(of_i > 0 && of_j > 0))
        return NPS_OK;
    status = nps_design_difference_variance(frame, &contest->domains[i], &contest->domains[j], &difference);
    if (!status)
        *correlation = fmax(-1, fmin(1, (of_i + of_j - difference.variance) / (2 * sqrt(of_i * of_j))));
    return status;
}

static nps_status correlate(const struct domain_contest *contest)
{
    const nps_weighted_domains *domains = contest->family->domains;
    nps_design_frame frame;
    nps_status status = nps_design_open(&frame, domains->whole, domains->scale, domains->variance);
    size_t i, j;
    for (i = 0; !status && i < contest->count; i++) {
        const size_t place = contest->segments[i].place;
        nps_linearized_result of_one;
        status = nps_design_open_domain(&frame, domains->parts[place], &contest->domains[i], NULL);
        if (!status)
            status = nps_design_variance(&frame, &contest->domains[i], &of_one);
        if (status)
            return status;
        contest->variances[i] = contest->family->estimates[place].degrees > 0 ? of_one.variance / of_one.correction : 0;
        contest->correlations[i * contest->count + i] = 1;
        for (j = 0; !status && j < i; j++) {
            status = nps_interrupt_check(&contest->interrupt);
            if (!status)
                status = correlate_two(contest, &frame, i, j, &contest->correlations[i * contest->count + j]);
        }
    }
    return status;
}

static nps_status find(struct domain_contest *contest)
{
    const nps_allocator *memory = &contest->family->memory;
    const size_t count = contest->count;
    const nps_joint joint = {.segments = contest->segments,
                             .count = count,
                             .correlations = nps_allocator_array(memory, count, count * sizeof(double)),
                             .memory = memory,
                             .interrupt = &contest->interrupt};
    nps_status status = NPS_ERROR_MEMORY;
    contest->correlations = joint.correlations;
    contest->domains = nps_allocator_array(memory, count, sizeof *contest->domains);
    contest->variances = nps_allocator_array(memory, count, sizeof *contest->variances);
    if (contest->correlations && contest->domains && contest->variances)
        status = correlate(contest);
    if (!status)
        status = nps_joint_find(&joint);
    nps_allocator_release(memory, contest->variances, count, sizeof *contest->variances);
    nps_allocator_release(memory, contest->domains, count, sizeof *contest->domains);
    nps_allocator_release(memory, contest->correlations, count, count * sizeof(double));
    return status;
}

static nps_status hold(struct domain_contest *contest, nps_segment_best *out)
{
    const nps_domain_family *family = contest->family;
    const size_t of_all = family->domains->count;
    nps_status status;
    size_t i;
    if (of_all == 0)
        return NPS_OK;
    contest->segments = nps_allocator_array(&family->memory, of_all, sizeof *contest->segments);
    if (!contest->segments)
        return NPS_ERROR_MEMORY;
    status = enter(contest);
    if (!status && contest->count != 0)
        status = find(contest);
    for (i = 0; !status && i < of_all; i++)
        out[i] = family->estimates[i].respondents != 0 ? (nps_segment_best){0, NPS_OK}
                                                       : (nps_segment_best){NAN, NPS_ERROR_EMPTY};
    for (i = 0; !status && i < contest->count; i++)
        out[contest->segments[i].place].probability = contest->segments[i].best;
    nps_allocator_release(&family->memory, contest->segments, of_all, sizeof *contest->segments);
    return status;
}

nps_status nps_weighted_domains_best(const nps_weighted_domains *domains, const nps_segments_options *options,
                                     nps_segment_best *out)
{
    nps_domain_family family = {.against_rest = false};
    struct domain_contest contest = {.family = &family};
    nps_segments_options read;
    nps_status status = nps_segments_read_options(&read, options);
    if (!status)
        status = nps_bayes_read_prior(&contest.prior, read.prior);
    if (!status)
        status = nps_domains_open(&family, domains, &read);
    if (status)
        return status;
    contest.interrupt = read.interrupt;
    status = domains->count != 0 && !out ? NPS_ERROR_NULL : hold(&contest, out);
    nps_domains_close(&family);
    return status;
}
