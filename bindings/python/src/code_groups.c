/* SPDX-License-Identifier: MIT */
#include "code_groups.h"

#include "numbers.h"
#include "values.h"

#include <stdlib.h>
#include <support/large_pages.h> /* of the library itself */

/* The groups of a Python object. */
struct owned_groups {
    nps_code_groups state; /* of `groups`; first, so that a pointer to it is a pointer to all */
    bool is_busy;          /* a thread counts into them with the GIL free */
    nps_accumulator groups[];
};

nps_code_groups *code_groups_new(uint64_t count)
{
    struct owned_groups *made;
    if (count > NPS_CODE_GROUPS_MAX) {
        raise_status(NPS_ERROR_UNAVAILABLE);
        return NULL;
    }
    made = calloc(1, sizeof *made + (size_t)count * sizeof *made->groups);
    if (!made) {
        PyErr_NoMemory();
        return NULL;
    }
    nps_large_pages_use(made, sizeof *made + (size_t)count * sizeof *made->groups);
    nps_code_groups_init(&made->state, made->groups, (size_t)count);
    return &made->state;
}

bool code_groups_are_free(const nps_code_groups *self)
{
    if (!((const struct owned_groups *)self)->is_busy)
        return true;
    PyErr_SetString(PyExc_RuntimeError, "another thread is counting into these groups");
    return false;
}

static nps_status count(nps_code_groups *self, const nps_column *codes, const nps_column *answers)
{
    struct owned_groups *owned = (struct owned_groups *)self;
    nps_code_groups_options options;
    nps_status status;
    nps_code_groups_options_init(&options);
    options.workspace_size = nps_code_groups_workspace_size(self->group_count);
    if (codes->length >= self->group_count && options.workspace_size != 0) /* it goes without, too */
        options.workspace = PyMem_Malloc(options.workspace_size);
    owned->is_busy = true;
    Py_BEGIN_ALLOW_THREADS status = nps_code_groups_add_column(self, codes, answers, &options);
    Py_END_ALLOW_THREADS owned->is_busy = false;
    PyMem_Free(options.workspace);
    return status;
}

bool code_groups_count(nps_code_groups *self, const nps_column *codes, const nps_column *answers)
{
    nps_status status;
    if (!is_as_long("codes", codes->length, answers->length))
        return false;
    /* Checked again, because other threads ran while the columns were settled. */
    if (!code_groups_are_free(self))
        return false;
    status = count(self, codes, answers);
    if (status)
        raise_status(status);
    return !status;
}

nps_status code_groups_get(const nps_code_groups *self, uint64_t place, nps_accumulator *out)
{
    const nps_accumulator *rest[] = {&self->rest.outside, &self->rest.missing};
    if (place >= self->group_count + 2)
        return NPS_ERROR_NOT_FOUND;
    *out = place < self->group_count ? self->groups[place] : *rest[place - self->group_count];
    return NPS_OK;
}
