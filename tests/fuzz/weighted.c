/* Weighted answers and designs: any rows by any calls, against the rows themselves in another order, and where weights
 * are near each other against sums of whole numbers and the formulas of the headers.
 * SPDX-License-Identifier: MIT */
#include "columns.h"

#include "cpu_paths.h"

enum { ROWS = 60, MISSING = -1 };

/* Tame weights are multiples of 1 / UNIT. */
static const double UNIT = 1 << 20;

/* A row: its weight is a multiple of 2^-20 below 2^12, or any. */
struct row {
    int64_t answer; /* MISSING: none */
    double weight;
    uint64_t times;
    int64_t stratum, cluster;
    bool has_cluster;
};

/* Everything that was counted; tame as long as all weights are multiples and all are few. */
struct history {
    struct row rows[ROWS];
    size_t size;
    bool is_tame;
};

static bool is_weight(double weight)
{
    return weight == 0 || (weight >= 0x1p-126 && weight < 0x1p128);
}

static struct row read_row(fuzz_input *input, bool tame)
{
    struct row row;
    row.answer = fuzz_seldom(input, 8) ? MISSING : fuzz_below(input, 13) == 12 ? 99 : (int64_t)fuzz_below(input, 11);
    row.weight = tame ? (double)fuzz_bits(input, 4) / UNIT : fuzz_double(input);
    row.times = tame ? 1 + fuzz_byte(input) % 16 : fuzz_number(input);
    row.stratum = fuzz_byte(input) % 3;
    row.cluster = fuzz_byte(input) % 5;
    row.has_cluster = fuzz_bool(input);
    return row;
}

static nps_status add(nps_weighted *to, const struct row *row)
{
    if (row->answer == MISSING)
        return nps_weighted_add_missing(to, row->weight, row->times);
    return row->times == 1 ? nps_weighted_add(to, row->answer, row->weight)
                           : nps_weighted_add_n(to, row->answer, row->weight, row->times);
}

static nps_status add_to_design(nps_weighted_design *to, const struct row *row)
{
    if (row->answer == MISSING)
        return row->has_cluster
                   ? nps_weighted_design_add_cluster_missing(to, row->stratum, row->cluster, row->weight, row->times)
                   : nps_weighted_design_add_missing(to, row->stratum, row->weight, row->times);
    return row->has_cluster
               ? nps_weighted_design_add_cluster(to, row->stratum, row->cluster, row->answer, row->weight, row->times)
               : nps_weighted_design_add(to, row->stratum, row->answer, row->weight, row->times);
}

/* Counts what can be counted, and remembers it. */
static void fill(fuzz_input *input, struct history *history, nps_weighted *whole)
{
    const bool tame = fuzz_bool(input);
    history->is_tame = tame;
    while (input->length > 0 && history->size < ROWS) {
        const struct row row = read_row(input, tame);
        const nps_weighted before = *whole;
        const nps_status status = add(whole, &row);
        MUST(is_weight(row.weight) ? status == NPS_OK || status == NPS_ERROR_OVERFLOW : status == NPS_ERROR_WEIGHT);
        if (status == NPS_OK)
            history->rows[history->size++] = row;
        else
            MUST_EQUAL(*whole, before);
        if (fuzz_seldom(input, 16))
            break;
    }
}

/* The same bits in the other order, in two parts that are merged, and with a part taken away again. */
static void check_orders(const struct history *history, const nps_weighted *whole)
{
    nps_weighted parts[2], merged;
    size_t i;
    memset(parts, 0, sizeof parts);
    for (i = history->size; i-- > 0;)
        MUST_OK(add(&parts[i % 2], &history->rows[i]));
    merged = parts[0];
    MUST_OK(nps_weighted_merge(&merged, &parts[1]));
    MUST_EQUAL(merged, *whole);
    MUST_OK(nps_weighted_subtract(&merged, &parts[0]));
    MUST_EQUAL(merged, parts[1]);
    if (nps_weighted_subtract(&merged, whole) != NPS_OK)
        MUST_EQUAL(merged, parts[1]);
}

static void check_bytes(const nps_weighted *whole)
{
    nps_weighted decoded, merged;
    unsigned char bytes[NPS_WEIGHTED_ENCODED_MAX];
    size_t size, written;
    memset(&merged, 0, sizeof merged);
    MUST_OK(nps_weighted_encoded_size(whole, &size));
    MUST(size >= 50 && size <= NPS_WEIGHTED_ENCODED_MAX);
    MUST(nps_weighted_encode(whole, bytes, size - 1, &written) == NPS_ERROR_SPACE);
    MUST_OK(nps_weighted_encode(whole, bytes, size, &written));
    MUST_OK(nps_weighted_decode(&decoded, bytes, written, NULL));
    MUST(written == size);
    MUST_EQUAL(decoded, *whole);
    MUST_OK(nps_weighted_merge_encoded(&merged, bytes, size, NULL));
    MUST_EQUAL(merged, *whole);
}

/* Sums of tame weights are whole numbers of 2^-20. */
static void check_sums(const struct history *history, const nps_weighted *whole)
{
    wide_count sums[NPS_ANSWERS + 2] = {0};
    double weights[NPS_ANSWERS], missing, invalid;
    size_t i;
    for (i = 0; i < history->size; i++) {
        const struct row *const row = &history->rows[i];
        sums[row->answer == MISSING ? BIN_MISSING : bin_of(row->answer)] +=
            (wide_count)(row->weight * UNIT) * row->times;
    }
    MUST_OK(nps_weighted_weights(whole, weights, &missing, &invalid));
    for (i = 0; i < NPS_ANSWERS; i++)
        MUST(weights[i] == (double)sums[i] / UNIT);
    MUST(missing == (double)sums[BIN_MISSING] / UNIT && invalid == (double)sums[BIN_INVALID] / UNIT);
}

static bool is_close(double actual, long double expected)
{
    return fabsl(actual - expected) <= 1e-9L * fmaxl(1e-3L, fabsl(expected));
}

/* 1, 0, -1 for promoters, passives and detractors of the standard scale; NAN for who takes no part. */
static long double code_of(const struct row *row)
{
    if (row->answer < 0 || row->answer > 10 || row->weight == 0)
        return NAN;
    return row->answer >= 9 ? 1 : row->answer >= 7 ? 0 : -1;
}

/* The mean and the variance of the rows, each drawn by itself. */
static void check_estimate(const struct history *history, const nps_weighted *whole)
{
    long double total = 0, sum = 0, squares = 0, variance = 0, theta, n = 0;
    nps_weighted_estimate estimate;
    size_t i;
    for (i = 0; i < history->size; i++) {
        const struct row *const row = &history->rows[i];
        if (isnan(code_of(row)))
            continue;
        n += row->times;
        total += row->weight * (long double)row->times;
        sum += row->weight * (long double)row->times * code_of(row);
        squares += (long double)row->weight * row->weight * row->times;
    }
    if (n == 0) {
        MUST(nps_weighted_read(whole, NULL, &estimate, NULL) == NPS_ERROR_EMPTY);
        return;
    }
    theta = sum / total;
    for (i = 0; i < history->size; i++)
        if (!isnan(code_of(&history->rows[i])))
            variance +=
                powl(history->rows[i].weight * (code_of(&history->rows[i]) - theta), 2) * history->rows[i].times;
    MUST_OK(nps_weighted_read(whole, NULL, &estimate, NULL));
    MUST(is_close(estimate.score, 100 * theta) && is_close(estimate.kish, total * total / squares));
    MUST((long double)estimate.respondents == n && isinf(estimate.degrees));
    MUST(estimate.effective > 0 && estimate.effective <= estimate.kish * (1 + 1e-12));
    MUST(fabs(estimate.promoters + estimate.passives + estimate.detractors - 1) <= 1e-12);
    if (n > 1)
        MUST(is_close(estimate.standard_error, 100 * sqrtl(variance * n / (n - 1)) / total));
    else
        MUST(isinf(estimate.standard_error));
}

/* Reading on any scale: in range, and what is off the scale is said or refused. */
static void check_reading(fuzz_input *input, const nps_weighted *whole)
{
    const nps_scale scale = fuzz_scale(input);
    nps_weighted_estimate estimate = {.score = 777}, strict = {.score = 777};
    uint64_t outside = 0;
    const nps_status status = nps_weighted_read(whole, &scale, &estimate, &outside);
    const nps_status without = nps_weighted_read(whole, &scale, &strict, NULL);
    if (!is_possible_scale(&scale)) {
        MUST(status == NPS_ERROR_SCALE && without == status && estimate.score == 777);
        return;
    }
    MUST(status == NPS_OK || status == NPS_ERROR_EMPTY || status == NPS_ERROR_OVERFLOW);
    if (status != NPS_OK) {
        MUST(estimate.score == 777 && without != NPS_OK);
        return;
    }
    MUST(estimate.score >= -100 && estimate.score <= 100 && estimate.kish > 0 && estimate.effective > 0);
    MUST(without == (outside > 0 ? NPS_ERROR_OUTSIDE : NPS_OK));
    if (outside == 0)
        MUST(strict.score == estimate.score && strict.effective == estimate.effective);
}

/* Both say the same in the same bytes, from which it can be made again. */
static void check_bytes_of_designs(const nps_weighted_design *a, const nps_weighted_design *b)
{
    size_t size, other;
    unsigned char *bytes, *others;
    nps_weighted_design *decoded = NULL;
    nps_weighted total, again;
    MUST_OK(nps_weighted_design_encoded_size(a, &size));
    MUST_OK(nps_weighted_design_encoded_size(b, &other));
    MUST(size == other);
    bytes = fuzz_memory(size);
    others = fuzz_memory(size);
    MUST(nps_weighted_design_encode(a, bytes, size - 1, &other) == NPS_ERROR_SPACE);
    MUST_OK(nps_weighted_design_encode(a, bytes, size, &size));
    MUST_OK(nps_weighted_design_encode(b, others, size, &other));
    MUST(size == other && memcmp(bytes, others, size) == 0);
    MUST_OK(nps_weighted_design_decode(NULL, bytes, size, &decoded, NULL));
    MUST_OK(nps_weighted_design_encode(decoded, others, size, &other));
    MUST(size == other && memcmp(bytes, others, size) == 0);
    /* The clusters are the same, so that only the sums grow; which may be too much for counters. */
    if (nps_weighted_design_merge_encoded(decoded, bytes, size, NULL) == NPS_OK) {
        MUST_OK(nps_weighted_design_total(a, &total));
        MUST_OK(nps_weighted_merge(&total, &total));
        MUST_OK(nps_weighted_design_total(decoded, &again));
        MUST_EQUAL(total, again);
    }
    nps_weighted_design_destroy(decoded);
    free(bytes);
    free(others);
}

/* A design of the same rows: the same total, whatever the order; and without strata and clusters the same estimate, but
 * for the respondents who gave no answer, who are sampling units, too. */
static void check_design(const struct history *history)
{
    nps_weighted_design *designs[2], *plain;
    nps_weighted totals[2], expected;
    nps_weighted_estimate estimates[2], of_plain, of_rows;
    nps_weighted_design_options options;
    nps_status status;
    size_t i, d;
    memset(&expected, 0, sizeof expected);
    nps_weighted_design_options_init(&options);
    options.hash_key[0] = 1; /* the same in each run */
    for (d = 0; d < 2; d++)
        MUST_OK(nps_weighted_design_create(&options, &designs[d]));
    MUST_OK(nps_weighted_design_create(&options, &plain));
    for (i = 0; i < history->size; i++) {
        const struct row *const row = &history->rows[i];
        const struct row *const mirror = &history->rows[history->size - 1 - i];
        struct row alone = *row;
        alone.stratum = 0;
        alone.has_cluster = false;
        MUST_OK(add_to_design(designs[0], row));
        MUST_OK(add_to_design(designs[1], mirror));
        MUST_OK(add_to_design(plain, &alone));
        MUST_OK(add(&expected, row));
    }
    check_bytes_of_designs(designs[0], designs[1]);
    status = nps_weighted_design_read(designs[0], NULL, &estimates[0], NULL);
    MUST(nps_weighted_design_read(designs[1], NULL, &estimates[1], NULL) == status);
    for (d = 0; d < 2; d++) {
        MUST_OK(nps_weighted_design_total(designs[d], &totals[d]));
        MUST_EQUAL(totals[d], expected);
    }
    MUST(nps_weighted_read(&expected, NULL, &of_rows, NULL) == status || status == NPS_ERROR_OVERFLOW);
    if (status == NPS_OK && nps_weighted_design_read(plain, NULL, &of_plain, NULL) == NPS_OK) {
        const double m = (double)of_plain.units, n = (double)of_rows.respondents;
        MUST_EQUAL(estimates[0], estimates[1]);
        MUST(is_close(estimates[0].score, of_rows.score));
        MUST(is_close(of_plain.score, of_rows.score) && of_plain.respondents == of_rows.respondents);
        if (history->is_tame && isfinite(of_rows.standard_error))
            MUST(is_close(of_plain.standard_error, of_rows.standard_error * sqrt(m / (m - 1) / (n / (n - 1)))));
    }
    if (nps_weighted_design_merge(designs[0], designs[1]) == NPS_OK) {
        MUST_OK(nps_weighted_merge(&expected, &totals[1]));
        MUST_OK(nps_weighted_design_total(designs[0], &totals[0]));
        MUST_EQUAL(totals[0], expected);
    }
    nps_weighted_design_destroy(designs[0]);
    nps_weighted_design_destroy(designs[1]);
    nps_weighted_design_destroy(plain);
}

/* The standard error of the rows at odd places, from the totals of all sampling units, in tame designs in which each
 * row that was drawn by itself is one respondent. */
static double error_of_odd_rows(const struct history *history, long double theta, long double total)
{
    long double variance = 0;
    int64_t stratum;
    for (stratum = 0; stratum < 3; stratum++) {
        long double totals[5 + ROWS] = {0}, sum = 0, squares = 0, m = 0;
        bool is_known[5 + ROWS] = {false};
        size_t i;
        for (i = 0; i < history->size; i++) {
            const struct row *const row = &history->rows[i];
            const size_t unit = row->has_cluster ? (size_t)row->cluster : 5 + i;
            if (row->stratum != stratum)
                continue;
            is_known[unit] = true;
            if (i % 2 == 1 && !isnan(code_of(row)))
                totals[unit] += row->weight * (long double)row->times * (code_of(row) - theta) / total;
        }
        for (i = 0; i < 5 + ROWS; i++) {
            m += is_known[i];
            sum += totals[i];
        }
        for (i = 0; i < 5 + ROWS; i++)
            if (is_known[i])
                squares += powl(totals[i] - (m > 1 ? sum / m : 0), 2);
        variance += m > 1 ? m / (m - 1) * squares : squares;
    }
    return (double)(100 * sqrtl(variance));
}

/* The probabilities of the domains that have answers add up to 1. */
static void check_best(const nps_weighted_domains *domains)
{
    nps_segment_best best[2];
    double sum = 0;
    int i, answered = 0;
    MUST_OK(nps_weighted_domains_best(domains, NULL, best));
    for (i = 0; i < 2; i++) {
        MUST(best[i].status == NPS_OK || (best[i].status == NPS_ERROR_EMPTY && isnan(best[i].probability)));
        if (best[i].status != NPS_OK)
            continue;
        MUST(best[i].probability >= 0 && best[i].probability <= 1);
        sum += best[i].probability;
        answered++;
    }
    MUST(answered == 0 || fabs(sum - 1) < 1e-9);
}

/* A part and the whole as two segments. */
static void check_domains(const nps_weighted_design *whole, const nps_weighted_design *part)
{
    const nps_weighted_design *const parts[] = {part, whole};
    const nps_weighted_domains domains = {whole, parts, 2, NULL, NULL};
    nps_segment_comparison out[2];
    nps_segment_rank ranks[2];
    nps_status status = nps_weighted_domains_compare_pairs(&domains, NULL, out);
    MUST(status == NPS_OK && (out[0].status == NPS_OK || isnan(out[0].adjusted)));
    MUST(out[0].status != NPS_OK || out[0].adjusted == out[0].comparison.p_value);
    MUST_OK(nps_weighted_domains_compare_benchmark(&domains, 10, 0, NULL, out));
    MUST_OK(nps_weighted_domains_compare_rest(&domains, NULL, out));
    MUST_OK(nps_weighted_domains_rank(&domains, NULL, ranks));
    MUST(ranks[0].status != NPS_OK || (ranks[0].best >= 1 && ranks[0].best <= ranks[0].worst && ranks[0].worst <= 2));
    check_best(&domains);
}

/* The rows at odd places as a domain of all: the score of its own object, and the standard error of the whole. */
static void check_domain(struct history *history)
{
    nps_weighted_design *whole, *part;
    nps_weighted_estimate domain = {.score = 777}, alone;
    nps_weighted_design_options options;
    nps_status status;
    long double sum = 0, total = 0;
    size_t i;
    nps_weighted_design_options_init(&options);
    options.hash_key[0] = 1;
    MUST_OK(nps_weighted_design_create(&options, &whole));
    options.hash_key[0] = 2; /* another order */
    MUST_OK(nps_weighted_design_create(&options, &part));
    for (i = 0; i < history->size; i++) {
        struct row *const row = &history->rows[i];
        if (history->is_tame && !row->has_cluster)
            row->times = 1;
        MUST_OK(add_to_design(whole, row));
        if (i % 2 == 1) {
            MUST_OK(add_to_design(part, row));
            sum += isnan(code_of(row)) ? 0 : row->weight * (long double)row->times * code_of(row);
            total += isnan(code_of(row)) ? 0 : row->weight * (long double)row->times;
        }
    }
    status = nps_weighted_design_domain(whole, part, NULL, NULL, &domain, NULL);
    MUST(status == NPS_OK || status == NPS_ERROR_EMPTY || status == NPS_ERROR_OVERFLOW);
    if (status != NPS_OK)
        MUST(domain.score == 777);
    else if (nps_weighted_design_read(part, NULL, &alone, NULL) == NPS_OK)
        MUST(domain.score == alone.score && domain.kish == alone.kish && domain.respondents == alone.respondents);
    if (status == NPS_OK && history->is_tame && isfinite(domain.standard_error))
        MUST(fabs(domain.standard_error - error_of_odd_rows(history, sum / total, total)) <= 1e-6);
    if (status == NPS_OK && nps_weighted_design_read(whole, NULL, &alone, NULL) == NPS_OK) {
        nps_weighted_difference one, other;
        nps_comparison compared, of_both;
        MUST_OK(nps_weighted_design_compare(whole, part, whole, NULL, NULL, &one));
        MUST_OK(nps_weighted_design_compare(whole, whole, part, NULL, NULL, &other));
        MUST(one.difference == -other.difference && one.kish_error == other.kish_error && one.kish_error >= 0);
        MUST(one.standard_error == other.standard_error && one.degrees == other.degrees);
        MUST_OK(nps_weighted_difference_compare(&one, NPS_METHOD_AUTO, 0.95, &compared));
        MUST(compared.bounds.lower <= compared.bounds.upper && compared.p_value >= 0 && compared.p_value <= 1);
        MUST_OK(nps_weighted_difference_noninferiority(&one, 20, NPS_METHOD_AUTO, 0.95, &compared));
        MUST_OK(nps_weighted_difference_equivalence(&one, 20, NPS_METHOD_AUTO, 0.95, &of_both));
        MUST(compared.p_value >= 0 && compared.p_value <= of_both.p_value && of_both.p_value <= 1);
        check_domains(whole, part);
    }
    /* With all rows added to it, the part has more than there is. */
    if (history->size > 1 && history->rows[1].times > 0 && nps_weighted_design_merge(part, whole) == NPS_OK)
        MUST(nps_weighted_design_domain(whole, part, NULL, NULL, &domain, NULL) == NPS_ERROR_PART);
    nps_weighted_design_destroy(whole);
    nps_weighted_design_destroy(part);
}

static void check_rows(fuzz_input *input)
{
    struct history history;
    nps_weighted whole;
    memset(&history, 0, sizeof history);
    memset(&whole, 0, sizeof whole);
    check_reading(input, &whole);
    fill(input, &history, &whole);
    check_orders(&history, &whole);
    check_bytes(&whole);
    check_reading(input, &whole);
    check_design(&history);
    if (history.is_tame) {
        check_sums(&history, &whole);
        check_estimate(&history, &whole);
    }
    check_domain(&history);
}

/* A weight for each row: mostly near the others, now and then any. */
static double *read_weights(fuzz_input *input, size_t rows, bool *is_good)
{
    double *const weights = fuzz_memory(rows * sizeof *weights);
    const size_t own = 1 + fuzz_byte(input) % 32;
    size_t i;
    *is_good = true;
    for (i = 0; i < rows; i++) {
        if (i >= own)
            weights[i] = weights[i - own];
        else if (fuzz_seldom(input, 32))
            weights[i] = fuzz_double(input);
        else
            weights[i] = ldexp(1 + (double)fuzz_bits(input, 2) / 0x1p16, fuzz_byte(input) % 20 - 10);
        *is_good = *is_good && is_weight(weights[i]);
    }
    return weights;
}

/* Columns are their rows, and so are those of a design. */
static void check_columns(fuzz_input *input)
{
    const size_t rows = fuzz_below(input, fuzz_bool(input) ? 2000 : 100);
    fuzz_column column;
    nps_weighted expected, counted, total;
    nps_weighted_design *design;
    nps_error_detail detail = {""};
    double *weights;
    int64_t *groups;
    bool is_good;
    size_t i;
    memset(&expected, 0, sizeof expected);
    counted = expected;
    fuzz_column_init(input, &column, rows, 12);
    weights = read_weights(input, rows, &is_good);
    groups = fuzz_memory(rows * sizeof *groups);
    for (i = 0; i < rows; i++)
        groups[i] = (int64_t)(i % 3);
    MUST_OK(nps_weighted_design_create(NULL, &design));
    for (i = 0; is_good && i < rows; i++) {
        struct row row = {answer_at(&column.column, i), weights[i], 1, 0, 0, false};
        row.answer = row.answer == NPS_ANSWER_MISSING ? MISSING : row.answer == NPS_ANSWER_INVALID ? 99 : row.answer;
        MUST_OK(add(&expected, &row));
    }
    MUST(nps_weighted_add_column(&counted, &column.column, weights, &detail) == (is_good ? NPS_OK : NPS_ERROR_WEIGHT));
    MUST(is_good || detail.text[0] != '\0');
    MUST_EQUAL(counted, expected);
    MUST(nps_weighted_design_add_column(design, &column.column, weights, fuzz_bool(input) ? groups : NULL,
                                        fuzz_bool(input) ? groups : NULL,
                                        NULL) == (is_good ? NPS_OK : NPS_ERROR_WEIGHT));
    MUST_OK(nps_weighted_design_total(design, &total));
    MUST_EQUAL(total, expected);
    if (fuzz_bool(input)) {
        nps_column broken = column.column;
        const nps_status status = fuzz_break(input, &broken);
        MUST(nps_weighted_add_column(&counted, &broken, weights, NULL) == status);
        MUST(nps_weighted_design_add_column(design, &broken, weights, NULL, NULL, NULL) == status);
        MUST_EQUAL(counted, expected);
    }
    nps_weighted_design_destroy(design);
    fuzz_column_free(&column);
    free(weights);
    free(groups);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    int path;
    if (!fuzz_bool(&input)) {
        check_rows(&input);
        return 0;
    }
    for (path = -1; next_path(&path);) {
        fuzz_input again = input;
        check_columns(&again);
    }
    return 0;
}
