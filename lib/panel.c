/* SPDX-License-Identifier: MIT */
#include <nps/panel.h>

#include "column.h"
#include "counts.h"
#include "method.h"
#include "multiplicity/family.h"
#include "multiplicity/options.h"
#include "paired.h"
#include "scale.h"

#include <stdbool.h>

/* Whether there are pairs to work on. */
static nps_status open_panel(const void *pairs, const void *others, size_t waves, size_t *count)
{
    *count = nps_segments_pair_count(waves);
    if (*count == SIZE_MAX)
        return NPS_ERROR_OVERFLOW;
    return *count == 0 || (pairs && others) ? NPS_OK : NPS_ERROR_NULL;
}

/* The earlier and the later wave of a pair, and its place. */
struct wave_pair {
    size_t place, first, second;
};

static const struct wave_pair FIRST_PAIR = {0, 0, 1};

static void advance(struct wave_pair *pair, size_t waves)
{
    pair->place++;
    if (++pair->second == waves) {
        pair->first++;
        pair->second = pair->first + 1;
    }
}

nps_status nps_panel_add(nps_paired *pairs, size_t waves, const int64_t *answers, uint64_t times,
                         const nps_scale *scale)
{
    size_t count;
    nps_status status = open_panel(pairs, answers, waves, &count);
    struct wave_pair pair;
    int is_checked;
    if (!status)
        status = nps_scale_read(&scale);
    for (is_checked = 0; is_checked < 2; is_checked++)
        for (pair = FIRST_PAIR; !status && pair.place < count; advance(&pair, waves)) {
            nps_paired tried = pairs[pair.place];
            status = nps_paired_add(is_checked ? &pairs[pair.place] : &tried, answers[pair.first], answers[pair.second],
                                    times, scale);
        }
    return status;
}

/* Whether no counter overflows by that many people more. */
static bool can_hold(const nps_paired *paired, uint64_t people)
{
    const nps_counts more = {people, people, people};
    nps_paired sum = *paired;
    return nps_counts_add(&sum.promoters, &more) && nps_counts_add(&sum.passives, &more) &&
           nps_counts_add(&sum.detractors, &more) && nps_counts_add(&sum.first_only, &more) &&
           nps_counts_add(&sum.second_only, &more);
}

static nps_status check_columns(const nps_column *answers, size_t waves, uint64_t *rows)
{
    nps_column read;
    size_t i;
    for (i = 0; i < waves; i++) {
        const nps_status status = nps_column_open(&answers[i], &read);
        if (status)
            return status;
        if (i != 0 && read.length != *rows)
            return NPS_ERROR_COLUMN;
        *rows = read.length;
    }
    return NPS_OK;
}

nps_status nps_panel_add_column(nps_paired *pairs, size_t waves, const nps_column *answers, const nps_scale *scale)
{
    size_t count, i;
    uint64_t rows = 0;
    nps_status status = open_panel(pairs, answers, waves, &count);
    struct wave_pair pair;
    if (!status)
        status = nps_scale_read(&scale);
    if (!status && count != 0)
        status = check_columns(answers, waves, &rows);
    for (i = 0; !status && i < count; i++)
        if (!can_hold(&pairs[i], rows))
            status = NPS_ERROR_OVERFLOW;
    for (pair = FIRST_PAIR; !status && pair.place < count; advance(&pair, waves))
        status = nps_paired_add_column(&pairs[pair.place], &answers[pair.first], &answers[pair.second], scale);
    return status;
}

nps_status nps_panel_merge(nps_paired *pairs, size_t waves, const nps_paired *from)
{
    size_t count, i;
    nps_status status = open_panel(pairs, from, waves, &count);
    int is_checked;
    for (is_checked = 0; is_checked < 2; is_checked++)
        for (i = 0; !status && i < count; i++) {
            nps_paired tried = pairs[i];
            status = nps_paired_merge(is_checked ? &pairs[i] : &tried, &from[i]);
        }
    return status;
}

static nps_status check_pair(const void *context, nps_method method, const nps_family_member *member)
{
    const nps_paired *pair = (const nps_paired *)context + member->place;
    nps_counts first, second;
    uint64_t n;
    nps_status status = nps_paired_read_waves(pair, &first, &second);
    (void)method;
    if (!status)
        status = nps_counts_total(&first, &n);
    return status ? status : nps_counts_total(&second, &n);
}

static nps_status compare_pair(const void *context, nps_method method, const nps_family_member *member, double level,
                               nps_comparison *out)
{
    return nps_paired_compare((const nps_paired *)context + member->place, method, level, out);
}

nps_status nps_panel_compare(const nps_paired *pairs, size_t waves, const nps_segments_options *options,
                             nps_segment_comparison *out)
{
    const nps_family family = {.segments = pairs,
                               .count = waves,
                               .is_of_pairs = true,
                               .context = pairs,
                               .check = check_pair,
                               .compare = compare_pair};
    nps_segments_options read;
    const nps_procedure *procedure;
    nps_method really;
    nps_status status = nps_segments_read_options(&read, options);
    if (!status)
        status = nps_paired_find_method(read.method, &really, &procedure);
    return status ? status : nps_family_compare(&family, options, out);
}
