/* SPDX-License-Identifier: MIT */
#include "cell.h"

#include "../allocator.h"
#include "../status.h"

#include <string.h>

enum { HAS_VALUE = 1, IS_NULL = 2 };

/* The bytes of an integer or a day. */
enum { INTEGER_SIZE = 8 };

static const uint64_t sign = UINT64_C(1) << 63;

static nps_status check_text(const nps_cube_key *key, const nps_cube_value *value, nps_error_detail *detail)
{
    if (!value->text && value->length != 0)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    if (value->length != 0 && memchr(value->text, 0, value->length))
        return nps_explain(detail, NPS_ERROR_KEY, "key %.40s: a text of a cube has no zero byte, got one of %zu bytes",
                           key->name, value->length);
    return NPS_OK;
}

/* Whether a number may be a value of a type other than text. */
static bool is_of(nps_cube_type type, int64_t number)
{
    switch (type) {
    case NPS_CUBE_DAY: return number >= NPS_DAY_MIN && number <= NPS_DAY_MAX;
    case NPS_CUBE_BOOLEAN: return number == 0 || number == 1;
    default: return true;
    }
}

static const char type_names[][9] = {"null", "texts", "integers", "days", "booleans"};

nps_status nps_cell_check_type(const nps_cube_key *key, nps_cube_type type, nps_error_detail *detail)
{
    if ((unsigned)type > NPS_CUBE_BOOLEAN)
        return nps_explain(detail, NPS_ERROR_KEY, "key %.40s: no value has type %u", key->name, (unsigned)type);
    if (type != NPS_CUBE_NULL && key->type != NPS_CUBE_NULL && type != key->type)
        return nps_explain(detail, NPS_ERROR_KEY, "key %.40s: its values are %s, not %s", key->name,
                           type_names[key->type], type_names[type]);
    return NPS_OK;
}

nps_status nps_cell_check(const nps_cube_key *key, const nps_cube_value *value, nps_error_detail *detail)
{
    const nps_status status = nps_cell_check_type(key, value->type, detail);
    if (status)
        return status;
    if (value->type == NPS_CUBE_TEXT)
        return check_text(key, value, detail);
    if (value->type == NPS_CUBE_DAY && !is_of(NPS_CUBE_DAY, value->integer))
        return nps_explain(detail, NPS_ERROR_DAY, "key %.40s: day %lld is outside the years 1 to 9999", key->name,
                           (long long)value->integer);
    if (value->type == NPS_CUBE_BOOLEAN && !is_of(NPS_CUBE_BOOLEAN, value->integer))
        return nps_explain(detail, NPS_ERROR_KEY, "key %.40s: a boolean is 0 or 1, got %lld", key->name,
                           (long long)value->integer);
    return NPS_OK;
}

static size_t size_of(const nps_cube_value *value)
{
    switch (value->type) {
    case NPS_CUBE_TEXT: return value->length + 2;
    case NPS_CUBE_NULL: return 1;
    default: return 1 + INTEGER_SIZE;
    }
}

static char *write_value(char *to, const nps_cube_value *value)
{
    int i;
    *to++ = value->type == NPS_CUBE_NULL ? IS_NULL : HAS_VALUE;
    if (value->type == NPS_CUBE_NULL)
        return to;
    if (value->type != NPS_CUBE_TEXT) {
        for (i = 0; i < INTEGER_SIZE; i++)
            *to++ = (char)(((uint64_t)value->integer ^ sign) >> (8 * (INTEGER_SIZE - 1 - i)));
        return to;
    }
    if (value->length != 0)
        memcpy(to, value->text, value->length);
    to[value->length] = 0;
    return to + value->length + 1;
}

nps_status nps_cell_write(nps_cell *cell, const nps_cube_value *values, size_t count, const nps_allocator *allocator)
{
    size_t size = 0, i;
    char *to;
    cell->bytes = cell->near;
    cell->capacity = sizeof cell->near;
    for (i = 0; i < count; i++) {
        if (values[i].length > SIZE_MAX / 2 - size)
            return NPS_ERROR_MEMORY;
        size += size_of(&values[i]);
    }
    if (size > cell->capacity) {
        to = nps_allocator_array(allocator, size, 1);
        if (!to)
            return NPS_ERROR_MEMORY;
        cell->bytes = to;
        cell->capacity = size;
    }
    to = cell->bytes;
    for (i = 0; i < count; i++)
        to = write_value(to, &values[i]);
    cell->length = size;
    return NPS_OK;
}

void nps_cell_release(nps_cell *cell, const nps_allocator *allocator)
{
    if (cell->bytes != cell->near)
        nps_allocator_release(allocator, cell->bytes, cell->capacity, 1);
}

static int64_t read_integer(const char *from)
{
    uint64_t number = 0;
    int i;
    for (i = 0; i < INTEGER_SIZE; i++)
        number = number << 8 | (unsigned char)from[i];
    number ^= sign;
    return number < sign ? (int64_t)number : -(int64_t)~number - 1;
}

const char *nps_cell_read(const char *from, nps_cube_type type, nps_cube_value *value)
{
    const bool is_null = *from++ == IS_NULL;
    *value = (nps_cube_value){is_null ? NPS_CUBE_NULL : type, 0, NULL, 0};
    if (is_null)
        return from;
    if (type != NPS_CUBE_TEXT) {
        value->integer = read_integer(from);
        return from + INTEGER_SIZE;
    }
    value->text = from;
    value->length = strlen(from);
    return from + value->length + 1;
}

/* The size of the value at the beginning of bytes from elsewhere; 0 if there is none of this type. */
static size_t valid_size(const char *bytes, size_t length, nps_cube_type type)
{
    const char *end;
    if (length != 0 && bytes[0] == IS_NULL)
        return 1;
    if (length == 0 || bytes[0] != HAS_VALUE || type == NPS_CUBE_NULL)
        return 0;
    if (type == NPS_CUBE_TEXT) {
        end = memchr(bytes + 1, 0, length - 1);
        return end ? (size_t)(end - bytes) + 1 : 0;
    }
    if (length < 1 + INTEGER_SIZE || !is_of(type, read_integer(bytes + 1)))
        return 0;
    return 1 + INTEGER_SIZE;
}

bool nps_cell_is_valid(const char *bytes, size_t length, const nps_cube_key *keys, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++) {
        const size_t size = valid_size(bytes, length, keys[i].type);
        if (size == 0)
            return false;
        bytes += size;
        length -= size;
    }
    return length == 0;
}

bool nps_cube_value_is_equal(const nps_cube_value *a, const nps_cube_value *b)
{
    return a->type == b->type && a->integer == b->integer && a->length == b->length &&
           (a->length == 0 || memcmp(a->text, b->text, a->length) == 0);
}
