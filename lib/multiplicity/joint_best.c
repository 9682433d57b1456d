/* The probability that a segment is the best: how often it has the highest score among points that fill the space of
 * all scores evenly. Each segment keeps its own posterior, and the deviates of all are jointly normal, a normal copula.
 * The points are Richtmyer's, multiples of square roots of primes, shifted and folded as by Genz and Bretz
 * (Computation of Multivariate Normal and t Probabilities, 2009, 4.2). Several fixed shifts tell the error.
 *
 * SPDX-License-Identifier: MIT */
#include "joint_best.h"

#include "../allocator.h"
#include "../interrupt.h"
#include "../math/numerics.h"
#include "../math/random.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

enum { SHIFTS = 8, FIRST_POINTS = 512, MOST_POINTS = 1 << 15 };

/* The largest standard error of a probability at which no more points are added. */
static const double ENOUGH = 3e-5;
/* Fewer points may agree by chance. */
enum { SURE_POINTS = 4096 };
/* Products and look-ups that all points together may take: some tenths of a second. */
static const double MOST_WORK = 2.5e8;
/* The look-ups of a segment at a point, in products. */
static const double LOOK_UP = 20;
/* The smallest variance that a segment has beside those before it; less is rounding. */
static const double NOTHING = 1e-10;

/* ---- normal deviates ---- */

enum { QUANTILES = 4096 };

/* Quantiles of the normal distribution, with their slopes, at multiples of 1 / QUANTILES. */
struct quantiles {
    double at[QUANTILES + 1], slopes[QUANTILES + 1];
};

/* How near to 0 and 1 quantiles are computed instead, in steps of the table. */
enum { STEEP = 16 };

static void make_quantiles(struct quantiles *self)
{
    int i;
    for (i = STEEP; i <= QUANTILES - STEEP; i++) {
        self->at[i] = -nps_normal_upper_quantile((double)i / QUANTILES);
        self->slopes[i] = 2.50662827463100050242 * exp(0.5 * self->at[i] * self->at[i]) / QUANTILES;
    }
}

/* The deviate below which a share of the normal distribution is, by Hermite's cubic. */
static double deviate_of(const struct quantiles *self, double share)
{
    const double place = share * QUANTILES;
    const int i = (int)place;
    const double t = place - i, rest = 1 - t;
    if (i < STEEP || i >= QUANTILES - STEEP)
        return -nps_normal_upper_quantile(fmax(0x1p-53, fmin(1 - 0x1p-53, share)));
    return self->at[i] * rest * rest * (1 + 2 * t) + self->at[i + 1] * t * t * (3 - 2 * t) +
           t * rest * (self->slopes[i] * rest - self->slopes[i + 1] * t);
}

/* ---- correlation ---- */

/* Cholesky's factor in place of the lower half. Segments that follow from those before them get no deviate of their
 * own. */
static nps_status factorise(const nps_joint *joint)
{
    const size_t n = joint->count;
    size_t i, j, k;
    for (i = 0; i < n; i++) {
        double *row = joint->correlations + i * n, rest = row[i];
        const nps_status status = nps_interrupt_check_every(joint->interrupt, 16, i);
        if (status)
            return status;
        for (j = 0; j < i; j++) {
            const double *other = joint->correlations + j * n;
            double sum = row[j];
            for (k = 0; k < j; k++)
                sum -= row[k] * other[k];
            row[j] = other[j] > 0 ? sum / other[j] : 0;
            rest -= row[j] * row[j];
        }
        row[i] = rest > NOTHING ? sqrt(rest) : 0;
    }
    return NPS_OK;
}

/* ---- points ---- */

/* Memory for one search. */
struct lattice_search {
    const nps_joint *joint;
    const struct quantiles *quantiles;
    double *steps;    /* for each segment, the fraction of the root of a prime */
    double *shifts;   /* SHIFTS for each segment */
    double *deviates; /* of one point */
    double *scores;   /* of one point */
    double *wins;     /* SHIFTS for each segment */
};

static bool is_prime(size_t number)
{
    size_t divisor;
    for (divisor = 2; divisor * divisor <= number; divisor++)
        if (number % divisor == 0)
            return false;
    return true;
}

static void begin(const struct lattice_search *search)
{
    const size_t n = search->joint->count;
    uint64_t state = 1;
    size_t i, number = 1;
    for (i = 0; i < n; i++) {
        do
            number++;
        while (!is_prime(number));
        search->steps[i] = sqrt((double)number) - floor(sqrt((double)number));
    }
    for (i = 0; i < n * SHIFTS; i++) {
        search->shifts[i] = (double)(nps_random_next(&state) >> 11) * 0x1p-53;
        search->wins[i] = 0;
    }
}

/* The score at a deviate, between two points of the table. */
static double score_of(const nps_joint_segment *segment, double deviate)
{
    const double place =
        (fmax(-NPS_DEVIATES_REACH, fmin(NPS_DEVIATES_REACH, deviate)) + NPS_DEVIATES_REACH) * NPS_DEVIATES_PER_UNIT;
    const int at = (int)fmin(place, NPS_DEVIATES_POINTS - 2);
    return segment->scores[at] + (place - at) * (segment->scores[at + 1] - segment->scores[at]);
}

/* Sets the scores of all segments at a point; returns the highest. */
static double set_scores(const struct lattice_search *search, size_t point, size_t shift)
{
    double highest = -INFINITY;
    size_t i, k;
    for (i = 0; i < search->joint->count; i++) {
        const double *row = search->joint->correlations + i * search->joint->count;
        const double along = (double)point * search->steps[i] + search->shifts[i * SHIFTS + shift];
        double deviate = 0;
        search->deviates[i] = deviate_of(search->quantiles, fabs(2 * (along - floor(along)) - 1));
        for (k = 0; k <= i; k++)
            deviate += row[k] * search->deviates[k];
        search->scores[i] = score_of(&search->joint->segments[i], deviate);
        highest = fmax(highest, search->scores[i]);
    }
    return highest;
}

/* Segments with equal scores share the point. */
static void count_point(const struct lattice_search *search, size_t point, size_t shift)
{
    const double highest = set_scores(search, point, shift);
    size_t i, winners = 0;
    for (i = 0; i < search->joint->count; i++)
        winners += search->scores[i] >= highest;
    for (i = 0; i < search->joint->count; i++)
        if (search->scores[i] >= highest)
            search->wins[i * SHIFTS + shift] += 1 / (double)winners;
}

/* The largest standard error of a probability after `points` points of each shift. */
static double standard_error(const struct lattice_search *search, size_t points)
{
    double largest = 0;
    size_t i, shift;
    for (i = 0; i < search->joint->count; i++) {
        const double *wins = search->wins + i * SHIFTS;
        double sum = 0, squares = 0;
        for (shift = 0; shift < SHIFTS; shift++)
            sum += wins[shift];
        for (shift = 0; shift < SHIFTS; shift++)
            squares += (wins[shift] - sum / SHIFTS) * (wins[shift] - sum / SHIFTS);
        largest = fmax(largest, sqrt(squares / (SHIFTS * (SHIFTS - 1))) / (double)points);
    }
    return largest;
}

static nps_status count_wins(const struct lattice_search *search, size_t *points)
{
    const double n = (double)search->joint->count, of_one = SHIFTS * n * (n / 2 + LOOK_UP);
    size_t done = 0, next = FIRST_POINTS, shift;
    for (;;) {
        for (; done < next; done++) {
            const nps_status status = nps_interrupt_check_every(search->joint->interrupt, 16, done);
            if (status)
                return status;
            for (shift = 0; shift < SHIFTS; shift++)
                count_point(search, done + 1, shift);
        }
        *points = done;
        next = 2 * done;
        if (next > MOST_POINTS || (double)next * of_one > MOST_WORK ||
            (done >= SURE_POINTS && standard_error(search, done) < ENOUGH))
            return NPS_OK;
    }
}

nps_status nps_joint_find(const nps_joint *joint)
{
    enum { ARRAYS = 3 + 2 * SHIFTS };
    const size_t n = joint->count;
    struct quantiles *quantiles;
    double *memory;
    nps_status status;
    if (n == 0)
        return NPS_OK;
    quantiles = nps_allocator_array(joint->memory, 1, sizeof *quantiles);
    memory = nps_allocator_array(joint->memory, n, ARRAYS * sizeof *memory);
    status = quantiles && memory ? factorise(joint) : NPS_ERROR_MEMORY;
    if (!status) {
        const struct lattice_search search = {.joint = joint,
                                              .quantiles = quantiles,
                                              .steps = memory,
                                              .deviates = memory + n,
                                              .scores = memory + 2 * n,
                                              .shifts = memory + 3 * n,
                                              .wins = memory + (3 + SHIFTS) * n};
        size_t points = 0, i, shift;
        make_quantiles(quantiles);
        begin(&search);
        status = count_wins(&search, &points);
        for (i = 0; !status && i < n; i++) {
            double sum = 0;
            for (shift = 0; shift < SHIFTS; shift++)
                sum += search.wins[i * SHIFTS + shift];
            joint->segments[i].best = sum / (double)(SHIFTS * points);
        }
    }
    nps_allocator_release(joint->memory, memory, n, ARRAYS * sizeof *memory);
    nps_allocator_release(joint->memory, quantiles, 1, sizeof *quantiles);
    return status;
}
