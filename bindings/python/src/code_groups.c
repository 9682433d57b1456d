/* SPDX-License-Identifier: MIT */
#include "code_groups.h"

#include "handles.h"
#include "numbers.h"
#include "values.h"

#include <string.h>

static const char handle_name[] = "nps_code_groups";

static void release(PyObject *handle)
{
    PyMem_Free(PyCapsule_GetPointer(handle, handle_name));
}

PyObject *code_groups_new(uint64_t count)
{
    python_code_groups *made;
    PyObject *handle;
    if (count > NPS_CODE_GROUPS_MAX) {
        raise_status(NPS_ERROR_UNAVAILABLE);
        return NULL;
    }
    made = PyMem_Calloc(1, sizeof *made + (size_t)count * sizeof *made->accumulators);
    if (!made)
        return PyErr_NoMemory();
    nps_code_groups_init(&made->state, made->accumulators, (size_t)count);
    handle = PyCapsule_New(made, handle_name, release);
    if (!handle)
        PyMem_Free(made);
    return handle;
}

python_code_groups *code_groups_of_handle(PyObject *object)
{
    python_code_groups *self = NULL;
    if (PyCapsule_IsValid(object, handle_name))
        self = PyCapsule_GetPointer(object, handle_name);
    else
        PyErr_Format(PyExc_TypeError, "expected a handle of %s, not '%.200s'", handle_name, Py_TYPE(object)->tp_name);
    if (!self || !self->is_busy)
        return self;
    PyErr_SetString(PyExc_RuntimeError, "another thread is counting into these groups");
    return NULL;
}

static nps_status count(python_code_groups *self, const nps_column *codes, const nps_column *answers)
{
    nps_code_groups_options options;
    nps_status status;
    nps_code_groups_options_init(&options);
    options.workspace_size = nps_code_groups_workspace_size(self->state.group_count);
    if (codes->length >= self->state.group_count && options.workspace_size != 0) /* it goes without, too */
        options.workspace = PyMem_Malloc(options.workspace_size);
    self->is_busy = true;
    Py_BEGIN_ALLOW_THREADS status = nps_code_groups_add_column(&self->state, codes, answers, &options);
    Py_END_ALLOW_THREADS self->is_busy = false;
    PyMem_Free(options.workspace);
    return status;
}

bool code_groups_count(python_code_groups *self, python_column *codes, python_column *answers)
{
    nps_status status;
    if (codes->column.length != answers->column.length) {
        PyErr_Format(PyExc_ValueError, "there are %zu answers, but %zu codes", answers->column.length,
                     codes->column.length);
        return false;
    }
    if (!python_column_settle(codes, false) || !python_column_settle(answers, false))
        return false;
    status = count(self, &codes->column, &answers->column);
    if (status)
        raise_status(status);
    return !status;
}

/* True or False, or NULL with an exception. */
static PyObject *add_answers(python_code_groups *self, python_column *codes, PyObject *answers, PyObject *tuple)
{
    python_column column;
    bool worked;
    if (!python_column_open_plain(answers, tuple, "answers", &column))
        Py_RETURN_FALSE;
    worked = code_groups_count(self, codes, &column);
    python_column_release(&column);
    return worked ? PyBool_FromLong(1) : NULL;
}

PyObject *code_groups_add_buffers(python_code_groups *self, PyObject *codes, PyObject *answers, PyObject *tuple)
{
    PyObject *no_codes = PyTuple_New(0), *done;
    python_column column;
    bool is_open;
    if (!no_codes)
        return NULL;
    is_open = python_column_open_plain(codes, no_codes, "codes", &column);
    Py_DECREF(no_codes);
    if (!is_open)
        Py_RETURN_FALSE;
    done = add_answers(self, &column, answers, tuple);
    python_column_release(&column);
    return done;
}

bool code_groups_add_all(python_code_groups *self, const python_code_groups *from)
{
    nps_status status;
    if (self->state.group_count != from->state.group_count) {
        PyErr_Format(PyExc_ValueError, "groups of %zu codes cannot be merged with groups of %zu",
                     self->state.group_count, from->state.group_count);
        return false;
    }
    status = nps_code_groups_merge(&self->state, &from->state);
    if (status)
        raise_status(status);
    return !status;
}

PyObject *code_groups_get(const python_code_groups *self, uint64_t place)
{
    const nps_code_groups *state = &self->state;
    if (place < state->group_count)
        return handle_of_accumulator(&state->groups[place]);
    if (place - state->group_count < 2)
        return handle_of_accumulator(place == state->group_count ? &state->rest.outside : &state->rest.missing);
    raise_status(NPS_ERROR_NOT_FOUND);
    return NULL;
}

enum { WORDS = sizeof(nps_accumulator) / sizeof(uint64_t) };

static unsigned char *write_words(unsigned char *to, const nps_accumulator *from, size_t count)
{
    size_t i, j, byte;
    for (i = 0; i < count; i++) {
        uint64_t words[WORDS];
        memcpy(words, &from[i], sizeof words);
        for (j = 0; j < WORDS; j++)
            for (byte = 0; byte < 8; byte++)
                *to++ = (unsigned char)(words[j] >> 8 * byte);
    }
    return to;
}

PyObject *code_groups_bytes(const python_code_groups *self)
{
    const nps_code_groups *state = &self->state;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)((state->group_count + 2) * sizeof *state->groups));
    unsigned char *to;
    if (!bytes)
        return NULL;
    to = write_words((unsigned char *)PyBytes_AS_STRING(bytes), state->groups, state->group_count);
    to = write_words(to, &state->rest.outside, 1);
    write_words(to, &state->rest.missing, 1);
    return bytes;
}

static const unsigned char *read_words(const unsigned char *from, nps_accumulator *to, size_t count)
{
    size_t i, j, byte;
    for (i = 0; i < count; i++) {
        uint64_t words[WORDS] = {0};
        for (j = 0; j < WORDS; j++)
            for (byte = 0; byte < 8; byte++)
                words[j] |= (uint64_t)*from++ << 8 * byte;
        memcpy(&to[i], words, sizeof words);
    }
    return from;
}

PyObject *code_groups_from_bytes(PyObject *bytes)
{
    PyObject *handle;
    python_code_groups *made;
    const unsigned char *from;
    size_t count;
    if (!PyBytes_Check(bytes)) {
        PyErr_Format(PyExc_TypeError, "groups by code are bytes here, not '%.200s'", Py_TYPE(bytes)->tp_name);
        return NULL;
    }
    count = (size_t)PyBytes_GET_SIZE(bytes) / sizeof(nps_accumulator);
    if (count < 2 || (size_t)PyBytes_GET_SIZE(bytes) % sizeof(nps_accumulator) != 0) {
        raise_status(NPS_ERROR_FORMAT);
        return NULL;
    }
    handle = code_groups_new(count - 2);
    made = handle ? code_groups_of_handle(handle) : NULL;
    if (!made)
        return NULL;
    from = read_words((const unsigned char *)PyBytes_AS_STRING(bytes), made->state.groups, made->state.group_count);
    from = read_words(from, &made->state.rest.outside, 1);
    read_words(from, &made->state.rest.missing, 1);
    return handle;
}
