/* Error rates of families and ranks, by enumeration of all samples of a few answers.
 * SPDX-License-Identifier: MIT */
#include "segments.h"

/* All samples of `n` answers: each table, its probability under a truth, and its exact p-value. */
enum { ANSWERS = 4, TABLES = (ANSWERS + 1) * (ANSWERS + 2) / 2, SAMPLES = 3 };

struct tables {
    nps_counts counts[TABLES];
    double p_values[TABLES];
};

static const double BENCHMARK = 25;

static void make_tables(struct tables *tables, nps_method method)
{
    uint64_t a, c;
    size_t i = 0;
    for (a = 0; a <= ANSWERS; a++)
        for (c = 0; a + c <= ANSWERS; c++) {
            tables->counts[i] = (nps_counts){a, ANSWERS - a - c, c};
            assert_ok(nps_test(&tables->counts[i], BENCHMARK, method, NPS_TWO_SIDED, &tables->p_values[i]));
            i++;
        }
}

static double factorial(uint64_t n)
{
    return n < 2 ? 1 : (double)n * factorial(n - 1);
}

static double probability(const nps_counts *counts, double promoters, double detractors)
{
    return factorial(ANSWERS) /
           (factorial(counts->promoters) * factorial(counts->passives) * factorial(counts->detractors)) *
           pow(promoters, (double)counts->promoters) * pow(detractors, (double)counts->detractors) *
           pow(1 - promoters - detractors, (double)counts->passives);
}

/* Shares of promoters and detractors of three segments; the benchmark is the true score of the segments with .25. */
struct truth {
    double promoters[SAMPLES], detractors[SAMPLES];
};

static const struct truth TRUTHS[] = {
    {{.25, .25, .25}, {0, 0, 0}},       {{.625, .625, .625}, {.375, .375, .375}}, {{.5, .5, .5}, {.25, .25, .25}},
    {{.3, .45, .625}, {.05, .2, .375}}, {{.625, .25, .9}, {.375, 0, .05}},        {{.625, .9, .05}, {.375, .05, .9}},
    {{.5, .1, .1}, {.25, .8, .85}},     {{.9, .9, .05}, {.05, .05, .9}},
};

enum { TRUTH_COUNT = sizeof TRUTHS / sizeof *TRUTHS };

static int is_true(const struct truth *truth, int sample)
{
    return fabs(truth->promoters[sample] - truth->detractors[sample] - BENCHMARK / 100) < 1e-9;
}

/* Over all samples: the probability of a false rejection, or the expected share of false rejections. */
static double expected_errors(const struct tables *tables, const struct truth *truth, nps_adjustment adjustment,
                              double alpha)
{
    double sum = 0;
    int which, sample;
    for (which = 0; which < TABLES * TABLES * TABLES; which++) {
        const int at[] = {which % TABLES, which / TABLES % TABLES, which / TABLES / TABLES};
        double p[SAMPLES], adjusted[SAMPLES], weight = 1;
        size_t order[SAMPLES];
        int rejected = 0, wrongly = 0;
        for (sample = 0; sample < SAMPLES; sample++) {
            p[sample] = tables->p_values[at[sample]];
            weight *= probability(&tables->counts[at[sample]], truth->promoters[sample], truth->detractors[sample]);
        }
        if (weight == 0)
            continue;
        assert_ok(nps_adjust(p, SAMPLES, adjustment, adjusted, order));
        for (sample = 0; sample < SAMPLES; sample++)
            if (adjusted[sample] <= alpha) {
                rejected++;
                wrongly += is_true(truth, sample);
            }
        if (rejected)
            sum += adjustment == NPS_ADJUST_HOLM ? weight * (wrongly > 0) : weight * wrongly / rejected;
    }
    return sum;
}

/* By enumeration of all samples: if the p-values are valid, the adjusted ones are valid too. */
static void errors_stay_below_alpha(void **state)
{
    static const double alphas[] = {0.05, 0.3};
    struct tables tables;
    double most[3] = {0}, most_alone = 0;
    size_t a, t;
    (void)state;
    make_tables(&tables, NPS_METHOD_EXACT);
    for (a = 0; a < 2; a++)
        for (t = 0; t < TRUTH_COUNT; t++) {
            const struct truth *truth = &TRUTHS[t];
            const double holm = expected_errors(&tables, truth, NPS_ADJUST_HOLM, alphas[a]);
            const double rate = expected_errors(&tables, truth, NPS_ADJUST_BENJAMINI_HOCHBERG, alphas[a]);
            const double any = expected_errors(&tables, truth, NPS_ADJUST_BENJAMINI_YEKUTIELI, alphas[a]);
            const double alone = expected_errors(&tables, truth, NPS_ADJUST_NONE, alphas[a]);
            const double share = (is_true(truth, 0) + is_true(truth, 1) + is_true(truth, 2)) / 3.0;
            assert_true(holm <= alphas[a]);
            assert_true(rate <= share * alphas[a] + 1e-12);
            assert_true(any <= rate);
            most[0] = fmax(most[0], holm / alphas[a]);
            most[1] = fmax(most[1], rate / alphas[a]);
            most[2] = fmax(most[2], any / alphas[a]);
            most_alone = fmax(most_alone, alone / alphas[a]);
        }
    /* This is not because nothing is ever rejected; and without an adjustment it would not hold. */
    assert_true(most[0] > 0.5 && most[1] > 0.5 && most[2] > 0.1);
    assert_true(most_alone > 1);
}

static double theta_of(const struct truth *truth, int sample)
{
    return truth->promoters[sample] - truth->detractors[sample];
}

/* Whether all intervals contain all ranks that the truths share. */
static int all_are_right(const struct truth *truth, const nps_segment_rank *ranks)
{
    int i, j;
    for (i = 0; i < SAMPLES; i++) {
        uint64_t best = 1, worst = SAMPLES;
        for (j = 0; j < SAMPLES; j++) {
            best += theta_of(truth, j) > theta_of(truth, i) + 1e-9;
            worst -= theta_of(truth, j) < theta_of(truth, i) - 1e-9;
        }
        if (best < ranks[i].best || worst > ranks[i].worst)
            return 0;
    }
    return 1;
}

/* By enumeration of all samples, at levels so low that some segments are distinguished. */
static void ranks_are_right_as_often_as_the_level_says(void **state)
{
    static const double levels[] = {0.95, 0.6};
    struct tables tables;
    size_t l, t;
    (void)state;
    make_tables(&tables, NPS_METHOD_SKEWNESS_SCORE);
    for (l = 0; l < 2; l++) {
        struct family family = family_with(NPS_METHOD_SKEWNESS_SCORE, levels[l], NPS_ADJUST_HOLM);
        double covered[TRUTH_COUNT] = {0}, told = 0;
        int which, sample;
        for (which = 0; which < TABLES * TABLES * TABLES; which++) {
            const nps_counts counts[] = {tables.counts[which % TABLES], tables.counts[which / TABLES % TABLES],
                                         tables.counts[which / TABLES / TABLES]};
            nps_segment_rank ranks[SAMPLES];
            assert_ok(nps_segments_rank(counts, SAMPLES, &family.options, ranks));
            for (t = 0; t < TRUTH_COUNT; t++) {
                double weight = 1;
                for (sample = 0; sample < SAMPLES; sample++)
                    weight *= probability(&counts[sample], TRUTHS[t].promoters[sample], TRUTHS[t].detractors[sample]);
                covered[t] += all_are_right(&TRUTHS[t], ranks) ? weight : 0;
                told += t == 7 && ranks[2].best == 3 ? weight : 0;
            }
        }
        for (t = 0; t < TRUTH_COUNT; t++)
            assert_true(covered[t] >= levels[l]);
        assert_true(told > (l == 0 ? 0.25 : 0.9));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_stay_below_alpha),
        cmocka_unit_test(ranks_are_right_as_often_as_the_level_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
