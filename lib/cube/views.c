/* Cubes made of a cube: roll-ups, slices and periods.
 * SPDX-License-Identifier: MIT */
#include "../cube.h"
#include "../interrupt.h"
#include "../status.h"
#include "cell.h"

/* Cells between two questions: less than a millisecond. */
enum { CELLS_AT_ONCE = 1024 };

/* What becomes of the cells: which keys remain, which cells, and how days change. */
struct view {
    size_t keys[NPS_CUBE_KEYS_MAX];
    size_t key_count;
    size_t changed_key;          /* of `value` or `periods` */
    const nps_cube_value *value; /* of the cells that remain; NULL: all */
    const nps_periods *periods;  /* NULL: days do not change */
};

static nps_status change_day(const nps_periods *periods, nps_cube_value *value)
{
    nps_period period;
    nps_status status;
    if (value->type == NPS_CUBE_NULL)
        return NPS_OK;
    status = nps_periods_find(periods, (int32_t)value->integer, &period);
    if (!status)
        value->integer = period.first;
    return status;
}

static nps_status add_cell(const nps_cube *self, size_t index, const struct view *view, nps_cube *into)
{
    nps_cube_value values[NPS_CUBE_KEYS_MAX], kept[NPS_CUBE_KEYS_MAX];
    nps_accumulator counts;
    nps_status status = nps_cube_get(self, index, values, &counts);
    size_t i;
    if (status || (view->value && !nps_cube_value_is_equal(&values[view->changed_key], view->value)))
        return status;
    if (view->periods)
        status = change_day(view->periods, &values[view->changed_key]);
    for (i = 0; i < view->key_count; i++)
        kept[i] = values[view->keys[i]];
    return status ? status : nps_cube_merge_cell(into, kept, &counts, NULL);
}

static nps_status make(const nps_cube *self, const struct view *view, nps_cube **out)
{
    nps_cube_key keys[NPS_CUBE_KEYS_MAX];
    nps_cube *made;
    nps_status status;
    size_t i;
    for (i = 0; i < view->key_count; i++)
        keys[i] = self->keys[view->keys[i]];
    status = nps_cube_create_like(self, keys, view->key_count, &made);
    if (status)
        return status;
    for (i = 0; !status && i < nps_cube_count(self); i++) {
        status = add_cell(self, i, view, made);
        if (!status)
            status = nps_interrupt_check_every(&self->cells->interrupt, CELLS_AT_ONCE, i);
    }
    if (status)
        nps_cube_destroy(made);
    else
        *out = made;
    return status;
}

nps_status nps_cube_rollup(const nps_cube *self, const size_t *keys, size_t key_count, nps_cube **out)
{
    struct view view = {.key_count = key_count};
    bool is_there[NPS_CUBE_KEYS_MAX] = {false};
    size_t i;
    if (!self || !out || (!keys && key_count != 0))
        return NPS_ERROR_NULL;
    for (i = 0; i < key_count; i++) {
        if (keys[i] >= self->key_count)
            return NPS_ERROR_NOT_FOUND;
        if (is_there[keys[i]])
            return NPS_ERROR_KEY;
        is_there[keys[i]] = true;
        view.keys[i] = keys[i];
    }
    return make(self, &view, out);
}

nps_status nps_cube_slice(const nps_cube *self, size_t key, const nps_cube_value *value, nps_cube **out,
                          nps_error_detail *detail)
{
    struct view view = {.key_count = 0};
    nps_status status;
    size_t i;
    if (!self || !value || !out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    if (key >= self->key_count)
        return nps_explain(detail, NPS_ERROR_NOT_FOUND, "there is no key %zu of %zu", key, self->key_count);
    status = nps_cell_check(&self->keys[key], value, detail);
    if (status)
        return status;
    for (i = 0; i < self->key_count; i++)
        if (i != key)
            view.keys[view.key_count++] = i;
    view.changed_key = key;
    view.value = value;
    return nps_explain_status(detail, make(self, &view, out));
}

nps_status nps_cube_periods(const nps_cube *self, size_t key, const nps_periods *periods, nps_cube **out)
{
    struct view view = {.changed_key = key, .periods = periods};
    nps_period period;
    nps_status status;
    size_t i;
    if (!self || !periods || !out)
        return NPS_ERROR_NULL;
    if (key >= self->key_count)
        return NPS_ERROR_NOT_FOUND;
    if (self->keys[key].type != NPS_CUBE_DAY && self->keys[key].type != NPS_CUBE_NULL)
        return NPS_ERROR_KEY;
    status = nps_periods_find(periods, 0, &period);
    if (status)
        return status;
    for (i = 0; i < self->key_count; i++)
        view.keys[view.key_count++] = i;
    return make(self, &view, out);
}
