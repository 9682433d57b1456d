/* SPDX-License-Identifier: MIT */
#include "linearize.h"

#include "../scale.h"
#include "../support/checked.h"
#include "../weighted/sum.h"
#include "../weighted/variance_options.h"
#include "../weighted_design.h"

#include <stdbool.h>

nps_status nps_design_open(nps_design_frame *self, const nps_weighted_design *whole, const nps_scale *scale,
                           const nps_variance_options *options)
{
    nps_status status;
    if (!whole)
        return NPS_ERROR_NULL;
    self->whole = whole;
    self->scale = scale;
    status = nps_scale_read(&self->scale);
    return status ? status : nps_variance_options_read(&self->options, options);
}

/* ---- whether a part is one ---- */

static bool has_cluster(const nps_weighted_design *whole, const nps_weighted_design *part, size_t place)
{
    const nps_key key = nps_keys_get(&part->cluster_keys, place);
    const size_t found = nps_keys_find(&whole->cluster_keys, &key);
    int answer;
    if (found == NPS_KEYS_NOWHERE)
        return false;
    for (answer = 0; answer < NPS_ANSWERS; answer++)
        if (nps_sum_is_less(&nps_weight_format, whole->clusters[found].weights[answer],
                            part->clusters[place].weights[answer]))
            return false;
    return true;
}

/* Whether one may be taken from the other, so that what is left can be. */
static bool has_rows(const nps_weighted *whole, const nps_weighted *part)
{
    nps_weighted rest = *whole;
    return nps_weighted_subtract(&rest, part) == NPS_OK;
}

static bool has_stratum(const nps_weighted_design *whole, const nps_weighted_design *part, size_t place)
{
    const nps_key key = nps_keys_get(&part->stratum_keys, place);
    const size_t found = nps_keys_find(&whole->stratum_keys, &key);
    return found != NPS_KEYS_NOWHERE && has_rows(&whole->strata[found].alone, &part->strata[place].alone) &&
           has_rows(&whole->strata[found].clustered, &part->strata[place].clustered);
}

static bool has_part(const nps_weighted_design *whole, const nps_weighted_design *part)
{
    size_t i;
    if (whole == part)
        return true;
    for (i = 0; i < part->stratum_keys.count; i++)
        if (!has_stratum(whole, part, i))
            return false;
    for (i = 0; i < part->cluster_keys.count; i++)
        if (!has_cluster(whole, part, i))
            return false;
    return true;
}

nps_status nps_design_open_domain(const nps_design_frame *self, const nps_weighted_design *part,
                                  nps_design_domain *domain, uint64_t *outside)
{
    uint64_t ignored;
    nps_status status;
    if (!part)
        return NPS_ERROR_NULL;
    if (!has_part(self->whole, part))
        return NPS_ERROR_PART;
    domain->part = part;
    status = nps_weighted_design_total(part, &domain->total);
    if (status)
        return status;
    return nps_weighted_basis_of(&domain->total, self->scale, &domain->basis,
                                 !outside && self->options.ignore_outside ? &ignored : outside);
}

/* ---- linearised totals ---- */

/* The total of a cluster over those of a domain, and their share of its weight. */
struct total {
    double value, share;
};

static struct total total_of(const nps_design_frame *self, const nps_design_domain *domain,
                             const nps_design_cluster *cluster)
{
    uint64_t weights[NPS_GROUP_COUNT][NPS_WEIGHT_WORDS] = {{0}};
    struct total total = {0, 0};
    int answer, group;
    for (answer = 0; answer < NPS_ANSWERS; answer++) {
        group = nps_weighted_group(self->scale, answer);
        if (group >= 0)
            nps_sum_merge(&nps_weight_format, weights[group], cluster->weights[answer]);
    }
    for (group = 0; group < NPS_GROUP_COUNT; group++) {
        const double share = nps_sum_value(&nps_weight_format, weights[group]) / domain->basis.total;
        total.share += share;
        total.value += share * domain->basis.distances[group];
    }
    return total;
}

/* The stratum of a domain with the number of one of the whole; NULL when nobody of it is there. */
static const nps_design_stratum *stratum_of(const nps_design_domain *domain, const nps_key *key)
{
    const size_t place = nps_keys_find(&domain->part->stratum_keys, key);
    return place != NPS_KEYS_NOWHERE ? &domain->part->strata[place] : NULL;
}

static void add_clusters(const nps_design_frame *self, const nps_design_domain *domain,
                         const nps_design_stratum *stratum, nps_linearized_stratum *out)
{
    uint32_t next;
    for (next = stratum->first_cluster; next != 0; next = domain->part->clusters[next - 1].next) {
        const struct total total = total_of(self, domain, &domain->part->clusters[next - 1]);
        nps_linearized_add_unit(out, total.value, total.share);
    }
}

/* Clusters of `a`, each with its total minus the one that `b` has in it, times `sign`; or, `of_a_only`, without those
 * of which `b` has a part. */
static void add_differences(const nps_design_frame *self, const nps_design_domain *a, const nps_design_domain *b,
                            const nps_design_stratum *stratum, double sign, bool of_a_only, nps_linearized_stratum *out)
{
    uint32_t next;
    for (next = stratum->first_cluster; next != 0; next = a->part->clusters[next - 1].next) {
        const nps_key key = nps_keys_get(&a->part->cluster_keys, next - 1);
        const size_t place = nps_keys_find(&b->part->cluster_keys, &key);
        struct total total;
        if (place != NPS_KEYS_NOWHERE && of_a_only)
            continue;
        total = total_of(self, a, &a->part->clusters[next - 1]);
        if (place != NPS_KEYS_NOWHERE)
            total.value -= total_of(self, b, &b->part->clusters[place]).value;
        nps_linearized_add_unit(out, sign * total.value, 0);
    }
}

/* Respondents drawn by themselves, with the values of their groups; their weights are divided by `total`. */
static void add_alone(const nps_design_frame *self, const nps_weighted *alone, const double values[NPS_GROUP_COUNT],
                      double total, nps_linearized_stratum *out)
{
    int answer;
    for (answer = 0; answer < NPS_ANSWERS; answer++) {
        const int group = nps_weighted_group(self->scale, answer);
        if (group >= 0)
            nps_linearized_add_respondents(out, alone->rows.answers[answer], values[group],
                                           nps_sum_value(&nps_weight_format, alone->weights[answer]) / total,
                                           nps_sum_value(&nps_square_format, alone->squares[answer]) / total / total);
    }
}

/* ---- strata ---- */

/* Everybody who was drawn by himself, whether he answered or not, and all clusters that are known. */
static nps_status count_units(const nps_weighted_design *whole, const nps_design_stratum *stratum, uint64_t *units)
{
    const nps_weighted *alone = &stratum->alone;
    uint32_t next;
    unsigned bin;
    *units = alone->weightless;
    for (bin = 0; bin < NPS_BINS; bin++)
        if (!checked_add(*units, nps_accumulator_count_of(&alone->rows, bin), units))
            return NPS_ERROR_OVERFLOW;
    for (next = stratum->first_cluster; next != 0; next = whole->clusters[next - 1].next)
        if (!checked_add(*units, 1, units))
            return NPS_ERROR_OVERFLOW;
    return NPS_OK;
}

/* The totals of a domain in a stratum of the whole design. */
static void linearize_one(const nps_design_frame *self, const nps_design_domain *domain, const nps_key *key,
                          nps_linearized_stratum *out)
{
    const nps_design_stratum *stratum = stratum_of(domain, key);
    if (!stratum)
        return;
    add_clusters(self, domain, stratum, out);
    add_alone(self, &stratum->alone, domain->basis.distances, domain->basis.total, out);
}

/* Those of `part` who were drawn by themselves, and the others of `whole`, with the differences of their values. */
static void add_nested(const nps_design_frame *self, const nps_design_domain *part, const nps_design_domain *whole,
                       const nps_key *key, nps_linearized_stratum *out)
{
    const double share = part->basis.total / whole->basis.total;
    const nps_design_stratum *stratum = stratum_of(part, key);
    nps_weighted rest = stratum_of(whole, key)->alone;
    double values[NPS_GROUP_COUNT];
    int group;
    if (stratum) {
        for (group = 0; group < NPS_GROUP_COUNT; group++)
            values[group] = part->basis.distances[group] - share * whole->basis.distances[group];
        add_alone(self, &stratum->alone, values, part->basis.total, out);
        (void)nps_weighted_subtract(&rest, &stratum->alone); /* it is a part, as was checked */
    }
    for (group = 0; group < NPS_GROUP_COUNT; group++)
        values[group] = -whole->basis.distances[group];
    add_alone(self, &rest, values, whole->basis.total, out);
}

/* The totals of domain a minus those of b. The sign of a stratum does not matter to the variance. */
static void linearize_two(const nps_design_frame *self, const nps_design_domain *a, const nps_design_domain *b,
                          const nps_key *key, nps_linearized_stratum *out)
{
    const nps_design_stratum *of_a = stratum_of(a, key), *of_b = stratum_of(b, key);
    const bool is_nested = a->part == self->whole || b->part == self->whole;
    const double sign = a->part == self->whole ? -1 : 1;
    double values[NPS_GROUP_COUNT];
    int group;
    if (of_a)
        add_differences(self, a, b, of_a, sign, false, out);
    if (of_b)
        add_differences(self, b, a, of_b, -sign, true, out);
    if (is_nested) {
        add_nested(self, sign > 0 ? a : b, sign > 0 ? b : a, key, out);
        return;
    }
    if (of_a)
        add_alone(self, &of_a->alone, a->basis.distances, a->basis.total, out);
    for (group = 0; group < NPS_GROUP_COUNT; group++)
        values[group] = -b->basis.distances[group];
    if (of_b)
        add_alone(self, &of_b->alone, values, b->basis.total, out);
}

/* The variance of a domain, or of its difference from b unless that is NULL. */
static nps_status variance_of(const nps_design_frame *self, nps_degrees_rule rule, const nps_design_domain *domain,
                              const nps_design_domain *b, nps_linearized_result *out)
{
    const nps_weighted_design *whole = self->whole;
    nps_linearized_variance variance;
    uint64_t units = 0;
    size_t i;
    nps_linearized_begin(&variance, self->options.lonely, rule);
    for (i = 0; i < whole->stratum_keys.count; i++) {
        const nps_key key = nps_keys_get(&whole->stratum_keys, i);
        nps_linearized_stratum totals = {0};
        nps_status status = count_units(whole, &whole->strata[i], &totals.units);
        if (!status && !checked_add(units, totals.units, &units))
            status = NPS_ERROR_OVERFLOW;
        if (!status)
            status = nps_variance_find_population(&self->options, key.integer, totals.units, &totals.population);
        if (status)
            return status;
        if (b)
            linearize_two(self, domain, b, &key, &totals);
        else
            linearize_one(self, domain, &key, &totals);
        nps_linearized_add_stratum(&variance, &totals);
    }
    *out = nps_linearized_finish(&variance);
    return NPS_OK;
}

nps_status nps_design_variance(const nps_design_frame *self, const nps_design_domain *domain,
                               nps_linearized_result *out)
{
    return variance_of(self, self->options.degrees, domain, NULL, out);
}

nps_status nps_design_difference_variance(const nps_design_frame *self, const nps_design_domain *a,
                                          const nps_design_domain *b, nps_linearized_result *out)
{
    return variance_of(self, NPS_DEGREES_DESIGN, a, b, out);
}
