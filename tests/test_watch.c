/* Watches: their evidence against a naive one from all answers so far, the promise about false alarms by simulation,
 * and what may be added to them. SPDX-License-Identifier: MIT */
#include "test.h"

#include <stdbool.h>
#include <stdlib.h>

static const double STAKES[] = {0.5, 0.25, 0.125, 0.0625};
enum { STAKE_COUNT = 4 };

/* A truth: the probabilities of a promoter and of a detractor. */
struct truth {
    double promoter, detractor;
};

static int draw(uint64_t *random, const struct truth *truth)
{
    const double u = (double)(next_random(random) >> 11) * 0x1p-53;
    return u < truth->promoter ? 10 : u < truth->promoter + truth->detractor ? 3 : 7;
}

/* 0, 1/2 or 1. */
static double value_of(int answer)
{
    return answer >= 9 ? 1 : answer >= 7 ? 0.5 : 0;
}

static nps_watch watch_of(double reference, nps_alternative direction, double every)
{
    nps_watch_options options;
    nps_watch watch;
    nps_watch_options_init(&options);
    options.direction = direction;
    options.false_alarm_every = every;
    assert_ok(nps_watch_init(&watch, reference, &options));
    return watch;
}

/* The sum over all beginnings of the products of factors since then, as the paper writes it. */
static double naive_detector(const double *values, int n, double mean, double stake)
{
    double sum = 0, product = 1;
    int begin;
    for (begin = n - 1; begin >= 0; begin--) {
        product *= 1 + stake * (values[begin] / mean - 1);
        sum += product;
    }
    return sum;
}

static double naive_total(const double *values, int n, double mean)
{
    double sum = 0;
    int k;
    for (k = 0; k < STAKE_COUNT; k++)
        sum += naive_detector(values, n, mean, STAKES[k]);
    return sum;
}

enum { LONGEST = 120 };

static void evidence_is_that_of_the_definition(void **state)
{
    static const double REFERENCES[] = {30, 0, -70, 99};
    static const nps_alternative DIRECTIONS[] = {NPS_TWO_SIDED, NPS_LESS, NPS_GREATER};
    const struct truth truth = {0.6, 0.25};
    double values[LONGEST], mirrored[LONGEST];
    uint64_t random = 5;
    size_t r, d;
    (void)state;
    for (r = 0; r < sizeof REFERENCES / sizeof *REFERENCES; r++)
        for (d = 0; d < sizeof DIRECTIONS / sizeof *DIRECTIONS; d++) {
            nps_watch watch = watch_of(REFERENCES[r], DIRECTIONS[d], 50);
            const double mean = (REFERENCES[r] / 100 + 1) / 2;
            uint64_t alarm_at = 0;
            nps_alternative alarm = NPS_TWO_SIDED;
            int n;
            for (n = 1; n <= LONGEST; n++) {
                const int answer = draw(&random, &truth);
                double lower = 0, higher = 0, evidence;
                values[n - 1] = value_of(answer);
                mirrored[n - 1] = 1 - value_of(answer);
                assert_ok(nps_watch_add(&watch, answer));
                if (DIRECTIONS[d] != NPS_GREATER)
                    lower = naive_total(mirrored, n, 1 - mean);
                if (DIRECTIONS[d] != NPS_LESS)
                    higher = naive_total(values, n, mean);
                assert_ok(nps_watch_evidence(&watch, &evidence));
                assert_double_near(evidence, (lower + higher) / (d == 0 ? 8 : 4), 1e-11 * evidence);
                if (alarm_at == 0 && evidence >= 50) {
                    alarm_at = (uint64_t)n;
                    alarm = higher > lower ? NPS_GREATER : NPS_LESS;
                }
                assert_int_equal(watch.alarm_at, alarm_at);
                assert_int_equal(watch.alarm_direction, alarm);
            }
            assert_int_equal(watch.answers, LONGEST);
        }
}

/* With nobody but passives, every factor is 1, and the evidence is the number of answers. */
static void nothing_happens_before_its_time(void **state)
{
    nps_watch watch = watch_of(0, NPS_TWO_SIDED, 1000);
    int i;
    (void)state;
    for (i = 0; i < 999; i++)
        assert_ok(nps_watch_add(&watch, 8));
    assert_int_equal(watch.alarm_at, 0);
    assert_ok(nps_watch_add(&watch, 8));
    assert_int_equal(watch.alarm_at, 1000);
}

/* After 10^12 answers each one still counts, whether the sums are small or large. */
static void a_million_million_answers_are_no_limit(void **state)
{
    nps_watch watch = watch_of(0, NPS_TWO_SIDED, 1e15), moved = watch_of(0, NPS_TWO_SIDED, 1e15);
    double evidence;
    int i, k;
    (void)state;
    watch.answers = moved.answers = UINT64_C(1000000000000);
    for (k = 0; k < STAKE_COUNT; k++)
        watch.lower.sums[0][k] = watch.higher.sums[0][k] = 1e12;
    assert_ok(nps_watch_add(&watch, 8));
    assert_ok(nps_watch_evidence(&watch, &evidence));
    assert_double_near(evidence, 1e12 + 1, 0);
    for (i = 0; moved.alarm_at == 0; i++)
        assert_ok(nps_watch_add(&moved, 0));
    assert_true(i > 10 && i < 100);
    assert_int_equal(moved.alarm_at, UINT64_C(1000000000000) + (uint64_t)i);
}

static uint64_t run_length(nps_watch *watch, uint64_t *random, const struct truth *truth)
{
    while (watch->alarm_at == 0)
        assert_ok(nps_watch_add(watch, draw(random, truth)));
    return watch->alarm_at;
}

/* Truths with a score of 30, 0, -60 and 90, without passives and with many. */
static const struct truth TRUTHS[] = {{0.5, 0.2}, {0.65, 0.35}, {0.3, 0},     {0.5, 0.5},  {0.05, 0.05},
                                      {0.1, 0.7}, {0.2, 0.8},   {0.92, 0.02}, {0.95, 0.05}};
enum { TRUTH_COUNT = sizeof TRUTHS / sizeof *TRUTHS };

static double score_of(const struct truth *truth)
{
    return 100 * (truth->promoter - truth->detractor);
}

static void false_alarms_are_as_rare_as_promised(void **state)
{
    static const nps_alternative DIRECTIONS[] = {NPS_TWO_SIDED, NPS_LESS, NPS_GREATER};
    enum { STREAMS = 1500, EVERY = 100 };
    uint64_t random = 7;
    int t, d, stream;
    (void)state;
    for (t = 0; t < TRUTH_COUNT; t++)
        for (d = 0; d < 3; d++) {
            const nps_watch begun = watch_of(score_of(&TRUTHS[t]), DIRECTIONS[d], EVERY);
            double sum = 0;
            for (stream = 0; stream < STREAMS; stream++) {
                nps_watch watch = begun;
                sum += (double)run_length(&watch, &random, &TRUTHS[t]);
            }
            /* The expectation is at least 100; the standard error of this mean is about 2.5. */
            assert_true(sum / STREAMS > 0.98 * EVERY);
            assert_true(sum / STREAMS < 1.7 * EVERY);
        }
}

static nps_counts sample_of(uint64_t *random, const struct truth *truth, int size)
{
    nps_counts counts = {0, 0, 0};
    while (size-- > 0) {
        const int answer = draw(random, truth);
        *(answer == 10 ? &counts.promoters : answer == 7 ? &counts.passives : &counts.detractors) += 1;
    }
    return counts;
}

static nps_watch baseline_watch_of(const nps_counts *baseline, nps_alternative direction, double every)
{
    nps_watch_options options;
    nps_watch watch;
    nps_watch_options_init(&options);
    options.direction = direction;
    options.false_alarm_every = every;
    assert_ok(nps_watch_init_baseline(&watch, baseline, &options));
    return watch;
}

static void a_baseline_keeps_the_promise(void **state)
{
    static const int SIZES[] = {1, 10, 200};
    enum { STREAMS = 150, EVERY = 20 };
    uint64_t random = 11;
    int t, s, stream;
    (void)state;
    for (t = 0; t < TRUTH_COUNT; t++)
        for (s = 0; s < 3; s++) {
            double sum = 0;
            for (stream = 0; stream < STREAMS; stream++) {
                const nps_counts baseline = sample_of(&random, &TRUTHS[t], SIZES[s]);
                nps_watch watch = baseline_watch_of(&baseline, NPS_TWO_SIDED, EVERY);
                /* What is cut off would only make the mean larger. */
                while (watch.alarm_at == 0 && watch.answers < 40ULL * EVERY)
                    assert_ok(nps_watch_add(&watch, draw(&random, &TRUTHS[t])));
                sum += (double)watch.answers;
            }
            assert_true(sum / STREAMS > EVERY);
        }
}

/* The e-value of the baseline against a mean, as the header describes it. */
static double naive_evalue(const nps_counts *sample, double mean)
{
    const double n = (double)(sample->promoters + sample->passives + sample->detractors);
    double sum = 0;
    int bet;
    for (bet = 0; bet < 6; bet++) {
        const double c = fmin(0.5, 7.0 / 32 * (1 << bet) / sqrt(n));
        sum += pow(1 - c, (double)sample->promoters) * pow(1 - c + c * 0.5 / (1 - mean), (double)sample->passives) *
               pow(1 - c + c / (1 - mean), (double)sample->detractors);
    }
    return sum / 6;
}

/* The smallest product over many means. */
static double naive_smallest(const nps_counts *sample, const double *values, int n)
{
    double smallest = INFINITY;
    int thousandth;
    for (thousandth = 1; thousandth < 1000; thousandth++) {
        const double mean = thousandth / 1000.;
        smallest = fmin(smallest, naive_evalue(sample, mean) * naive_total(values, n, mean));
    }
    return smallest;
}

static void a_baseline_is_never_overstated_and_little_understated(void **state)
{
    static const nps_counts BASELINES[] = {{50, 30, 20}, {5, 0, 5}, {0, 60, 0}, {3, 9, 60}, {30, 0, 0}, {0, 0, 1}};
    enum { EVERY = 300 };
    const struct truth truths[] = {{0.9, 0.02}, {0.02, 0.9}, {0.5, 0.2}};
    double values[LONGEST], mirrored[LONGEST];
    uint64_t random = 13;
    size_t b, t;
    int looks = 0, n;
    (void)state;
    for (b = 0; b < sizeof BASELINES / sizeof *BASELINES; b++)
        for (t = 0; t < 3; t++) {
            nps_watch watch = baseline_watch_of(&BASELINES[b], NPS_TWO_SIDED, EVERY);
            const nps_counts mirror = {BASELINES[b].detractors, BASELINES[b].passives, BASELINES[b].promoters};
            for (n = 1; n <= LONGEST; n++) {
                const int answer = draw(&random, &truths[t]);
                double smallest, evidence;
                values[n - 1] = value_of(answer);
                mirrored[n - 1] = 1 - value_of(answer);
                assert_ok(nps_watch_add(&watch, answer));
                if (n % 5 != 0 && watch.alarm_at != (uint64_t)n)
                    continue;
                assert_ok(nps_watch_evidence(&watch, &evidence));
                smallest = fmax(naive_smallest(&BASELINES[b], values, n), naive_smallest(&mirror, mirrored, n)) / 8;
                assert_true(evidence <= smallest * 1.001);                /* the steps of the naive one are coarse */
                if (b < 2 && smallest > EVERY / 3. && smallest < EVERY) { /* where it begins to matter */
                    assert_true(evidence >= 0.8 * smallest);
                    looks++;
                }
                if (watch.alarm_at == (uint64_t)n) {
                    assert_true(smallest >= EVERY * 0.999);
                    if (t < 2)
                        assert_int_equal(watch.alarm_direction, t == 0 ? NPS_GREATER : NPS_LESS);
                }
            }
        }
    assert_true(looks >= 5);
}

static void a_change_from_a_baseline_is_found(void **state)
{
    const nps_counts baseline = {500, 300, 200};
    const struct truth lower = {0.4, 0.3}, higher = {0.6, 0.1};
    nps_watch falling = baseline_watch_of(&baseline, NPS_TWO_SIDED, 10000);
    nps_watch rising = baseline_watch_of(&baseline, NPS_GREATER, 10000);
    uint64_t random = 17;
    (void)state;
    assert_true(run_length(&falling, &random, &lower) < 1000);
    assert_int_equal(falling.alarm_direction, NPS_LESS);
    assert_true(run_length(&rising, &random, &higher) < 1000);
    assert_int_equal(rising.alarm_direction, NPS_GREATER);
}

/* The largest baselines there are, and those without variation. */
static void extreme_baselines_do_no_harm(void **state)
{
    static const nps_counts BASELINES[] = {{UINT64_MAX, 0, 0},
                                           {0, UINT64_MAX, 0},
                                           {0, 0, UINT64_MAX},
                                           {UINT64_MAX - 1, 0, 1},
                                           {1, 0, UINT64_MAX - 1},
                                           {1ULL << 62, 1ULL << 62, 1},
                                           {1, 0, 0},
                                           {0, 1, 0},
                                           {0, 0, 1},
                                           {11, 50, 14085877876791604},
                                           {32637903158902771, 4092851187, 1},
                                           {32, 0, 0}};
    static const int ANSWERS[] = {10, 7, 0};
    size_t b, a;
    int i;
    (void)state;
    for (b = 0; b < sizeof BASELINES / sizeof *BASELINES; b++)
        for (a = 0; a < 3; a++) {
            nps_watch watch = baseline_watch_of(&BASELINES[b], NPS_TWO_SIDED, 1e6);
            double evidence, last = 0;
            for (i = 0; i < 3000; i++) {
                assert_ok(nps_watch_add(&watch, ANSWERS[a]));
                assert_ok(nps_watch_evidence(&watch, &evidence));
                assert_true(evidence >= 0 && evidence <= 0x1p900);
                last = evidence;
            }
            if (BASELINES[b].promoters >= UINT64_MAX - 1)
                assert_int_equal(watch.alarm_direction, a == 0 ? NPS_TWO_SIDED : NPS_LESS);
            if (BASELINES[b].detractors >= UINT64_MAX - 1)
                assert_int_equal(watch.alarm_direction, a == 2 ? NPS_TWO_SIDED : NPS_GREATER);
            assert_true((watch.alarm_at != 0) <= (last > 0));
        }
}

/* Evidence that a double cannot hold is cut, and the alarm stays. */
static void evidence_never_becomes_infinite(void **state)
{
    nps_watch watch = watch_of(99.999999999999, NPS_TWO_SIDED, 10000);
    double evidence;
    int i;
    (void)state;
    for (i = 0; i < 10000; i++)
        assert_ok(nps_watch_add(&watch, 0));
    assert_ok(nps_watch_evidence(&watch, &evidence));
    assert_double_near(evidence, 0x1p899, 0);
    assert_int_equal(watch.alarm_at, 1);
    for (i = 0; i < 10000; i++)
        assert_ok(nps_watch_add(&watch, 10));
    assert_ok(nps_watch_evidence(&watch, &evidence));
    assert_true(evidence >= 0x1p899 && evidence <= 0x1p900);
}

static void an_alarm_is_kept_until_reset(void **state)
{
    nps_watch watch = watch_of(50, NPS_LESS, 100), fresh = watch_of(50, NPS_LESS, 100);
    uint64_t alarm_at;
    double evidence;
    int i;
    (void)state;
    for (i = 0; i < 100; i++)
        assert_ok(nps_watch_add(&watch, 0));
    alarm_at = watch.alarm_at;
    assert_true(alarm_at > 0 && alarm_at < 20);
    for (i = 0; i < 2000; i++)
        assert_ok(nps_watch_add(&watch, 10));
    assert_ok(nps_watch_evidence(&watch, &evidence));
    assert_true(evidence < 100);
    assert_int_equal(watch.alarm_at, alarm_at);
    assert_int_equal(watch.alarm_direction, NPS_LESS);
    assert_ok(nps_watch_reset(&watch));
    assert_int_equal(watch.alarm_at, 0);
    assert_int_equal(watch.alarm_direction, NPS_TWO_SIDED);
    assert_ok(nps_watch_evidence(&watch, &evidence));
    assert_double_near(evidence, 0, 0);
    assert_int_equal(watch.answers, 2100);
    for (i = 0; i < 100; i++) {
        assert_ok(nps_watch_add(&watch, 0));
        assert_ok(nps_watch_add(&fresh, 0));
    }
    assert_memory_equal(&watch.lower, &fresh.lower, sizeof watch.lower);
    assert_int_equal(watch.alarm_at, 2100 + fresh.alarm_at);
}

static void what_is_no_answer_is_counted_and_does_not_move_it(void **state)
{
    nps_watch_options options;
    nps_watch watch, before;
    (void)state;
    nps_watch_options_init(&options);
    options.scale = nps_scale_1_5();
    assert_ok(nps_watch_init(&watch, 10, &options));
    assert_ok(nps_watch_add(&watch, 5));
    before = watch;
    assert_ok(nps_watch_add(&watch, 0)); /* an answer, but not on this scale */
    assert_ok(nps_watch_add(&watch, 6));
    assert_ok(nps_watch_add(&watch, 11));
    assert_ok(nps_watch_add(&watch, INT64_MIN));
    assert_ok(nps_watch_add(&watch, INT64_MAX));
    assert_ok(nps_watch_add_missing(&watch, 3));
    assert_int_equal(watch.invalid, 5);
    assert_int_equal(watch.missing, 3);
    watch.invalid = watch.missing = 0;
    assert_memory_equal(&watch, &before, sizeof watch);
}

static void columns_are_added_in_their_order(void **state)
{
    enum { ROWS = 1300 };
    static float values[ROWS];
    static uint8_t validity[ROWS / 8 + 2];
    const int64_t codes[] = {99};
    const nps_counts baseline = {40, 40, 20};
    nps_watch_options options;
    nps_watch whole[2], single[2];
    nps_column column;
    uint64_t random = 19;
    int i, w;
    (void)state;
    nps_watch_options_init(&options);
    options.false_alarm_every = 100;
    assert_ok(nps_watch_init(&whole[0], 20, &options));
    assert_ok(nps_watch_init_baseline(&whole[1], &baseline, &options));
    memcpy(single, whole, sizeof single);
    memset(validity, 0xFF, sizeof validity);
    for (i = 0; i < ROWS; i++)
        values[i] = i % 50 == 7 ? 99 : i % 60 == 9 ? 7.5F : i % 70 == 3 ? NAN : (float)next_below(&random, 12);
    validity[2] = 0xFE;
    nps_column_init(&column, NPS_COLUMN_F32, values, ROWS);
    column.validity = validity;
    column.validity_offset = 1;
    column.missing_codes = codes;
    column.missing_code_count = 1;
    for (w = 0; w < 2; w++) {
        uint8_t answers[ROWS];
        assert_ok(nps_watch_add_column(&whole[w], &column));
        assert_ok(nps_column_answers(&column, answers));
        for (i = 0; i < ROWS; i++)
            assert_ok(answers[i] == NPS_ANSWER_MISSING ? nps_watch_add_missing(&single[w], 1)
                                                       : nps_watch_add(&single[w], answers[i]));
        assert_memory_equal(&whole[w], &single[w], sizeof *whole);
        assert_true(whole[w].alarm_at > 0 && whole[w].missing > 30 && whole[w].invalid > 30);
    }
    nps_column_init(&column, NPS_COLUMN_U8, NULL, 0);
    assert_ok(nps_watch_add_column(&whole[0], &column));
    assert_memory_equal(&whole[0], &single[0], sizeof *whole);
}

static void directions_and_mirrors_agree(void **state)
{
    const nps_counts baseline = {60, 25, 15}, mirror = {15, 25, 60};
    const struct truth truth = {0.3, 0.4};
    nps_watch watch[2] = {watch_of(25, NPS_TWO_SIDED, 1000), baseline_watch_of(&baseline, NPS_TWO_SIDED, 1000)};
    nps_watch mirrored[2] = {watch_of(-25, NPS_TWO_SIDED, 1000), baseline_watch_of(&mirror, NPS_TWO_SIDED, 1000)};
    uint64_t random = 23;
    int i, w;
    (void)state;
    for (i = 0; i < 500; i++) {
        const int answer = draw(&random, &truth);
        for (w = 0; w < 2; w++) {
            assert_ok(nps_watch_add(&watch[w], answer));
            assert_ok(nps_watch_add(&mirrored[w], answer == 7 ? 7 : 13 - answer));
        }
    }
    for (w = 0; w < 2; w++) {
        assert_memory_equal(&watch[w].lower, &mirrored[w].higher, sizeof watch[w].lower);
        assert_memory_equal(&watch[w].higher, &mirrored[w].lower, sizeof watch[w].lower);
        assert_int_equal(watch[w].alarm_at, mirrored[w].alarm_at);
        assert_int_equal(watch[w].alarm_direction, NPS_LESS);
        assert_int_equal(mirrored[w].alarm_direction, NPS_GREATER);
    }
}

static void wrong_arguments_change_nothing(void **state)
{
    const nps_counts none = {0, 0, 0}, many = {UINT64_MAX, 1, 0}, some = {1, 2, 3};
    const nps_scale upside_down = {5, 1, 3, 2};
    static const double WRONG[] = {0, 0.999, -1, 1.1e15, NAN, INFINITY};
    nps_watch_options options;
    nps_watch watch = watch_of(12, NPS_TWO_SIDED, 100), before;
    nps_column column;
    double evidence = 7;
    size_t i;
    (void)state;
    before = watch;
    assert_status(nps_watch_init(NULL, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_watch_init(&watch, 100, NULL), NPS_ERROR_REFERENCE);
    assert_status(nps_watch_init(&watch, -100, NULL), NPS_ERROR_REFERENCE);
    assert_status(nps_watch_init(&watch, NAN, NULL), NPS_ERROR_REFERENCE);
    assert_status(nps_watch_init_baseline(NULL, &some, NULL), NPS_ERROR_NULL);
    assert_status(nps_watch_init_baseline(&watch, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_watch_init_baseline(&watch, &none, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_watch_init_baseline(&watch, &many, NULL), NPS_ERROR_OVERFLOW);
    nps_watch_options_init(&options);
    options.size = 3;
    assert_status(nps_watch_init(&watch, 0, &options), NPS_ERROR_SIZE);
    nps_watch_options_init(&options);
    options.direction = (nps_alternative)3;
    assert_status(nps_watch_init(&watch, 0, &options), NPS_ERROR_ALTERNATIVE);
    nps_watch_options_init(&options);
    options.scale = &upside_down;
    assert_status(nps_watch_init_baseline(&watch, &some, &options), NPS_ERROR_SCALE);
    nps_watch_options_init(&options);
    for (i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        options.false_alarm_every = WRONG[i];
        assert_status(nps_watch_init(&watch, 0, &options), NPS_ERROR_PLAN);
    }
    assert_status(nps_watch_add(NULL, 1), NPS_ERROR_NULL);
    assert_status(nps_watch_add_missing(NULL, 1), NPS_ERROR_NULL);
    assert_status(nps_watch_add_column(&watch, NULL), NPS_ERROR_NULL);
    nps_column_init(&column, (nps_column_type)77, &some, 1);
    assert_status(nps_watch_add_column(NULL, &column), NPS_ERROR_NULL);
    assert_status(nps_watch_add_column(&watch, &column), NPS_ERROR_COLUMN);
    assert_status(nps_watch_evidence(NULL, &evidence), NPS_ERROR_NULL);
    assert_status(nps_watch_evidence(&watch, NULL), NPS_ERROR_NULL);
    assert_status(nps_watch_reset(NULL), NPS_ERROR_NULL);
    assert_memory_equal(&watch, &before, sizeof watch);
    assert_double_near(evidence, 7, 0);
}

static void full_counters_are_refused(void **state)
{
    const uint8_t answers[] = {9, 3};
    nps_watch watch = watch_of(12, NPS_TWO_SIDED, 100), before;
    nps_column column;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_U8, answers, 2);
    watch.answers = UINT64_MAX;
    watch.missing = UINT64_MAX - 1;
    before = watch;
    assert_status(nps_watch_add(&watch, 9), NPS_ERROR_OVERFLOW);
    assert_status(nps_watch_add_missing(&watch, 2), NPS_ERROR_OVERFLOW);
    assert_status(nps_watch_add_column(&watch, &column), NPS_ERROR_OVERFLOW);
    assert_memory_equal(&watch, &before, sizeof watch);
    assert_ok(nps_watch_add(&watch, 11));
    assert_ok(nps_watch_add_missing(&watch, 1));
    watch.invalid = UINT64_MAX;
    watch.answers = 5;
    assert_status(nps_watch_add(&watch, 11), NPS_ERROR_OVERFLOW);
    assert_ok(nps_watch_add(&watch, 9));
    assert_int_equal(watch.answers, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evidence_is_that_of_the_definition),
        cmocka_unit_test(nothing_happens_before_its_time),
        cmocka_unit_test(a_million_million_answers_are_no_limit),
        cmocka_unit_test(false_alarms_are_as_rare_as_promised),
        cmocka_unit_test(a_baseline_keeps_the_promise),
        cmocka_unit_test(a_baseline_is_never_overstated_and_little_understated),
        cmocka_unit_test(a_change_from_a_baseline_is_found),
        cmocka_unit_test(extreme_baselines_do_no_harm),
        cmocka_unit_test(evidence_never_becomes_infinite),
        cmocka_unit_test(an_alarm_is_kept_until_reset),
        cmocka_unit_test(what_is_no_answer_is_counted_and_does_not_move_it),
        cmocka_unit_test(columns_are_added_in_their_order),
        cmocka_unit_test(directions_and_mirrors_agree),
        cmocka_unit_test(wrong_arguments_change_nothing),
        cmocka_unit_test(full_counters_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
