/* Simultaneous intervals of ranks, by Holm's procedure on one-sided tests of all pairs.
 *
 * A pair is told apart at alpha when MOVER's interval of its difference leaves out 0. Whatever the method, that takes
 * only the intervals of the segments alone, and p-values are not needed.
 *
 * SPDX-License-Identifier: MIT */
#include "../allocator.h"
#include "../counts.h"
#include "../interrupt.h"
#include "../method.h"
#include "../multiplicity.h"

#include <math.h>

/* The more are told apart, the larger alpha becomes, up to twice what it was; few segments need more than three. */
enum { MOST_STEPS = 64 };

/* A segment that has a rank. */
struct entrant {
    size_t place;
    nps_real_counts counts;
    double center;
    nps_bounds bounds;
    uint64_t better, worse; /* how many others have been shown to be */
};

/* All of them. */
struct ranking {
    nps_segments_options options;
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

/* Tells apart all pairs that can be at alpha, and says how many these are. */
static nps_status tell_apart(struct ranking *ranking, double *pairs)
{
    struct entrant *const entrants = ranking->entrants;
    double told = 0;
    size_t i, j;
    for (i = 0; i < ranking->count; i++)
        entrants[i].better = entrants[i].worse = 0;
    for (i = 0; i < ranking->count; i++) {
        const nps_status status = nps_interrupt_check(&ranking->options.interrupt);
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

static nps_status bound(struct ranking *ranking, const nps_setting *setting, double alpha)
{
    size_t i;
    for (i = 0; i < ranking->count; i++) {
        struct entrant *const entrant = &ranking->entrants[i];
        nps_status status = nps_interrupt_check(&ranking->options.interrupt);
        if (!status)
            status = nps_procedure_bounds(ranking->procedure, setting, &entrant->counts, alpha, &entrant->bounds);
        if (status)
            return status;
    }
    return NPS_OK;
}

/* Pairs that are told apart stay so, because the intervals only become narrower. */
static nps_status step_down(void *context, const nps_setting *setting)
{
    struct ranking *ranking = context;
    const double n = (double)ranking->count, pairs = fmax(1, n * (n - 1) / 2);
    const int most = ranking->method == NPS_METHOD_EXACT ? 1 : MOST_STEPS;
    double told = 0, before;
    int step = 0;
    do {
        nps_status status = bound(ranking, setting, (1 - ranking->options.level) / (pairs - told / 2));
        before = told;
        if (!status)
            status = tell_apart(ranking, &told);
        if (status)
            return status;
    } while (told > before && ++step < most);
    return NPS_OK;
}

/* Whether a segment can have a rank; with NPS_METHOD_AUTO every segment can that has answers. */
static nps_status check_segment(const nps_counts *counts, nps_method method, uint64_t *n)
{
    nps_method really;
    const nps_procedure *procedure;
    const nps_status status = nps_counts_total(counts, n);
    return status ? status : nps_method_find(method, NPS_TWO_SAMPLES, *n, 0, &really, &procedure);
}

/* Counts the segments that can have a rank, and finds the size of the largest. */
static void survey_segments(struct ranking *ranking, const nps_counts *counts, size_t count, uint64_t *largest)
{
    size_t i;
    ranking->count = 0;
    *largest = 1;
    for (i = 0; i < count; i++) {
        uint64_t n;
        if (check_segment(&counts[i], ranking->options.method, &n))
            continue;
        if (n > *largest)
            *largest = n;
        ranking->count++;
    }
}

static void enter(struct ranking *ranking, const nps_counts *counts, size_t count)
{
    struct entrant *entrant = ranking->entrants;
    uint64_t n;
    size_t i;
    for (i = 0; i < count; i++) {
        if (check_segment(&counts[i], ranking->options.method, &n))
            continue;
        entrant->place = i;
        entrant->counts = nps_counts_to_real(&counts[i]);
        entrant->center = ranking->procedure->center(&entrant->counts);
        entrant++;
    }
}

static void publish(const struct ranking *ranking, nps_segment_rank *out)
{
    size_t i;
    for (i = 0; i < ranking->count; i++) {
        const struct entrant *entrant = &ranking->entrants[i];
        out[entrant->place] = (nps_segment_rank){1 + entrant->better, ranking->count - entrant->worse, NPS_OK};
    }
}

static nps_status rank_entrants(struct ranking *ranking, const nps_counts *counts, size_t count,
                                const nps_allocator *allocator, nps_segment_rank *out)
{
    nps_status status;
    if (ranking->count == 0)
        return NPS_OK;
    ranking->entrants = nps_allocator_array(allocator, ranking->count, sizeof *ranking->entrants);
    if (!ranking->entrants)
        return NPS_ERROR_MEMORY;
    enter(ranking, counts, count);
    status = nps_method_work(ranking->procedure, NULL, 0, step_down, ranking);
    if (!status)
        publish(ranking, out);
    nps_allocator_release(allocator, ranking->entrants, ranking->count, sizeof *ranking->entrants);
    return status;
}

nps_status nps_segments_rank(const nps_counts *counts, size_t count, const nps_segments_options *options,
                             nps_segment_rank *out)
{
    nps_allocator memory;
    struct ranking ranking;
    uint64_t largest, n;
    size_t i;
    nps_status status = nps_segments_read_options(&ranking.options, options);
    if (!status && nps_segments_has_prior(&ranking.options))
        status = NPS_ERROR_PRIOR;
    if (!status && ranking.options.adjustment != NPS_ADJUST_HOLM)
        status = NPS_ERROR_UNAVAILABLE;
    if (!status && ((count != 0 && (!counts || !out)) || !nps_allocator_read(&memory, ranking.options.allocator)))
        status = NPS_ERROR_NULL;
    if (status)
        return status;
    survey_segments(&ranking, counts, count, &largest);
    status = nps_method_find(ranking.options.method, NPS_TWO_SAMPLES, largest, 0, &ranking.method, &ranking.procedure);
    /* What it promises is about two streams together, not about their intervals joined. */
    if (!status && ranking.method == NPS_METHOD_ANYTIME)
        status = NPS_ERROR_UNAVAILABLE;
    if (!status)
        status = rank_entrants(&ranking, counts, count, &memory, out);
    for (i = 0; !status && i < count; i++) {
        const nps_status of_one = check_segment(&counts[i], ranking.options.method, &n);
        if (of_one)
            out[i] = (nps_segment_rank){0, 0, of_one};
    }
    return status;
}
