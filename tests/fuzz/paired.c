/* Two waves of the same people: counted against fifteen plain counters, read and compared.
 * SPDX-License-Identifier: MIT */
#include "columns.h"

#include "cpu_paths.h"

enum { NOBODY = 3 };

/* [first][second] of 0, 1, 2: promoters, passives, detractors; NOBODY: not in that wave. */
typedef struct table {
    uint64_t of[NOBODY + 1][NOBODY + 1];
} table;

static int group_of(const nps_scale *scale, int64_t answer)
{
    if (answer < scale->lowest || answer > scale->highest)
        return NOBODY;
    return answer >= scale->promoter_min ? 0 : answer > scale->detractor_max ? 1 : 2;
}

static uint64_t part(const nps_counts *counts, int group)
{
    return group == 0 ? counts->promoters : group == 1 ? counts->passives : counts->detractors;
}

static bool is_table(const nps_paired *actual, const table *expected)
{
    const nps_counts *const rows[] = {&actual->promoters, &actual->passives, &actual->detractors};
    int i, j;
    for (i = 0; i < 3; i++) {
        for (j = 0; j < 3; j++)
            if (part(rows[i], j) != expected->of[i][j])
                return false;
        if (part(&actual->first_only, i) != expected->of[i][NOBODY] ||
            part(&actual->second_only, i) != expected->of[NOBODY][i])
            return false;
    }
    return true;
}

static nps_status add(table *self, const nps_scale *scale, int64_t first, int64_t second, uint64_t times)
{
    uint64_t *at;
    if (!is_possible_scale(scale))
        return NPS_ERROR_SCALE;
    at = &self->of[group_of(scale, first)][group_of(scale, second)];
    if (at == &self->of[NOBODY][NOBODY])
        return NPS_OK;
    if (times > UINT64_MAX - *at)
        return NPS_ERROR_OVERFLOW;
    *at += times;
    return NPS_OK;
}

static nps_status merge(table *self, const table *from)
{
    table sum = *self;
    int i, j;
    for (i = 0; i <= NOBODY; i++)
        for (j = 0; j <= NOBODY; j++)
            if (__builtin_add_overflow(sum.of[i][j], from->of[i][j], &sum.of[i][j]))
                return NPS_ERROR_OVERFLOW;
    *self = sum;
    return NPS_OK;
}

static nps_status subtract(table *self, const table *part)
{
    table rest = *self;
    int i, j;
    for (i = 0; i <= NOBODY; i++)
        for (j = 0; j <= NOBODY; j++)
            if (__builtin_sub_overflow(rest.of[i][j], part->of[i][j], &rest.of[i][j]))
                return NPS_ERROR_UNDERFLOW;
    *self = rest;
    return NPS_OK;
}

/* How many are in a wave by group; those in both only, if asked. */
static void count_wave(const table *self, bool first, bool both, wide_count *of)
{
    int i, j;
    for (i = 0; i < 3; i++)
        for (of[i] = 0, j = 0; j < (both ? 3 : 4); j++)
            of[i] += first ? self->of[i][j] : self->of[j][i];
}

static bool is_wave(const nps_counts *actual, const wide_count *expected)
{
    return actual->promoters == expected[0] && actual->passives == expected[1] && actual->detractors == expected[2];
}

static wide_count sum(const wide_count *of)
{
    return of[0] + of[1] + of[2];
}

static bool fits(const wide_count *of)
{
    return of[0] <= UINT64_MAX && of[1] <= UINT64_MAX && of[2] <= UINT64_MAX;
}

static void check_waves(const nps_paired *actual, const table *expected)
{
    wide_count of_first[3], of_second[3];
    nps_counts first = {1, 2, 3}, second = {4, 5, 6};
    const nps_status status = nps_paired_read_waves(actual, &first, &second);
    count_wave(expected, true, false, of_first);
    count_wave(expected, false, false, of_second);
    if (fits(of_first) && fits(of_second))
        MUST(status == NPS_OK && is_wave(&first, of_first) && is_wave(&second, of_second));
    else
        MUST(status == NPS_ERROR_OVERFLOW && first.promoters == 1 && second.promoters == 4);
}

static void check_moves(const nps_paired *actual, const table *expected)
{
    wide_count of_first[3], of_second[3], up = 0, down = 0, same = 0;
    nps_paired_moves moves = {.up = 7};
    const nps_status status = nps_paired_read_moves(actual, &moves);
    long double change;
    int i, j;
    count_wave(expected, true, true, of_first);
    count_wave(expected, false, true, of_second);
    for (i = 0; i < 3; i++)
        for (j = 0; j < 3; j++)
            *(i == j ? &same : i > j ? &up : &down) += expected->of[i][j];
    if (up + same + down == 0 || up + same + down > UINT64_MAX) {
        MUST(status == (up + same + down == 0 ? NPS_ERROR_EMPTY : NPS_ERROR_OVERFLOW) && moves.up == 7);
        return;
    }
    MUST(status == NPS_OK);
    MUST(moves.up == up && moves.same == same && moves.down == down);
    MUST(moves.promoters_gained == of_second[0] - expected->of[0][0]);
    MUST(moves.promoters_lost == of_first[0] - expected->of[0][0]);
    MUST(moves.passives_gained == of_second[1] - expected->of[1][1]);
    MUST(moves.passives_lost == of_first[1] - expected->of[1][1]);
    MUST(moves.detractors_gained == of_second[2] - expected->of[2][2]);
    MUST(moves.detractors_lost == of_first[2] - expected->of[2][2]);
    change =
        100 *
        ((long double)of_second[0] - (long double)of_second[2] - (long double)of_first[0] + (long double)of_first[2]) /
        (long double)sum(of_first);
    MUST(fabsl(moves.change - change) <= 1e-11L);
}

/* The waves exchanged, or promoters and detractors, turn the change round. */
static nps_paired turned(const nps_paired *from, bool waves)
{
    nps_paired self;
    if (waves) {
        self.promoters = (nps_counts){from->promoters.promoters, from->passives.promoters, from->detractors.promoters};
        self.passives = (nps_counts){from->promoters.passives, from->passives.passives, from->detractors.passives};
        self.detractors =
            (nps_counts){from->promoters.detractors, from->passives.detractors, from->detractors.detractors};
        self.first_only = from->second_only;
        self.second_only = from->first_only;
        return self;
    }
    self.promoters = fuzz_mirror(&from->detractors);
    self.passives = fuzz_mirror(&from->passives);
    self.detractors = fuzz_mirror(&from->promoters);
    self.first_only = fuzz_mirror(&from->first_only);
    self.second_only = fuzz_mirror(&from->second_only);
    return self;
}

static double difference_of(const wide_count *first, const wide_count *second)
{
    return (double)(100 * (((long double)second[0] - (long double)second[2]) / (long double)sum(second) -
                           ((long double)first[0] - (long double)first[2]) / (long double)sum(first)));
}

static void check_comparison(fuzz_input *input, const nps_paired *actual, const table *expected)
{
    const nps_method method = fuzz_method(input);
    const double level = fuzz_level(input), near = 1e-6;
    wide_count of_first[3], of_second[3];
    nps_comparison out = {1, {2, 3}, 4, NPS_METHOD_AUTO}, other;
    const nps_status status = nps_paired_compare(actual, method, level, &out);
    const nps_paired_options options = {sizeof options, method, level, NPS_PAIRED_PROPORTIONAL};
    nps_paired_change change;
    const bool exists = (int)method >= 0 && method <= NPS_METHOD_ANYTIME;
    int i;
    count_wave(expected, true, false, of_first);
    count_wave(expected, false, false, of_second);
    {
        const bool wrong[] = {
            [NPS_ERROR_EMPTY] = sum(of_first) == 0 || sum(of_second) == 0,
            [NPS_ERROR_OVERFLOW] = sum(of_first) > UINT64_MAX || sum(of_second) > UINT64_MAX,
            [NPS_ERROR_METHOD] = !exists,
            [NPS_ERROR_UNAVAILABLE] = exists && method != NPS_METHOD_AUTO && method != NPS_METHOD_SKEWNESS_SCORE &&
                                      method != NPS_METHOD_SCORE && method != NPS_METHOD_WALD,
            [NPS_ERROR_LEVEL] = !fuzz_is_level(level),
        };
        MUST(fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong));
    }
    if (status != NPS_OK) {
        MUST(out.difference == 1 && out.bounds.lower == 2 && out.bounds.upper == 3 && out.p_value == 4);
        MUST(nps_paired_compare_with(actual, &options, &change) != NPS_OK);
        return;
    }
    MUST_OK(nps_paired_compare_with(actual, &options, &change));
    MUST(change.first_weight >= 0 && change.first_weight <= 1);
    MUST(change.second_weight >= 0 && change.second_weight <= 1);
    MUST(fabs(change.comparison.difference - difference_of(of_first, of_second)) <= near);
    MUST(out.bounds.lower >= -200 && out.bounds.upper <= 200 && out.bounds.lower <= out.bounds.upper);
    MUST(out.p_value >= 0 && out.p_value <= 1);
    MUST(out.method == (method == NPS_METHOD_AUTO ? NPS_METHOD_SKEWNESS_SCORE : method));
    for (i = 0; i < 2; i++) {
        const nps_paired back = turned(actual, i == 0);
        MUST_OK(nps_paired_compare(&back, method, level, &other));
        MUST(fabs(other.difference + out.difference) <= near);
        MUST(fabs(other.bounds.lower + out.bounds.upper) <= near &&
             fabs(other.bounds.upper + out.bounds.lower) <= near);
        /* With more people than that, bounds are so near 0 that rounding decides on p. */
        if (sum(of_first) < 1000000000000 && sum(of_second) < 1000000000000)
            MUST(fabs(other.p_value - out.p_value) <= near);
    }
    if (level < 0.5)
        return; /* as compare.h says of p-values of differences */
    if (out.bounds.lower > near || out.bounds.upper < -near)
        MUST(out.p_value <= 1 - level + near);
    else if (out.bounds.lower < -near && out.bounds.upper > near)
        MUST(out.p_value >= 1 - level - near);
}

static void check_bytes(const nps_paired *actual)
{
    nps_paired decoded, merged;
    unsigned char bytes[NPS_PAIRED_ENCODED_MAX];
    size_t size, written;
    memset(&merged, 0, sizeof merged);
    MUST_OK(nps_paired_encoded_size(actual, &size));
    MUST(size <= sizeof bytes && nps_paired_encode(actual, bytes, size - 1, &written) == NPS_ERROR_SPACE);
    MUST_OK(nps_paired_encode(actual, bytes, size, &written));
    MUST_OK(nps_paired_decode(&decoded, bytes, written, NULL));
    MUST_OK(nps_paired_merge_encoded(&merged, bytes, size, NULL));
    MUST(written == size);
    MUST_EQUAL(decoded, *actual);
    MUST_EQUAL(merged, *actual);
}

/* Columns, on every path through the kernels, are their rows. */
static void check_columns(fuzz_input *input, const nps_paired *actual, const table *expected)
{
    const size_t rows = fuzz_below(input, fuzz_bool(input) ? 3000 : 100);
    const nps_scale scale = fuzz_scale(input);
    fuzz_column first, second;
    table sum = *expected;
    nps_status status = is_possible_scale(&scale) ? NPS_OK : NPS_ERROR_SCALE;
    size_t row;
    int path;
    fuzz_column_init(input, &first, rows, 12);
    fuzz_column_init(input, &second, rows, 12);
    for (row = 0; status == NPS_OK && row < rows; row++)
        status = add(&sum, &scale, answer_at(&first.column, row), answer_at(&second.column, row), 1);
    for (path = -1; next_path(&path);) {
        nps_paired counted = *actual;
        MUST(nps_paired_add_column(&counted, &first.column, &second.column, &scale) == status);
        MUST(is_table(&counted, status == NPS_OK ? &sum : expected));
        second.column.length = rows + 1;
        MUST(nps_paired_add_column(&counted, &first.column, &second.column, &scale) != NPS_OK);
        second.column.length = rows;
    }
    fuzz_column_free(&first);
    fuzz_column_free(&second);
}

static void step(fuzz_input *input, nps_paired *actual, table *expected)
{
    const nps_scale scale = fuzz_scale(input);
    const int64_t first = fuzz_answer(input), second = fuzz_answer(input);
    const uint64_t times = fuzz_number(input);
    nps_paired from;
    table from_table;
    memset(&from, 0, sizeof from);
    memset(&from_table, 0, sizeof from_table);
    if (fuzz_bool(input)) {
        MUST(nps_paired_add(actual, first, second, times, &scale) == add(expected, &scale, first, second, times));
    } else {
        MUST(nps_paired_add(&from, first, second, times, NULL) ==
             add(&from_table, nps_scale_0_10(), first, second, times));
        if (fuzz_bool(input))
            MUST(nps_paired_merge(actual, &from) == merge(expected, &from_table));
        else
            MUST(nps_paired_subtract(actual, &from) == subtract(expected, &from_table));
    }
    if (fuzz_seldom(input, 16))
        MUST(nps_paired_merge(actual, actual) == merge(expected, expected));
    MUST(is_table(actual, expected));
}

/* Three waves: each pair counts as it would alone, or nothing changes. */
static void check_panel(fuzz_input *input, const nps_paired *actual)
{
    const uint8_t bytes[] = {9, 3, 10, fuzz_byte(input)};
    const int64_t answers[] = {(int64_t)fuzz_byte(input) % 13 - 1, 9, (int64_t)fuzz_byte(input) % 13 - 1};
    const uint64_t times = fuzz_seldom(input, 4) ? UINT64_MAX : fuzz_byte(input);
    nps_paired pairs[3], expected[3];
    nps_column columns[3];
    nps_segment_comparison out[3];
    nps_status status, alone = NPS_OK;
    int i, place = 0;
    for (i = 0; i < 3; i++) {
        pairs[i] = expected[i] = *actual;
        nps_column_init(&columns[i], NPS_COLUMN_U8, bytes, 4);
    }
    for (i = 0; i < 3 && alone == NPS_OK; i++, place++)
        alone = nps_paired_add(&expected[place], answers[i < 2 ? 0 : 1], answers[i == 0 ? 1 : 2], times, NULL);
    status = nps_panel_add(pairs, 3, answers, times, NULL);
    MUST(status == alone);
    for (i = 0; i < 3; i++)
        MUST(memcmp(&pairs[i], status == NPS_OK ? &expected[i] : actual, sizeof *actual) == 0);
    status = nps_panel_add_column(pairs, 3, columns, NULL);
    MUST(status == NPS_OK || status == NPS_ERROR_OVERFLOW);
    status = nps_panel_merge(pairs, 3, pairs);
    MUST(status == NPS_OK || status == NPS_ERROR_OVERFLOW);
    MUST_OK(nps_panel_compare(pairs, 3, NULL, out));
    for (i = 0; i < 3; i++)
        MUST(out[i].status == NPS_OK ? out[i].adjusted >= out[i].comparison.p_value && out[i].adjusted <= 1
                                     : isnan(out[i].adjusted));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    nps_paired actual;
    table expected;
    memset(&actual, 0, sizeof actual);
    memset(&expected, 0, sizeof expected);
    do {
        step(&input, &actual, &expected);
        check_waves(&actual, &expected);
        check_moves(&actual, &expected);
        if (fuzz_seldom(&input, 4))
            check_comparison(&input, &actual, &expected);
        check_bytes(&actual);
        if (fuzz_seldom(&input, 4))
            check_columns(&input, &actual, &expected);
        if (fuzz_seldom(&input, 8))
            check_panel(&input, &actual);
    } while (input.length > 0);
    return 0;
}
