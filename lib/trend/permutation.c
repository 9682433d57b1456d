/* The largest group is where the others are not, so only the two rarer kinds of answers are dealt out to the periods.
 * SPDX-License-Identifier: MIT */
#include "permutation.h"

#include "../math/special.h"

#include <math.h>

/* More periods are not looked at: each is a step of a recursion. */
enum { PERIODS_MAX = 64 };

/* More ways to deal out are not tried; and if more than this many have to be looked at one by one, which takes some
 * milliseconds, none is. */
static const double WAYS_MAX = 5e7;
enum { LOOKS_MAX = 20000 };

/* Sums that differ by no more than this part are equal but for rounding. */
static const double ROUNDING = 1e-9;

/* A kind of answers to deal out. */
struct kind {
    double count, share; /* the share among all answers that are not of a kind before it */
    double distance;     /* from the answers of the largest group */
};

struct deal {
    double sizes[PERIODS_MAX], after[PERIODS_MAX]; /* of each period, rising, and of all periods after it */
    size_t count;
    struct kind first, second;
    double seen;     /* the smallest sum of squares that is as large as the one seen */
    double as_large; /* probability */
    int looks;
};

/* A way in which some of the periods have got their answers. */
struct way {
    int first, second; /* the answers that are left */
    double probability, squares;
};

static double distance_of(const struct deal *deal, double first, double second)
{
    return first * deal->first.distance + second * deal->second.distance;
}

/* The probability that so many of n answers are of the two kinds, if each is dealt out independently. */
static double probability_of(const struct deal *deal, double first, double second, double n)
{
    return nps_binomial_probability(first, n, deal->first.share) *
           nps_binomial_probability(second, n - first, deal->second.share);
}

/* Whether the periods after a place cannot make the sum of squares smaller, or larger, than the one seen. */
static bool is_decided(const struct deal *deal, size_t place, const struct way *way)
{
    const double left = distance_of(deal, way->first, way->second);
    const double most = way->first * fabs(deal->first.distance) + way->second * fabs(deal->second.distance);
    if (place == deal->count - 1)
        return true;
    return way->squares + left * left / deal->after[place] >= deal->seen ||
           way->squares + most * most / deal->sizes[place + 1] < deal->seen;
}

/* Counts all ways to deal out what is left to the periods after a place. */
static void finish(struct deal *deal, size_t place, const struct way *way)
{
    const double after = deal->after[place], left = distance_of(deal, way->first, way->second);
    const double least = after > 0 ? left * left / after : 0;
    if (way->squares + least >= deal->seen)
        deal->as_large += way->probability * probability_of(deal, way->first, way->second, after);
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* Gives answers to the period at a place in every possible number, and then to those after it. The square of a period
 * is not from the mean but from the largest group: that adds the same to the sum of every way. */
static void deal_out(struct deal *deal, size_t place, const struct way *before)
{
    const int left = before->first + before->second;
    const int here = (int)fmin(deal->sizes[place], left), after = (int)fmin(deal->after[place], left);
    int first, second;
    for (first = larger(0, before->first - after); first <= before->first && first <= here; first++)
        for (second = larger(0, left - first - after);
             second <= before->second && first + second <= here && deal->looks <= LOOKS_MAX; second++) {
            const double distance = distance_of(deal, first, second);
            const struct way way = {before->first - first, before->second - second,
                                    before->probability * probability_of(deal, first, second, deal->sizes[place]),
                                    before->squares + distance * distance / deal->sizes[place]};
            deal->looks++;
            if (is_decided(deal, place, &way))
                finish(deal, place, &way);
            else
                deal_out(deal, place + 1, &way);
        }
}

/* The number of ways in which a number of answers can be dealt out to periods that have room for all of them. */
static double ways_of(double answers, size_t periods)
{
    double ways = 1;
    size_t i;
    for (i = 1; i < periods && ways <= WAYS_MAX; i++)
        ways *= (answers + (double)i) / (double)i;
    return ways;
}

/* Chooses the two rarer kinds of answers among all; returns the groups that they are, by their distance from the
 * promoters. */
static void choose_kinds(struct deal *deal, const double all[3], int groups[2])
{
    const int largest = all[0] >= all[1] && all[0] >= all[2] ? 0 : all[1] >= all[2] ? 1 : 2;
    const int first = largest == 0, second = largest == 2 ? 1 : 2;
    deal->first = (struct kind){all[first], all[first] / (all[0] + all[1] + all[2]), first - largest};
    deal->second = (struct kind){all[second], all[second] / (all[second] + all[largest]), second - largest};
    groups[0] = first;
    groups[1] = second;
}

/* Answers by the distance of their group from the promoters, and their number. */
struct answers {
    double counts[3], n;
};

/* Reads a period; false if its effective counts are not whole. Those of equal weights are the counts. */
static bool read_whole(const nps_point *point, struct answers *out)
{
    const double counts[] = {point->counts.promoters, point->counts.passives, point->counts.detractors};
    int group;
    out->n = 0;
    for (group = 0; group < 3; group++) {
        out->counts[group] = round(counts[group]);
        out->n += out->counts[group];
        if (fabs(counts[group] - out->counts[group]) > ROUNDING * (1 + counts[group]))
            return false;
    }
    return out->n > 0;
}

/* Reads the sizes of the periods and all answers; false if there are too many periods, or one without whole counts. */
static bool read_periods(struct deal *deal, const nps_series *series, double all[3])
{
    struct answers answers;
    nps_point point;
    size_t place, i;
    int group;
    if (series->filled > PERIODS_MAX)
        return false;
    for (place = 0; place < series->count; place++)
        if (nps_series_point(series, place, &point)) {
            if (!read_whole(&point, &answers))
                return false;
            for (i = deal->count++; i > 0 && deal->sizes[i - 1] > answers.n; i--)
                deal->sizes[i] = deal->sizes[i - 1];
            deal->sizes[i] = answers.n;
            for (group = 0; group < 3; group++)
                all[group] += answers.counts[group];
        }
    for (i = deal->count - 1; i > 0; i--)
        deal->after[i - 1] = deal->after[i] + deal->sizes[i];
    return true;
}

/* The sum of squares of the way that was seen. */
static double squares_seen(const struct deal *deal, const nps_series *series, const int groups[2])
{
    double sum = 0;
    struct answers answers;
    nps_point point;
    size_t place;
    for (place = 0; place < series->count; place++)
        if (nps_series_point(series, place, &point) && read_whole(&point, &answers)) {
            const double distance = distance_of(deal, answers.counts[groups[0]], answers.counts[groups[1]]);
            sum += distance * distance / answers.n;
        }
    return sum;
}

double nps_permutation_p_value(const nps_series *series)
{
    struct deal deal = {.count = 0};
    double all[3] = {0, 0, 0};
    int groups[2];
    if (!read_periods(&deal, series, all))
        return 0;
    choose_kinds(&deal, all, groups);
    if (deal.first.count == 0 && deal.second.count == 0)
        return 1;
    if (!(ways_of(deal.first.count, deal.count) * ways_of(deal.second.count, deal.count) <= WAYS_MAX))
        return 0;
    deal.seen = squares_seen(&deal, series, groups) * (1 - ROUNDING);
    deal_out(&deal, 0, &(struct way){(int)deal.first.count, (int)deal.second.count, 1, 0});
    if (deal.looks > LOOKS_MAX)
        return 0;
    return deal.as_large / probability_of(&deal, deal.first.count, deal.second.count, all[0] + all[1] + all[2]);
}
