/* Bounds and p-values of NPS_METHOD_EXACT above 200 answers, against sums over all tables from the definition.
 * SPDX-License-Identifier: MIT */
#include "test.h"

#include <math.h>
#include <stdbool.h>

enum { N_MAX = 1000 };

/* The critical region of a table at one theta, and the probability of each of its tables but for the shares. */
struct naive {
    int n;
    double theta;
    bool is_in[N_MAX + 1][N_MAX + 1]; /* by promoters and detractors */
};

static double log_factorial[N_MAX + 3];

/* Tango's score statistic after two passives were added, at a line. */
static double statistic(int promoters, int passives, int detractors, double line)
{
    const double n = promoters + passives + 2 + detractors;
    const double b = (2 * n - promoters + detractors) * line - promoters - detractors;
    const double c = -detractors * line * (1 - line);
    const double q = (-b + sqrt(b * b - 8 * n * c)) / (4 * n);
    const double distance = promoters - detractors - n * line;
    return distance == 0 ? 0 : distance / sqrt(n * (2 * q + line * (1 - line)));
}

/* For a theta that is not negative. */
static void find_region(struct naive *self, const nps_counts *counts, double theta)
{
    const double line = floor(theta * 1024) / 1024;
    const double least =
        fabs(statistic((int)counts->promoters, (int)counts->passives, (int)counts->detractors, line)) - 1e-9;
    int promoters, detractors;
    self->n = (int)(counts->promoters + counts->passives + counts->detractors);
    self->theta = theta;
    for (promoters = 0; promoters <= self->n; promoters++)
        for (detractors = 0; promoters + detractors <= self->n; detractors++)
            self->is_in[promoters][detractors] =
                fabs(statistic(promoters, self->n - promoters - detractors, detractors, line)) >= least;
}

static double power_of(double log_share, int count)
{
    return count == 0 ? 0 : count * log_share;
}

/* The probability of the region when the shares of promoters and detractors sum to psi. */
static double probability_at(const struct naive *self, double psi)
{
    const int n = self->n;
    const double p1 = log((psi + self->theta) / 2), p2 = log(1 - psi), p3 = log((psi - self->theta) / 2);
    double sum = 0;
    int promoters, detractors;
    for (promoters = 0; promoters <= n; promoters++)
        for (detractors = 0; promoters + detractors <= n; detractors++)
            if (self->is_in[promoters][detractors]) {
                const int passives = n - promoters - detractors;
                const double log_probability = log_factorial[n] - log_factorial[promoters] - log_factorial[passives] -
                                               log_factorial[detractors] + power_of(p1, promoters) +
                                               power_of(p2, passives) + power_of(p3, detractors);
                if (log_probability > -50)
                    sum += exp(log_probability);
            }
    return sum;
}

/* The largest probability over psi: on a grid, and near its best point. */
static double p_value(const struct naive *self)
{
    enum { STEPS = 24, ROUNDS = 12 };
    double best = 0, highest = 0, step = (1 - self->theta) / STEPS;
    int i;
    for (i = 0; i <= STEPS; i++) {
        const double psi = fmin(1, self->theta + i * step), p = probability_at(self, psi);
        if (p > highest) {
            highest = p;
            best = psi;
        }
    }
    for (i = 0; i < ROUNDS; i++) {
        const double around[] = {fmax(self->theta, best - step / 2), fmin(1, best + step / 2)};
        int side;
        step /= 2;
        for (side = 0; side < 2; side++) {
            const double p = probability_at(self, around[side]);
            if (p > highest) {
                highest = p;
                best = around[side];
            }
        }
    }
    return highest;
}

static double naive_p_value(const nps_counts *counts, double theta)
{
    static struct naive naive;
    const nps_counts mirror = {counts->detractors, counts->passives, counts->promoters};
    find_region(&naive, theta < 0 ? &mirror : counts, fabs(theta));
    return p_value(&naive);
}

/* A theta just outside a bound has a p-value below alpha, one just inside it does not. */
static void bounds_are_where_the_definition_has_them(void **state)
{
    static const struct {
        nps_counts counts;
        double level;
    } settings[] = {
        {{150, 90, 60}, 0.95},  {{3, 290, 8}, 0.9},      {{120, 0, 180}, 0.99},
        {{230, 170, 101}, 0.8}, {{510, 300, 190}, 0.95},
    };
    size_t i;
    int k;
    (void)state;
    for (k = 1; k <= N_MAX; k++)
        log_factorial[k] = log_factorial[k - 1] + log(k);
    for (i = 0; i < sizeof settings / sizeof *settings; i++) {
        const nps_counts *counts = &settings[i].counts;
        const double alpha = 1 - settings[i].level;
        nps_bounds bounds;
        double upper, p;
        assert_ok(nps_interval(counts, NPS_METHOD_EXACT, settings[i].level, &bounds));
        upper = bounds.upper / 100;
        assert_true(naive_p_value(counts, upper + 1e-8) < alpha);
        assert_true(naive_p_value(counts, upper - 1e-8) > alpha * (1 - 1e-5));
        assert_ok(nps_test(counts, bounds.upper + 1e-6, NPS_METHOD_EXACT, NPS_TWO_SIDED, &p));
        assert_true(p < alpha);
        assert_ok(nps_test(counts, bounds.upper - 1e-6, NPS_METHOD_EXACT, NPS_TWO_SIDED, &p));
        assert_true(p >= alpha);
    }
}

/* Far from the score, where the p-value falls with the distance, it is that of the tested score itself. */
static void p_values_are_those_of_the_definition(void **state)
{
    static const nps_counts counts = {150, 90, 60};
    static const double references[] = {10, 20, 41, 50};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof references / sizeof *references; i++) {
        const double expected = naive_p_value(&counts, references[i] / 100);
        double p;
        assert_ok(nps_test(&counts, references[i], NPS_METHOD_EXACT, NPS_TWO_SIDED, &p));
        assert_double_near(p / expected, 1, 1e-6);
    }
}

static void larger_intervals_are_mirrored_and_nested(void **state)
{
    static const nps_counts tables[] = {{400, 350, 250}, {980, 0, 20}, {1, 998, 1}, {0, 700, 0}, {201, 0, 0}};
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof tables / sizeof *tables; i++) {
        static const double levels[] = {0.5, 0.95, 0.999999};
        const nps_counts mirror = {tables[i].detractors, tables[i].passives, tables[i].promoters};
        double score;
        nps_bounds inner;
        assert_ok(nps_score(&tables[i], &score));
        inner = (nps_bounds){score, score};
        for (j = 0; j < sizeof levels / sizeof *levels; j++) {
            nps_bounds bounds, mirrored;
            assert_ok(nps_interval(&tables[i], NPS_METHOD_EXACT, levels[j], &bounds));
            assert_ok(nps_interval(&mirror, NPS_METHOD_EXACT, levels[j], &mirrored));
            assert_true(-100 <= bounds.lower && bounds.lower <= inner.lower);
            assert_true(100 >= bounds.upper && bounds.upper >= inner.upper);
            assert_true(mirrored.lower == -bounds.upper && mirrored.upper == -bounds.lower);
            inner = bounds;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_are_where_the_definition_has_them),
        cmocka_unit_test(p_values_are_those_of_the_definition),
        cmocka_unit_test(larger_intervals_are_mirrored_and_nested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
