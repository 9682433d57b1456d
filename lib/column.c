/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "column/block.h"
#include "column/types.h"
#include "support/options.h"

#include <string.h>

nps_status nps_column_open(const nps_column *column, nps_column *out)
{
    nps_status status;
    nps_column_init(out, NPS_COLUMN_U8, NULL, 0);
    if (!column)
        return NPS_ERROR_NULL;
    status = nps_options_read(out, sizeof *out, sizeof *out, column);
    if (status)
        return status;
    if (nps_column_width(out->type) == 0)
        return NPS_ERROR_COLUMN;
    if ((!out->data && out->length != 0) || (!out->missing_codes && out->missing_code_count != 0))
        return NPS_ERROR_NULL;
    return NPS_OK;
}

nps_status nps_column_answers(const nps_column *column, uint8_t *out)
{
    nps_column read;
    size_t from;
    const nps_status status = nps_column_open(column, &read);
    if (status)
        return status;
    if (!out && read.length != 0)
        return NPS_ERROR_NULL;
    for (from = 0; from < read.length; from += NPS_BLOCK) {
        const size_t left = read.length - from, count = left < NPS_BLOCK ? left : NPS_BLOCK;
        uint8_t bins[NPS_BLOCK];
        nps_block_bins(&read, from, count, bins);
        memcpy(out + from, bins, count);
    }
    return NPS_OK;
}
