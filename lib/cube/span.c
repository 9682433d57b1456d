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
    self->guards = nps_allocator_array(allocator, columns, sizeof *self->guards);
    self->is_known = nps_allocator_array(allocator, columns, sizeof *self->is_known);
    self->dense = nps_allocator_array(allocator, columns, sizeof *self->dense);
    if (!self->place_of || !self->guards || !self->is_known || !self->dense)
        return NPS_ERROR_MEMORY;
    memset(self->place_of, 0, columns * sizeof *self->place_of);
    memset(self->guards, 0, columns * sizeof *self->guards);
    memset(self->is_known, 0, columns * sizeof *self->is_known);
    memset(self->dense, 0, columns * sizeof *self->dense);
    return NPS_OK;
}

void nps_span_release(nps_span *self)
{
    release_rows(self, &self->known);
    release_rows(self, &self->guarded);
    nps_allocator_release(self->allocator, self->place_of, self->columns, sizeof *self->place_of);
    nps_allocator_release(self->allocator, self->guards, self->columns, sizeof *self->guards);
    nps_allocator_release(self->allocator, self->is_known, self->columns, sizeof *self->is_known);
    nps_allocator_release(self->allocator, self->dense, self->columns, sizeof *self->dense);
}

/* Puts a guarded row with the others that have several terms, or with those that have one. */
static void sort_guarded(nps_span *self, size_t place)
{
    nps_span_row *const rows = self->guarded.rows, row = rows[place];
    size_t to = place;
    if (row.count > 1 && place >= self->wide)
        to = self->wide++;
    else if (row.count == 1 && place < self->wide)
        to = --self->wide;
    rows[place] = rows[to];
    rows[to] = row;
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

/* Columns from the first to the last. */
struct columns {
    uint32_t first, last;
};

static uint32_t last_column(const nps_span_row *row)
{
    return row->terms[row->count - 1].column;
}

/* Subtracts a multiple of a row from the dense one. */
static void subtract_row(nps_span *self, const nps_span_row *row, uint32_t factor)
{
    size_t i;
    for (i = 0; i < row->count; i++) {
        uint32_t *value = &self->dense[row->terms[i].column];
        *value = subtract_product(*value, factor, row->terms[i].value);
    }
}

/* Makes a row of the dense one, without columns that are known; the first number of the row becomes 1. */
static nps_status copy_dense(const nps_span *self, const struct columns *of, nps_span_row *out)
{
    uint32_t column, scale = 0;
    size_t count = 0;
    for (column = of->first; column <= of->last; column++)
        count += self->dense[column] != 0 && !self->is_known[column];
    *out = (nps_span_row){NULL, count};
    if (count == 0)
        return NPS_OK;
    out->terms = nps_allocator_array(self->allocator, count, sizeof *out->terms);
    if (!out->terms)
        return NPS_ERROR_MEMORY;
    for (column = of->first, count = 0; column <= of->last; column++)
        if (self->dense[column] != 0 && !self->is_known[column]) {
            scale = count == 0 ? inverse(self->dense[column]) : scale;
            out->terms[count++] = (nps_span_term){column, multiply(self->dense[column], scale)};
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
    if (status) {
        release_row(self, &row);
        return status;
    }
    sort_guarded(self, self->guarded.count - 1);
    if (count == 1)
        self->guards[columns[0]]++;
    return NPS_OK;
}

static bool are_equal(const nps_span_row *a, const nps_span_row *b)
{
    return a->count == b->count && memcmp(a->terms, b->terms, a->count * sizeof *a->terms) == 0;
}

/* Whether what is left of a guarded row is this row. */
static bool is_guarded(const nps_span *self, const nps_span_row *row)
{
    size_t i;
    if (row->count == 1)
        return self->guards[row->terms[0].column] != 0;
    for (i = 0; i < self->wide; i++)
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

/* Takes the first column of a new known row out of a guarded one, which is no multiple of it. */
static nps_status eliminate(nps_span *self, size_t place, const nps_span_row *row)
{
    nps_span_row *const guarded = &self->guarded.rows[place];
    const uint32_t factor = value_at(guarded, row->terms[0].column);
    nps_status status;
    if (factor == 0)
        return NPS_OK;
    if (guarded->count == 1)
        self->guards[guarded->terms[0].column]--;
    status = subtract_from(self, guarded, row, factor);
    if (!status && guarded->count == 1)
        self->guards[guarded->terms[0].column]++;
    sort_guarded(self, place);
    return status;
}

/* Takes the first column of a new known row out of the guarded ones. */
static nps_status eliminate_guarded(nps_span *self, const nps_span_row *row)
{
    nps_status status = NPS_OK;
    size_t i;
    if (self->guards[row->terms[0].column] != 0)
        for (i = self->wide; !status && i < self->guarded.count; i++)
            status = eliminate(self, i, row);
    for (i = self->wide; !status && i > 0; i--)
        status = eliminate(self, i - 1, row);
    return status;
}

/* Keeps a known row, which begins at a column of no other. */
static nps_status keep(nps_span *self, const nps_span_row *row)
{
    const nps_status status = append(self, &self->known, row);
    if (!status)
        self->place_of[row->terms[0].column] = (uint32_t)self->known.count;
    return status;
}

/* What is left of the dense row when the known rows are used; it becomes zero. */
static nps_status reduce(nps_span *self, struct columns *of, nps_span_row *left)
{
    nps_status status;
    uint32_t column;
    for (column = of->first; column <= of->last; column++)
        if (self->dense[column] != 0 && self->place_of[column] != 0) {
            const nps_span_row *known = &self->known.rows[self->place_of[column] - 1];
            subtract_row(self, known, self->dense[column]);
            of->last = last_column(known) > of->last ? last_column(known) : of->last;
        }
    status = copy_dense(self, of, left);
    memset(self->dense + of->first, 0, ((size_t)of->last - of->first + 1) * sizeof *self->dense);
    return status;
}

/* Makes a row known, of which nothing is known, and takes it. */
static nps_status learn(nps_span *self, nps_span_row *row)
{
    nps_status status = eliminate_guarded(self, row);
    if (!status && row->count == 1)
        self->is_known[row->terms[0].column] = 1;
    else if (!status)
        status = keep(self, row);
    if (status || row->count == 1)
        release_row(self, row);
    return status;
}

nps_status nps_span_offer(nps_span *self, const uint32_t *columns, size_t count, bool *is_known)
{
    struct columns within;
    nps_span_row left;
    nps_status status;
    size_t i;
    *is_known = count == 0;
    if (count == 0)
        return NPS_OK;
    within = (struct columns){columns[0], columns[count - 1]};
    for (i = 0; i < count; i++)
        self->dense[columns[i]] = 1;
    status = reduce(self, &within, &left);
    if (status)
        return status;
    *is_known = left.count == 0 || !is_guarded(self, &left);
    if (*is_known && left.count != 0)
        return learn(self, &left);
    release_row(self, &left);
    return NPS_OK;
}
