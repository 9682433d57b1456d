/* SPDX-License-Identifier: MIT */
#include "lattice.h"

#include "numerics.h"
#include "special.h"

#include <math.h>

/* With more answers than this, 1 - rate has lost its digits where hardly anybody is not in one group; and one answer
 * more or less does not move a score. */
static const double MOST_ANSWERS = 0x1p40;

static int has_table(double answers, double deviation)
{
    return deviation <= NPS_LATTICE_DEVIATION && answers <= MOST_ANSWERS;
}

/* How far a table reaches: enough for probabilities of 1e-17, those of a Poisson variable included. */
static double reach(double deviation)
{
    return ceil(9 * deviation + 25);
}

/* The least deviation of the variable where its mean is moved to a value of the table by weights exp(c x): for each
 * unit that the mean moves, its variance moves by at most the largest distance of one answer from its mean. */
static double least_deviation(double deviation, double largest)
{
    return sqrt(fmax(0, deviation * deviation - reach(deviation) * largest));
}

void nps_lattice_binomial(nps_lattice *self, double trials, double rate, double origin, double step)
{
    const double mean = trials * rate, deviation = sqrt(mean * (1 - rate)), odds = rate / (1 - rate);
    const double mode = fmin(trials, floor((trials + 1) * rate));
    const double low = fmax(0, mode - reach(deviation)), high = fmin(trials, mode + reach(deviation));
    double k, term;
    self->mean = origin + step * mean;
    self->deviation = step * deviation;
    self->first = origin + step * low;
    self->step = step;
    self->least_deviation = step * least_deviation(deviation, 1);
    self->count = 0;
    if (!has_table(trials, deviation))
        return;
    self->count = (int)(high - low) + 1;
    term = nps_binomial_probability(mode, trials, rate);
    k = mode;
    while (k >= low) {
        self->table[(int)(k - low)] = term;
        term *= k / ((trials - k + 1) * odds);
        k -= 1;
    }
    term = self->table[(int)(mode - low)];
    k = mode;
    while (k < high) {
        term *= (trials - k) / (k + 1) * odds;
        k += 1;
        self->table[(int)(k - low)] = term;
    }
}

/* P(more - less = s) for s >= 0: the sum over the number of `less`, from its likeliest value in both directions. */
static double trinomial_at(double n, double p, double m, double q, double s)
{
    const double most = floor((n - s) / 2), others = n - s, both = p * q, square = m * m;
    const double linear = square * s + 4 * both * others;
    double mode, at_mode, term, sum, k;
    if (s > n)
        return 0;
    if (both == 0)
        return q == 0 ? nps_binomial_probability(s, n, p) : s == 0 ? nps_binomial_probability(0, n, q) : 0;
    if (m == 0)
        return 2 * most == others ? nps_binomial_probability(most, n, q) : 0;
    mode =
        fmax(0, fmin(most, floor(2 * both * others * others /
                                 (linear + sqrt(linear * linear + 4 * (square - 4 * both) * both * others * others)))));
    at_mode = nps_binomial_probability(mode, n, q) * nps_binomial_probability(s + mode, n - mode, p / (p + m));
    sum = term = at_mode;
    k = mode;
    while (k < most && term > 1e-18 * sum) {
        const double neither = others - 2 * k;
        term *= neither * (neither - 1) / ((s + k + 1) * (k + 1)) * (both / square);
        sum += term;
        k += 1;
    }
    term = at_mode;
    k = mode;
    while (k > 0 && term > 1e-18 * sum) {
        const double neither = others - 2 * k;
        term *= (s + k) * k / ((neither + 1) * (neither + 2)) * (square / both);
        sum += term;
        k -= 1;
    }
    return sum;
}

/* The values of P(more - less = s) for s from `from` down to `to` >= 0, by the recurrence of the coefficients of
 * (p x + m + q / x)^n. All its terms are positive on this side, so nothing cancels. */
static void fill_down(double *table, double n, double p, double m, double q, double from, double to, double low,
                      int sign)
{
    double s, upper, here;
    while (from > to && trinomial_at(n, p, m, q, from) < 1e-100)
        table[(int)(sign * from-- - low)] = 0;
    upper = trinomial_at(n, p, m, q, from + 1);
    here = trinomial_at(n, p, m, q, from);
    s = from;
    while (s >= to) {
        const double k = n - s; /* counted from the top */
        /* The division does not wait for the values before. */
        const double share = 1 / (p * (k + 1));
        const double below = m * (n - k) * share * here + q * (2 * n - k + 1) * share * upper;
        table[(int)(sign * s - low)] = here;
        upper = here;
        here = below;
        s -= 1;
    }
}

void nps_lattice_trinomial(nps_lattice *self, double n, const double *shares, double origin)
{
    const double more = shares[0], neither = shares[1], less = shares[2];
    const double theta = more - less, deviation = sqrt(n * fmax(0, more + less - theta * theta));
    const double mean = n * theta, middle = floor(mean + 0.5);
    const double low = fmax(-n, middle - reach(deviation)), high = fmin(n, middle + reach(deviation));
    self->mean = origin + mean;
    self->deviation = deviation;
    self->first = origin + low;
    self->step = 1;
    self->least_deviation = least_deviation(deviation, 2);
    self->count = 0;
    if (!has_table(n, deviation))
        return;
    self->count = (int)(high - low) + 1;
    if (high >= 0)
        fill_down(self->table, n, more, neither, less, high, fmax(low, 0), low, 1);
    if (low < 0)
        fill_down(self->table, n, less, neither, more, -low, fmax(-high, 1), low, -1);
}

static double normal_tail(double distance, double deviation)
{
    if (!(deviation > 0))
        return distance >= 0;
    return nps_normal_upper_tail(-distance / deviation);
}

/* The values of a table that one value may stand for. The sum is an integral by the trapezoidal rule, whose relative
 * error is exp(-2 (pi d / stride)^2), below 1e-18 here, where d is the deviation of both variables together near the
 * values that count. */
static int stride_of(double deviation, double normal_deviation)
{
    static const double precise = 1.5;
    const double together =
        deviation * normal_deviation / sqrt(deviation * deviation + normal_deviation * normal_deviation);
    return together > precise ? (int)(together / precise) : 1;
}

/* A sum over the table of one of the normal tail of the other. */
static double tail_over_table(const nps_lattice *table, double size, const nps_lattice *normal, double other, int sign,
                              double enough)
{
    const double deviation = normal->deviation / other;
    const int stride = stride_of(table->least_deviation / table->step, deviation * size / table->step);
    double sum = 0;
    int i;
    enough /= stride;
    for (i = 0; i < table->count && sum <= enough; i += stride) {
        const double value = (table->first + i * table->step) / size;
        if (table->table[i] > sum * 0x1p-54) /* otherwise the sum stays the same to the last bit */
            sum += table->table[i] * normal_tail(sign * (value - normal->mean / other), deviation);
    }
    return stride * sum;
}

double nps_lattice_tail(const nps_lattice *x, double x_size, const nps_lattice *y, double y_size, double enough)
{
    double sum = 0, below = 0;
    int i, j = 0;
    if (x->count == 0 && y->count == 0) {
        const double one = x->deviation / x_size, other = y->deviation / y_size;
        return normal_tail(x->mean / x_size - y->mean / y_size, sqrt(one * one + other * other));
    }
    if (y->count == 0)
        return tail_over_table(x, x_size, y, y_size, 1, enough);
    if (x->count == 0)
        return tail_over_table(y, y_size, x, x_size, -1, enough);
    for (i = 0; i < x->count && sum <= enough; i++) {
        const double value = (x->first + i * x->step) * y_size;
        while (j < y->count && (y->first + j * y->step) * x_size <= value + 1e-9 * x_size)
            below += y->table[j++];
        sum += x->table[i] * below;
    }
    return sum;
}
