/* Prints the states in the files that are named, and every figure of many tables, to the last bit: the same on every
 * machine. SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 4096, SMALL_N = 4, RANDOM_SMALL_N = 30, RANDOM_TABLES = 40 };

static void stop(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void print_bytes(const unsigned char *bytes, size_t length)
{
    size_t i;
    printf("bytes");
    for (i = 0; i < length; i++)
        printf(" %02x", bytes[i]);
    printf("\n");
}

static void print_state(const nps_accumulator *state)
{
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        printf(" %" PRIu64, state->answers[i]);
    printf(" missing %" PRIu64 " invalid %" PRIu64 "\n", state->missing, state->invalid);
}

static void print_group(const nps_group *group)
{
    size_t i;
    printf("group %" PRId64 " \"", group->integer);
    for (i = 0; i < group->text_length; i++)
        printf("%02x", (unsigned char)group->text[i]);
    printf("\"");
    print_state(&group->accumulator);
}

static void print_groups(const unsigned char *bytes, size_t length)
{
    unsigned char written[FILE_MAX];
    nps_groups *groups;
    nps_group group;
    nps_error_detail detail;
    size_t i;
    if (nps_groups_decode(NULL, bytes, length, &groups, &detail))
        stop(detail.text);
    for (i = 0; nps_groups_get(groups, i, &group) == NPS_OK; i++)
        print_group(&group);
    if (nps_groups_encode(groups, written, sizeof written, &length))
        stop("the groups cannot be encoded");
    print_bytes(written, length);
    nps_groups_destroy(groups);
}

static void print_cube(const unsigned char *bytes, size_t length)
{
    unsigned char written[FILE_MAX];
    nps_cube_value values[NPS_CUBE_KEYS_MAX];
    nps_accumulator counts;
    nps_error_detail detail;
    nps_cube *cube;
    size_t i, key;
    if (nps_cube_decode(NULL, bytes, length, &cube, &detail))
        stop(detail.text);
    for (i = 0; nps_cube_get(cube, i, values, &counts) == NPS_OK; i++) {
        for (key = 0; key < nps_cube_key_count(cube); key++)
            printf("%d %" PRId64 " \"%.*s\" ", (int)values[key].type, values[key].integer, (int)values[key].length,
                   values[key].text ? values[key].text : "");
        print_state(&counts);
    }
    if (nps_cube_encode(cube, written, sizeof written, &length))
        stop("the cube cannot be encoded");
    print_bytes(written, length);
    nps_cube_destroy(cube);
}

/* The sums, what they say, and the bytes. */
static void print_weighted(const nps_weighted *state)
{
    unsigned char written[NPS_WEIGHTED_ENCODED_MAX];
    double weights[NPS_ANSWERS], missing, invalid;
    nps_weighted_estimate estimate = {.score = 0};
    nps_status status;
    size_t length;
    int i;
    printf("weighted");
    print_state(&state->rows);
    printf("weightless %" PRIu64 " weights", state->weightless);
    (void)nps_weighted_weights(state, weights, &missing, &invalid);
    for (i = 0; i < NPS_ANSWERS; i++)
        printf(" %a", weights[i]);
    printf(" missing %a invalid %a\n", missing, invalid);
    status = nps_weighted_read(state, nps_scale_0_10(), &estimate, NULL);
    printf("estimate: %d %a %a %a %a %a\n", (int)status, estimate.score, estimate.standard_error, estimate.kish,
           estimate.design_effect, estimate.effective);
    if (nps_weighted_encode(state, written, sizeof written, &length))
        stop("the weighted answers cannot be encoded");
    print_bytes(written, length);
}

static void print_accumulator(const nps_accumulator *state)
{
    unsigned char written[NPS_ACCUMULATOR_ENCODED_MAX];
    size_t length;
    printf("accumulator");
    print_state(state);
    if (nps_accumulator_encode(state, written, sizeof written, &length))
        stop("the accumulator cannot be encoded");
    print_bytes(written, length);
}

static void print_code_groups(const unsigned char *bytes, size_t length)
{
    static nps_accumulator of_codes[FILE_MAX];
    unsigned char written[FILE_MAX];
    nps_code_groups groups = {.groups = of_codes, .group_count = FILE_MAX};
    nps_error_detail detail;
    size_t i;
    if (nps_code_groups_decode(&groups, bytes, length, &detail))
        stop(detail.text);
    for (i = 0; i < groups.group_count; i++)
        print_state(&groups.groups[i]);
    if (nps_code_groups_encode(&groups, written, sizeof written, &length))
        stop("the groups by code cannot be encoded");
    print_bytes(written, length);
}

static void print_design(const unsigned char *bytes, size_t length)
{
    unsigned char written[FILE_MAX];
    nps_weighted_design *design;
    nps_weighted_estimate estimate = {.score = 0};
    nps_error_detail detail;
    nps_status status;
    if (nps_weighted_design_decode(NULL, bytes, length, &design, &detail))
        stop(detail.text);
    status = nps_weighted_design_read(design, NULL, &estimate, NULL);
    printf("design: %d %a %a %a\n", (int)status, estimate.score, estimate.standard_error, estimate.degrees);
    if (nps_weighted_design_encode(design, written, sizeof written, &length))
        stop("the design cannot be encoded");
    print_bytes(written, length);
    nps_weighted_design_destroy(design);
}

static void print_paired(const nps_paired *waves)
{
    unsigned char written[NPS_PAIRED_ENCODED_MAX];
    nps_comparison made = {0, {0, 0}, 0, NPS_METHOD_AUTO};
    const nps_status status = nps_paired_compare(waves, NPS_METHOD_AUTO, 0.95, &made);
    size_t length;
    printf("paired: %d %a %a %a %a\n", (int)status, made.difference, made.bounds.lower, made.bounds.upper,
           made.p_value);
    if (nps_paired_encode(waves, written, sizeof written, &length))
        stop("the waves cannot be encoded");
    print_bytes(written, length);
}

static void print_sequence(const nps_sequence *sequence)
{
    unsigned char written[NPS_SEQUENCE_ENCODED_MAX];
    size_t length;
    printf("sequence: %a %a %a\n", sequence->bounds.lower, sequence->bounds.upper, sequence->level);
    if (nps_sequence_encode(sequence, written, sizeof written, &length))
        stop("the sequence cannot be encoded");
    print_bytes(written, length);
}

/* Again after more answers, because the sums of a watch go through many roundings. */
static void print_watch(nps_watch *watch)
{
    unsigned char written[NPS_WATCH_ENCODED_MAX];
    double evidence;
    size_t length;
    int i;
    for (i = 0; i < 2; i++) {
        if (nps_watch_evidence(watch, &evidence) || nps_watch_encode(watch, written, sizeof written, &length))
            stop("the watch cannot be encoded");
        printf("watch: %llu %d %a\n", (unsigned long long)watch->alarm_at, (int)watch->alarm_direction, evidence);
        print_bytes(written, length);
        for (length = 0; length < 100; length++)
            if (nps_watch_add(watch, (int64_t)(length * 7 % 11)))
                return; /* a counter is full */
    }
}

static void print_timeline(const unsigned char *bytes, size_t length)
{
    unsigned char written[FILE_MAX];
    nps_timeline *timeline;
    nps_timeline_rest rest;
    nps_period span;
    nps_error_detail detail;
    int32_t horizon = 0;
    if (nps_timeline_decode(NULL, bytes, length, &timeline, &detail))
        stop(detail.text);
    (void)nps_timeline_horizon(timeline, &horizon);
    (void)nps_timeline_read_rest(timeline, &rest);
    printf("timeline from %" PRId32, horizon);
    print_state(&rest.older);
    print_state(&rest.undated);
    if (nps_timeline_read_span(timeline, &span) == NPS_OK)
        printf("days %" PRId32 " to %" PRId32 "\n", span.first, span.last);
    if (nps_timeline_encode(timeline, written, sizeof written, &length))
        stop("the timeline cannot be encoded");
    print_bytes(written, length);
    nps_timeline_destroy(timeline);
}

static void print_respondents(const unsigned char *bytes, size_t length)
{
    unsigned char written[FILE_MAX];
    nps_respondents *people;
    nps_accumulator rows;
    nps_error_detail detail;
    if (nps_respondents_decode(NULL, bytes, length, &people, &detail))
        stop(detail.text);
    printf("%zu respondents", nps_respondents_count(people));
    (void)nps_respondents_read_rows(people, &rows);
    print_state(&rows);
    if (nps_respondents_encode(people, written, sizeof written, &length))
        stop("the respondents cannot be encoded");
    print_bytes(written, length);
    nps_respondents_destroy(people);
}

/* The state in a file, by the kind that its sixth byte names. */
static void print_file(const char *path)
{
    unsigned char bytes[FILE_MAX];
    nps_accumulator state;
    nps_weighted weighted;
    nps_paired waves;
    nps_sequence sequence;
    nps_watch watch;
    size_t length;
    FILE *file = fopen(path, "rb");
    if (!file)
        stop(path);
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    if (nps_accumulator_decode(&state, bytes, length, NULL) == NPS_OK)
        print_accumulator(&state);
    else if (nps_weighted_decode(&weighted, bytes, length, NULL) == NPS_OK)
        print_weighted(&weighted);
    else if (nps_paired_decode(&waves, bytes, length, NULL) == NPS_OK)
        print_paired(&waves);
    else if (nps_sequence_decode(&sequence, bytes, length, NULL) == NPS_OK)
        print_sequence(&sequence);
    else if (nps_watch_decode(&watch, bytes, length, NULL) == NPS_OK)
        print_watch(&watch);
    else if (length > 5 && bytes[5] == 0x03)
        print_timeline(bytes, length);
    else if (length > 5 && (bytes[5] == 0x18 || bytes[5] == 0x28))
        print_respondents(bytes, length);
    else if (length > 5 && bytes[5] == 0x31)
        print_code_groups(bytes, length);
    else if (length > 5 && bytes[5] == 0x09)
        print_cube(bytes, length);
    else if (length > 5 && bytes[5] == 0x42)
        print_design(bytes, length);
    else
        print_groups(bytes, length);
}

static void print_interval(const nps_counts *counts, nps_method method, double level)
{
    nps_bounds bounds = {0, 0};
    const nps_status status = nps_interval(counts, method, level, &bounds);
    printf("interval %s %g: %d %a %a\n", nps_method_string(method), level, (int)status, bounds.lower, bounds.upper);
}

static void print_test(const nps_counts *counts, nps_method method, double reference)
{
    static const nps_alternative alternatives[] = {NPS_TWO_SIDED, NPS_GREATER, NPS_LESS};
    int i;
    printf("test %s %g:", nps_method_string(method), reference);
    for (i = 0; i < 3; i++) {
        double p = 0;
        const nps_status status = nps_test(counts, reference, method, alternatives[i], &p);
        printf(" %d %a", (int)status, p);
    }
    printf("\n");
}

static void print_comparison(const nps_counts *a, const nps_counts *b, nps_method method)
{
    nps_comparison made = {0, {0, 0}, 0, NPS_METHOD_AUTO};
    const nps_status status = nps_compare(a, b, method, 0.95, &made);
    printf("compare %s: %d %a %a %a %a\n", nps_method_string(method), (int)status, made.difference, made.bounds.lower,
           made.bounds.upper, made.p_value);
}

/* The table, and how it differs from the one before, by the methods up to the last; by that of Bayes, whose differences
 * take longest, if integrals is not 0. */
static void print_table(const nps_counts *counts, const nps_counts *before, nps_method last, int integrals)
{
    static const double levels[] = {0.5, 0.8, 0.95, 0.999}, references[] = {-100, -62.5, -10, 0, 0.1, 30, 99};
    double score = 0;
    const nps_status status = nps_score(counts, &score);
    int method;
    size_t i;
    printf("table %" PRIu64 " %" PRIu64 " %" PRIu64 ": %d %a\n", counts->promoters, counts->passives,
           counts->detractors, (int)status, score);
    for (method = NPS_METHOD_AUTO; method <= (int)last; method++) {
        for (i = 0; i < sizeof levels / sizeof *levels; i++)
            print_interval(counts, (nps_method)method, levels[i]);
        for (i = 0; i < sizeof references / sizeof *references; i++)
            print_test(counts, (nps_method)method, references[i]);
        if (method != NPS_METHOD_BAYES || integrals)
            print_comparison(counts, before, (nps_method)method);
    }
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1D;
}

static void print_random_tables(nps_counts before)
{
    uint64_t random = 1;
    int i;
    for (i = 0; i < RANDOM_TABLES; i++) {
        nps_counts counts;
        if (i % 2 == 0) {
            counts.promoters = next_random(&random) % (RANDOM_SMALL_N / 3);
            counts.passives = next_random(&random) % (RANDOM_SMALL_N / 3);
            counts.detractors = next_random(&random) % (RANDOM_SMALL_N / 3);
        } else {
            counts.promoters = 1000 + (next_random(&random) >> (4 + next_random(&random) % 50));
            counts.passives = next_random(&random) >> (4 + next_random(&random) % 50);
            counts.detractors = next_random(&random) >> (4 + next_random(&random) % 50);
        }
        /* Integrals take the emulator long. */
        print_table(&counts, &before, i % 10 == 0 ? NPS_METHOD_ANYTIME : NPS_METHOD_WALD, i == 0);
        before = counts;
    }
}

/* Against a baseline. The means are chosen by logarithms, but are the same on every machine. */
static void print_watches(void)
{
    uint64_t random = 2;
    int i;
    for (i = 0; i < 200; i++) {
        const nps_counts baseline = {next_random(&random) >> (1 + next_random(&random) % 60), next_random(&random) % 50,
                                     next_random(&random) >> (2 + next_random(&random) % 60)};
        nps_watch watch;
        if (nps_watch_init_baseline(&watch, &baseline, NULL) == NPS_OK)
            print_watch(&watch);
    }
}

static void print_all_small_tables(void)
{
    nps_counts counts, before = {1, 1, 1};
    for (counts.promoters = 0; counts.promoters <= SMALL_N; counts.promoters++) {
        for (counts.passives = 0; counts.promoters + counts.passives <= SMALL_N; counts.passives++) {
            for (counts.detractors = 0; counts.promoters + counts.passives + counts.detractors <= SMALL_N;
                 counts.detractors++) {
                print_table(&counts, &before, NPS_METHOD_WALD, 0);
                before = counts;
            }
        }
    }
}

int main(int argc, char **argv)
{
    int i;
    for (i = 1; i < argc; i++)
        print_file(argv[i]);
    print_all_small_tables();
    print_random_tables((nps_counts){3, 2, 1});
    print_watches();
    return 0;
}
