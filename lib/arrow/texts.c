/* SPDX-License-Identifier: MIT */
#include "texts.h"

/* Offsets must not be negative and must not decrease, so that every text lies inside the bytes. */
static nps_status check_offsets(nps_arrow_texts *texts, nps_error_detail *detail)
{
    int64_t before = 0;
    size_t i;
    for (i = 0; i <= texts->rows.length; i++) {
        const int64_t offset = nps_arrow_offset_at(texts, i);
        if (offset < before || (uint64_t)offset > PTRDIFF_MAX)
            return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: offset %lld of text %zu comes after %lld",
                               (long long)offset, i, (long long)before);
        before = offset;
    }
    texts->length = before;
    return NPS_OK;
}

static nps_status open_offsets(nps_arrow_texts *texts, nps_error_detail *detail)
{
    const size_t width = texts->layout == NPS_ARROW_OFFSETS_32 ? sizeof(int32_t) : sizeof(int64_t);
    const nps_arrow_rows *rows = &texts->rows;
    nps_status status;
    if (rows->array->n_buffers != 3)
        return nps_arrow_check_buffers(rows, 3, detail);
    if (rows->length == 0)
        return NPS_OK;
    if (!rows->array->buffers[1])
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: texts without offsets");
    texts->places = (const unsigned char *)rows->array->buffers[1] + rows->first * width;
    texts->bytes = rows->array->buffers[2];
    status = check_offsets(texts, detail);
    if (!status && !texts->bytes && texts->length != 0)
        status = nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: texts without bytes");
    return status;
}

/* The views are followed by the buffers of longer texts, and these by a buffer with their lengths. */
static nps_status open_views(nps_arrow_texts *texts, nps_error_detail *detail)
{
    const nps_arrow_rows *rows = &texts->rows;
    if (rows->array->n_buffers < 3)
        return nps_arrow_check_buffers(rows, 3, detail);
    if (rows->length == 0)
        return NPS_OK;
    if (!rows->array->buffers[1] || (rows->array->n_buffers > 3 && !rows->array->buffers[rows->array->n_buffers - 1]))
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: texts without views or lengths of buffers");
    texts->places = (const unsigned char *)rows->array->buffers[1] + rows->first * NPS_ARROW_VIEW_SIZE;
    return NPS_OK;
}

nps_status nps_arrow_open_texts(const nps_arrow_rows *rows, nps_arrow_texts *texts, nps_error_detail *detail)
{
    const char *format = rows->schema->format;
    memset(texts, 0, sizeof *texts);
    texts->rows = *rows;
    if (format[0] == 'v') {
        texts->layout = NPS_ARROW_VIEWS;
        return open_views(texts, detail);
    }
    texts->layout = format[0] == 'u' || format[0] == 'z' ? NPS_ARROW_OFFSETS_32 : NPS_ARROW_OFFSETS_64;
    return open_offsets(texts, detail);
}
