/* SPDX-License-Identifier: MIT */
#include <nps/weighted_design_codec.h>

#include "bytes/envelope.h"
#include "bytes/order.h"
#include "status.h"
#include "weighted/bins.h"
#include "weighted/sum.h"
#include "weighted/sum_bytes.h"
#include "weighted_codec.h"
#include "weighted_design.h"

#include <stdbool.h>
#include <string.h>

/* Numbers take at least a byte each: a cluster is its own number and its sums; a stratum its number, fourteen counters,
 * twenty-four sums, and how many clusters it has. */
enum { SMALLEST_CLUSTER = 1 + NPS_ANSWERS, SMALLEST_STRATUM = 1 + (NPS_BINS + 1) + (NPS_BINS + NPS_ANSWERS) + 1 };

_Static_assert(SMALLEST_CLUSTER >= 2 * NPS_PLACE_SIZE, "two places take no more room than a cluster or a stratum");

/* ---- writing ---- */

static size_t cluster_size(const nps_weighted_design *self, size_t place)
{
    size_t size = nps_number_size(nps_zigzag(nps_design_cluster_number(self, place)));
    int answer;
    for (answer = 0; answer < NPS_ANSWERS; answer++)
        size += nps_sum_size(self->clusters[place].weights[answer], NPS_WEIGHT_WORDS);
    return size;
}

/* The clusters of a stratum: how many, and how many bytes. */
static size_t clusters_size(const nps_weighted_design *self, const nps_design_stratum *stratum, size_t *count)
{
    size_t size = 0;
    uint32_t next;
    *count = 0;
    for (next = stratum->first_cluster; next != 0; next = self->clusters[next - 1].next) {
        size += cluster_size(self, next - 1);
        ++*count;
    }
    return size;
}

static size_t stratum_size(const nps_weighted_design *self, size_t place)
{
    const nps_design_stratum *stratum = &self->strata[place];
    size_t count, size = clusters_size(self, stratum, &count);
    size += nps_number_size(nps_zigzag(nps_keys_get(&self->stratum_keys, place).integer));
    size += nps_weighted_size(&stratum->alone) + nps_number_size(count);
    return count == 0 ? size : size + nps_weighted_size(&stratum->clustered);
}

static size_t design_size(const nps_weighted_design *self)
{
    size_t size = NPS_ENVELOPE_SIZE + nps_number_size(self->stratum_keys.count), place;
    for (place = 0; place < self->stratum_keys.count; place++)
        size += stratum_size(self, place);
    return size;
}

static int compare_strata(const void *context, size_t a, size_t b)
{
    const nps_weighted_design *self = context;
    return nps_keys_compare(&self->stratum_keys, a, b);
}

static int compare_clusters(const void *context, size_t a, size_t b)
{
    const int64_t first = nps_design_cluster_number(context, a), second = nps_design_cluster_number(context, b);
    return (first > second) - (first < second);
}

/* The order of the clusters is found and kept at the end of the very bytes that are written. As no cluster is smaller
 * than two places, there is room, and a cluster ends before the places of those behind it begin. */
static unsigned char *write_clusters(const nps_weighted_design *self, unsigned char *to, uint32_t first, size_t count,
                                     size_t size)
{
    unsigned char *const order = to + size - count * NPS_PLACE_SIZE;
    uint32_t next = first;
    size_t i;
    int answer;
    for (i = 0; i < count; i++) {
        nps_order_put(order, i, next - 1);
        next = self->clusters[next - 1].next;
    }
    nps_order_sort(order, count, compare_clusters, self);
    for (i = 0; i < count; i++) {
        const size_t place = nps_order_get(order, i);
        to = nps_write_number(to, nps_zigzag(nps_design_cluster_number(self, place)));
        for (answer = 0; answer < NPS_ANSWERS; answer++)
            to = nps_write_sum(to, self->clusters[place].weights[answer], NPS_WEIGHT_WORDS);
    }
    return to;
}

static unsigned char *write_stratum(const nps_weighted_design *self, unsigned char *to, size_t place)
{
    const nps_design_stratum *stratum = &self->strata[place];
    size_t count;
    const size_t size = clusters_size(self, stratum, &count);
    to = nps_write_number(to, nps_zigzag(nps_keys_get(&self->stratum_keys, place).integer));
    to = nps_write_number(nps_write_weighted(to, &stratum->alone), count);
    if (count == 0)
        return to;
    return write_clusters(self, nps_write_weighted(to, &stratum->clustered), stratum->first_cluster, count, size);
}

/* The order of the strata is kept where write_clusters() keeps that of clusters: no stratum is smaller either. */
static unsigned char *write_strata(const nps_weighted_design *self, unsigned char *to, unsigned char *end)
{
    const size_t count = self->stratum_keys.count;
    unsigned char *const order = end - count * NPS_PLACE_SIZE;
    size_t i;
    for (i = 0; i < count; i++)
        nps_order_put(order, i, i);
    nps_order_sort(order, count, compare_strata, self);
    to = nps_write_number(to, count);
    for (i = 0; i < count; i++)
        to = write_stratum(self, to, nps_order_get(order, i));
    return to;
}

nps_status nps_weighted_design_encoded_size(const nps_weighted_design *self, size_t *size)
{
    if (!self || !size)
        return NPS_ERROR_NULL;
    *size = design_size(self);
    return NPS_OK;
}

nps_status nps_weighted_design_encode(const nps_weighted_design *self, void *bytes, size_t capacity, size_t *length)
{
    unsigned char *to = bytes;
    size_t size;
    if (!self || !bytes || !length)
        return NPS_ERROR_NULL;
    size = design_size(self);
    if (capacity < size)
        return NPS_ERROR_SPACE;
    to = write_strata(self, nps_envelope_begin(to, NPS_KIND_WEIGHTED_DESIGN), to + size);
    *length = nps_envelope_end(bytes, to);
    return NPS_OK;
}

/* ---- reading ---- */

/* A walk through an encoded design, which may be copied to walk again. */
struct walk {
    nps_reader reader;
    uint64_t strata, strata_read;
    int64_t number;                                  /* of the stratum read last */
    nps_weighted alone, clustered;                   /* of the stratum read last */
    uint64_t clusters, clusters_read;                /* of the stratum read last */
    int64_t cluster;                                 /* the number of the cluster read last */
    uint64_t weights[NPS_ANSWERS][NPS_WEIGHT_WORDS]; /* of the cluster read last */
};

/* A number of things that take at least so many bytes each: there cannot be more than there are bytes for. */
static nps_status read_count(nps_reader *reader, size_t smallest, const char *what, uint64_t *count)
{
    const size_t start = reader->offset;
    size_t possible;
    const nps_status status = nps_read_number(reader, count);
    if (status)
        return status;
    possible = (reader->length - reader->offset) / smallest;
    if (*count <= possible)
        return NPS_OK;
    return nps_explain(reader->detail, NPS_ERROR_FORMAT, "byte %zu: expected at most %zu %s in %zu bytes, got %llu",
                       start, possible, what, reader->length - reader->offset, (unsigned long long)*count);
}

static nps_status open_walk(struct walk *walk, const void *bytes, size_t length, nps_error_detail *detail)
{
    unsigned kind;
    nps_status status = nps_envelope_open(&walk->reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_WEIGHTED_DESIGN)
        status = nps_envelope_refuse(&walk->reader, kind, "kind 42 (a weighted design)");
    if (!status)
        status = read_count(&walk->reader, SMALLEST_STRATUM, "strata", &walk->strata);
    walk->strata_read = walk->clusters = walk->clusters_read = 0;
    return status;
}

/* Reads a number that comes after the one before it, unless it is the first. */
static nps_status read_next(nps_reader *reader, bool is_first, const char *what, int64_t *number)
{
    const size_t start = reader->offset;
    const int64_t before = *number;
    uint64_t folded;
    const nps_status status = nps_read_number(reader, &folded);
    if (status)
        return status;
    *number = nps_unzigzag(folded);
    if (is_first || before < *number)
        return NPS_OK;
    return nps_explain(reader->detail, NPS_ERROR_FORMAT,
                       "byte %zu: expected a %s that comes after the one before it, got another", start, what);
}

static nps_status next_stratum(struct walk *walk)
{
    nps_reader *reader = &walk->reader;
    nps_status status = read_next(reader, walk->strata_read == 0, "stratum", &walk->number);
    memset(&walk->alone, 0, sizeof walk->alone);
    memset(&walk->clustered, 0, sizeof walk->clustered);
    if (!status)
        status = nps_read_weighted(reader, &walk->alone);
    if (!status)
        status = read_count(reader, SMALLEST_CLUSTER, "clusters", &walk->clusters);
    if (!status && walk->clusters != 0)
        status = nps_read_weighted(reader, &walk->clustered);
    walk->clusters_read = 0;
    walk->strata_read++;
    return status;
}

static nps_status next_cluster(struct walk *walk)
{
    nps_status status = read_next(&walk->reader, walk->clusters_read == 0, "cluster", &walk->cluster);
    int answer;
    memset(walk->weights, 0, sizeof walk->weights);
    for (answer = 0; !status && answer < NPS_ANSWERS; answer++)
        status = nps_read_sum(&walk->reader, walk->weights[answer], NPS_WEIGHT_WORDS);
    walk->clusters_read++;
    return status;
}

/* The sums of the clusters of a stratum so far, and how many of them are not 0. */
struct parts {
    uint64_t weights[NPS_ANSWERS][NPS_WEIGHT_WORDS];
    uint64_t counts[NPS_ANSWERS];
};

/* Adds the cluster that was read. As neither it nor the sum so far may be larger than the whole, nothing wraps. */
static bool add_part(const struct walk *walk, struct parts *parts)
{
    static const uint64_t zero[NPS_WEIGHT_WORDS];
    uint64_t smallest[NPS_WEIGHT_WORDS] = {0};
    int answer;
    nps_sum_add(&nps_weight_format, smallest, NPS_WEIGHT_SMALLEST, 1);
    for (answer = 0; answer < NPS_ANSWERS; answer++) {
        const uint64_t *part = walk->weights[answer], *whole = walk->clustered.weights[answer];
        if (memcmp(part, zero, sizeof zero) == 0)
            continue;
        if (nps_sum_is_less(&nps_weight_format, part, smallest) || nps_sum_is_less(&nps_weight_format, whole, part))
            return false;
        nps_sum_merge(&nps_weight_format, parts->weights[answer], part);
        if (nps_sum_is_less(&nps_weight_format, whole, parts->weights[answer]))
            return false;
        parts->counts[answer]++;
    }
    return true;
}

/* Whether the clusters are all that the stratum has, and each that has a weight has a row. */
static bool are_whole(const struct walk *walk, const struct parts *parts)
{
    int answer;
    for (answer = 0; answer < NPS_ANSWERS; answer++)
        if (parts->counts[answer] > walk->clustered.rows.answers[answer])
            return false;
    return memcmp(parts->weights, walk->clustered.weights, sizeof parts->weights) == 0;
}

/* What is added to a design needs; or NPS_ERROR_OVERFLOW, which is told only when the bytes are right. */
struct need {
    size_t strata, clusters;
    nps_status overflow;
};

static void plan_stratum(const nps_weighted_design *self, const struct walk *walk, struct need *need)
{
    const nps_key key = {NULL, 0, walk->number};
    const size_t place = nps_keys_find(&self->stratum_keys, &key);
    if (place == NPS_KEYS_NOWHERE)
        need->strata++;
    else if (!nps_weighted_can_merge(&self->strata[place].alone, &walk->alone) ||
             !nps_weighted_can_merge(&self->strata[place].clustered, &walk->clustered))
        need->overflow = NPS_ERROR_OVERFLOW;
}

static void plan_cluster(const nps_weighted_design *self, const struct walk *walk, struct need *need)
{
    nps_design_cluster_key cluster;
    nps_design_set_cluster_key(&cluster, walk->number, walk->cluster);
    need->clusters += nps_keys_find(&self->cluster_keys, &cluster.key) == NPS_KEYS_NOWHERE;
}

/* Reads all to the end, and notes what it needs; or says what is wrong with it. */
static nps_status plan(const nps_weighted_design *self, struct walk *walk, struct need *need)
{
    nps_status status = NPS_OK;
    while (!status && walk->strata_read != walk->strata) {
        const size_t start = walk->reader.offset;
        struct parts parts = {{{0}}, {0}};
        bool are_right = true;
        status = next_stratum(walk);
        if (!status)
            plan_stratum(self, walk, need);
        while (!status && are_right && walk->clusters_read != walk->clusters) {
            status = next_cluster(walk);
            are_right = status != NPS_OK || add_part(walk, &parts);
            if (!status)
                plan_cluster(self, walk, need);
        }
        if (!status && !(are_right && are_whole(walk, &parts)))
            status = nps_explain(walk->reader.detail, NPS_ERROR_FORMAT,
                                 "byte %zu: expected clusters that add up to their stratum, got others", start);
    }
    return status ? status : nps_read_end(&walk->reader);
}

/* With the bytes and the sums checked and the room made, nothing here can fail. */
static nps_status merge_checked(nps_weighted_design *self, struct walk *walk)
{
    nps_status status = NPS_OK;
    while (!status && walk->strata_read != walk->strata) {
        nps_design_stratum *to;
        status = next_stratum(walk);
        if (status)
            break;
        to = nps_design_stratum_at(self, walk->number);
        (void)nps_weighted_merge(&to->alone, &walk->alone);
        (void)nps_weighted_merge(&to->clustered, &walk->clustered);
        while (!status && walk->clusters_read != walk->clusters) {
            nps_design_cluster_key key;
            nps_design_cluster *cluster;
            int answer;
            status = next_cluster(walk);
            nps_design_set_cluster_key(&key, walk->number, walk->cluster);
            cluster = nps_design_cluster_at(self, to, &key.key);
            for (answer = 0; answer < NPS_ANSWERS; answer++)
                nps_sum_merge(&nps_weight_format, cluster->weights[answer], walk->weights[answer]);
        }
    }
    return status;
}

static nps_status merge_walk(nps_weighted_design *self, const struct walk *opened)
{
    struct need need = {0, 0, NPS_OK};
    struct walk walk = *opened;
    nps_status status = plan(self, &walk, &need);
    if (!status)
        status = nps_explain_status(opened->reader.detail, need.overflow);
    if (!status)
        status = nps_explain_status(opened->reader.detail, nps_design_reserve(self, need.strata, need.clusters));
    walk = *opened;
    return status ? status : merge_checked(self, &walk);
}

nps_status nps_weighted_design_decode(const nps_weighted_design_options *options, const void *bytes, size_t length,
                                      nps_weighted_design **out, nps_error_detail *detail)
{
    struct walk walk;
    nps_weighted_design *made;
    nps_status status;
    if (!out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_walk(&walk, bytes, length, detail);
    if (status)
        return status;
    status = nps_weighted_design_create(options, &made);
    if (status)
        return nps_explain_status(detail, status);
    status = merge_walk(made, &walk);
    if (status)
        nps_weighted_design_destroy(made);
    else
        *out = made;
    return status;
}

nps_status nps_weighted_design_merge_encoded(nps_weighted_design *self, const void *bytes, size_t length,
                                             nps_error_detail *detail)
{
    struct walk walk;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_walk(&walk, bytes, length, detail);
    return status ? status : merge_walk(self, &walk);
}
