/* What the split by a key explains of a change.
 * SPDX-License-Identifier: MIT */
#include "effect.h"

#include "../counts.h"
#include "../math/chi_square.h"
#include "../status.h"

#include <math.h>
#include <stdbool.h>

/* All answers of a period. */
struct all {
    nps_counts counts;
    double n, score;
    double noise; /* the variance of an answer over the number of answers less one */
};

/* A segment in a period: its share and its score, its distance from the score of all times that share, and the mean
 * over all answers of the squared distances of its own. */
struct part {
    double share, score, above, square;
};

/* Sums over segments of the squared effects, of what chance adds to them, and of both over the share of the segment. */
struct key_sums {
    double squares, chance, spread;
    double diagonal, crossed;           /* of the covariance matrix under no relation: squares, and with the shares */
    double before, after, before_after; /* of the products of shares */
};

static double square(double x)
{
    return x * x;
}

/* The sum of the squared distances of answers from a score, in points. */
static double squares_of(const nps_counts *counts, double score)
{
    return (double)counts->promoters * square(100 - score) + (double)counts->passives * square(score) +
           (double)counts->detractors * square(-100 - score);
}

static nps_status finish(struct all *all, const char *when, nps_error_detail *detail)
{
    uint64_t n;
    nps_status status = nps_counts_total(&all->counts, &n);
    if (status == NPS_ERROR_EMPTY)
        return nps_explain(detail, status, "no segment has answers in the %s period", when);
    if (!status)
        status = nps_score(&all->counts, &all->score);
    all->n = (double)n;
    all->noise = n > 1 ? squares_of(&all->counts, all->score) / all->n / (all->n - 1) : 0;
    return nps_explain_status(detail, status);
}

static nps_status sum_all(const nps_driver_segment *segments, size_t count, struct all *before, struct all *after,
                          nps_error_detail *detail)
{
    nps_status status;
    size_t i;
    for (i = 0; i < count; i++)
        if (!nps_counts_add(&before->counts, &segments[i].before) ||
            !nps_counts_add(&after->counts, &segments[i].after))
            return nps_explain(detail, NPS_ERROR_OVERFLOW, "segment %zu: a sum of counts would exceed 2^64 - 1", i);
    status = finish(before, "first", detail);
    return status ? status : finish(after, "second", detail);
}

static struct part part_of(const nps_counts *counts, const struct all *all)
{
    const double n = (double)(counts->promoters + counts->passives + counts->detractors);
    double score = 0;
    (void)nps_score(counts, &score); /* without answers it does not matter */
    return (struct part){n / all->n, score, n / all->n * (score - all->score), squares_of(counts, all->score) / all->n};
}

static void add_segment(const struct part *first, const struct part *second, const struct all *before,
                        const struct all *after, struct key_sums *sums)
{
    const double effect = second->above - first->above, share = (first->share + second->share) / 2;
    const double chance =
        (first->square - square(first->above)) / before->n + (second->square - square(second->above)) / after->n;
    const double shared = before->noise * first->share + after->noise * second->share;
    sums->squares += square(effect);
    sums->spread += (square(effect) - chance) / share;
    sums->chance += shared - before->noise * square(first->share) - after->noise * square(second->share);
    sums->diagonal += square(shared);
    sums->crossed += shared * (before->noise * square(first->share) + after->noise * square(second->share));
    sums->before += square(first->share);
    sums->after += square(second->share);
    sums->before_after += first->share * second->share;
}

/* Adds the rate and the mix of a segment, as nps_drivers() splits them; `reference` is the mean of both totals. */
static void add_split(const struct part *first, const struct part *second, double reference, nps_driver_key *key)
{
    if (first->share > 0 && second->share > 0) {
        key->rate += (first->share + second->share) / 2 * (second->score - first->score);
        key->mix += (second->share - first->share) * ((first->score + second->score) / 2 - reference);
    } else {
        key->mix += second->share * (second->score - reference) - first->share * (first->score - reference);
    }
}

/* P of squared effects as large, by a multiple of a chi-square variable with their mean and variance. */
static double p_value_of(const struct key_sums *sums, const struct all *before, const struct all *after)
{
    const double half_variance = sums->diagonal - 2 * sums->crossed + square(before->noise * sums->before) +
                                 square(after->noise * sums->after) +
                                 2 * before->noise * after->noise * square(sums->before_after);
    double degrees;
    if (!(sums->chance > 0) || !(half_variance > 0))
        return 1;
    degrees = square(sums->chance) / half_variance;
    return fmin(1, nps_chi_square_upper_tail(sums->squares / sums->chance * degrees, degrees));
}

nps_status nps_drivers_key(const nps_driver_segment *segments, size_t count, nps_driver_key *out,
                           nps_error_detail *detail)
{
    struct all before = {{0, 0, 0}, 0, 0, 0}, after = before;
    struct key_sums sums = {0, 0, 0, 0, 0, 0, 0, 0};
    nps_driver_key key = {0, 0, 0, 0, 1};
    nps_status status = out && (count == 0 || segments) ? NPS_OK : NPS_ERROR_NULL;
    size_t i;
    if (status)
        return nps_explain_status(detail, status);
    status = sum_all(segments, count, &before, &after, detail);
    if (status)
        return status;
    for (i = 0; i < count; i++) {
        const struct part first = part_of(&segments[i].before, &before), second = part_of(&segments[i].after, &after);
        if (!(first.share > 0) && !(second.share > 0))
            continue;
        key.segments++;
        add_segment(&first, &second, &before, &after, &sums);
        add_split(&first, &second, (before.score + after.score) / 2, &key);
    }
    if (key.segments > 1) {
        key.spread = sqrt(fmax(0, sums.spread));
        key.p_value = p_value_of(&sums, &before, &after);
    }
    *out = key;
    return NPS_OK;
}
