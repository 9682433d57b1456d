/* SPDX-License-Identifier: MIT */
#include "weighted_design.h"

#include "allocator.h"
#include "column/block.h"
#include "column/classify.h"
#include "keys/entropy.h"
#include "status.h"
#include "support/options.h"
#include "weighted/bins.h"
#include "weighted/sum.h"

#include <string.h>

void nps_design_set_cluster_key(nps_design_cluster_key *self, int64_t stratum, int64_t cluster)
{
    self->numbers[0] = stratum;
    self->numbers[1] = cluster;
    self->key = (nps_key){(const char *)self->numbers, sizeof self->numbers, 0};
}

int64_t nps_design_cluster_number(const nps_weighted_design *self, size_t place)
{
    const nps_key key = nps_keys_get(&self->cluster_keys, place);
    int64_t numbers[2];
    memcpy(numbers, key.text, sizeof numbers);
    return numbers[1];
}

nps_status nps_weighted_design_create(const nps_weighted_design_options *options, nps_weighted_design **out)
{
    nps_weighted_design_options read;
    nps_allocator allocator;
    nps_weighted_design *self;
    if (!out)
        return NPS_ERROR_NULL;
    nps_weighted_design_options_init(&read);
    if (options) {
        const nps_status status = nps_options_read(&read, sizeof read, sizeof read, options);
        if (status)
            return status;
    }
    if (!nps_allocator_read(&allocator, read.allocator))
        return NPS_ERROR_NULL;
    if (read.hash_key[0] == 0 && read.hash_key[1] == 0 && !nps_entropy(read.hash_key))
        return NPS_ERROR_ENTROPY;
    self = nps_allocator_array(&allocator, 1, sizeof *self);
    if (!self)
        return NPS_ERROR_MEMORY;
    nps_keys_init(&self->stratum_keys, NPS_KEY_INTEGER, &allocator, read.hash_key);
    nps_keys_init(&self->cluster_keys, NPS_KEY_TEXT, &allocator, read.hash_key);
    self->strata = NULL;
    self->clusters = NULL;
    self->stratum_capacity = self->cluster_capacity = 0;
    *out = self;
    return NPS_OK;
}

void nps_weighted_design_destroy(nps_weighted_design *self)
{
    nps_allocator allocator;
    if (!self)
        return;
    allocator = self->stratum_keys.allocator;
    nps_allocator_release(&allocator, self->strata, self->stratum_capacity, sizeof *self->strata);
    nps_allocator_release(&allocator, self->clusters, self->cluster_capacity, sizeof *self->clusters);
    nps_keys_release(&self->stratum_keys);
    nps_keys_release(&self->cluster_keys);
    nps_allocator_release(&allocator, self, 1, sizeof *self);
}

/* An array at the places of keys, grown to the room that the keys have; the old one stays when there is no memory. */
static bool grow(const nps_keys *keys, void **array, size_t *capacity, size_t size)
{
    void *larger;
    if (*capacity >= keys->capacity)
        return true;
    larger = nps_allocator_array(&keys->allocator, keys->capacity, size);
    if (!larger)
        return false;
    if (*array)
        memcpy(larger, *array, keys->count * size);
    nps_allocator_release(&keys->allocator, *array, *capacity, size);
    *array = larger;
    *capacity = keys->capacity;
    return true;
}

nps_status nps_design_reserve(nps_weighted_design *self, size_t new_strata, size_t new_clusters)
{
    void *strata = self->strata, *clusters = self->clusters;
    bool worked = true;
    if (new_strata != 0) {
        worked = nps_keys_reserve(&self->stratum_keys, new_strata, 0) &&
                 grow(&self->stratum_keys, &strata, &self->stratum_capacity, sizeof *self->strata);
        self->strata = strata;
    }
    if (worked && new_clusters != 0) {
        worked = nps_keys_reserve(&self->cluster_keys, new_clusters, new_clusters * sizeof(int64_t[2])) &&
                 grow(&self->cluster_keys, &clusters, &self->cluster_capacity, sizeof *self->clusters);
        self->clusters = clusters;
    }
    return worked ? NPS_OK : NPS_ERROR_MEMORY;
}

nps_design_stratum *nps_design_stratum_at(nps_weighted_design *self, int64_t number)
{
    const nps_key key = {NULL, 0, number};
    size_t place = nps_keys_find(&self->stratum_keys, &key);
    if (place == NPS_KEYS_NOWHERE) {
        place = nps_keys_append(&self->stratum_keys, &key);
        memset(&self->strata[place], 0, sizeof *self->strata);
    }
    return &self->strata[place];
}

nps_design_cluster *nps_design_cluster_at(nps_weighted_design *self, nps_design_stratum *stratum, const nps_key *key)
{
    size_t place = nps_keys_find(&self->cluster_keys, key);
    if (place == NPS_KEYS_NOWHERE) {
        place = nps_keys_append(&self->cluster_keys, key);
        memset(&self->clusters[place], 0, sizeof *self->clusters);
        self->clusters[place].next = stratum->first_cluster;
        stratum->first_cluster = (uint32_t)(place + 1);
    }
    return &self->clusters[place];
}

static nps_status add_bin(nps_weighted_design *self, int64_t stratum_number, const int64_t *cluster_number,
                          unsigned bin, double weight, uint64_t times)
{
    const nps_key stratum_key = {NULL, 0, stratum_number};
    nps_design_cluster_key cluster;
    nps_design_stratum *stratum;
    size_t place, new_clusters = 0;
    nps_status status;
    if (!self)
        return NPS_ERROR_NULL;
    place = nps_keys_find(&self->stratum_keys, &stratum_key);
    stratum = place != NPS_KEYS_NOWHERE ? &self->strata[place] : NULL;
    if (cluster_number) {
        nps_design_set_cluster_key(&cluster, stratum_number, *cluster_number);
        new_clusters = nps_keys_find(&self->cluster_keys, &cluster.key) == NPS_KEYS_NOWHERE;
    }
    status = nps_weighted_can_add(!stratum         ? &nps_weighted_empty
                                  : cluster_number ? &stratum->clustered
                                                   : &stratum->alone,
                                  bin, weight, times);
    if (!status)
        status = nps_design_reserve(self, stratum == NULL, new_clusters);
    if (status)
        return status;

    stratum = nps_design_stratum_at(self, stratum_number);
    nps_weighted_add_bin(cluster_number ? &stratum->clustered : &stratum->alone, bin, weight, times);
    if (cluster_number) {
        nps_design_cluster *at = nps_design_cluster_at(self, stratum, &cluster.key);
        if (bin < NPS_ANSWERS)
            nps_sum_add(&nps_weight_format, at->weights[bin], weight, times);
    }
    return NPS_OK;
}

nps_status nps_weighted_design_add(nps_weighted_design *self, int64_t stratum, int64_t answer, double weight,
                                   uint64_t times)
{
    return add_bin(self, stratum, NULL, nps_bin_of(answer), weight, times);
}

nps_status nps_weighted_design_add_cluster(nps_weighted_design *self, int64_t stratum, int64_t cluster, int64_t answer,
                                           double weight, uint64_t times)
{
    return add_bin(self, stratum, &cluster, nps_bin_of(answer), weight, times);
}

nps_status nps_weighted_design_add_missing(nps_weighted_design *self, int64_t stratum, double weight, uint64_t times)
{
    return add_bin(self, stratum, NULL, NPS_ANSWER_MISSING, weight, times);
}

nps_status nps_weighted_design_add_cluster_missing(nps_weighted_design *self, int64_t stratum, int64_t cluster,
                                                   double weight, uint64_t times)
{
    return add_bin(self, stratum, &cluster, NPS_ANSWER_MISSING, weight, times);
}

nps_status nps_weighted_design_add_column(nps_weighted_design *self, const nps_column *answers, const double *weights,
                                          const int64_t *strata, const int64_t *clusters, nps_error_detail *detail)
{
    nps_weighted_design_options options;
    nps_weighted_design *counted;
    nps_column read;
    nps_status status;
    size_t from, i;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_weighted_open_column(answers, weights, &read);
    if (status || read.length == 0)
        return nps_explain_status(detail, status);
    nps_weighted_design_options_init(&options);
    options.allocator = &self->stratum_keys.allocator;
    memcpy(options.hash_key, self->stratum_keys.hash_key, sizeof options.hash_key);
    status = nps_weighted_design_create(&options, &counted);
    if (status)
        return nps_explain_status(detail, status);
    for (from = 0; !status && from < read.length; from += NPS_BLOCK) {
        const size_t left = read.length - from, to = from + (left < NPS_BLOCK ? left : NPS_BLOCK);
        uint8_t bins[NPS_BLOCK];
        nps_block_bins(&read, from, to - from, bins);
        for (i = from; !status && i < to; i++)
            status =
                add_bin(counted, strata ? strata[i] : 0, clusters ? &clusters[i] : NULL, bins[i - from], weights[i], 1);
    }
    if (!status)
        status = nps_weighted_design_merge(self, counted);
    nps_weighted_design_destroy(counted);
    return nps_weighted_explain(detail, status, weights, read.length);
}

/* Whether the strata of `from` can be added, and how many are new. */
static nps_status plan_merge(const nps_weighted_design *self, const nps_weighted_design *from, size_t *new_strata,
                             size_t *new_clusters)
{
    size_t i;
    *new_strata = *new_clusters = 0;
    for (i = 0; i < from->stratum_keys.count; i++) {
        const nps_key key = nps_keys_get(&from->stratum_keys, i);
        const size_t place = nps_keys_find(&self->stratum_keys, &key);
        if (place == NPS_KEYS_NOWHERE)
            ++*new_strata;
        else if (!nps_weighted_can_merge(&self->strata[place].alone, &from->strata[i].alone) ||
                 !nps_weighted_can_merge(&self->strata[place].clustered, &from->strata[i].clustered))
            return NPS_ERROR_OVERFLOW;
    }
    for (i = 0; i < from->cluster_keys.count; i++) {
        const nps_key key = nps_keys_get(&from->cluster_keys, i);
        *new_clusters += nps_keys_find(&self->cluster_keys, &key) == NPS_KEYS_NOWHERE;
    }
    return NPS_OK;
}

static void merge_clusters(nps_weighted_design *self, nps_design_stratum *to, const nps_weighted_design *from,
                           const nps_design_stratum *part)
{
    uint32_t next;
    for (next = part->first_cluster; next != 0; next = from->clusters[next - 1].next) {
        const nps_key key = nps_keys_get(&from->cluster_keys, next - 1);
        nps_design_cluster *cluster = nps_design_cluster_at(self, to, &key);
        int answer;
        for (answer = 0; cluster && answer < NPS_ANSWERS; answer++) /* never NULL: there is room for all */
            nps_sum_merge(&nps_weight_format, cluster->weights[answer], from->clusters[next - 1].weights[answer]);
    }
}

nps_status nps_weighted_design_merge(nps_weighted_design *self, const nps_weighted_design *from)
{
    size_t new_strata, new_clusters, i;
    nps_status status;
    if (!self || !from)
        return NPS_ERROR_NULL;
    status = plan_merge(self, from, &new_strata, &new_clusters);
    if (!status)
        status = nps_design_reserve(self, new_strata, new_clusters);
    /* With the sums checked and the room made, none of these can fail. */
    for (i = 0; !status && from->strata && i < from->stratum_keys.count; i++) {
        const nps_design_stratum *part = &from->strata[i];
        nps_design_stratum *to = nps_design_stratum_at(self, nps_keys_get(&from->stratum_keys, i).integer);
        status = nps_weighted_merge(&to->alone, &part->alone);
        if (!status)
            status = nps_weighted_merge(&to->clustered, &part->clustered);
        merge_clusters(self, to, from, part);
    }
    return status;
}

nps_status nps_weighted_design_total(const nps_weighted_design *self, nps_weighted *out)
{
    nps_weighted total = {0};
    nps_status status = NPS_OK;
    size_t i;
    if (!self || !out)
        return NPS_ERROR_NULL;
    for (i = 0; !status && i < self->stratum_keys.count; i++) {
        status = nps_weighted_merge(&total, &self->strata[i].alone);
        if (!status)
            status = nps_weighted_merge(&total, &self->strata[i].clustered);
    }
    if (!status)
        *out = total;
    return status;
}
