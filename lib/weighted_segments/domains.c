/* Families of domains of one design.
 * SPDX-License-Identifier: MIT */
#include "domains.h"
#include "../allocator.h"
#include "../multiplicity/family.h"
#include "../multiplicity/options.h"
#include "../weighted_segments.h"
#include "rest.h"

#include <stdbool.h>
#include <string.h>

/* A domain without answers keeps an estimate that is all zero. */
static nps_status read_domain(const nps_weighted_domains *domains, size_t place, nps_weighted_estimate *out)
{
    const nps_status status =
        nps_weighted_design_domain(domains->whole, domains->parts[place], domains->variance, domains->scale, out, NULL);
    return status == NPS_ERROR_EMPTY ? NPS_OK : status;
}

static nps_status read_domains(nps_domain_family *self)
{
    size_t i;
    for (i = 0; i < self->domains->count; i++) {
        const nps_status status = read_domain(self->domains, i, &self->estimates[i]);
        if (status)
            return status;
        self->with_answers += self->estimates[i].respondents != 0;
    }
    return NPS_OK;
}

void nps_domains_close(nps_domain_family *self)
{
    nps_allocator_release(&self->memory, self->estimates, self->domains->count, sizeof *self->estimates);
}

nps_status nps_domains_open(nps_domain_family *self, const nps_weighted_domains *domains,
                            const nps_segments_options *options)
{
    nps_segments_options read;
    nps_status status = nps_weighted_check_options(options);
    if (!status)
        status = nps_segments_read_options(&read, options);
    if (!status &&
        (!domains || (domains->count != 0 && !domains->parts) || !nps_allocator_read(&self->memory, read.allocator)))
        status = NPS_ERROR_NULL;
    if (status || domains->count == 0) {
        self->estimates = NULL;
        self->domains = domains;
        return status;
    }
    self->domains = domains;
    self->estimates = nps_allocator_array(&self->memory, domains->count, sizeof *self->estimates);
    if (!self->estimates)
        return NPS_ERROR_MEMORY;
    memset(self->estimates, 0, domains->count * sizeof *self->estimates);
    status = read_domains(self);
    if (status)
        nps_domains_close(self);
    return status;
}

static nps_status check_member(const void *context, nps_method method, const nps_family_member *member)
{
    const nps_domain_family *self = context;
    const nps_status status = nps_weighted_check_segment(&self->estimates[member->first]);
    (void)method;
    if (status)
        return status;
    if (self->against_rest)
        return self->with_answers > 1 ? NPS_OK : NPS_ERROR_EMPTY;
    return nps_weighted_check_segment(&self->estimates[member->second]);
}

static nps_status compare_two(const nps_domain_family *self, size_t first, const nps_weighted_design *second,
                              nps_method method, double level, nps_comparison *out)
{
    const nps_weighted_domains *domains = self->domains;
    nps_weighted_difference difference;
    const nps_status status = nps_weighted_design_compare(domains->whole, domains->parts[first], second,
                                                          domains->variance, domains->scale, &difference);
    return status ? status : nps_weighted_difference_compare(&difference, method, level, out);
}

static nps_status compare_with_rest(const nps_domain_family *self, size_t place, nps_method method, double level,
                                    nps_comparison *out)
{
    nps_weighted_design_options options;
    nps_weighted_design *rest;
    nps_status status;
    size_t i;
    nps_weighted_design_options_init(&options);
    options.allocator = &self->memory;
    status = nps_weighted_design_create(&options, &rest);
    if (status)
        return status;
    for (i = 0; !status && i < self->domains->count; i++)
        if (i != place)
            status = nps_weighted_design_merge(rest, self->domains->parts[i]);
    if (!status)
        status = compare_two(self, place, rest, method, level, out);
    nps_weighted_design_destroy(rest);
    return status;
}

static nps_status compare_member(const void *context, nps_method method, const nps_family_member *member, double level,
                                 nps_comparison *out)
{
    const nps_domain_family *self = context;
    if (self->against_rest)
        return compare_with_rest(self, member->first, method, level, out);
    return compare_two(self, member->first, self->domains->parts[member->second], method, level, out);
}

static nps_status compare_opened(const nps_domain_family *self, const nps_segments_options *options,
                                 nps_segment_comparison *out)
{
    const nps_family family = {.segments = (const void *)self->domains->parts,
                               .count = self->domains->count,
                               .is_of_pairs = !self->against_rest,
                               .context = self,
                               .check = check_member,
                               .compare = compare_member};
    return nps_family_compare(&family, options, out);
}

static nps_status compare_domains(const nps_weighted_domains *domains, bool against_rest,
                                  const nps_segments_options *options, nps_segment_comparison *out)
{
    nps_domain_family self = {.against_rest = against_rest};
    nps_status status = nps_domains_open(&self, domains, options);
    if (status)
        return status;
    status = compare_opened(&self, options, out);
    nps_domains_close(&self);
    return status;
}

nps_status nps_weighted_domains_compare_rest(const nps_weighted_domains *domains, const nps_segments_options *options,
                                             nps_segment_comparison *out)
{
    return compare_domains(domains, true, options, out);
}

nps_status nps_weighted_domains_compare_pairs(const nps_weighted_domains *domains, const nps_segments_options *options,
                                              nps_segment_comparison *out)
{
    return compare_domains(domains, false, options, out);
}

nps_status nps_weighted_domains_compare_benchmark(const nps_weighted_domains *domains, double benchmark,
                                                  uint64_t respondents, const nps_segments_options *options,
                                                  nps_segment_comparison *out)
{
    const nps_weighted_benchmark with = {benchmark, respondents, false};
    nps_domain_family self = {.against_rest = false};
    nps_status status = nps_domains_open(&self, domains, options);
    if (status)
        return status;
    status = nps_weighted_compare_with_benchmark(self.estimates, domains->count, &with, options, out);
    nps_domains_close(&self);
    return status;
}

/* ---- ranks ---- */

/* Holm's procedure on two one-sided hypotheses for each pair: the largest p-value that tells two domains apart. */
static double threshold_of(const nps_segment_comparison *pairs, size_t pair_count, double alpha)
{
    double made = 0, told = 0, before, threshold;
    size_t i;
    for (i = 0; i < pair_count; i++)
        made += pairs[i].status == NPS_OK;
    do {
        before = told;
        threshold = alpha / (made - before / 2);
        for (told = 0, i = 0; i < pair_count; i++)
            told += pairs[i].status == NPS_OK && pairs[i].comparison.p_value < threshold;
    } while (told > before);
    return threshold;
}

static void rank_by_pairs(const nps_domain_family *self, const nps_segment_comparison *pairs, double threshold,
                          nps_segment_rank *out)
{
    const size_t count = self->domains->count;
    size_t i, j, place = 0;
    for (i = 0; i < count; i++) {
        out[i] = (nps_segment_rank){1, self->with_answers, NPS_OK};
        if (self->estimates[i].respondents == 0)
            out[i] = (nps_segment_rank){0, 0, NPS_ERROR_EMPTY};
    }
    for (i = 0; pairs && i < count; i++)
        for (j = i + 1; j < count; j++, place++) {
            const nps_comparison *pair = &pairs[place].comparison;
            if (pairs[place].status || !(pair->p_value < threshold))
                continue;
            out[pair->difference > 0 ? j : i].best++;
            out[pair->difference > 0 ? i : j].worst--;
        }
}

static nps_status rank_opened(const nps_domain_family *self, const nps_segments_options *options, nps_segment_rank *out)
{
    const size_t pair_count = nps_segments_pair_count(self->domains->count);
    nps_segment_comparison *pairs = NULL;
    nps_status status;
    if (pair_count == SIZE_MAX)
        return NPS_ERROR_OVERFLOW;
    if (pair_count != 0)
        pairs = nps_allocator_array(&self->memory, pair_count, sizeof *pairs);
    if (pair_count != 0 && !pairs)
        return NPS_ERROR_MEMORY;
    status = compare_opened(self, options, pairs);
    if (!status)
        rank_by_pairs(self, pairs, threshold_of(pairs, pair_count, 1 - options->level), out);
    nps_allocator_release(&self->memory, pairs, pair_count, sizeof *pairs);
    return status;
}

nps_status nps_weighted_domains_rank(const nps_weighted_domains *domains, const nps_segments_options *options,
                                     nps_segment_rank *out)
{
    nps_domain_family self = {.against_rest = false};
    nps_segments_options read;
    nps_status status = nps_segments_read_options(&read, options);
    if (!status)
        status = nps_rank_check_options(&read);
    if (!status)
        status = nps_domains_open(&self, domains, &read);
    if (status)
        return status;
    status = domains->count != 0 && !out ? NPS_ERROR_NULL : rank_opened(&self, &read, out);
    nps_domains_close(&self);
    return status;
}
