/* SPDX-License-Identifier: MIT */
#include "values.h"

#include <stddef.h>
#include <string.h>

/* How keys of any bytes are told as str. */
static const char key_errors[] = "surrogateescape";

void raise_status(nps_status status)
{
    raise_explained(status, nps_status_string(status));
}

void raise_explained(nps_status status, const char *text)
{
    PyObject *module = PyImport_ImportModule("nps._error");
    PyObject *error = module ? PyObject_CallMethod(module, "from_status", "is", (int)status, text) : NULL;
    if (error)
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
    Py_XDECREF(error);
    Py_XDECREF(module);
}

void raise_wrong_weight(const double *weights, size_t length)
{
    PyObject *number = NULL, *text = NULL;
    size_t i = 0;
    while (i < length && (weights[i] == 0 || (weights[i] >= 0x1p-126 && weights[i] < 0x1p128)))
        i++;
    if (i == length) {
        raise_status(NPS_ERROR_WEIGHT);
        return;
    }
    number = PyFloat_FromDouble(weights[i]);
    if (number)
        text = PyUnicode_FromFormat("weight %zu is %R: %s", i, number, nps_status_string(NPS_ERROR_WEIGHT));
    if (text)
        raise_explained(NPS_ERROR_WEIGHT, PyUnicode_AsUTF8(text));
    Py_XDECREF(text);
    Py_XDECREF(number);
}

/* How much of an object is shown. */
enum { SHOWN = 40 };

static PyObject *without_end(PyObject *text)
{
    PyObject *start = PyUnicode_Substring(text, 0, SHOWN);
    PyObject *shown = start ? PyUnicode_FromFormat(PyUnicode_GET_LENGTH(text) > SHOWN ? "%U..." : "%U", start) : NULL;
    Py_XDECREF(start);
    return shown;
}

PyObject *shown_of(PyObject *object)
{
    PyObject *whole = NULL, *shown = NULL;
    if (PyUnicode_CheckExact(object)) { /* shortened first, for it may be long */
        PyObject *start = PyUnicode_Substring(object, 0, SHOWN + 1);
        whole = start ? PyObject_Repr(start) : NULL;
        Py_XDECREF(start);
    } else if (object == Py_None || PyBool_Check(object) || PyFloat_CheckExact(object) || PyLong_CheckExact(object)) {
        whole = PyObject_Repr(object);
        if (!whole && PyErr_ExceptionMatches(PyExc_ValueError)) { /* too many digits */
            PyErr_Clear();
            return PyUnicode_FromString("a huge int");
        }
    } else {
        return PyUnicode_FromFormat("of type '%.200s'", Py_TYPE(object)->tp_name);
    }
    if (whole)
        shown = without_end(whole);
    Py_XDECREF(whole);
    return shown;
}

bool read_signed(PyObject *object, int64_t *out)
{
    PyObject *index = PyNumber_Index(object);
    if (!index)
        return false;
    *out = PyLong_AsLongLong(index);
    Py_DECREF(index);
    return !PyErr_Occurred();
}

bool read_unsigned(PyObject *object, uint64_t *out)
{
    PyObject *index = PyNumber_Index(object), *shown = NULL;
    if (!index)
        return false;
    *out = PyLong_AsUnsignedLongLong(index);
    if (PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_OverflowError)) {
        PyErr_Clear();
        shown = shown_of(index);
        if (shown)
            PyErr_Format(PyExc_OverflowError, "a count is from 0 to 2^64 - 1, not %U", shown);
        Py_XDECREF(shown);
    }
    Py_DECREF(index);
    return !PyErr_Occurred();
}

static bool read_real(PyObject *object, double *out)
{
    *out = PyFloat_AsDouble(object);
    return !PyErr_Occurred();
}

static bool is_tuple_of(PyObject *object, Py_ssize_t length)
{
    if (PyTuple_Check(object) && PyTuple_GET_SIZE(object) == length)
        return true;
    PyErr_Format(PyExc_TypeError, "expected a tuple of %zd, not '%.200s'", length, Py_TYPE(object)->tp_name);
    return false;
}

/* Reads a tuple of exactly `length` numbers. */
static bool read_all_unsigned(PyObject *object, uint64_t *out, Py_ssize_t length)
{
    Py_ssize_t i;
    if (!is_tuple_of(object, length))
        return false;
    for (i = 0; i < length; i++)
        if (!read_unsigned(PyTuple_GET_ITEM(object, i), &out[i]))
            return false;
    return true;
}

bool read_counts(PyObject *object, nps_counts *out)
{
    uint64_t numbers[3];
    if (!read_all_unsigned(object, numbers, 3))
        return false;
    *out = (nps_counts){numbers[0], numbers[1], numbers[2]};
    return true;
}

bool read_many_counts(PyObject *tuple, nps_counts **out, size_t *count)
{
    nps_counts *counts;
    Py_ssize_t i;
    if (!PyTuple_Check(tuple)) {
        PyErr_Format(PyExc_TypeError, "many counts are a tuple, not '%.200s'", Py_TYPE(tuple)->tp_name);
        return false;
    }
    *count = (size_t)PyTuple_GET_SIZE(tuple);
    counts = PyMem_Calloc(*count, sizeof *counts);
    if (!counts) {
        PyErr_NoMemory();
        return false;
    }
    for (i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        if (!read_counts(PyTuple_GET_ITEM(tuple, i), &counts[i])) {
            PyMem_Free(counts);
            return false;
        }
    }
    *out = counts;
    return true;
}

/* No scale reaches 255: what does not fit becomes that and is impossible, and libnps says so. */
static bool read_clipped(PyObject *object, uint8_t *out)
{
    PyObject *index = PyNumber_Index(object);
    int overflow;
    long number;
    if (!index)
        return false;
    number = PyLong_AsLongAndOverflow(index, &overflow);
    Py_DECREF(index);
    *out = !overflow && number >= 0 && number < UINT8_MAX ? (uint8_t)number : UINT8_MAX;
    return true;
}

bool read_scale(PyObject *object, nps_scale *out)
{
    return is_tuple_of(object, 4) && read_clipped(PyTuple_GET_ITEM(object, 0), &out->lowest) &&
           read_clipped(PyTuple_GET_ITEM(object, 1), &out->highest) &&
           read_clipped(PyTuple_GET_ITEM(object, 2), &out->detractor_max) &&
           read_clipped(PyTuple_GET_ITEM(object, 3), &out->promoter_min);
}

bool read_prior(PyObject *object, double prior[3])
{
    return is_tuple_of(object, 3) && read_real(PyTuple_GET_ITEM(object, 0), &prior[0]) &&
           read_real(PyTuple_GET_ITEM(object, 1), &prior[1]) && read_real(PyTuple_GET_ITEM(object, 2), &prior[2]);
}

bool read_interval_options(PyObject *object, nps_interval_options *out)
{
    PyObject *population, *prior;
    int method;
    nps_interval_options_init(out);
    if (!is_tuple_of(object, 4) || !PyArg_ParseTuple(object, "idOO", &method, &out->level, &population, &prior))
        return false;
    out->method = (nps_method)method;
    return read_unsigned(population, &out->population) && (prior == Py_None || read_prior(prior, out->prior));
}

bool read_sequence(PyObject *object, nps_sequence *out)
{
    return is_tuple_of(object, 6) && read_unsigned(PyTuple_GET_ITEM(object, 0), &out->counts.promoters) &&
           read_unsigned(PyTuple_GET_ITEM(object, 1), &out->counts.passives) &&
           read_unsigned(PyTuple_GET_ITEM(object, 2), &out->counts.detractors) &&
           read_real(PyTuple_GET_ITEM(object, 3), &out->bounds.lower) &&
           read_real(PyTuple_GET_ITEM(object, 4), &out->bounds.upper) &&
           read_real(PyTuple_GET_ITEM(object, 5), &out->level);
}

bool read_segments_options(PyObject *object, nps_segments_options *out)
{
    PyObject *prior;
    int method, adjustment;
    nps_segments_options_init(out);
    if (!is_tuple_of(object, 4) || !PyArg_ParseTuple(object, "idiO", &method, &out->level, &adjustment, &prior))
        return false;
    out->method = (nps_method)method;
    out->adjustment = (nps_adjustment)adjustment;
    return prior == Py_None || read_prior(prior, out->prior);
}

bool read_shares(PyObject *object, nps_plan_shares *out)
{
    return is_tuple_of(object, 3) && read_real(PyTuple_GET_ITEM(object, 0), &out->promoters) &&
           read_real(PyTuple_GET_ITEM(object, 1), &out->passives) &&
           read_real(PyTuple_GET_ITEM(object, 2), &out->detractors);
}

bool read_plan_options(PyObject *object, nps_plan_options *out)
{
    PyObject *population;
    int method;
    nps_plan_options_init(out);
    if (!is_tuple_of(object, 5) ||
        !PyArg_ParseTuple(object, "idddO", &method, &out->level, &out->power, &out->ratio, &population))
        return false;
    out->method = (nps_method)method;
    return read_unsigned(population, &out->population);
}

bool read_sizes(PyObject *object, nps_plan_sizes *out)
{
    return is_tuple_of(object, 2) && read_unsigned(PyTuple_GET_ITEM(object, 0), &out->first) &&
           read_unsigned(PyTuple_GET_ITEM(object, 1), &out->second);
}

bool read_groups_options(PyObject *object, nps_groups_options *out)
{
    PyObject *type = object, *budget = NULL;
    int64_t key_type;
    nps_groups_options_init(out);
    if (PyTuple_Check(object) && !PyArg_ParseTuple(object, "OO", &type, &budget))
        return false;
    if (!read_signed(type, &key_type) || (budget && !read_unsigned(budget, &out->memory_budget)))
        return false;
    /* An enum may be narrower: what does not fit is no key type, and libnps says so. */
    out->key_type = key_type == (int)key_type ? (nps_key_type)key_type : (nps_key_type)-1;
    return true;
}

bool read_counters(PyObject *object, nps_accumulator *out)
{
    uint64_t numbers[NPS_ANSWERS + 2];
    int i;
    if (!read_all_unsigned(object, numbers, NPS_ANSWERS + 2))
        return false;
    for (i = 0; i < NPS_ANSWERS; i++)
        out->answers[i] = numbers[i];
    out->missing = numbers[NPS_ANSWERS];
    out->invalid = numbers[NPS_ANSWERS + 1];
    return true;
}

bool read_paired(PyObject *object, nps_paired *out)
{
    uint64_t n[15];
    if (!read_all_unsigned(object, n, 15))
        return false;
    out->promoters = (nps_counts){n[0], n[1], n[2]};
    out->passives = (nps_counts){n[3], n[4], n[5]};
    out->detractors = (nps_counts){n[6], n[7], n[8]};
    out->first_only = (nps_counts){n[9], n[10], n[11]};
    out->second_only = (nps_counts){n[12], n[13], n[14]};
    return true;
}

bool read_estimate(PyObject *object, nps_weighted_estimate *out)
{
    return is_tuple_of(object, 10) && read_unsigned(PyTuple_GET_ITEM(object, 5), &out->respondents) &&
           read_real(PyTuple_GET_ITEM(object, 0), &out->score) &&
           read_real(PyTuple_GET_ITEM(object, 1), &out->standard_error) &&
           read_real(PyTuple_GET_ITEM(object, 2), &out->promoters) &&
           read_real(PyTuple_GET_ITEM(object, 3), &out->passives) &&
           read_real(PyTuple_GET_ITEM(object, 4), &out->detractors) &&
           read_real(PyTuple_GET_ITEM(object, 6), &out->kish) &&
           read_real(PyTuple_GET_ITEM(object, 7), &out->design_effect) &&
           read_real(PyTuple_GET_ITEM(object, 8), &out->effective) &&
           read_real(PyTuple_GET_ITEM(object, 9), &out->degrees);
}

bool read_calibration_options(PyObject *object, nps_calibration_options *out)
{
    uint64_t iterations;
    nps_calibration_options_init(out);
    if (!is_tuple_of(object, 4) || !read_unsigned(PyTuple_GET_ITEM(object, 0), &iterations) ||
        !read_real(PyTuple_GET_ITEM(object, 1), &out->tolerance) ||
        !read_real(PyTuple_GET_ITEM(object, 2), &out->lowest) || !read_real(PyTuple_GET_ITEM(object, 3), &out->highest))
        return false;
    out->iterations = iterations < UINT32_MAX ? (uint32_t)iterations : UINT32_MAX;
    return true;
}

/* Puts a new number into a tuple that is still being built. */
static bool set_number(PyObject *tuple, Py_ssize_t index, uint64_t number)
{
    PyObject *item = PyLong_FromUnsignedLongLong(number);
    if (!item)
        return false;
    PyTuple_SET_ITEM(tuple, index, item);
    return true;
}

PyObject *tuple_of_counters(const nps_accumulator *accumulator)
{
    PyObject *tuple = PyTuple_New(NPS_ANSWERS + 2);
    int i;
    if (!tuple)
        return NULL;
    for (i = 0; i < NPS_ANSWERS; i++)
        if (!set_number(tuple, i, accumulator->answers[i]))
            goto fail;
    if (set_number(tuple, NPS_ANSWERS, accumulator->missing) &&
        set_number(tuple, NPS_ANSWERS + 1, accumulator->invalid))
        return tuple;
fail:
    Py_DECREF(tuple);
    return NULL;
}

PyObject *tuple_of_counts(const nps_counts *counts)
{
    return Py_BuildValue("(KKK)", (unsigned long long)counts->promoters, (unsigned long long)counts->passives,
                         (unsigned long long)counts->detractors);
}

PyObject *tuple_of_scale(const nps_scale *scale)
{
    return Py_BuildValue("(iiii)", scale->lowest, scale->highest, scale->detractor_max, scale->promoter_min);
}

PyObject *tuple_of_bounds(const nps_bounds *bounds)
{
    return Py_BuildValue("(dd)", bounds->lower, bounds->upper);
}

PyObject *tuple_of_interval(const nps_interval_result *interval)
{
    return Py_BuildValue("(ddi)", interval->bounds.lower, interval->bounds.upper, (int)interval->method);
}

/* Makes a list of what `item` gives for each place. */
static PyObject *list_of(PyObject *(*item)(const void *, size_t), const void *items, size_t count)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    size_t i;
    for (i = 0; list && i < count; i++) {
        PyObject *object = item(items, i);
        if (object)
            PyList_SET_ITEM(list, (Py_ssize_t)i, object);
        else
            Py_CLEAR(list);
    }
    return list;
}

static PyObject *interval_at(const void *items, size_t index)
{
    return tuple_of_interval((const nps_interval_result *)items + index);
}

PyObject *list_of_intervals(const nps_interval_result *intervals, size_t count)
{
    return list_of(interval_at, intervals, count);
}

PyObject *tuple_of_test(const nps_test_result *test)
{
    return Py_BuildValue("(di)", test->p_value, (int)test->method);
}

PyObject *tuple_of_comparison(const nps_comparison *comparison)
{
    return Py_BuildValue("(ddddi)", comparison->difference, comparison->bounds.lower, comparison->bounds.upper,
                         comparison->p_value, (int)comparison->method);
}

static bool worked(nps_status status)
{
    if (status)
        raise_status(status);
    return !status;
}

static PyObject *segment_comparison_at(const void *items, size_t index)
{
    const nps_segment_comparison *segment = (const nps_segment_comparison *)items + index;
    if (!worked(segment->status))
        return NULL;
    return Py_BuildValue("(Nd)", tuple_of_comparison(&segment->comparison), segment->adjusted);
}

PyObject *list_of_segment_comparisons(const nps_segment_comparison *comparisons, size_t count)
{
    return list_of(segment_comparison_at, comparisons, count);
}

static PyObject *segment_rank_at(const void *items, size_t index)
{
    const nps_segment_rank *segment = (const nps_segment_rank *)items + index;
    if (!worked(segment->status))
        return NULL;
    return Py_BuildValue("(KK)", (unsigned long long)segment->best, (unsigned long long)segment->worst);
}

PyObject *list_of_segment_ranks(const nps_segment_rank *ranks, size_t count)
{
    return list_of(segment_rank_at, ranks, count);
}

static PyObject *segment_best_at(const void *items, size_t index)
{
    const nps_segment_best *segment = (const nps_segment_best *)items + index;
    return worked(segment->status) ? PyFloat_FromDouble(segment->probability) : NULL;
}

PyObject *list_of_segment_bests(const nps_segment_best *bests, size_t count)
{
    return list_of(segment_best_at, bests, count);
}

static PyObject *double_at(const void *items, size_t index)
{
    return PyFloat_FromDouble(((const double *)items)[index]);
}

PyObject *list_of_doubles(const double *numbers, size_t count)
{
    return list_of(double_at, numbers, count);
}

PyObject *tuple_of_shares(const nps_plan_shares *shares)
{
    return Py_BuildValue("(ddd)", shares->promoters, shares->passives, shares->detractors);
}

PyObject *tuple_of_sizes(const nps_plan_sizes *sizes)
{
    return Py_BuildValue("(KK)", (unsigned long long)sizes->first, (unsigned long long)sizes->second);
}

PyObject *tuple_of_rotation(const nps_plan_rotation *rotation)
{
    return Py_BuildValue("(Kd)", (unsigned long long)rotation->waves, rotation->days);
}

static PyObject *tuple_of_unsigned(const uint64_t *numbers, Py_ssize_t length)
{
    PyObject *tuple = PyTuple_New(length);
    Py_ssize_t i;
    for (i = 0; tuple && i < length; i++)
        if (!set_number(tuple, i, numbers[i]))
            Py_CLEAR(tuple);
    return tuple;
}

PyObject *tuple_of_paired(const nps_paired *paired)
{
    const nps_counts counts[] = {paired->promoters, paired->passives, paired->detractors, paired->first_only,
                                 paired->second_only};
    uint64_t numbers[15];
    size_t i;
    for (i = 0; i < 5; i++) {
        numbers[3 * i] = counts[i].promoters;
        numbers[3 * i + 1] = counts[i].passives;
        numbers[3 * i + 2] = counts[i].detractors;
    }
    return tuple_of_unsigned(numbers, 15);
}

PyObject *tuple_of_moves(const nps_paired_moves *moves)
{
    return Py_BuildValue("(KKKKKKKKKd)", (unsigned long long)moves->up, (unsigned long long)moves->same,
                         (unsigned long long)moves->down, (unsigned long long)moves->promoters_gained,
                         (unsigned long long)moves->promoters_lost, (unsigned long long)moves->passives_gained,
                         (unsigned long long)moves->passives_lost, (unsigned long long)moves->detractors_gained,
                         (unsigned long long)moves->detractors_lost, moves->change);
}

PyObject *tuple_of_estimate(const nps_weighted_estimate *estimate)
{
    return Py_BuildValue("(dddddKdddd)", estimate->score, estimate->standard_error, estimate->promoters,
                         estimate->passives, estimate->detractors, (unsigned long long)estimate->respondents,
                         estimate->kish, estimate->design_effect, estimate->effective, estimate->degrees);
}

PyObject *tuple_of_weights(const double answers[NPS_ANSWERS], double missing, double invalid)
{
    PyObject *tuple = PyTuple_New(NPS_ANSWERS + 2);
    Py_ssize_t i;
    for (i = 0; tuple && i < NPS_ANSWERS + 2; i++) {
        PyObject *weight = PyFloat_FromDouble(i < NPS_ANSWERS ? answers[i] : i == NPS_ANSWERS ? missing : invalid);
        if (weight)
            PyTuple_SET_ITEM(tuple, i, weight);
        else
            Py_CLEAR(tuple);
    }
    return tuple;
}

PyObject *tuple_of_sequence(const nps_sequence *sequence)
{
    return Py_BuildValue("(KKKddd)", (unsigned long long)sequence->counts.promoters,
                         (unsigned long long)sequence->counts.passives, (unsigned long long)sequence->counts.detractors,
                         sequence->bounds.lower, sequence->bounds.upper, sequence->level);
}

PyObject *tuple_of_calibration(const nps_calibration_result *result)
{
    return Py_BuildValue("(IdK)", (unsigned int)result->iterations, result->error, (unsigned long long)result->trimmed);
}

/* Words of the struct, all of them 64 bits. */
enum { WEIGHTED_WORDS = sizeof(nps_weighted) / sizeof(uint64_t) };

PyObject *bytes_of_weighted(const nps_weighted *weighted)
{
    uint64_t words[WEIGHTED_WORDS];
    unsigned char bytes[sizeof words];
    size_t i;
    memcpy(words, weighted, sizeof words);
    for (i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(words[i / 8] >> i % 8 * 8);
    return PyBytes_FromStringAndSize((const char *)bytes, sizeof bytes);
}

PyObject *key_of_group(const nps_group *group)
{
    if (group->text)
        return PyUnicode_DecodeUTF8(group->text, (Py_ssize_t)group->text_length, key_errors);
    return PyLong_FromLongLong(group->integer);
}

PyObject *bytes_of_key(PyObject *key)
{
    if (PyUnicode_Check(key))
        return PyUnicode_AsEncodedString(key, "utf-8", key_errors);
    PyErr_Format(PyExc_TypeError, "a text key is a str, not '%.200s'", Py_TYPE(key)->tp_name);
    return NULL;
}
