/* The texts of Arrow arrays. Buffers are checked when they are opened, and each text again when it is read.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ARROW_TEXTS_H
#define NPS_ARROW_TEXTS_H

#include "../arrow.h"
#include "../keys/keys.h"
#include "../status.h"

#include <stdbool.h>
#include <string.h>

/** The texts of an array, which has offsets of 32 or 64 bits, or views. */
typedef struct nps_arrow_texts {
    nps_arrow_rows rows;
    enum { NPS_ARROW_OFFSETS_32, NPS_ARROW_OFFSETS_64, NPS_ARROW_VIEWS } layout;
    const unsigned char *places; /* the offsets or the views */
    const char *bytes;           /* of offsets */
    int64_t length;              /* of `bytes` */
} nps_arrow_texts;

enum { NPS_ARROW_VIEW_SIZE = 16, NPS_ARROW_VIEW_INLINE = 12 };

/** Opens rows of texts or bytes; NPS_ERROR_COLUMN for impossible buffers. */
nps_status nps_arrow_open_texts(const nps_arrow_rows *rows, nps_arrow_texts *texts, nps_error_detail *detail);

static inline int64_t nps_arrow_read_32(const unsigned char *at)
{
    int32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline int64_t nps_arrow_read_64(const unsigned char *at)
{
    int64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

/** The offset at which a text begins; at the number of texts, the end of the last one. */
static inline int64_t nps_arrow_offset_at(const nps_arrow_texts *texts, size_t index)
{
    return texts->layout == NPS_ARROW_OFFSETS_32 ? nps_arrow_read_32(texts->places + index * sizeof(int32_t))
                                                 : nps_arrow_read_64(texts->places + index * sizeof(int64_t));
}

static inline nps_status nps_arrow_read_view(const nps_arrow_texts *texts, size_t row, nps_key *key,
                                             nps_error_detail *detail)
{
    const struct ArrowArray *array = texts->rows.array;
    const unsigned char *view = texts->places + row * NPS_ARROW_VIEW_SIZE;
    const int64_t length = nps_arrow_read_32(view), buffer = nps_arrow_read_32(view + 8),
                  offset = nps_arrow_read_32(view + 12);
    int64_t size;
    *key = (nps_key){"", 0, 0};
    if (length >= 0 && length <= NPS_ARROW_VIEW_INLINE) {
        *key = (nps_key){(const char *)view + 4, (size_t)length, 0};
        return NPS_OK;
    }
    if (length < 0 || buffer < 0 || buffer >= array->n_buffers - 3 || offset < 0 || !array->buffers[2 + buffer])
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: the view of text %zu leads nowhere", row);
    size =
        nps_arrow_read_64((const unsigned char *)array->buffers[array->n_buffers - 1] + (size_t)buffer * sizeof size);
    if (offset > size || length > size - offset)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: text %zu leaves its buffer of %lld bytes", row,
                           (long long)size);
    *key = (nps_key){(const char *)array->buffers[2 + buffer] + offset, (size_t)length, 0};
    return NPS_OK;
}

/** Reads a text as a key that points into the array; NPS_ERROR_COLUMN for a text that is not inside its buffer. */
static inline nps_status nps_arrow_read_text(const nps_arrow_texts *texts, size_t row, nps_key *key,
                                             nps_error_detail *detail)
{
    int64_t start, end;
    if (texts->layout == NPS_ARROW_VIEWS)
        return nps_arrow_read_view(texts, row, key, detail);
    start = nps_arrow_offset_at(texts, row);
    end = nps_arrow_offset_at(texts, row + 1);
    *key = (nps_key){"", 0, 0};
    /* Checked here as well, because another thread may change the offsets. */
    if (start < 0 || start > end || end > texts->length)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: the offsets of text %zu have changed", row);
    if (texts->bytes)
        *key = (nps_key){texts->bytes + start, (size_t)(end - start), 0};
    return NPS_OK;
}

/** How many bytes may be read from the beginning of a text that was read, whatever its length is. */
static inline size_t nps_arrow_room_of(const nps_arrow_texts *texts, size_t row, const nps_key *key)
{
    if (texts->layout != NPS_ARROW_VIEWS)
        return texts->bytes ? (size_t)(texts->bytes + texts->length - key->text) : 0;
    return key->length > NPS_ARROW_VIEW_INLINE ? key->length : (texts->rows.length - row) * NPS_ARROW_VIEW_SIZE - 4;
}

#endif
