/* Coverage and width of 95 % intervals of weighted scores. Simulated, with a fixed seed.
 *
 * Every line of the output is a way to draw samples and a way to read them. It has the lowest coverage over five
 * truths, the mean coverage, and the mean width in points. The number of effective respondents is the one that the
 * design aims at; that of a single sample varies.
 *
 * usage: weighted_coverage [SAMPLES]
 *
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static const double LEVEL = 0.95;

static const nps_method METHODS[] = {NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_SCORE, NPS_METHOD_WALD};
enum { METHOD_COUNT = sizeof METHODS / sizeof *METHODS };

enum { GROUPS = 3, MOST_CATEGORIES = 4 };

/* Shares of promoters, passives and detractors. */
struct shares {
    double of[GROUPS];
};

static const struct shares TRUTHS[] = {
    {{0.50, 0.30, 0.20}}, {{0.34, 0.33, 0.33}}, {{0.10, 0.20, 0.70}}, {{0.05, 0.90, 0.05}}, {{0.90, 0.08, 0.02}}};
enum { TRUTH_COUNT = sizeof TRUTHS / sizeof *TRUTHS };

static double theta_of(const struct shares *shares)
{
    return shares->of[0] - shares->of[2];
}

/* The shares of people who are more content by `tilt` logits per category. */
static struct shares tilted(const struct shares *shares, double tilt)
{
    struct shares made;
    double sum = 0;
    int i;
    for (i = 0; i < GROUPS; i++) {
        made.of[i] = shares->of[i] * exp(tilt * (1 - i));
        sum += made.of[i];
    }
    for (i = 0; i < GROUPS; i++)
        made.of[i] /= sum;
    return made;
}

/* One answer of each group. */
static const uint8_t ANSWERS[GROUPS] = {10, 8, 0};

static void must(nps_status status)
{
    if (status != NPS_OK) {
        fprintf(stderr, "%s\n", nps_status_string(status));
        exit(1);
    }
}

/* How a sample is read: what the reader knows of how the sample was drawn. */
enum reading { PLAIN, KISH, DESIGN, CALIBRATED, COMPARED };
static const char *const READINGS[] = {"weighted", "Kish only", "design", "calibrated", "compared"};

/* A way to draw samples. */
struct scenario {
    enum reading reading;
    int respondents;      /* or effective respondents, if the answers have weights */
    double design_effect; /* of the weights; 1: equal weights */
    double tilt;          /* change of the answers, in logits, with the logarithm of the weight, or from one category
                           * to the next */
    int clusters;
    double correlation; /* within clusters */
};

/* The weights of classes of equal size: quantiles of a lognormal distribution, scaled so that 1 + cv^2 is the
 * requested design effect. */
enum { CLASSES = 64 };
struct weights {
    double of[CLASSES], logs[CLASSES];
};

static double normal_quantile(double p)
{
    double low = -10, high = 10;
    int i;
    for (i = 0; i < 60; i++) {
        const double middle = (low + high) / 2;
        *(erfc(-middle / sqrt(2)) / 2 < p ? &low : &high) = middle;
    }
    return low;
}

static void spread(struct weights *weights, double sigma)
{
    double sum = 0;
    int i;
    for (i = 0; i < CLASSES; i++)
        sum += weights->of[i] = exp(sigma * weights->logs[i]);
    for (i = 0; i < CLASSES; i++)
        weights->of[i] *= CLASSES / sum;
}

static struct weights weights_of(double design_effect)
{
    struct weights weights;
    double low = 0, high = 5;
    int i, k;
    for (i = 0; i < CLASSES; i++)
        weights.logs[i] = normal_quantile((i + 0.5) / CLASSES);
    for (i = 0; i < 60; i++) {
        double squares = 0;
        spread(&weights, (low + high) / 2);
        for (k = 0; k < CLASSES; k++)
            squares += weights.of[k] * weights.of[k] / CLASSES;
        *(squares < design_effect ? &low : &high) = (low + high) / 2;
    }
    spread(&weights, low);
    return weights;
}

/* The intervals of a sample, by method. */
struct sample {
    nps_bounds bounds[METHOD_COUNT];
};

static struct sample intervals_of(const nps_weighted_estimate *estimate)
{
    struct sample sample;
    int k;
    for (k = 0; k < METHOD_COUNT; k++) {
        nps_interval_result result;
        must(nps_weighted_interval(estimate, METHODS[k], LEVEL, &result));
        sample.bounds[k] = result.bounds;
    }
    return sample;
}

static nps_weighted_design *new_survey(void)
{
    nps_weighted_design *survey;
    nps_weighted_design_options options;
    nps_weighted_design_options_init(&options);
    options.hash_key[0] = 1; /* the same in each run */
    must(nps_weighted_design_create(&options, &survey));
    return survey;
}

static nps_weighted_estimate read_survey(nps_weighted_design *survey, enum reading reading)
{
    nps_weighted_estimate estimate;
    nps_weighted all;
    must(nps_weighted_design_total(survey, &all));
    must(reading == DESIGN ? nps_weighted_design_read(survey, nps_scale_0_10(), &estimate, NULL)
                           : nps_weighted_read(&all, nps_scale_0_10(), &estimate, NULL));
    nps_weighted_design_destroy(survey);
    if (reading == KISH)
        estimate.effective = estimate.kish;
    return estimate;
}

/* Weights: every class has the same number of respondents, so its share of the population is proportional to its
 * weight. */

struct weighted_truth {
    struct weights weights;
    struct shares answers[CLASSES];
    double theta;
};

static struct weighted_truth weigh(const struct scenario *scenario, const struct shares *base)
{
    struct weighted_truth truth = {.weights = weights_of(scenario->design_effect), .theta = 0};
    int k;
    for (k = 0; k < CLASSES; k++) {
        truth.answers[k] = tilted(base, scenario->tilt * truth.weights.logs[k]);
        truth.theta += truth.weights.of[k] / CLASSES * theta_of(&truth.answers[k]);
    }
    return truth;
}

static nps_weighted_estimate draw_weighted(const struct scenario *scenario, const struct weighted_truth *truth,
                                           uint64_t *random)
{
    const int respondents = (int)round(scenario->respondents * scenario->design_effect);
    uint64_t counts[CLASSES][GROUPS] = {{0}};
    nps_weighted_design *survey = new_survey();
    int i, k;
    for (i = 0; i < respondents; i++) {
        k = (int)(next_random(random) % CLASSES);
        counts[k][next_category(random, truth->answers[k].of, GROUPS)]++;
    }
    for (k = 0; k < CLASSES; k++)
        for (i = 0; i < GROUPS; i++)
            if (counts[k][i] != 0)
                must(nps_weighted_design_add(survey, 0, ANSWERS[i], truth->weights.of[k], counts[k][i]));
    return read_survey(survey, scenario->reading);
}

static double sample_weighted(const struct scenario *scenario, const struct shares *base, uint64_t *random, int samples,
                              struct sample *out)
{
    const struct weighted_truth truth = weigh(scenario, base);
    int i;
    for (i = 0; i < samples; i++) {
        const nps_weighted_estimate estimate = draw_weighted(scenario, &truth, random);
        out[i] = intervals_of(&estimate);
    }
    return truth.theta;
}

/* Two such samples; the people of the second are less content. */
static double sample_two(const struct scenario *scenario, const struct shares *base, uint64_t *random, int samples,
                         struct sample *out)
{
    const struct shares less_content = tilted(base, -0.3);
    const struct weighted_truth a = weigh(scenario, base), b = weigh(scenario, &less_content);
    int i, k;
    for (i = 0; i < samples; i++) {
        const nps_weighted_estimate of_a = draw_weighted(scenario, &a, random);
        const nps_weighted_estimate of_b = draw_weighted(scenario, &b, random);
        for (k = 0; k < METHOD_COUNT; k++) {
            nps_comparison comparison;
            must(nps_weighted_compare(&of_a, &of_b, METHODS[k], LEVEL, &comparison));
            out[i].bounds[k] = comparison.bounds;
        }
    }
    return a.theta - b.theta;
}

/* Strata of 40, 30, 20 and 10 % of the population, with equal numbers of respondents in the sample. */

static const double STRATA[MOST_CATEGORIES] = {0.4, 0.3, 0.2, 0.1};

/* The shares of answers of each stratum; they change from one stratum to the next. Returns theta of the population. */
static double tilt_strata(const struct scenario *scenario, const struct shares *base,
                          struct shares answers[MOST_CATEGORIES])
{
    double theta = 0;
    int stratum;
    for (stratum = 0; stratum < MOST_CATEGORIES; stratum++) {
        answers[stratum] = tilted(base, scenario->tilt * (stratum - 1.5));
        theta += STRATA[stratum] * theta_of(&answers[stratum]);
    }
    return theta;
}

static double sample_strata(const struct scenario *scenario, const struct shares *base, uint64_t *random, int samples,
                            struct sample *out)
{
    struct shares answers[MOST_CATEGORIES];
    const double theta = tilt_strata(scenario, base, answers);
    int i, j, stratum;
    for (i = 0; i < samples; i++) {
        nps_weighted_design *survey = new_survey();
        nps_weighted_estimate estimate;
        for (j = 0; j < scenario->respondents; j++) {
            const int group = next_category(random, answers[stratum = j % MOST_CATEGORIES].of, GROUPS);
            must(nps_weighted_design_add(survey, stratum, ANSWERS[group], STRATA[stratum], 1));
        }
        estimate = read_survey(survey, scenario->reading);
        out[i] = intervals_of(&estimate);
    }
    return theta;
}

/* Clusters of 5 to 15 people. The shares of a cluster are Dirichlet, drawn answer by answer from Polya's urn, which
 * gives the requested correlation within clusters. */
static double sample_clusters(const struct scenario *scenario, const struct shares *base, uint64_t *random, int samples,
                              struct sample *out)
{
    const double balls = (1 - scenario->correlation) / fmax(scenario->correlation, 1e-9);
    const struct weights weights = weights_of(scenario->design_effect);
    int i, j, k, cluster;
    for (i = 0; i < samples; i++) {
        nps_weighted_design *survey = new_survey();
        nps_weighted_estimate estimate;
        for (cluster = 0; cluster < scenario->clusters; cluster++) {
            const int size = 5 + (int)(next_random(random) % 11);
            double urn[GROUPS], chances[GROUPS];
            for (k = 0; k < GROUPS; k++)
                urn[k] = balls * base->of[k];
            for (j = 0; j < size; j++) {
                for (k = 0; k < GROUPS; k++)
                    chances[k] = urn[k] / (balls + j);
                k = next_category(random, chances, GROUPS);
                urn[k]++;
                must(nps_weighted_design_add_cluster(survey, 0, cluster, ANSWERS[k],
                                                     weights.of[next_random(random) % CLASSES], 1));
            }
        }
        estimate = read_survey(survey, scenario->reading);
        out[i] = intervals_of(&estimate);
    }
    return theta_of(base);
}

/* Two dependent margins, of three and of four categories. More content people are more likely to answer, but only
 * because of their categories in the margins. */

enum { FIRST = 3, SECOND = 4, CELLS = FIRST * SECOND, MOST_RESPONDENTS = 2000 };

struct calibrated_truth {
    double answering[CELLS]; /* the share of each cell among those who answer */
    struct shares answers[CELLS];
    double first[FIRST], second[SECOND]; /* the margins of the population */
    double theta;
};

static struct calibrated_truth margins_of(const struct scenario *scenario, const struct shares *base)
{
    static const double population[CELLS] = {0.15, 0.10, 0.06, 0.03, 0.10, 0.10, 0.08, 0.05, 0.04, 0.07, 0.10, 0.12};
    static const double first_rate[FIRST] = {0.3, 0.5, 1}, second_rate[SECOND] = {0.4, 0.6, 0.8, 1};
    struct calibrated_truth truth = {.theta = 0};
    double sum = 0;
    int i;
    for (i = 0; i < CELLS; i++) {
        const int a = i / SECOND, b = i % SECOND;
        truth.answers[i] = tilted(base, scenario->tilt * (a - 1 + 0.5 * (b - 1.5)));
        truth.answering[i] = population[i] * first_rate[a] * second_rate[b];
        sum += truth.answering[i];
        truth.first[a] += population[i];
        truth.second[b] += population[i];
        truth.theta += population[i] * theta_of(&truth.answers[i]);
    }
    for (i = 0; i < CELLS; i++)
        truth.answering[i] /= sum;
    return truth;
}

struct rows {
    uint8_t answers[MOST_RESPONDENTS];
    uint32_t first[MOST_RESPONDENTS], second[MOST_RESPONDENTS];
    double weights[MOST_RESPONDENTS];
};

/* Draws samples until raking succeeds: a small sample may lack a whole category. */
static void draw_raked(const struct calibrated_truth *truth, int respondents, const nps_margin margins[2],
                       uint64_t *random, struct rows *rows)
{
    nps_status status;
    int i;
    do {
        for (i = 0; i < respondents; i++) {
            const int cell = next_category(random, truth->answering, CELLS);
            rows->answers[i] = ANSWERS[next_category(random, truth->answers[cell].of, GROUPS)];
            rows->first[i] = (uint32_t)(cell / SECOND);
            rows->second[i] = (uint32_t)(cell % SECOND);
        }
        status = nps_calibration_rake(
            &(nps_calibration_sample){.row_count = (size_t)respondents, .margins = margins, .margin_count = 2}, NULL,
            rows->weights, NULL, NULL);
    } while (status == NPS_ERROR_MARGIN || status == NPS_ERROR_CONVERGENCE);
    must(status);
}

static double sample_raked(const struct scenario *scenario, const struct shares *base, uint64_t *random, int samples,
                           struct sample *out)
{
    static struct rows rows;
    const struct calibrated_truth truth = margins_of(scenario, base);
    const nps_margin margins[] = {{rows.first, truth.first, FIRST}, {rows.second, truth.second, SECOND}};
    const size_t respondents = (size_t)scenario->respondents;
    int i;
    for (i = 0; i < samples; i++) {
        const nps_calibration_sample raked = {
            .calibrated = rows.weights, .row_count = respondents, .margins = margins, .margin_count = 2};
        nps_weighted_estimate estimate;
        nps_column column;
        draw_raked(&truth, scenario->respondents, margins, random, &rows);
        nps_column_init(&column, NPS_COLUMN_U8, rows.answers, respondents);
        if (scenario->reading == CALIBRATED) {
            must(nps_calibration_read(&raked, &column, NULL, NULL, &estimate, NULL));
        } else {
            nps_weighted all = {.weightless = 0};
            must(nps_weighted_add_column(&all, &column, rows.weights, NULL));
            must(nps_weighted_read(&all, nps_scale_0_10(), &estimate, NULL));
        }
        out[i] = intervals_of(&estimate);
    }
    return truth.theta;
}

/* The strata again, but the number of respondents of each stratum is random; the population totals are known. */
static double sample_segments(const struct scenario *scenario, const struct shares *base, uint64_t *random, int samples,
                              struct sample *out)
{
    static const double answering[MOST_CATEGORIES] = {0.25, 0.25, 0.25, 0.25};
    struct shares answers[MOST_CATEGORIES];
    const double theta = tilt_strata(scenario, base, answers);
    int i, j, segment;
    for (i = 0; i < samples; i++) {
        nps_weighted_estimate estimate;
        nps_status status;
        do {
            nps_accumulator segments[MOST_CATEGORIES] = {{{0}, 0, 0}};
            for (j = 0; j < scenario->respondents; j++) {
                segment = next_category(random, answering, MOST_CATEGORIES);
                segments[segment].answers[ANSWERS[next_category(random, answers[segment].of, GROUPS)]]++;
            }
            status = nps_calibration_poststratify(segments, STRATA, MOST_CATEGORIES, nps_scale_0_10(), &estimate, NULL);
        } while (status == NPS_ERROR_MARGIN);
        must(status);
        out[i] = intervals_of(&estimate);
    }
    return theta;
}

/* Draws samples of a truth and returns theta. */
typedef double draws(const struct scenario *scenario, const struct shares *base, uint64_t *random, int samples,
                     struct sample *out);

static void study(const char *what, draws *draw, const struct scenario *scenario, int samples)
{
    struct sample *drawn = calloc((size_t)samples, sizeof *drawn);
    double lowest[METHOD_COUNT], sum[METHOD_COUNT] = {0}, width[METHOD_COUNT] = {0};
    uint64_t random = 1;
    int i, j, k;
    if (!drawn)
        abort();
    for (i = 0; i < TRUTH_COUNT; i++) {
        const double truth = 100 * draw(scenario, &TRUTHS[i], &random, samples, drawn);
        for (k = 0; k < METHOD_COUNT; k++) {
            double covered = 0;
            for (j = 0; j < samples; j++) {
                const nps_bounds *bounds = &drawn[j].bounds[k];
                covered += bounds->lower <= truth + 1e-9 && truth - 1e-9 <= bounds->upper;
                width[k] += (bounds->upper - bounds->lower) / samples / TRUTH_COUNT;
            }
            covered /= samples;
            lowest[k] = i == 0 ? covered : fmin(lowest[k], covered);
            sum[k] += covered;
        }
    }
    free(drawn);
    printf("%-34s %5d  %-10s", what, scenario->respondents, READINGS[scenario->reading]);
    for (k = 0; k < METHOD_COUNT; k++)
        printf("  %.3f %.3f %5.1f", lowest[k], sum[k] / TRUTH_COUNT, width[k]);
    printf("\n");
    fflush(stdout);
}

/* Prints a scenario for all sizes and all ways to read it. */
static void study_sizes(const char *what, draws *draw, struct scenario scenario, const int *sizes, bool only_one,
                        enum reading other, int samples)
{
    const enum reading first = scenario.reading;
    for (; *sizes != 0; sizes++) {
        scenario.respondents = *sizes;
        scenario.reading = first;
        study(what, draw, &scenario, samples);
        scenario.reading = other;
        if (!only_one)
            study(what, draw, &scenario, samples);
    }
}

static void print_header(const char *title)
{
    int k;
    printf("\n%s\n%-34s %5s  %-10s", title, "", "n", "read as");
    for (k = 0; k < METHOD_COUNT; k++)
        printf("  %-17.17s", nps_method_string(METHODS[k]));
    printf("\n%-53s", "");
    for (k = 0; k < METHOD_COUNT; k++)
        printf("  low   mean  width");
    printf("\n");
}

int main(int argc, char **argv)
{
    static const double effects[] = {1, 1.3, 2, 4};
    static const int many[] = {10, 20, 50, 100, 500, 2000, 0}, some[] = {20, 100, 500, 0}, few[] = {20, 100, 1000, 0};
    static const int clusters[] = {5, 10, 30};
    static const double correlations[] = {0, 0.05, 0.2};
    const int samples = argc > 1 ? atoi(argv[1]) : 4000;
    char what[64];
    size_t i, j;
    if (samples < 1) {
        fprintf(stderr, "usage: weighted_coverage [SAMPLES]\n");
        return 2;
    }
    printf("coverage of 95 %% intervals over %d truths, %d samples of each\n", TRUTH_COUNT, samples);
    print_header("weights that are unrelated to the answers; n effective");
    for (i = 0; i < sizeof effects / sizeof *effects; i++) {
        snprintf(what, sizeof what, "design effect %g", effects[i]);
        study_sizes(what, sample_weighted, (struct scenario){.design_effect = effects[i]}, many, true, PLAIN, samples);
    }
    print_header("weights that are related to the answers, design effect 2; n effective");
    for (i = 0; i < 2; i++)
        study_sizes(i == 0 ? "the heavy are content" : "the heavy are discontent", sample_weighted,
                    (struct scenario){.design_effect = 2, .tilt = i == 0 ? 0.5 : -0.5}, some, false, KISH, samples);
    print_header("four strata; n respondents");
    for (i = 0; i < 2; i++)
        study_sizes(i == 0 ? "alike" : "unlike", sample_strata, (struct scenario){.tilt = i == 0 ? 0 : 0.7}, few, false,
                    DESIGN, samples);
    print_header("clusters of 5 to 15; n clusters");
    for (i = 0; i < sizeof correlations / sizeof *correlations; i++)
        for (j = 0; j < sizeof clusters / sizeof *clusters; j++) {
            const struct scenario scenario = {
                .design_effect = 1.3, .clusters = clusters[j], .correlation = correlations[i]};
            snprintf(what, sizeof what, "correlation %g, weights 1.3", correlations[i]);
            study_sizes(what, sample_clusters, scenario, (const int[]){clusters[j], 0}, false, DESIGN, samples);
        }
    print_header("raked to two margins; n respondents");
    for (i = 0; i < 2; i++)
        study_sizes(i == 0 ? "the margins explain nothing" : "the margins explain much", sample_raked,
                    (struct scenario){.tilt = i == 0 ? 0 : 0.9}, (const int[]){50, 100, 400, 2000, 0}, false,
                    CALIBRATED, samples / 2 + 1);
    print_header("post-stratified to four segments; n respondents");
    for (i = 0; i < 2; i++)
        study_sizes(i == 0 ? "alike" : "unlike", sample_segments,
                    (struct scenario){.reading = CALIBRATED, .tilt = i == 0 ? 0 : 0.7}, few, true, PLAIN, samples);
    print_header("difference of two weighted samples; n effective of each");
    for (i = 0; i < sizeof effects / sizeof *effects; i++) {
        snprintf(what, sizeof what, "design effect %g", effects[i]);
        study_sizes(what, sample_two, (struct scenario){.reading = COMPARED, .design_effect = effects[i]}, some, true,
                    PLAIN, samples);
    }
    return 0;
}
