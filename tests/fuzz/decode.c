/* Whatever bytes come: what is refused changes nothing, and what is accepted is written as the same bytes again.
 * SPDX-License-Identifier: MIT */
#include "bytes/crc32c.h"
#include "bytes/varint.h"

#include <nps/nps.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { CHECKSUM_SIZE = 4 };

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool is_refusal(nps_status status)
{
    return status == NPS_ERROR_FORMAT || status == NPS_ERROR_VERSION || status == NPS_ERROR_CHECKSUM;
}

static void check_accumulator(const uint8_t *bytes, size_t length)
{
    const nps_accumulator before = {{1, 2, 3}, 4, 5};
    nps_accumulator decoded = before, expected = before, merged = before;
    nps_error_detail detail = {""};
    unsigned char written[NPS_ACCUMULATOR_ENCODED_MAX];
    size_t size;
    const nps_status status = nps_accumulator_decode(&decoded, bytes, length, &detail);
    nps_status merging = status;
    if (status == NPS_OK) {
        must(nps_accumulator_encode(&decoded, written, sizeof written, &size) == NPS_OK);
        must(size == length && memcmp(written, bytes, size) == 0);
        merging = nps_accumulator_merge(&expected, &decoded);
    } else {
        must(is_refusal(status) && strstr(detail.text, ", got "));
        must(memcmp(&decoded, &before, sizeof before) == 0);
    }
    must(nps_accumulator_merge_encoded(&merged, bytes, length, NULL) == merging);
    must(memcmp(&merged, &expected, sizeof expected) == 0);
}

static void check_weighted(const uint8_t *bytes, size_t length)
{
    nps_weighted before = {.weightless = 3}, decoded, expected, merged;
    nps_error_detail detail = {""};
    unsigned char written[NPS_WEIGHTED_ENCODED_MAX];
    size_t size;
    nps_status status, merging;
    must(nps_weighted_add_n(&before, 9, 0.3, 7) == NPS_OK);
    decoded = expected = merged = before;
    status = merging = nps_weighted_decode(&decoded, bytes, length, &detail);
    if (status == NPS_OK) {
        nps_weighted_estimate estimate;
        uint64_t outside;
        must(nps_weighted_encode(&decoded, written, sizeof written, &size) == NPS_OK);
        must(size == length && memcmp(written, bytes, size) == 0);
        merging = nps_weighted_merge(&expected, &decoded);
        if (nps_weighted_read(&decoded, nps_scale_0_10(), &estimate, &outside) == NPS_OK)
            must(estimate.score >= -100 && estimate.score <= 100 && estimate.kish > 0 && estimate.effective > 0);
    } else {
        must(is_refusal(status) && strstr(detail.text, ", got "));
        must(memcmp(&decoded, &before, sizeof before) == 0);
    }
    must(nps_weighted_merge_encoded(&merged, bytes, length, NULL) == merging);
    must(memcmp(&merged, &expected, sizeof expected) == 0);
}

static nps_groups *groups_of(nps_key_type type)
{
    nps_groups_options options;
    nps_groups *groups;
    nps_groups_options_init(&options);
    options.key_type = type;
    options.hash_key[0] = 1; /* the same in each run */
    must(nps_groups_create(&options, &groups) == NPS_OK);
    if (type == NPS_KEY_TEXT)
        must(nps_groups_add_text(groups, "Bern", 4, 9, 7) == NPS_OK);
    else
        must(nps_groups_add_integer(groups, 19723, 9, 7) == NPS_OK);
    return groups;
}

/* The groups are what these bytes say. */
static void check_encoded(const nps_groups *groups, const uint8_t *bytes, size_t length)
{
    unsigned char *written = malloc(length);
    size_t size;
    must(written != NULL);
    must(nps_groups_encode(groups, written, length, &size) == NPS_OK);
    must(size == length && memcmp(written, bytes, size) == 0);
    free(written);
}

/* Merging the bytes is merging what they were decoded to; NULL if they were refused. */
static void check_merge(const nps_groups *decoded, nps_key_type type, const uint8_t *bytes, size_t length)
{
    nps_groups *merged = groups_of(type), *expected = groups_of(type);
    const nps_status status = nps_groups_merge_encoded(merged, bytes, length, NULL);
    unsigned char *written;
    size_t size;
    if (decoded)
        must(nps_groups_merge(expected, decoded) == status);
    else
        must(is_refusal(status) || status == NPS_ERROR_KEY);
    must(nps_groups_encoded_size(expected, &size) == NPS_OK);
    written = malloc(size);
    must(written != NULL);
    must(nps_groups_encode(expected, written, size, &size) == NPS_OK);
    check_encoded(merged, written, size);
    free(written);
    nps_groups_destroy(merged);
    nps_groups_destroy(expected);
}

static void check_groups(const uint8_t *bytes, size_t length)
{
    nps_groups_options options;
    nps_groups *decoded = NULL;
    nps_error_detail detail = {""};
    nps_status status;
    nps_groups_options_init(&options);
    options.hash_key[0] = 1;
    status = nps_groups_decode(&options, bytes, length, &decoded, &detail);
    must(status == NPS_OK || (is_refusal(status) && strstr(detail.text, ", got ") && !decoded));
    if (decoded)
        check_encoded(decoded, bytes, length);
    check_merge(decoded, NPS_KEY_TEXT, bytes, length);
    check_merge(decoded, NPS_KEY_INTEGER, bytes, length);
    nps_groups_destroy(decoded);
}

static nps_respondents *respondents_of(const nps_respondents_rule *rule)
{
    nps_respondents_options options;
    nps_respondents *people;
    nps_respondents_options_init(&options);
    options.hash_key[0] = 1; /* the same in each run */
    options.key_type = rule->key_type;
    options.keep = rule->keep;
    options.window = rule->window;
    options.has_history = rule->has_history;
    must(nps_respondents_create(&options, &people) == NPS_OK);
    if (rule->key_type == NPS_KEY_TEXT)
        must(nps_respondents_add_text(people, "Ann", 3, 19782, 9, 0) == NPS_OK);
    else
        must(nps_respondents_add_integer(people, 7, 19782, 9, 0) == NPS_OK);
    return people;
}

static unsigned char *encode_respondents(const nps_respondents *people, size_t *length)
{
    unsigned char *written;
    size_t size;
    must(nps_respondents_encoded_size(people, &size) == NPS_OK);
    written = malloc(size);
    must(written != NULL);
    must(nps_respondents_encode(people, written, size, length) == NPS_OK);
    must(*length == size);
    return written;
}

/* Merging the bytes is merging what they were decoded to, in either order. */
static void check_merged_respondents(const nps_respondents *decoded, const uint8_t *bytes, size_t length)
{
    nps_respondents *merged, *expected;
    nps_respondents_rule rule;
    unsigned char *written, *wanted;
    size_t size, wanted_size;
    nps_status status;
    must(nps_respondents_read_rule(decoded, &rule) == NPS_OK);
    merged = respondents_of(&rule);
    expected = respondents_of(&rule);
    status = nps_respondents_merge_encoded(merged, bytes, length, NULL);
    must(nps_respondents_merge(expected, decoded) == status);
    written = encode_respondents(merged, &size);
    wanted = encode_respondents(expected, &wanted_size);
    must(size == wanted_size && memcmp(written, wanted, size) == 0);
    free(written);
    free(wanted);
    nps_respondents_destroy(merged);
    nps_respondents_destroy(expected);
}

static void check_respondents(const uint8_t *bytes, size_t length)
{
    nps_respondents_options options;
    nps_respondents *decoded = NULL;
    nps_error_detail detail = {""};
    nps_accumulator found;
    unsigned char *written;
    size_t size;
    nps_status status;
    nps_respondents_options_init(&options);
    options.hash_key[0] = 1;
    status = nps_respondents_decode(&options, bytes, length, &decoded, &detail);
    must(status == NPS_OK || (is_refusal(status) && strstr(detail.text, ", got ") && !decoded));
    if (!decoded)
        return;
    written = encode_respondents(decoded, &size);
    must(size == length && memcmp(written, bytes, size) == 0);
    free(written);
    must(nps_respondents_read(decoded, NPS_DAY_MAX, &found) == NPS_OK);
    check_merged_respondents(decoded, bytes, length);
    nps_respondents_destroy(decoded);
}

static void check_paired(const uint8_t *bytes, size_t length)
{
    const nps_paired before = {.promoters = {1, 2, 3}, .second_only = {4, 5, 6}};
    nps_paired decoded = before, expected = before, merged = before;
    nps_error_detail detail = {""};
    unsigned char written[NPS_PAIRED_ENCODED_MAX];
    size_t size;
    const nps_status status = nps_paired_decode(&decoded, bytes, length, &detail);
    nps_status merging = status;
    if (status == NPS_OK) {
        must(nps_paired_encode(&decoded, written, sizeof written, &size) == NPS_OK);
        must(size == length && memcmp(written, bytes, size) == 0);
        merging = nps_paired_merge(&expected, &decoded);
    } else {
        must(is_refusal(status) && strstr(detail.text, ", got "));
        must(memcmp(&decoded, &before, sizeof before) == 0);
    }
    must(nps_paired_merge_encoded(&merged, bytes, length, NULL) == merging);
    must(memcmp(&merged, &expected, sizeof expected) == 0);
}

static void check_sequence(const uint8_t *bytes, size_t length)
{
    const nps_sequence before = {{1, 2, 3}, {-50, 50}, 0.95};
    nps_sequence decoded = before;
    nps_error_detail detail = {""};
    unsigned char written[NPS_SEQUENCE_ENCODED_MAX];
    nps_bounds bounds;
    size_t size;
    const nps_status status = nps_sequence_decode(&decoded, bytes, length, &detail);
    if (status != NPS_OK) {
        must(is_refusal(status) && strstr(detail.text, ", got "));
        must(memcmp(&decoded, &before, sizeof before) == 0);
        return;
    }
    must(nps_sequence_encode(&decoded, written, sizeof written, &size) == NPS_OK);
    must(size == length && memcmp(written, bytes, size) == 0);
    must(decoded.level > 0 && decoded.level < 1);
    if (nps_sequence_bounds(&decoded, &bounds) == NPS_OK)
        must(bounds.lower >= -100 && bounds.lower <= bounds.upper && bounds.upper <= 100);
}

static void check_watch(const uint8_t *bytes, size_t length)
{
    nps_watch before, decoded;
    nps_error_detail detail = {""};
    unsigned char written[NPS_WATCH_ENCODED_MAX];
    double evidence;
    size_t size;
    nps_status status;
    must(nps_watch_init(&before, 12, NULL) == NPS_OK);
    decoded = before;
    status = nps_watch_decode(&decoded, bytes, length, &detail);
    if (status != NPS_OK) {
        must(is_refusal(status) && strstr(detail.text, ", got "));
        must(memcmp(&decoded, &before, sizeof before) == 0);
        return;
    }
    must(nps_watch_encode(&decoded, written, sizeof written, &size) == NPS_OK);
    must(size == length && memcmp(written, bytes, size) == 0);
    must(nps_watch_evidence(&decoded, &evidence) == NPS_OK && evidence >= 0 && evidence <= 0x1p900);
    if (decoded.answers < UINT64_MAX)
        must(nps_watch_add(&decoded, decoded.scale.highest) == NPS_OK);
}

/* Into an array that has just the room that the bytes ask for, and into one with a group less. */
static void check_code_groups(const uint8_t *bytes, size_t length)
{
    nps_code_groups decoded, merged, expected;
    nps_error_detail detail = {""};
    unsigned char *written;
    size_t count = 77, size;
    nps_accumulator *room;
    nps_status status = nps_code_groups_encoded_count(bytes, length, &count, &detail);
    if (status != NPS_OK) {
        must((is_refusal(status) || status == NPS_ERROR_UNAVAILABLE) && count == 77);
        return;
    }
    must(count <= length);
    room = calloc(3 * count + 1, sizeof *room);
    written = malloc(length);
    must(room != NULL && written != NULL);
    nps_code_groups_init(&decoded, room, count);
    nps_code_groups_init(&merged, room + count, count);
    nps_code_groups_init(&expected, room + 2 * count, count);
    merged.rest.missing.invalid = expected.rest.missing.invalid = 3;
    status = nps_code_groups_decode(&decoded, bytes, length, &detail);
    if (status == NPS_OK) {
        must(decoded.group_count == count);
        must(nps_code_groups_encode(&decoded, written, length, &size) == NPS_OK);
        must(size == length && memcmp(written, bytes, size) == 0);
        must(nps_code_groups_merge_encoded(&merged, bytes, length, NULL) == nps_code_groups_merge(&expected, &decoded));
        if (count > 0) {
            decoded.group_count--;
            must(nps_code_groups_decode(&decoded, bytes, length, NULL) == NPS_ERROR_SPACE);
        }
    } else {
        must(is_refusal(status) && strstr(detail.text, ", got "));
        must(nps_code_groups_merge_encoded(&merged, bytes, length, NULL) == status);
    }
    must(memcmp(room + count, room + 2 * count, count * sizeof *room) == 0);
    must(memcmp(&merged.rest, &expected.rest, sizeof expected.rest) == 0);
    free(written);
    free(room);
}

static nps_weighted_design *design_of(nps_weighted_design_options *options)
{
    nps_weighted_design *design;
    nps_weighted_design_options_init(options);
    options->hash_key[0] = 1; /* the same in each run */
    must(nps_weighted_design_create(options, &design) == NPS_OK);
    must(nps_weighted_design_add_cluster(design, 1, 2, 9, 0.3, 7) == NPS_OK);
    return design;
}

/* The design is what these bytes say. */
static void check_encoded_design(const nps_weighted_design *design, const uint8_t *bytes, size_t length)
{
    unsigned char *written = malloc(length);
    size_t size;
    must(written != NULL);
    must(nps_weighted_design_encode(design, written, length, &size) == NPS_OK);
    must(size == length && memcmp(written, bytes, size) == 0);
    free(written);
}

static void check_same_designs(const nps_weighted_design *a, const nps_weighted_design *b)
{
    unsigned char *bytes;
    size_t size;
    must(nps_weighted_design_encoded_size(a, &size) == NPS_OK);
    bytes = malloc(size);
    must(bytes != NULL);
    must(nps_weighted_design_encode(a, bytes, size, &size) == NPS_OK);
    check_encoded_design(b, bytes, size);
    free(bytes);
}

static void check_design(const uint8_t *bytes, size_t length)
{
    nps_weighted_design_options options;
    nps_weighted_design *decoded = NULL, *merged = design_of(&options), *expected = design_of(&options);
    nps_error_detail detail = {""};
    const nps_status status = nps_weighted_design_decode(&options, bytes, length, &decoded, &detail);
    nps_status merging = status;
    if (status == NPS_OK) {
        check_encoded_design(decoded, bytes, length);
        merging = nps_weighted_design_merge(expected, decoded);
    } else {
        must(is_refusal(status) && strstr(detail.text, ", got ") && !decoded);
    }
    must(nps_weighted_design_merge_encoded(merged, bytes, length, NULL) == merging);
    check_same_designs(merged, expected);
    nps_weighted_design_destroy(decoded);
    nps_weighted_design_destroy(merged);
    nps_weighted_design_destroy(expected);
}

static nps_timeline *timeline_of(void)
{
    nps_timeline_options options;
    nps_timeline *timeline;
    nps_timeline_options_init(&options);
    options.horizon = 5;
    options.older = NPS_OLDER_GATHERED;
    must(nps_timeline_create(&options, &timeline) == NPS_OK);
    must(nps_timeline_add(timeline, 7, 9, 3) == NPS_OK);
    return timeline;
}

/* The timeline is what these bytes say. */
static void check_encoded_timeline(const nps_timeline *timeline, const uint8_t *bytes, size_t length)
{
    unsigned char *written = malloc(length);
    size_t size;
    must(written != NULL);
    must(nps_timeline_encode(timeline, written, length, &size) == NPS_OK);
    must(size == length && memcmp(written, bytes, size) == 0);
    free(written);
}

static void check_timeline(const uint8_t *bytes, size_t length)
{
    nps_timeline *decoded = NULL, *merged = timeline_of(), *expected = timeline_of();
    nps_error_detail detail = {""};
    unsigned char *sum;
    size_t size;
    const nps_status status = nps_timeline_decode(NULL, bytes, length, &decoded, &detail);
    nps_status merging = status;
    if (status == NPS_OK) {
        check_encoded_timeline(decoded, bytes, length);
        merging = nps_timeline_merge(expected, decoded);
    } else {
        must(is_refusal(status) && strstr(detail.text, ", got ") && !decoded);
    }
    must(nps_timeline_merge_encoded(merged, bytes, length, NULL) == merging);
    must(nps_timeline_encoded_size(expected, &size) == NPS_OK);
    sum = malloc(size);
    must(sum != NULL && nps_timeline_encode(expected, sum, size, &size) == NPS_OK);
    check_encoded_timeline(merged, sum, size);
    free(sum);
    nps_timeline_destroy(decoded);
    nps_timeline_destroy(merged);
    nps_timeline_destroy(expected);
}

static void check_cube(const uint8_t *bytes, size_t length)
{
    nps_cube_options options;
    nps_error_detail detail = {""};
    nps_cube *decoded = NULL;
    unsigned char *written;
    size_t size, count;
    nps_status status;
    nps_cube_options_init(&options);
    options.hash_key[0] = 1;
    status = nps_cube_decode(&options, bytes, length, &decoded, &detail);
    if (status != NPS_OK) {
        must(is_refusal(status) && strstr(detail.text, ", got ") && !decoded);
        return;
    }
    must(nps_cube_encoded_size(decoded, &size) == NPS_OK && size == length);
    written = malloc(size);
    must(written && nps_cube_encode(decoded, written, size, &size) == NPS_OK && memcmp(written, bytes, length) == 0);
    count = nps_cube_count(decoded);
    status = nps_cube_merge_encoded(decoded, bytes, length, NULL);
    must((status == NPS_OK || status == NPS_ERROR_OVERFLOW) && nps_cube_count(decoded) == count);
    free(written);
    nps_cube_destroy(decoded);
}

static void check(const uint8_t *bytes, size_t length)
{
    check_accumulator(bytes, length);
    check_weighted(bytes, length);
    check_groups(bytes, length);
    check_respondents(bytes, length);
    check_paired(bytes, length);
    check_sequence(bytes, length);
    check_watch(bytes, length);
    check_code_groups(bytes, length);
    check_design(bytes, length);
    check_timeline(bytes, length);
    check_cube(bytes, length);
}

/* The bytes as they come; and with a right checksum, so that what lies behind it is reached. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    uint8_t *sealed;
    check(bytes, length);
    if (length < CHECKSUM_SIZE)
        return 0;
    sealed = malloc(length);
    must(sealed != NULL);
    memcpy(sealed, bytes, length);
    nps_write_32(sealed + length - CHECKSUM_SIZE, nps_crc32c(sealed, length - CHECKSUM_SIZE));
    check(sealed, length);
    free(sealed);
    return 0;
}
