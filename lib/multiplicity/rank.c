/* Simultaneous intervals of ranks, by Holm's procedure on one-sided tests of all pairs.
 *
 * A pair is told apart at alpha when MOVER's interval of its difference does not contain 0. This needs only the
 * intervals of the segments, whatever the method, and no p-values.
 *
 * SPDX-License-Identifier: MIT */
#include "../allocator.h"
#include "../counts.h"
#include "../interrupt.h"
#include "../math/numerics.h"
#include "../method.h"
#include "family.h"
#include "options.h"

#include <math.h>

/* Each step enlarges alpha, at most to twice its first value; three steps are usually enough. */
enum { MOST_STEPS = 64 };

/* A segment that has a rank. */
struct entrant {
    size_t place;
    double center;
    nps_bounds bounds;
    uint64_t better, worse; /* the number of other segments shown to be better, and to be worse */
};

/* All segments that have a rank, and how they are compared. */
struct ranking {
    const nps_segment_source *source;
    const nps_segments_options *options;
    nps_method method;
    const nps_procedure *procedure;
    struct entrant *entrants;
    size_t count;
};

static double squared(double x)
{
    return x * x;
}

/* Whether MOVER's interval of a minus b is above 0. */
static int is_above(const struct entrant *a, const struct entrant *b)
{
    const double difference = a->center - b->center;
    return difference > 0 &&
           squared(difference) > squared(a->center - a->bounds.lower) + squared(b->bounds.upper - b->center);
}

/* Finds all pairs that the present intervals tell apart, and sets `pairs` to their number. */
static nps_status tell_apart(struct ranking *ranking, double *pairs)
{
    struct entrant *const entrants = ranking->entrants;
    double told = 0;
    size_t i, j;
    for (i = 0; i < ranking->count; i++)
        entrants[i].better = entrants[i].worse = 0;
    for (i = 0; i < ranking->count; i++) {
        const nps_status status = nps_interrupt_check(&ranking->options->interrupt);
        if (status)
            return status;
        for (j = i + 1; j < ranking->count; j++) {
            struct entrant *above = NULL, *below;
            if (is_above(&entrants[i], &entrants[j]))
                above = &entrants[i], below = &entrants[j];
            else if (is_above(&entrants[j], &entrants[i]))
                above = &entrants[j], below = &entrants[i];
            if (above) {
                above->worse++;
                below->better++;
                told++;
            }
        }
    }
    *pairs = told;
    return NPS_OK;
}

/* Everything is possible for a segment of which nothing is known. */
static nps_status bound_one(const struct ranking *ranking, const nps_setting *setting, double alpha,
                            struct entrant *entrant)
{
    const nps_segment_source *source = ranking->source;
    nps_real_counts counts;
    const nps_status status = source->counts(source->context, entrant->place, ranking->procedure,
                                             nps_normal_two_sided_quantile(alpha), &counts);
    if (status)
        return status; /* cannot happen: it was an entrant */
    entrant->center = 0;
    entrant->bounds = (nps_bounds){-1, 1};
    if (!(nps_real_counts_total(&counts) > 0))
        return NPS_OK;
    entrant->center = ranking->procedure->center(&counts);
    return nps_procedure_bounds(ranking->procedure, setting, &counts, alpha, &entrant->bounds);
}

static nps_status bound(struct ranking *ranking, const nps_setting *setting, double alpha)
{
    size_t i;
    for (i = 0; i < ranking->count; i++) {
        nps_status status = nps_interrupt_check(&ranking->options->interrupt);
        if (!status)
            status = bound_one(ranking, setting, alpha, &ranking->entrants[i]);
        if (status)
            return status;
    }
    return NPS_OK;
}

/* Holm's steps. Each has narrower intervals than the previous one, so pairs that were told apart remain so. */
static nps_status step_down(void *context, const nps_setting *setting)
{
    struct ranking *ranking = context;
    const double n = (double)ranking->count, pairs = fmax(1, n * (n - 1) / 2);
    const int most = ranking->method == NPS_METHOD_EXACT ? 1 : MOST_STEPS;
    double told = 0, before;
    int step = 0;
    do {
        nps_status status = bound(ranking, setting, (1 - ranking->options->level) / (pairs - told / 2));
        before = told;
        if (!status)
            status = tell_apart(ranking, &told);
        if (status)
            return status;
    } while (told > before && ++step < most);
    return NPS_OK;
}

/* NPS_OK if the segment can have a rank. */
static nps_status check_segment(const struct ranking *ranking, size_t place)
{
    nps_real_counts counts;
    return ranking->source->counts(ranking->source->context, place, ranking->procedure, 0, &counts);
}

static void enter(struct ranking *ranking)
{
    struct entrant *entrant = ranking->entrants;
    size_t i;
    for (i = 0; i < ranking->source->count; i++)
        if (!check_segment(ranking, i))
            (entrant++)->place = i;
}

static void publish(const struct ranking *ranking, nps_segment_rank *out)
{
    size_t i;
    for (i = 0; i < ranking->source->count; i++)
        out[i] = (nps_segment_rank){0, 0, check_segment(ranking, i)};
    for (i = 0; i < ranking->count; i++) {
        const struct entrant *entrant = &ranking->entrants[i];
        out[entrant->place] = (nps_segment_rank){1 + entrant->better, ranking->count - entrant->worse, NPS_OK};
    }
}

nps_status nps_rank_check_options(const nps_segments_options *options)
{
    if (nps_segments_has_prior(options))
        return NPS_ERROR_PRIOR;
    return options->adjustment == NPS_ADJUST_HOLM ? NPS_OK : NPS_ERROR_UNAVAILABLE;
}

nps_status nps_rank_segments(const nps_segment_source *source, const nps_segments_options *options, nps_method method,
                             const nps_procedure *procedure, nps_segment_rank *out)
{
    struct ranking ranking = {.source = source, .options = options, .method = method, .procedure = procedure};
    nps_allocator memory;
    nps_status status = NPS_OK;
    size_t i;
    if ((source->count != 0 && (!source->segments || !out)) || !nps_allocator_read(&memory, options->allocator))
        return NPS_ERROR_NULL;
    for (i = 0; i < source->count; i++)
        ranking.count += !check_segment(&ranking, i);
    if (ranking.count != 0) {
        ranking.entrants = nps_allocator_array(&memory, ranking.count, sizeof *ranking.entrants);
        if (!ranking.entrants)
            return NPS_ERROR_MEMORY;
        enter(&ranking);
        status = nps_method_work(procedure, NULL, step_down, &ranking);
    }
    if (!status)
        publish(&ranking, out);
    nps_allocator_release(&memory, ranking.entrants, ranking.count, sizeof *ranking.entrants);
    return status;
}

/* Segments that are counts. */
struct ranked_counts {
    const nps_counts *counts;
    nps_method method;
};

/* With NPS_METHOD_AUTO every segment with answers can have a rank. */
static nps_status counts_of(const void *context, size_t place, const nps_procedure *procedure, double z,
                            nps_real_counts *out)
{
    const struct ranked_counts *self = context;
    const nps_counts *counts = &self->counts[place];
    nps_method really;
    uint64_t n;
    nps_status status = nps_counts_total(counts, &n);
    (void)z;
    if (!status)
        status = nps_method_find(self->method, NPS_JOINED_SAMPLES, n, 0, &really, &procedure);
    if (!status)
        *out = nps_counts_to_real(counts);
    return status;
}

/* The size of the largest segment that can have a rank. */
static uint64_t largest_of(const struct ranked_counts *self, size_t count)
{
    uint64_t largest = 1, n;
    nps_real_counts counts;
    size_t i;
    for (i = 0; i < count; i++)
        if (!counts_of(self, i, NULL, 0, &counts) && !nps_counts_total(&self->counts[i], &n) && n > largest)
            largest = n;
    return largest;
}

nps_status nps_segments_rank(const nps_counts *counts, size_t count, const nps_segments_options *options,
                             nps_segment_rank *out)
{
    nps_segments_options read;
    struct ranked_counts self = {.counts = counts};
    const nps_segment_source source = {counts, count, &self, counts_of};
    const nps_procedure *procedure;
    nps_method really;
    nps_status status = nps_segments_read_options(&read, options);
    if (!status)
        status = nps_rank_check_options(&read);
    if (!status && count != 0 && !counts)
        status = NPS_ERROR_NULL;
    if (status)
        return status;
    self.method = read.method;
    status = nps_method_find(read.method, NPS_JOINED_SAMPLES, largest_of(&self, count), 0, &really, &procedure);
    /* The guarantee of the sequential comparison is one of both streams together; their intervals cannot be combined.
     */
    if (!status && really == NPS_METHOD_ANYTIME)
        status = NPS_ERROR_UNAVAILABLE;
    return status ? status : nps_rank_segments(&source, &read, really, procedure, out);
}
