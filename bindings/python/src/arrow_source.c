/* SPDX-License-Identifier: MIT */
#include "arrow_source.h"

#include "values.h"

#include <stdio.h>
#include <string.h>

void *content_of_capsule(PyObject *object, const char *name)
{
    if (PyCapsule_IsValid(object, name))
        return PyCapsule_GetPointer(object, name);
    raise_shown(PyExc_TypeError, object, "expected a capsule of %s, not ", name);
    return NULL;
}

const char *name_of_child(PyObject *object)
{
    Py_ssize_t length;
    const char *name;
    if (!PyUnicode_Check(object)) {
        raise_shown(PyExc_TypeError, object, "the name of a column is a str, not ");
        return NULL;
    }
    name = PyUnicode_AsUTF8AndSize(object, &length);
    if (name && strlen(name) != (size_t)length) {
        PyErr_SetString(PyExc_ValueError, "no column has a name with a zero character");
        return NULL;
    }
    return name;
}

bool arrow_options_read(PyObject *tuple, Py_ssize_t count, const char **names, missing_codes *codes)
{
    Py_ssize_t i;
    if (!PyTuple_Check(tuple) || PyTuple_Size(tuple) != count + 1) {
        PyErr_SetString(PyExc_TypeError, "options are a tuple of names of columns and missing codes");
        return false;
    }
    for (i = 0; i < count; i++) {
        PyObject *name = PyTuple_GetItem(tuple, i);
        names[i] = count == 1 && name == Py_None ? NULL : name_of_child(name);
        if (PyErr_Occurred())
            return false;
    }
    return missing_codes_read(PyTuple_GetItem(tuple, count), codes);
}

static void release_no_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_no_array(struct ArrowArray *array)
{
    array->release = NULL;
}

/* ---- buffers ---- */

static const char *format_of(nps_column_type type)
{
    static const char formats[][2] = {
        [NPS_COLUMN_I8] = "c",  [NPS_COLUMN_U8] = "C",  [NPS_COLUMN_I16] = "s", [NPS_COLUMN_U16] = "S",
        [NPS_COLUMN_I32] = "i", [NPS_COLUMN_U32] = "I", [NPS_COLUMN_I64] = "l", [NPS_COLUMN_U64] = "L",
        [NPS_COLUMN_F32] = "f", [NPS_COLUMN_F64] = "g"};
    return formats[type];
}

static bool open_buffer(PyObject *tuple, const char *name, arrow_source *out)
{
    const nps_column *column = &out->column.column;
    if (!python_column_acquire(tuple, name, &out->column) || !python_column_settle(&out->column, true))
        return false;
    out->buffers[0] = column->validity;
    out->buffers[1] = column->data;
    out->schema = (struct ArrowSchema){.format = format_of(column->type), .release = release_no_schema};
    out->array = (struct ArrowArray){.length = (int64_t)column->length,
                                     .null_count = column->validity ? -1 : 0,
                                     .n_buffers = 2,
                                     .buffers = out->buffers,
                                     .release = release_no_array};
    return true;
}

/* ---- arrays and streams ---- */

static nps_status refuse(nps_error_detail *detail, const char *text)
{
    (void)snprintf(detail->text, sizeof detail->text, "Arrow: %s", text);
    return NPS_ERROR_COLUMN;
}

/* The error message of a producer, cut to the size of the detail. */
static nps_status explain_stream(struct ArrowArrayStream *stream, int error, nps_error_detail *detail)
{
    const char *said = stream->get_last_error ? stream->get_last_error(stream) : NULL;
    char *at;
    (void)snprintf(detail->text, sizeof detail->text, "Arrow: the stream failed with error %d: %.80s", error,
                   said ? said : "its producer does not say why");
    for (at = detail->text; *at; at++)
        if (*at < ' ' || *at > '~')
            *at = '?';
    return NPS_ERROR_UNAVAILABLE;
}

static nps_status check_array(const struct ArrowArray *array, nps_error_detail *detail)
{
    if (array->length < 0 || array->offset < 0 || array->length > INT64_MAX - array->offset)
        return refuse(detail, "the length of an array is impossible");
    return NPS_OK;
}

static nps_status open_array(struct ArrowSchema *schema, struct ArrowArray *array, arrow_source *out,
                             nps_error_detail *detail)
{
    if (!schema->release || !array->release)
        return refuse(detail, "an array or a schema was released");
    out->schema = *schema;
    out->array = *array;
    return check_array(array, detail);
}

static nps_status read_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema, nps_error_detail *detail)
{
    int error;
    if (!stream->release || !stream->get_schema || !stream->get_next)
        return refuse(detail, "a stream was released, or lacks a callback");
    error = stream->get_schema(stream, schema);
    return error ? explain_stream(stream, error, detail) : NPS_OK;
}

static nps_status open_stream(struct ArrowArrayStream *stream, arrow_source *out, nps_error_detail *detail)
{
    out->owns = true;
    out->stream = stream;
    return read_schema(stream, &out->schema, detail);
}

/* The column becomes one with a dictionary, which is read before its first array. */
static nps_status open_dictionary(struct ArrowArrayStream *stream, arrow_source *out, nps_error_detail *detail)
{
    nps_status status;
    if (out->schema.dictionary)
        return refuse(detail, "codes have a dictionary already");
    status = read_schema(stream, &out->dictionary_schema, detail);
    if (status)
        return status;
    out->schema.dictionary = &out->dictionary_schema;
    out->dictionaries = stream;
    return NPS_OK;
}

/* One stream, or one of codes and one of the values that they stand for. */
static bool open_streams(PyObject *capsules, arrow_source *out, nps_status *status, nps_error_detail *detail)
{
    const bool has_values = PyTuple_Size(capsules) == 2;
    struct ArrowArrayStream *const stream = content_of_capsule(PyTuple_GetItem(capsules, 0), "arrow_array_stream");
    struct ArrowArrayStream *values = NULL;
    if (stream && has_values)
        values = content_of_capsule(PyTuple_GetItem(capsules, 1), "arrow_array_stream");
    if (!stream || (has_values && !values))
        return false;
    Py_BEGIN_ALLOW_THREADS *status = open_stream(stream, out, detail);
    if (!*status && values)
        *status = open_dictionary(values, out, detail);
    Py_END_ALLOW_THREADS return true;
}

static bool open_capsules(PyObject *capsules, arrow_source *out)
{
    nps_error_detail detail = {""};
    nps_status status;
    if (PyTuple_Size(capsules) == 2 && !PyCapsule_IsValid(PyTuple_GetItem(capsules, 0), "arrow_array_stream")) {
        struct ArrowSchema *schema = content_of_capsule(PyTuple_GetItem(capsules, 0), "arrow_schema");
        struct ArrowArray *array = schema ? content_of_capsule(PyTuple_GetItem(capsules, 1), "arrow_array") : NULL;
        if (!array)
            return false;
        status = open_array(schema, array, out, &detail);
    } else if (!open_streams(capsules, out, &status, &detail)) {
        return false;
    }
    if (status)
        raise_explained(status, detail.text);
    return !status;
}

bool arrow_source_open(PyObject *column, const char *name, arrow_source *out)
{
    bool is_open = false;
    memset(out, 0, sizeof *out);
    if (!PyTuple_Check(column) || PyTuple_Size(column) < 1 || PyTuple_Size(column) > 3)
        PyErr_SetString(PyExc_TypeError, "a column is a tuple of a buffer, its mask and codes, or of Arrow capsules");
    else
        is_open = PyTuple_Size(column) == 3 ? open_buffer(column, name, out) : open_capsules(column, out);
    if (!is_open)
        arrow_source_close(out);
    return is_open;
}

static void release_array(arrow_source *source)
{
    if (source->dictionaries)
        source->array.dictionary = NULL; /* which is not its producer's */
    if (source->owns && source->array.release)
        source->array.release(&source->array);
}

static void release_owned(arrow_source *source)
{
    release_array(source);
    if (source->dictionaries)
        source->schema.dictionary = NULL;
    if (source->owns && source->schema.release)
        source->schema.release(&source->schema);
    if (source->dictionary.release)
        source->dictionary.release(&source->dictionary);
    if (source->dictionary_schema.release)
        source->dictionary_schema.release(&source->dictionary_schema);
}

void arrow_source_close(arrow_source *source)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    Py_BEGIN_ALLOW_THREADS release_owned(source);
    Py_END_ALLOW_THREADS PyErr_Restore(type, value, traceback);
    python_column_release(&source->column);
    memset(source, 0, sizeof *source);
}

int64_t arrow_source_left(const arrow_source *source)
{
    return source->array.release ? source->array.length - source->taken : 0;
}

/* Reads the dictionary before the first array of codes. */
static nps_status add_dictionary(arrow_source *source, nps_error_detail *detail)
{
    if (!source->dictionary.release) {
        const int error = source->dictionaries->get_next(source->dictionaries, &source->dictionary);
        if (error)
            return explain_stream(source->dictionaries, error, detail);
        if (!source->dictionary.release)
            return refuse(detail, "codes without the values that they stand for");
    }
    source->array.dictionary = &source->dictionary;
    return NPS_OK;
}

nps_status arrow_source_refill(arrow_source *source, nps_error_detail *detail)
{
    nps_status status = NPS_OK;
    while (!status && source->stream && arrow_source_left(source) == 0) {
        int error;
        release_array(source);
        memset(&source->array, 0, sizeof source->array);
        source->taken = 0;
        error = source->stream->get_next(source->stream, &source->array);
        if (error)
            return explain_stream(source->stream, error, detail);
        if (!source->array.release)
            source->stream = NULL;
        else
            status = check_array(&source->array, detail);
        if (!status && source->stream && source->dictionaries)
            status = add_dictionary(source, detail);
    }
    return status;
}

/* ---- formats ---- */

static const struct ArrowSchema *child_of(const struct ArrowSchema *schema, const char *name)
{
    int64_t i;
    for (i = 0; schema->children && i < schema->n_children; i++)
        if (schema->children[i] && schema->children[i]->name && strcmp(schema->children[i]->name, name) == 0)
            return schema->children[i];
    return NULL;
}

PyObject *arrow_format(PyObject *capsules, PyObject *child)
{
    const char *name = child == Py_None ? NULL : name_of_child(child);
    const struct ArrowSchema *schema;
    arrow_source source;
    PyObject *format;
    if (PyErr_Occurred() || !arrow_source_open(capsules, "values", &source))
        return NULL;
    schema = name ? child_of(&source.schema, name) : &source.schema;
    if (schema && schema->format && strcmp(schema->format, "+r") == 0 && schema->n_children == 2 && schema->children &&
        schema->children[1]) /* the values of runs */
        schema = schema->children[1];
    else if (schema && schema->dictionary)
        schema = schema->dictionary;
    format = PyUnicode_DecodeLatin1(schema && schema->format ? schema->format : "",
                                    schema && schema->format ? (Py_ssize_t)strlen(schema->format) : 0, NULL);
    arrow_source_close(&source);
    return format;
}
