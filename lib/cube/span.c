/* SPDX-License-Identifier: MIT */
#include "span.h"

#include "../allocator.h"

#include <string.h>

static const uint32_t PRIME = INT32_MAX;

static uint32_t multiply(uint32_t a, uint32_t b)
{
    return (uint32_t)((uint64_t)a * b % PRIME);
}

/* a - b c */
static uint32_t subtract_product(uint32_t a, uint32_t b, uint32_t c)
{
    return (uint32_t)((a + (uint64_t)(PRIME - b) * c) % PRIME);
}

static uint32_t inverse(uint32_t of)
{
    uint32_t result = 1, power = PRIME - 2;
    for (; power > 0; power /= 2, of = multiply(of, of))
        if (power % 2 != 0)
            result = multiply(result, of);
    return result;
}

static void release_row(const nps_span *self, nps_span_row *row)
{
    nps_allocator_release(self->allocator, row->terms, row->count, sizeof *row->terms);
    row->terms = NULL;
}

static void release_rows(const nps_span *self, nps_span_rows *rows)
{
    while (rows->count > 0)
        release_row(self, &rows->rows[--rows->count]);
    nps_allocator_release(self->allocator, rows->rows, rows->capacity, sizeof *rows->rows);
}

nps_status nps_span_init(nps_span *self, const nps_allocator *allocator, size_t columns)
{
    memset(self, 0, sizeof *self);
    self->allocator = allocator;
    self->columns = columns;
    self->place_of = nps_allocator_array(allocator, columns, sizeof *self->place_of);
    self->dense = nps_allocator_array(allocator, columns, sizeof *self->dense);
    if (!self->place_of || !self->dense)
        return NPS_ERROR_MEMORY;
    memset(self->place_of, 0, columns * sizeof *self->place_of);
    memset(self->dense, 0, columns * sizeof *self->dense);
    return NPS_OK;
}

void nps_span_release(nps_span *self)
{
    release_rows(self, &self->known);
    release_rows(self, &self->guarded);
    nps_allocator_release(self->allocator, self->place_of, self->columns, sizeof *self->place_of);
    nps_allocator_release(self->allocator, self->dense, self->columns, sizeof *self->dense);
}

static nps_status append(const nps_span *self, nps_span_rows *rows, const nps_span_row *row)
{
    if (rows->count == rows->capacity) {
        const size_t capacity = rows->capacity ? 2 * rows->capacity : 16;
        nps_span_row *grown = nps_allocator_array(self->allocator, capacity, sizeof *grown);
        if (!grown)
            return NPS_ERROR_MEMORY;
        if (rows->count != 0)
            memcpy(grown, rows->rows, rows->count * sizeof *grown);
        nps_allocator_release(self->allocator, rows->rows, rows->capacity, sizeof *grown);
        rows->rows = grown;
        rows->capacity = capacity;
    }
    rows->rows[rows->count++] = *row;
    return NPS_OK;
}

/* The number of a row at a column. */
static uint32_t value_at(const nps_span_row *row, uint32_t column)
{
    size_t low = 0, high = row->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (row->terms[middle].column < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low < row->count && row->terms[low].column == column ? row->terms[low].value : 0;
}

/* Adds a multiple of a row to the dense one. */
static void subtract_row(nps_span *self, const nps_span_row *row, uint32_t factor)
{
    size_t i;
    for (i = 0; i < row->count; i++) {
        uint32_t *value = &self->dense[row->terms[i].column];
        *value = subtract_product(*value, factor, row->terms[i].value);
    }
}

/* Makes a row of the dense one, which becomes zero; the first number of the row becomes 1. */
static nps_status take_dense(nps_span *self, nps_span_row *out)
{
    uint32_t column, scale = 0;
    size_t count = 0;
    for (column = 0; column < self->columns; column++)
        count += self->dense[column] != 0;
    *out = (nps_span_row){NULL, count};
    if (count == 0)
        return NPS_OK;
    out->terms = nps_allocator_array(self->allocator, count, sizeof *out->terms);
    if (!out->terms)
        return NPS_ERROR_MEMORY;
    for (column = 0, count = 0; column < self->columns; column++)
        if (self->dense[column] != 0) {
            scale = count == 0 ? inverse(self->dense[column]) : scale;
            out->terms[count++] = (nps_span_term){column, multiply(self->dense[column], scale)};
            self->dense[column] = 0;
        }
    return NPS_OK;
}

nps_status nps_span_guard(nps_span *self, const uint32_t *columns, size_t count)
{
    nps_span_row row = {nps_allocator_array(self->allocator, count, sizeof *row.terms), count};
    nps_status status;
    size_t i;
    if (!row.terms)
        return NPS_ERROR_MEMORY;
    for (i = 0; i < count; i++)
        row.terms[i] = (nps_span_term){columns[i], 1};
    status = append(self, &self->guarded, &row);
    if (status)
        release_row(self, &row);
    return status;
}

static bool are_equal(const nps_span_row *a, const nps_span_row *b)
{
    return a->count == b->count && memcmp(a->terms, b->terms, a->count * sizeof *a->terms) == 0;
}

/* Whether what is left of a guarded row is this row. */
static bool is_guarded(const nps_span *self, const nps_span_row *row)
{
    size_t i;
    for (i = 0; i < self->guarded.count; i++)
        if (are_equal(&self->guarded.rows[i], row))
            return true;
    return false;
}

/* What is left of a row when a multiple of another is subtracted: the number of terms, which are written where there is
 * room for them. */
static size_t merge_terms(const nps_span_row *a, const nps_span_row *b, uint32_t factor, nps_span_term *out)
{
    size_t i = 0, j = 0, count = 0;
    while (i < a->count || j < b->count) {
        const uint32_t left = i < a->count ? a->terms[i].column : UINT32_MAX;
        const uint32_t right = j < b->count ? b->terms[j].column : UINT32_MAX;
        nps_span_term term = {left < right ? left : right, 0};
        if (left == term.column)
            term.value = a->terms[i++].value;
        if (right == term.column)
            term.value = subtract_product(term.value, factor, b->terms[j++].value);
        if (term.value != 0 && out)
            out[count] = term;
        count += term.value != 0;
    }
    return count;
}

/* Subtracts a multiple of a row from another, whose first number becomes 1 again. */
static nps_status subtract_from(const nps_span *self, nps_span_row *other, const nps_span_row *row, uint32_t factor)
{
    nps_span_row left = {NULL, merge_terms(other, row, factor, NULL)};
    size_t i;
    left.terms = nps_allocator_array(self->allocator, left.count, sizeof *left.terms);
    if (!left.terms)
        return NPS_ERROR_MEMORY;
    (void)merge_terms(other, row, factor, left.terms);
    if (left.terms[0].value != 1) {
        const uint32_t scale = inverse(left.terms[0].value);
        for (i = 0; i < left.count; i++)
            left.terms[i].value = multiply(left.terms[i].value, scale);
    }
    release_row(self, other);
    *other = left;
    return NPS_OK;
}

/* Takes the first column of a new known row out of other rows, none of which is a multiple of it. */
static nps_status eliminate(const nps_span *self, nps_span_rows *rows, const nps_span_row *row)
{
    const uint32_t column = row->terms[0].column;
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < rows->count; i++) {
        nps_span_row *other = &rows->rows[i];
        uint32_t factor = 0;
        if (other->terms[0].column <= column && other->terms[other->count - 1].column >= column)
            factor = value_at(other, column);
        if (factor != 0)
            status = subtract_from(self, other, row, factor);
    }
    return status;
}

/* Makes a row known that begins at a column of no known row. */
static nps_status learn(nps_span *self, const nps_span_row *row)
{
    nps_status status = eliminate(self, &self->known, row);
    if (!status)
        status = eliminate(self, &self->guarded, row);
    if (!status)
        status = append(self, &self->known, row);
    if (!status)
        self->place_of[row->terms[0].column] = (uint32_t)self->known.count;
    return status;
}

nps_status nps_span_offer(nps_span *self, const uint32_t *columns, size_t count, bool *is_known)
{
    nps_span_row row;
    nps_status status;
    size_t i;
    for (i = 0; i < count; i++)
        self->dense[columns[i]] = 1;
    for (i = 0; i < count; i++)
        if (self->place_of[columns[i]] != 0)
            subtract_row(self, &self->known.rows[self->place_of[columns[i]] - 1], 1);
    status = take_dense(self, &row);
    if (status)
        return status;
    *is_known = row.count == 0 || !is_guarded(self, &row);
    if (row.count != 0 && *is_known)
        status = learn(self, &row);
    if (status || !*is_known)
        release_row(self, &row);
    return status;
}
