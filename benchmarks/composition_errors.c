/* The errors of nps_composition_test() and nps_distribution_test() at level 0.95, in CSV. For each pair of sizes, the
 * largest over a list of truths of the probability that
 *
 *     shares         the test of all shares rejects shares that are equal
 *     ranks          the rank test rejects them
 *     superiority    the interval misses the probability of superiority, of equal shares and of others
 *     differences    one of the intervals of the differences misses its difference
 *
 * Up to ENUMERATED answers in each sample every pair of tables of three categories is summed over; everything else is
 * simulated with a fixed seed. The exact test of all answers, whose error is proven, is left out because it takes long.
 *
 * usage: composition_errors [SIMULATIONS], such as 20000
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CATEGORIES = 11, ENUMERATED = 20, TABLES = (ENUMERATED + 1) * (ENUMERATED + 2) / 2 };

static const double ALPHA = 0.05;

/* The shares of the categories in ascending order. */
struct truth {
    double a[CATEGORIES], b[CATEGORIES];
};

struct rates {
    double shares, ranks, superiority, differences;
};

static void raise_to(struct rates *largest, const struct rates *found)
{
    largest->shares = fmax(largest->shares, found->shares);
    largest->ranks = fmax(largest->ranks, found->ranks);
    largest->superiority = fmax(largest->superiority, found->superiority);
    largest->differences = fmax(largest->differences, found->differences);
}

static void print(const char *of, const char *how, const uint64_t sizes[2], const struct rates *largest)
{
    printf("%s,%s,%llu,%llu,%.4f,%.4f,%.4f,%.4f\n", of, how, (unsigned long long)sizes[0], (unsigned long long)sizes[1],
           largest->shares, largest->ranks, largest->superiority, largest->differences);
    (void)fflush(stdout);
}

static void check(nps_status status)
{
    if (status) {
        (void)fprintf(stderr, "%s\n", nps_status_string(status));
        exit(EXIT_FAILURE);
    }
}

static double superiority_of(const struct truth *truth, int count)
{
    double lower = 0, sum = 0;
    for (int j = 0; j < count; j++) {
        sum += truth->a[j] * (lower + truth->b[j] / 2);
        lower += truth->b[j];
    }
    return sum;
}

/* What a pair of samples adds to the rates, times its probability. Equal shares count for the tests. */
static void add(struct rates *to, double probability, const struct truth *truth, int count,
                const nps_composition *found, const double *lower, const double *upper)
{
    const double superiority = superiority_of(truth, count);
    int misses = 0, is_equal = 1;
    for (int j = 0; j < count; j++) {
        const double difference = 100 * (truth->a[j] - truth->b[j]);
        is_equal &= truth->a[j] == truth->b[j];
        misses |= difference < lower[j] - 1e-9 || difference > upper[j] + 1e-9;
    }
    to->shares += probability * (is_equal && found->p_value <= ALPHA);
    to->ranks += probability * (is_equal && found->rank_p_value <= ALPHA);
    to->superiority +=
        probability * (superiority < found->superiority_lower - 1e-9 || superiority > found->superiority_upper + 1e-9);
    to->differences += probability * misses;
}

/* ---- three categories, by enumeration ---- */

static int list_tables(int n, nps_counts *tables)
{
    int count = 0;
    for (int detractors = 0; detractors <= n; detractors++)
        for (int passives = 0; passives <= n - detractors; passives++)
            tables[count++] =
                (nps_counts){(uint64_t)(n - detractors - passives), (uint64_t)passives, (uint64_t)detractors};
    return count;
}

static double power(double base, uint64_t exponent)
{
    return exponent == 0 ? 1 : pow(base, (double)exponent);
}

static double probability_of(const nps_counts *table, const double *shares)
{
    const uint64_t k[] = {table->detractors, table->passives, table->promoters};
    const double n = (double)(k[0] + k[1] + k[2]);
    double logarithm = lgamma(n + 1);
    double product = 1;
    for (int j = 0; j < 3; j++) {
        logarithm -= lgamma((double)k[j] + 1);
        product *= power(shares[j], k[j]);
    }
    return product * exp(logarithm);
}

/* One result for each pair of tables. */
struct pair_result {
    nps_composition found;
    double lower[3], upper[3];
};

static struct pair_result test_pair(const nps_counts *a, const nps_counts *b, const nps_composition_options *options)
{
    struct pair_result out;
    nps_share_difference differences[3];
    check(nps_composition_test(a, b, options, &out.found, differences));
    for (int j = 0; j < 3; j++) {
        out.lower[j] = differences[2 - j].bounds.lower;
        out.upper[j] = differences[2 - j].bounds.upper;
    }
    return out;
}

static void next_truth(const double *shares, struct truth *truth, int turn)
{
    memset(truth, 0, sizeof *truth);
    for (int j = 0; j < 3; j++) {
        truth->a[j] = shares[j];
        truth->b[j] = shares[(j + turn) % 3];
    }
}

/* Truths on a lattice of steps of 1/20, and beside its edges; the second sample has the same shares, or the same in
 * another order. */
static void enumerate_truths(const nps_counts *a, int count_a, const nps_counts *b, int count_b,
                             const struct pair_result *results, struct rates *largest)
{
    for (int first = 0; first <= 20; first++)
        for (int second = 0; second <= 20 - first; second++)
            for (int turn = 0; turn < 3; turn++) {
                const double edge = 0.01;
                const double shares[] = {edge + (1 - 3 * edge) * first / 20, edge + (1 - 3 * edge) * second / 20,
                                         edge + (1 - 3 * edge) * (20 - first - second) / 20};
                struct rates found = {0, 0, 0, 0};
                struct truth truth;
                double probabilities[TABLES];
                next_truth(shares, &truth, turn);
                for (int j = 0; j < count_b; j++)
                    probabilities[j] = probability_of(&b[j], truth.b);
                for (int i = 0; i < count_a; i++) {
                    const double own = probability_of(&a[i], truth.a);
                    for (int j = 0; j < count_b; j++) {
                        const struct pair_result *result = &results[i * count_b + j];
                        add(&found, own * probabilities[j], &truth, 3, &result->found, result->lower, result->upper);
                    }
                }
                raise_to(largest, &found);
            }
}

static void enumerate(const uint64_t sizes[2], nps_method method)
{
    static nps_counts a[TABLES], b[TABLES];
    const int count_a = list_tables((int)sizes[0], a), count_b = list_tables((int)sizes[1], b);
    struct pair_result *results = malloc((size_t)count_a * (size_t)count_b * sizeof *results);
    struct rates largest = {0, 0, 0, 0};
    nps_composition_options options;
    if (!results)
        check(NPS_ERROR_MEMORY);
    nps_composition_options_init(&options);
    options.method = method;
    for (int i = 0; i < count_a; i++)
        for (int j = 0; j < count_b; j++)
            results[i * count_b + j] = test_pair(&a[i], &b[j], &options);
    enumerate_truths(a, count_a, b, count_b, results, &largest);
    print(method == NPS_METHOD_AUTO ? "groups" : "groups by score", "enumeration", sizes, &largest);
    free(results);
}

/* ---- more answers, by simulation ---- */

/* Binomial numbers by inversion from the mode are too slow for millions of answers; a normal one suffices there. */
static uint64_t draw_binomial(uint64_t *state, uint64_t n, double rate)
{
    uint64_t k = 0;
    if (!(rate > 0) || n == 0)
        return 0;
    if (rate >= 1)
        return n;
    if ((double)n * rate * (1 - rate) > 1000) {
        const double u = next_uniform(state), v = next_uniform(state);
        const double z = sqrt(-2 * log(1 - u)) * cos(6.283185307179586 * v);
        const double drawn = floor((double)n * rate + z * sqrt((double)n * rate * (1 - rate)) + 0.5);
        return (uint64_t)fmin(fmax(drawn, 0), (double)n);
    }
    if (rate > 0.5)
        return n - draw_binomial(state, n, 1 - rate);
    /* Waiting times between successes. */
    for (double waited = 0;; k++) {
        waited += floor(log(1 - next_uniform(state)) / log(1 - rate)) + 1;
        if (waited > (double)n)
            return k;
    }
}

static void draw(uint64_t *state, uint64_t n, const double *shares, int count, uint64_t *answers)
{
    double rest = 1;
    for (int j = 0; j < count; j++) {
        answers[j] = j == count - 1 ? n : draw_binomial(state, n, rest > 0 ? fmin(1, shares[j] / rest) : 1);
        n -= answers[j];
        rest -= shares[j];
    }
}

static void simulate_truth(uint64_t *state, const uint64_t sizes[2], const struct truth *truth, int count,
                           long simulations, struct rates *largest)
{
    struct rates found = {0, 0, 0, 0};
    for (long simulation = 0; simulation < simulations; simulation++) {
        nps_accumulator a = {{0}, 0, 0}, b = {{0}, 0, 0};
        nps_composition result;
        nps_share_difference differences[CATEGORIES];
        double lower[CATEGORIES], upper[CATEGORIES];
        draw(state, sizes[0], truth->a, count, a.answers);
        draw(state, sizes[1], truth->b, count, b.answers);
        if (count == 3) {
            const nps_counts x = {a.answers[2], a.answers[1], a.answers[0]};
            const nps_counts y = {b.answers[2], b.answers[1], b.answers[0]};
            check(nps_composition_test(&x, &y, NULL, &result, differences));
        } else {
            check(nps_distribution_test(&a, &b, NULL, &result, differences));
        }
        for (int j = 0; j < count; j++) {
            const nps_share_difference *difference = &differences[count == 3 ? 2 - j : j];
            lower[j] = difference->bounds.lower;
            upper[j] = difference->bounds.upper;
        }
        add(&found, 1 / (double)simulations, truth, count, &result, lower, upper);
    }
    raise_to(largest, &found);
}

/* Shares of the categories: of equal weight, or most answers in one, and some that are rare. */
static void random_shares(uint64_t *state, int count, double *shares)
{
    double sum = 0;
    const double manner = next_uniform(state) * 3;
    for (int j = 0; j < count; j++)
        sum += shares[j] = pow(next_uniform(state), 1 + 2 * manner) + 1e-4;
    for (int j = 0; j < count; j++)
        shares[j] /= sum;
}

static void simulate(const uint64_t sizes[2], int count, long simulations)
{
    enum { TRUTHS = 24 };
    uint64_t state = 20260101, truths = 20260102; /* the same truths for every number of simulations */
    struct rates largest = {0, 0, 0, 0};
    for (int i = 0; i < TRUTHS; i++) {
        struct truth truth;
        memset(&truth, 0, sizeof truth);
        random_shares(&truths, count, truth.a);
        memcpy(truth.b, truth.a, sizeof truth.b);
        simulate_truth(&state, sizes, &truth, count, simulations, &largest);
        random_shares(&truths, count, truth.b);
        simulate_truth(&state, sizes, &truth, count, simulations, &largest);
    }
    print(count == 3 ? "groups" : "answers", "simulation", sizes, &largest);
}

int main(int argc, char **argv)
{
    static const uint64_t enumerated[][2] = {{5, 5}, {10, 10}, {20, 5}, {20, 20}};
    static const uint64_t groups[][2] = {{50, 50},       {200, 30},      {1001, 1001},      {3000, 20},
                                         {100000, 1001}, {50000, 50000}, {1000000, 1000000}};
    static const uint64_t answers[][2] = {{51, 51}, {300, 300}, {2000, 60}, {20000, 20000}};
    const long simulations = argc > 1 ? strtol(argv[1], NULL, 10) : 20000;
    if (simulations < 1)
        check(NPS_ERROR_PLAN);
    printf("of,how,a,b,shares,ranks,superiority,differences\n");
    for (size_t i = 0; i < sizeof enumerated / sizeof *enumerated; i++) {
        enumerate(enumerated[i], NPS_METHOD_AUTO);
        enumerate(enumerated[i], NPS_METHOD_SCORE);
    }
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        simulate(groups[i], 3, simulations);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        simulate(answers[i], CATEGORIES, simulations);
    return 0;
}
