/* SPDX-License-Identifier: MIT */
#include "roll.h"

#include "../accumulator.h"
#include "../interrupt.h"
#include "../keys/entropy.h"
#include "../respondents.h"
#include "../status.h"

#include <string.h>

static nps_status read_options(nps_roll *roll, const nps_respondents_options *options, const nps_period *days)
{
    nps_respondents_options read;
    nps_status status = nps_respondents_read_options(options, &read);
    if (!status)
        status = nps_activity_check(read.window, days);
    if (status)
        return status;
    (void)nps_allocator_read(&roll->budget.source, read.allocator);
    roll->budget.limit = read.memory_budget != 0 ? read.memory_budget : UINT64_MAX;
    roll->interrupt = read.interrupt;
    roll->activity = (nps_activity){read.keep, read.window, *days, NULL};
    roll->earliest = nps_activity_first(&roll->activity);
    roll->day_count = (size_t)(days->last - days->first) + 1;
    memcpy(roll->secret, read.hash_key, sizeof roll->secret);
    return roll->secret[0] != 0 || roll->secret[1] != 0 || nps_entropy(roll->secret) ? NPS_OK : NPS_ERROR_ENTROPY;
}

static nps_status open_columns(nps_roll *roll, const nps_respondents_columns *columns, nps_error_detail *detail)
{
    const nps_status status = nps_response_columns_open(&roll->columns, columns, detail);
    if (!status && roll->columns.length > UINT32_MAX)
        return nps_explain_status(detail, NPS_ERROR_TOO_MANY);
    return status;
}

static nps_status add_steps(nps_roll *roll)
{
    bool fits;
    const nps_status status = nps_roll_packed(roll, &fits);
    return status || fits ? status : nps_roll_wide(roll);
}

static nps_status run(nps_roll *roll)
{
    const size_t lines = roll->day_count + 1;
    nps_accumulator *steps = nps_allocator_array(&roll->allocator, lines, sizeof *steps);
    nps_status status;
    if (!steps)
        return nps_explain_status(roll->columns.detail, NPS_ERROR_MEMORY);
    memset(steps, 0, lines * sizeof *steps);
    roll->activity.steps = steps;
    status = add_steps(roll);
    if (!status)
        nps_activity_sum(steps, roll->day_count);
    return status;
}

static void release(const nps_roll *roll)
{
    nps_allocator_release(&roll->allocator, roll->activity.steps, roll->day_count + 1, sizeof *roll->activity.steps);
}

nps_status nps_respondents_roll(const nps_respondents_columns *columns, const nps_respondents_options *options,
                                const nps_period *days, nps_accumulator *series, nps_accumulator *rest,
                                nps_error_detail *detail)
{
    nps_roll roll;
    nps_status status;
    if (!columns || !days || !series || !rest)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    memset(&roll, 0, sizeof roll);
    status = nps_explain_status(detail, read_options(&roll, options, days));
    if (!status)
        status = open_columns(&roll, columns, detail);
    if (status)
        return status;
    roll.allocator = nps_budget_allocator(&roll.budget);
    status = run(&roll);
    if (!status)
        status = nps_explain_status(detail, nps_accumulator_merge(rest, &roll.rest));
    if (!status)
        memcpy(series, roll.activity.steps, roll.day_count * sizeof *series);
    release(&roll);
    return status;
}
