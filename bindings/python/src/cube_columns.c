/* SPDX-License-Identifier: MIT */
#include "cube_columns.h"

#include "answers.h"
#include "arrow_source.h"
#include "interrupt.h"
#include "values.h"

#include <nps/cube_arrow.h>
#include <string.h>

enum { COLUMNS = NPS_CUBE_KEYS_MAX + 1 };

/* The columns of the keys, and behind them that of the answers. */
struct cell_counting {
    nps_cube *cube;
    arrow_source sources[COLUMNS];
    size_t count;
    missing_codes codes;
    int64_t row; /* the first row that is not counted yet */
    nps_error_detail detail;
};

static const char *name_of_column(const struct cell_counting *counting, size_t column)
{
    nps_cube_key key = {"answers", NPS_CUBE_NULL};
    if (column + 1 < counting->count)
        (void)nps_cube_key_at(counting->cube, column, &key);
    return key.name;
}

static void take_rows(const arrow_source *source, int64_t count, struct ArrowArray *out)
{
    *out = source->array;
    out->offset += source->taken;
    out->length = count;
    if (out->null_count != 0)
        out->null_count = -1;
}

/* Counts the next rows, which all present arrays have. */
static nps_status count_rows(struct cell_counting *counting, int64_t count)
{
    const int64_t columns = (int64_t)counting->count;
    struct ArrowSchema schemas[COLUMNS], *types[COLUMNS];
    struct ArrowArray arrays[COLUMNS], *children[COLUMNS];
    const void *no_validity = NULL;
    const struct ArrowSchema schema = {
        .format = "+s", .n_children = columns, .children = types, .release = counting->sources[0].schema.release};
    const struct ArrowArray array = {.length = count,
                                     .n_buffers = 1,
                                     .n_children = columns,
                                     .buffers = &no_validity,
                                     .children = children,
                                     .release = counting->sources[0].array.release};
    nps_cube_arrow_options options;
    size_t i;
    for (i = 0; i < counting->count; i++) {
        schemas[i] = counting->sources[i].schema;
        schemas[i].name = i + 1 < counting->count ? name_of_column(counting, i) : "";
        types[i] = &schemas[i];
        take_rows(&counting->sources[i], count, &arrays[i]);
        children[i] = &arrays[i];
    }
    nps_cube_arrow_options_init(&options, ""); /* no key has this name */
    options.interrupt.is_requested = is_interrupted;
    options.missing_codes = counting->codes.values;
    options.missing_code_count = counting->codes.count;
    return nps_cube_add_arrow(counting->cube, &schema, &array, &options, &counting->detail);
}

/* Gets the next arrays; receives how many rows the shortest has, and which column that is. */
static nps_status refill(struct cell_counting *counting, int64_t *rows, size_t *shortest)
{
    nps_status status = NPS_OK;
    size_t i;
    *rows = INT64_MAX;
    for (i = 0; !status && i < counting->count; i++) {
        status = arrow_source_refill(&counting->sources[i], &counting->detail);
        if (!status && arrow_source_left(&counting->sources[i]) < *rows) {
            *rows = arrow_source_left(&counting->sources[i]);
            *shortest = i;
        }
    }
    return status;
}

/* Counts until a column ends, which `ended` receives. Does not need the GIL. */
static nps_status count_all(struct cell_counting *counting, size_t *ended)
{
    int64_t rows;
    size_t i;
    nps_status status = refill(counting, &rows, ended);
    while (!status && rows > 0) {
        status = count_rows(counting, rows);
        for (i = 0; i < counting->count; i++)
            counting->sources[i].taken += rows;
        counting->row += rows;
        if (!status)
            status = refill(counting, &rows, ended);
    }
    return status;
}

/* Whether all columns have ended where one did; otherwise an exception. */
static bool check_ends(const struct cell_counting *counting, size_t ended)
{
    size_t i;
    for (i = 0; i < counting->count; i++)
        if (arrow_source_left(&counting->sources[i]) > 0) {
            PyErr_Format(PyExc_ValueError, "the column '%s' has %lld values, and the column '%s' has more",
                         name_of_column(counting, ended), (long long)counting->row, name_of_column(counting, i));
            return false;
        }
    return true;
}

static bool count(struct cell_counting *counting)
{
    nps_status status;
    size_t ended = 0;
    Py_BEGIN_ALLOW_THREADS status = count_all(counting, &ended);
    Py_END_ALLOW_THREADS if (!status) return check_ends(counting, ended);
    raise_explained(status, counting->detail.text);
    return false;
}

bool cube_count_columns(nps_cube *self, PyObject *keys, PyObject *answers, PyObject *codes)
{
    struct cell_counting counting;
    const size_t key_count = nps_cube_key_count(self);
    bool worked = true;
    memset(&counting, 0, sizeof counting);
    counting.cube = self;
    if (!is_tuple(keys) || !missing_codes_read(codes, &counting.codes))
        return false;
    if ((size_t)PyTuple_Size(keys) != key_count) {
        raise_status(NPS_ERROR_KEY);
        worked = false;
    }
    while (worked && counting.count <= key_count) {
        PyObject *column = counting.count < key_count ? PyTuple_GetItem(keys, (Py_ssize_t)counting.count) : answers;
        worked = arrow_source_open(column, "keys", &counting.sources[counting.count]);
        counting.count += worked;
    }
    worked = worked && count(&counting);
    while (counting.count > 0)
        arrow_source_close(&counting.sources[--counting.count]);
    missing_codes_release(&counting.codes);
    return worked;
}
