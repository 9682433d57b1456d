/* SPDX-License-Identifier: MIT */
#include "texts.h"

/* Offsets that are compared at once. */
enum { OFFSETS_AT_ONCE = 64 };

/* Whether so many offsets are negative or come after a larger one, where the one before them is not negative. */
static bool are_wrong_32(const unsigned char *at)
{
    int32_t offsets[OFFSETS_AT_ONCE + 1];
    uint32_t any = 0;
    size_t i;
    memcpy(offsets, at, sizeof offsets);
    for (i = 0; i < OFFSETS_AT_ONCE; i++)
        any |= ((uint32_t)offsets[i + 1] - (uint32_t)offsets[i]) | (uint32_t)offsets[i + 1];
    return any >> 31;
}

static bool are_wrong_64(const unsigned char *at)
{
    int64_t offsets[OFFSETS_AT_ONCE + 1];
    uint64_t any = 0;
    size_t i;
    memcpy(offsets, at, sizeof offsets);
    for (i = 0; i < OFFSETS_AT_ONCE; i++)
        any |= ((uint64_t)offsets[i + 1] - (uint64_t)offsets[i]) | (uint64_t)offsets[i + 1];
    return any >> 63;
}

/* How many offsets are in order, from the first on; some of the last are not looked at. */
static size_t count_ordered(const nps_arrow_texts *texts)
{
    const size_t width = texts->layout == NPS_ARROW_OFFSETS_32 ? sizeof(int32_t) : sizeof(int64_t);
    size_t i;
    if (nps_arrow_offset_at(texts, 0) < 0)
        return 0;
    for (i = 0; i + OFFSETS_AT_ONCE <= texts->rows.length; i += OFFSETS_AT_ONCE) {
        const unsigned char *const at = texts->places + i * width;
        if (width == sizeof(int32_t) ? are_wrong_32(at) : are_wrong_64(at))
            return i;
    }
    return i;
}

/* Offsets must not be negative and must not decrease, so that every text lies inside the bytes. */
static nps_status check_offsets(nps_arrow_texts *texts, nps_error_detail *detail)
{
    size_t i = count_ordered(texts);
    int64_t before = i == 0 ? 0 : nps_arrow_offset_at(texts, i);
    for (; i <= texts->rows.length; i++) {
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
