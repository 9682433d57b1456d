/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "../status.h"
#include "types.h"

#include <string.h>

/* Arrays with more values are refused, so that no size in bytes overflows. */
#define NPS_ARROW_LONGEST (PTRDIFF_MAX / 32)

nps_arrow_printable nps_arrow_print(const char *text)
{
    nps_arrow_printable out;
    size_t i;
    for (i = 0; i + 1 < sizeof out.text && text && text[i] != '\0'; i++)
        out.text[i] = (char)(text[i] >= ' ' && text[i] <= '~' ? text[i] : '?');
    out.text[i] = '\0';
    return out;
}

nps_status nps_arrow_refuse(const struct ArrowSchema *schema, const char *wanted, const char *remedy,
                            nps_error_detail *detail)
{
    const char *const words = nps_arrow_words(schema);
    const nps_arrow_printable format = nps_arrow_print(schema->format);
    if (schema->name && schema->name[0] != '\0')
        return nps_explain(detail, NPS_ERROR_COLUMN,
                           "Arrow: column \"%.40s\": expected %s, got format \"%.20s\"%s%s%s%s",
                           nps_arrow_print(schema->name).text, wanted, format.text, words[0] ? " (" : "", words,
                           words[0] ? ")" : "", remedy);
    return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: expected %s, got format \"%s\"%s%s%s%s", wanted, format.text,
                       words[0] ? " (" : "", words, words[0] ? ")" : "", remedy);
}

nps_status nps_arrow_check(const struct ArrowSchema *schema, const struct ArrowArray *array, nps_error_detail *detail)
{
    if (!schema || !array)
        return nps_explain(detail, NPS_ERROR_NULL, "Arrow: %s is NULL", schema ? "an array" : "a schema");
    if (!schema->release || !array->release)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %s was released",
                           schema->release ? "an array" : "a schema");
    if (!schema->format)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: a schema has no format");
    if (array->length < 0 || array->offset < 0 || array->length > NPS_ARROW_LONGEST ||
        array->offset > NPS_ARROW_LONGEST - array->length)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: a length of %lld from %lld on is impossible",
                           (long long)array->length, (long long)array->offset);
    if (array->null_count < -1 || array->null_count > array->length)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %lld nulls in %lld values", (long long)array->null_count,
                           (long long)array->length);
    return NPS_OK;
}

/* The validity bitmap is the first buffer; it may be NULL if no value is null. */
static nps_status open_validity(const struct ArrowArray *array, size_t first, nps_arrow_validity *validity,
                                nps_error_detail *detail)
{
    *validity = (nps_arrow_validity){NULL, first};
    if (array->n_buffers < 1 || !array->buffers)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: an array without buffers");
    if (array->null_count != 0)
        validity->bits = array->buffers[0];
    if (array->null_count > 0 && !validity->bits)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %lld nulls without a validity bitmap",
                           (long long)array->null_count);
    return NPS_OK;
}

static nps_status find_child(const struct ArrowSchema *schema, const struct ArrowArray *array, const char *name,
                             int64_t *index, nps_error_detail *detail)
{
    int64_t i;
    if (strcmp(schema->format, "+s") != 0)
        return nps_arrow_refuse(schema, "a struct (+s) with named children", "", detail);
    if (schema->n_children < 0 || schema->n_children != array->n_children)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %lld children in the schema and %lld in the array",
                           (long long)schema->n_children, (long long)array->n_children);
    if (schema->n_children != 0 && (!schema->children || !array->children))
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: a struct without its children");
    for (i = 0; i < schema->n_children; i++)
        if (schema->children[i] && schema->children[i]->name && strcmp(schema->children[i]->name, name) == 0) {
            *index = i;
            return NPS_OK;
        }
    return nps_explain(detail, NPS_ERROR_NOT_FOUND, "Arrow: no child is called \"%s\"", nps_arrow_print(name).text);
}

static nps_status check_length_of_child(const struct ArrowArray *parent, const struct ArrowArray *child,
                                        nps_error_detail *detail)
{
    const long long needed = (long long)parent->offset + parent->length;
    if (child->length >= needed)
        return NPS_OK;
    return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %lld rows of a struct have %lld values of a child", needed,
                       (long long)child->length);
}

nps_status nps_arrow_open(const struct ArrowSchema *schema, const struct ArrowArray *array, const char *child,
                          nps_arrow_rows *rows, nps_error_detail *detail)
{
    const struct ArrowArray *const parent = array;
    nps_arrow_validity parent_validity = {NULL, 0};
    int64_t index = 0;
    nps_status status = nps_arrow_check(schema, array, detail);
    if (!status && child) {
        status = find_child(schema, array, child, &index, detail);
        if (!status)
            status = open_validity(array, (size_t)array->offset, &parent_validity, detail);
        if (!status) {
            schema = schema->children[index];
            array = array->children[index];
            status = nps_arrow_check(schema, array, detail);
        }
        if (!status)
            status = check_length_of_child(parent, array, detail);
    }
    if (status)
        return status;
    rows->schema = schema;
    rows->array = array;
    rows->length = (size_t)parent->length;
    rows->first = (size_t)array->offset + (child ? (size_t)parent->offset : 0);
    rows->parent = parent_validity;
    rows->own = (nps_arrow_validity){NULL, 0};
    /* Formats that begin with + or n may have no validity bitmap. */
    if (strchr("+n", schema->format[0]))
        return NPS_OK;
    return open_validity(array, rows->first, &rows->own, detail);
}

nps_status nps_arrow_check_buffers(const nps_arrow_rows *rows, int64_t count, nps_error_detail *detail)
{
    int64_t i;
    if (rows->array->n_buffers != count)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: format \"%s\" has %lld buffers, got %lld",
                           nps_arrow_print(rows->schema->format).text, (long long)count,
                           (long long)rows->array->n_buffers);
    for (i = 1; i < count && rows->length != 0; i++)
        if (!rows->array->buffers[i])
            return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: buffer %lld is NULL", (long long)i);
    return NPS_OK;
}

void nps_arrow_nulls(const nps_arrow_rows *rows, size_t from, size_t count, uint64_t nulls[NPS_BLOCK_WORDS])
{
    uint64_t parents[NPS_BLOCK_WORDS];
    size_t i;
    memset(nulls, 0, NPS_BLOCK_WORDS * sizeof *nulls);
    if (rows->own.bits)
        nps_block_nulls(rows->own.bits, rows->own.offset, from, count, nulls);
    if (!rows->parent.bits)
        return;
    nps_block_nulls(rows->parent.bits, rows->parent.offset, from, count, parents);
    for (i = 0; i < NPS_BLOCK_WORDS; i++)
        nulls[i] |= parents[i];
}
