/* The slope is tested as a score: its distance from the hypothetical slope over the standard error at the most likely
 * shares on a line of that slope. Truths are written as rest = 1 - theta, as in lib/method/restricted_pair.h.
 * SPDX-License-Identifier: MIT */
#include "line.h"

#include "../method/restricted_pair.h"
#include "../method/skewness.h"

#include <math.h>

/* The answers of one season together. Times are counted from that of its largest period: beside a period that is 10^18
 * times as large as another, the mean time would lose all digits of the distance to it. */
struct season {
    nps_real_counts pooled;
    double n, origin, time, rest; /* of all answers: their number, mean time from the origin and mean of 1 - theta */
    double first, last;           /* times from the mean time */
    size_t periods;
};

static void add_counts(nps_real_counts *to, const nps_real_counts *from)
{
    to->promoters += from->promoters;
    to->passives += from->passives;
    to->detractors += from->detractors;
}

static double largest_at(const nps_series *series, size_t which)
{
    double largest = 0, time = 0;
    nps_point point;
    size_t place;
    for (place = which; place < series->count; place += series->season)
        if (nps_series_point(series, place, &point) && point.n > largest) {
            largest = point.n;
            time = point.time;
        }
    return time;
}

/* The time of a period from the mean time of its season. */
static double away_from(const struct season *season, const nps_point *point)
{
    return point->time - season->origin - season->time;
}

/* False if its answers are not at two times. */
static bool read_season(const nps_series *series, size_t which, struct season *out)
{
    double first = INFINITY, last = -INFINITY, time = 0;
    size_t place;
    nps_point point;
    *out = (struct season){.origin = largest_at(series, which)};
    for (place = which; place < series->count; place += series->season)
        if (nps_series_point(series, place, &point)) {
            const double from_origin = point.time - out->origin;
            add_counts(&out->pooled, &point.counts);
            time += point.n * from_origin;
            first = fmin(first, from_origin);
            last = fmax(last, from_origin);
            out->periods++;
        }
    if (out->periods < 2 || first == last)
        return false;
    out->n = nps_real_counts_total(&out->pooled);
    out->time = time / out->n;
    out->rest = nps_rest_of_estimate(&out->pooled);
    out->first = first - out->time;
    out->last = last - out->time;
    return true;
}

/* Sums over the seasons of a series. */
struct sums {
    double n, time, rest, slope, spread, absolute, squares_by_degrees, steps;
    size_t seasons;
    bool has_passives;
};

static void add_season(const nps_series *series, size_t which, const struct season *season, struct sums *sums)
{
    size_t place;
    nps_point point;
    for (place = which; place < series->count; place += series->season)
        if (nps_series_point(series, place, &point)) {
            const double away = away_from(season, &point), part = point.n * away * away;
            sums->slope -= point.n * away * (nps_rest_of_estimate(&point.counts) - season->rest);
            sums->spread += part;
            sums->absolute += point.n * fabs(away);
            sums->squares_by_degrees += part * part / point.degrees;
        }
    sums->n += season->n;
    sums->time += season->n * (season->origin + season->time);
    sums->rest += season->n * season->rest;
    sums->steps += (season->last - season->first) / (double)(season->periods - 1);
    sums->seasons++;
    sums->has_passives = sums->has_passives || season->pooled.passives > 0;
}

bool nps_line_read(nps_line *into, const nps_series *series)
{
    struct sums sums = {.n = 0};
    struct season season;
    size_t which;
    if (!(series->range > 0))
        return false;
    for (which = 0; which < series->season && which < series->count; which++)
        if (read_season(series, which, &season))
            add_season(series, which, &season, &sums);
    if (!(sums.spread > 0))
        return false;
    into->series = series;
    into->spread = sums.spread;
    into->reach = sums.absolute / sums.spread;
    into->slope = fmax(-into->reach, fmin(into->reach, sums.slope / sums.spread)); /* in spite of rounding */
    /* One answer may move by one group, or by two where nobody is passive. */
    into->step = sums.steps / (double)sums.seasons * (sums.has_passives ? 1 : 2);
    into->correction = sums.n / (sums.n - (double)sums.seasons);
    into->degrees = nps_joined_degrees(sums.spread, sums.squares_by_degrees);
    into->time = sums.time / sums.n;
    into->theta = 1 - sums.rest / sums.n;
    return true;
}

/* Sums of the second and third central moments of the answers, times powers of their distance in time. */
struct moments {
    double variance, third;
};

static void add_moments(struct moments *to, const nps_real_counts *counts, double n, double away, double rest)
{
    const nps_restricted_moments at = nps_restricted_moments_at(counts, rest);
    to->variance += n * away * away * at.variance;
    to->third += n * away * away * away * at.third;
}

/* The mean of 1 - theta of the line nearest to that of the answers with which the line stays on the scale, or leaves it
 * least. */
static double mean_rest(const struct season *season, double slope)
{
    const double one = -slope * season->first, other = -slope * season->last;
    const double least = -fmin(one, other), most = 2 - fmax(one, other);
    return fmax(fmin(least, most), fmin(fmax(least, most), season->rest));
}

/* `all` is from the shares of all periods together, `own` from those of each. */
static void add_restricted(const nps_line *self, size_t which, double slope, struct moments *all, struct moments *own)
{
    const nps_series *series = self->series;
    struct season season;
    double mean;
    size_t place;
    nps_point point;
    if (!read_season(series, which, &season))
        return;
    mean = mean_rest(&season, slope);
    for (place = which; place < series->count; place += series->season)
        if (nps_series_point(series, place, &point)) {
            const double away = away_from(&season, &point), rest = fmax(0, fmin(2, mean - slope * away));
            add_moments(all, &season.pooled, point.n, away, rest);
            add_moments(own, &point.counts, point.n, away, rest);
        }
}

static double corrected(double distance, const struct moments *moments, double correction)
{
    const double variance = correction * moments->variance;
    double z;
    if (!(variance > 0))
        return copysign(INFINITY, distance);
    z = nps_correct_for_skewness(distance / sqrt(variance), moments->third / variance / (6 * sqrt(variance)));
    return distance > 0 ? fmax(0, z) : fmin(0, z);
}

double nps_line_deviate(const nps_line *self, double slope)
{
    const double distance = self->spread * (self->slope - slope), beyond = fabs(distance) - self->step / 2;
    struct moments all = {0, 0}, own = {0, 0};
    double by_all, by_own;
    size_t which;
    if (!(beyond > 0 && self->correction > 0 && isfinite(self->correction)))
        return 0;
    for (which = 0; which < self->series->season && which < self->series->count; which++)
        add_restricted(self, which, slope, &all, &own);
    by_all = corrected(copysign(beyond, distance), &all, self->correction);
    by_own = corrected(copysign(beyond, distance), &own, self->correction);
    return fabs(by_all) < fabs(by_own) ? by_all : by_own;
}
