/* SPDX-License-Identifier: MIT */
#include "answers.h"

#include "interrupt.h"
#include "types.h"
#include "values.h"

#include <math.h>
#include <string.h>

/* Keys of groups that are made between two looks for a signal. */
enum { KEYS_AT_ONCE = 65536 };

/* An object read as an answer. */
typedef struct answer_reading {
    enum { INTEGER, MISSING, INVALID, NO_ANSWER } kind;
    int64_t integer;
} answer_reading;

bool missing_codes_read(PyObject *tuple, missing_codes *out)
{
    size_t i;
    if (!is_tuple(tuple))
        return false;
    out->count = (size_t)PyTuple_Size(tuple);
    out->values = PyMem_Malloc(out->count * sizeof *out->values);
    if (!out->values) {
        PyErr_NoMemory();
        return false;
    }
    for (i = 0; i < out->count; i++) {
        if (!read_signed(PyTuple_GetItem(tuple, (Py_ssize_t)i), "each missing code", &out->values[i])) {
            missing_codes_release(out);
            return false;
        }
    }
    return true;
}

void missing_codes_release(missing_codes *codes)
{
    PyMem_Free(codes->values);
    codes->values = NULL; /* it may be released again, after a failure */
}

static answer_reading reading_of_double(double value)
{
    if (isnan(value))
        return (answer_reading){MISSING, 0};
    /* Both ends are exact doubles; inside them the conversion is defined. */
    if (value >= -0x1p63 && value < 0x1p63 && value == floor(value))
        return (answer_reading){INTEGER, (int64_t)value};
    return (answer_reading){INVALID, 0};
}

/* Never fails, because an int that is too large is an invalid answer. */
static answer_reading reading_of_int(PyObject *object)
{
    int overflow;
    const int64_t value = PyLong_AsLongLongAndOverflow(object, &overflow);
    return overflow ? (answer_reading){INVALID, 0} : (answer_reading){INTEGER, value};
}

/* Finds a class at the first call and keeps it. */
static PyObject *class_of(const char *module_name, const char *class_name, PyObject **kept)
{
    PyObject *module = *kept ? NULL : PyImport_ImportModule(module_name);
    if (module) {
        *kept = PyObject_GetAttrString(module, class_name);
        Py_DECREF(module);
    }
    return *kept;
}

static bool is_instance_of(PyObject *object, PyObject *class)
{
    return class && PyObject_IsInstance(object, class) == 1;
}

bool is_accidental(PyObject *object)
{
    return kind_of_type(object) == KIND_ACCIDENTAL;
}

/* Whether an object is an integer of any type. */
static bool is_index(PyObject *object)
{
    return PyLong_CheckExact(object) || (PyIndex_Check(object) && !is_accidental(object));
}

static bool is_missing(PyObject *object)
{
    return object == Py_None || kind_of_type(object) == KIND_MISSING;
}

/* Whether an object is a real number that need not be whole; an exception may be set if not. */
static bool is_real(PyObject *object)
{
    static PyObject *real, *decimal;
    return !PyIndex_Check(object) && !is_accidental(object) &&
           (is_instance_of(object, class_of("numbers", "Real", &real)) ||
            (!PyErr_Occurred() && is_instance_of(object, class_of("decimal", "Decimal", &decimal))));
}

/* Reads a number that equals its truncation as that integer. This is exact for Decimal, Fraction and types of NumPy. */
static bool read_truncated(PyObject *object, answer_reading *out)
{
    PyObject *integer = PyNumber_Long(object);
    PyObject *equal = integer ? PyObject_RichCompare(object, integer, Py_EQ) : NULL;
    const int is_equal = equal ? PyObject_IsTrue(equal) : -1;
    if (is_equal >= 0)
        *out = is_equal ? reading_of_int(integer) : (answer_reading){INVALID, 0};
    Py_XDECREF(equal);
    Py_XDECREF(integer);
    return is_equal >= 0;
}

static bool read_real(PyObject *object, answer_reading *out)
{
    /* The approximate size is checked first: the integer of Decimal("1e999999999") would not fit into memory. */
    PyObject *rough = PyNumber_Float(object);
    const double value = rough ? PyFloat_AsDouble(rough) : 0;
    Py_XDECREF(rough);
    *out = (answer_reading){INVALID, 0};
    if (rough) {
        if (fabs(value) < 0x1p64)
            return read_truncated(object, out);
        if (isnan(value))
            out->kind = MISSING;
        return true;
    }
    if (PyErr_ExceptionMatches(PyExc_ValueError)) /* a signaling NaN */
        out->kind = MISSING;
    else if (!PyErr_ExceptionMatches(PyExc_OverflowError)) /* too large a Fraction */
        return false;
    PyErr_Clear();
    return true;
}

static bool read_index(PyObject *object, answer_reading *out)
{
    PyObject *integer = PyNumber_Index(object);
    if (integer)
        *out = reading_of_int(integer);
    Py_XDECREF(integer);
    return integer != NULL;
}

/* Reads an object; false with an exception that the object itself raised. The caller reports objects that are not
 * numbers. */
static bool read_answer(PyObject *object, answer_reading *out)
{
    if (PyLong_Check(object) && !PyBool_Check(object)) {
        *out = reading_of_int(object);
        return true;
    }
    if (PyFloat_Check(object)) {
        *out = reading_of_double(PyFloat_AsDouble(object));
        return true;
    }
    if (is_missing(object)) {
        *out = (answer_reading){MISSING, 0};
        return true;
    }
    if (is_index(object))
        return read_index(object, out);
    if (is_real(object))
        return read_real(object, out);
    *out = (answer_reading){NO_ANSWER, 0};
    return !PyErr_Occurred();
}

/* Reads a key that is a real number of another type than an integer: INTEGER if it is whole, such as 2.0. An exception
 * may be set if it is not. */
static answer_reading reading_of_key(PyObject *key)
{
    answer_reading read = {NO_ANSWER, 0};
    if (!PyIndex_Check(key) && !read_answer(key, &read))
        read.kind = NO_ANSWER;
    return read;
}

PyObject *whole_of(PyObject *key)
{
    answer_reading read;
    if (PyIndex_Check(key))
        return PyNumber_Index(key);
    read = reading_of_key(key);
    if (read.kind == INTEGER)
        return PyLong_FromLongLong(read.integer);
    if (PyErr_Occurred())
        return NULL;
    Py_INCREF(Py_None);
    return Py_None;
}

bool read_key_integer(PyObject *key, const char *name, int64_t *out)
{
    const answer_reading read = reading_of_key(key);
    *out = read.integer;
    return read.kind == INTEGER || (!PyErr_Occurred() && read_signed(key, name, out));
}

static bool is_missing_code(int64_t value, const missing_codes *codes)
{
    size_t i;
    for (i = 0; i < codes->count; i++)
        if (codes->values[i] == value)
            return true;
    return false;
}

static void raise_no_answer(PyObject *object, int64_t position)
{
    PyObject *shown = position < 0 ? NULL : shown_of(object);
    if (shown)
        PyErr_Format(PyExc_TypeError, "answer %lld is %U: an answer is a number, None or NaN", (long long)position,
                     shown);
    else if (position < 0)
        raise_shown(PyExc_TypeError, object, "an answer is a number, None or NaN, not ");
    Py_XDECREF(shown);
}

/* Counts an answer at a position of an iterable; -1 for a single answer. */
static bool count_one(nps_accumulator *self, PyObject *answer, int64_t position, uint64_t times,
                      const missing_codes *codes)
{
    answer_reading read;
    nps_status status;
    if (!read_answer(answer, &read))
        return false;
    if (read.kind == NO_ANSWER) {
        raise_no_answer(answer, position);
        return false;
    }
    if (read.kind == MISSING || (read.kind == INTEGER && is_missing_code(read.integer, codes)))
        status = nps_accumulator_add_missing(self, times);
    else
        status = nps_accumulator_add_n(self, read.kind == INTEGER ? read.integer : -1, times);
    if (status)
        raise_status(status);
    return !status;
}

bool accumulator_count(nps_accumulator *self, PyObject *answer, uint64_t times, const missing_codes *codes)
{
    return count_one(self, answer, -1, times, codes);
}

PyObject *next_of(PyObject *iterator, size_t index)
{
    if (index % 65536 == 65535 && PyErr_CheckSignals())
        return NULL;
    return PyIter_Next(iterator);
}

bool for_each(PyObject *iterable, bool (*visit)(PyObject *item, size_t index, void *context), void *context)
{
    PyObject *iterator = PyObject_GetIter(iterable), *item;
    bool worked = iterator != NULL;
    size_t i;
    for (i = 0; worked && (item = next_of(iterator, i)); i++) {
        worked = visit(item, i, context);
        Py_DECREF(item);
    }
    Py_XDECREF(iterator);
    return !PyErr_Occurred();
}

/* The destination of answers that are read one by one. */
struct answer_counting {
    nps_accumulator *into;
    PyObject *bytes; /* receives the class of each answer, if `into` is NULL */
    const missing_codes *codes;
};

static bool count_next(PyObject *answer, size_t index, void *context)
{
    const struct answer_counting *counting = context;
    return count_one(counting->into, answer, (int64_t)index, 1, counting->codes);
}

bool accumulator_count_all(nps_accumulator *self, PyObject *answers, const missing_codes *codes)
{
    struct answer_counting counting = {self, NULL, codes};
    return for_each(answers, count_next, &counting);
}

static bool append_next(PyObject *answer, size_t index, void *context)
{
    const struct answer_counting *counting = context;
    nps_accumulator counted = {{0}, 0, 0};
    unsigned char byte = 0;
    if (!count_one(&counted, answer, (int64_t)index, 1, counting->codes))
        return false;
    while (byte < NPS_ANSWERS && counted.answers[byte] == 0)
        byte++;
    if (byte == NPS_ANSWERS)
        byte = counted.missing ? NPS_ANSWER_MISSING : NPS_ANSWER_INVALID;
    return append(counting->bytes, &byte, sizeof byte);
}

PyObject *answers_bytes(PyObject *answers, const missing_codes *codes)
{
    struct answer_counting counting = {NULL, PyByteArray_FromStringAndSize(NULL, 0), codes};
    if (counting.bytes && !for_each(answers, append_next, &counting))
        Py_CLEAR(counting.bytes);
    return counting.bytes;
}

static nps_status merge_text(nps_groups *self, PyObject *key, const nps_accumulator *from)
{
    PyObject *bytes = bytes_of_key(key);
    nps_status status = NPS_OK;
    if (bytes)
        do
            status = nps_groups_merge_text(self, PyBytes_AsString(bytes), (size_t)PyBytes_Size(bytes), from);
        while (goes_on_after(status));
    Py_XDECREF(bytes);
    return status;
}

static nps_status merge_integer(nps_groups *self, PyObject *key, const nps_accumulator *from)
{
    nps_status status = NPS_OK;
    int64_t integer;
    if (read_key_integer(key, "key", &integer))
        do
            status = nps_groups_merge_integer(self, integer, from);
        while (goes_on_after(status));
    return status;
}

/* What to do about a key that is none; empty where nothing is known. */
static const char *remedy_of(PyObject *key, bool is_row)
{
    if (PyTuple_Check(key) || PyList_Check(key))
        return "; nps.Cube counts by several keys at once";
    if (is_row && (is_missing(key) || (PyFloat_Check(key) && isnan(PyFloat_AsDouble(key)))))
        return "; update(..., without_key=rest) counts such rows in rest, and nps.Cube has a cell for them";
    return "";
}

void raise_wrong_key(PyObject *key, int64_t position, const char *wanted)
{
    PyObject *shown = shown_of(key), *text = NULL;
    const char *remedy = remedy_of(key, position >= 0);
    if (shown && position < 0)
        text = PyUnicode_FromFormat("keys are %s, not %U%s", wanted, shown, remedy);
    else if (shown)
        text = PyUnicode_FromFormat("key %lld is %U; keys are %s%s", (long long)position, shown, wanted, remedy);
    if (text)
        raise_explained(NPS_ERROR_KEY, PyUnicode_AsUTF8AndSize(text, NULL));
    Py_XDECREF(text);
    Py_XDECREF(shown);
}

static bool read_key_type(PyObject *key, int64_t position, nps_key_type *out)
{
    if (!PyUnicode_Check(key) && !is_index(key)) {
        const answer_reading read = reading_of_key(key);
        if (read.kind != INTEGER && !PyErr_Occurred())
            raise_wrong_key(key, position,
                            read.kind == INVALID ? "str, int or whole numbers of 64 bits" : "str or int");
        if (read.kind != INTEGER)
            return false;
    }
    *out = PyUnicode_Check(key) ? NPS_KEY_TEXT : NPS_KEY_INTEGER;
    return true;
}

bool key_type_of(PyObject *key, nps_key_type *out)
{
    return read_key_type(key, -1, out);
}

static bool count_in_group(nps_groups *self, PyObject *key, PyObject *answer, int64_t position,
                           const missing_codes *codes)
{
    nps_accumulator counted = {{0}, 0, 0};
    nps_key_type type, wanted;
    nps_status status = nps_groups_key_type(self, &wanted);
    if (!read_key_type(key, position, &type) || !count_one(&counted, answer, position, 1, codes))
        return false;
    if (!status && type != wanted)
        raise_wrong_key(key, position, wanted == NPS_KEY_TEXT ? "str here" : "int here");
    else if (!status)
        status = type == NPS_KEY_TEXT ? merge_text(self, key, &counted) : merge_integer(self, key, &counted);
    if (status)
        raise_status(status);
    return !PyErr_Occurred();
}

void raise_other_length(bool are_more_keys, int64_t count)
{
    PyErr_Format(PyExc_ValueError, "there must be as many keys as answers: the %s end after %lld, the %s go on",
                 are_more_keys ? "answers" : "keys", (long long)count, are_more_keys ? "keys" : "answers");
}

static bool count_pairs(nps_groups *self, PyObject *keys, PyObject *answers, const missing_codes *codes)
{
    size_t i;
    for (i = 0;; i++) {
        PyObject *key = next_of(keys, i);
        PyObject *answer = PyErr_Occurred() ? NULL : PyIter_Next(answers);
        const bool both = key && answer, neither = !key && !answer;
        if (both)
            count_in_group(self, key, answer, (int64_t)i, codes);
        else if (!neither && !PyErr_Occurred())
            raise_other_length(key != NULL, (int64_t)i);
        Py_XDECREF(key);
        Py_XDECREF(answer);
        if (!both || PyErr_Occurred())
            return !PyErr_Occurred();
    }
}

bool groups_count_all(nps_groups *self, PyObject *keys, PyObject *answers, const missing_codes *codes)
{
    PyObject *key_iterator = PyObject_GetIter(keys);
    PyObject *answer_iterator = key_iterator ? PyObject_GetIter(answers) : NULL;
    const bool worked = answer_iterator && count_pairs(self, key_iterator, answer_iterator, codes);
    Py_XDECREF(answer_iterator);
    Py_XDECREF(key_iterator);
    return worked;
}

PyObject *groups_keys(nps_groups *self)
{
    PyObject *keys = NULL;
    nps_status status;
    nps_group group;
    size_t i;
    do
        status = nps_groups_sort(self);
    while (goes_on_after(status));
    if (status)
        raise_status(status);
    else
        keys = PyList_New(0);
    for (i = 0; keys && nps_groups_get(self, i, &group) == NPS_OK; i++) {
        PyObject *key = i % KEYS_AT_ONCE != 0 || PyErr_CheckSignals() == 0 ? key_of_group(&group) : NULL;
        const int failed = key ? PyList_Append(keys, key) : -1;
        Py_XDECREF(key);
        if (failed)
            Py_CLEAR(keys);
    }
    return keys;
}
