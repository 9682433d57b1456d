/* SPDX-License-Identifier: MIT */
#include "calibration.h"

#include "interrupt.h"
#include "values.h"

#include <string.h>

static bool read_margin(PyObject *pair, nps_margin *out, size_t *rows)
{
    PyObject *categories, *totals;
    if (!PyTuple_Check(pair)) {
        raise_wrong_type("tuple", pair);
        return false;
    }
    if (!PyArg_ParseTuple(pair, "SS", &categories, &totals))
        return false;
    out->categories = (const uint32_t *)(const void *)PyBytes_AsString(categories);
    out->totals = (const double *)(const void *)PyBytes_AsString(totals);
    out->category_count = (size_t)PyBytes_Size(totals) / sizeof *out->totals;
    *rows = (size_t)PyBytes_Size(categories) / sizeof *out->categories;
    return true;
}

/* Whether there are as many as rows. Where nothing has told their number before, this does, and they are called so. */
static bool has_all_rows(python_sample *out, const char **rows_are, size_t length, const char *name)
{
    if (!*rows_are) {
        out->sample.row_count = length;
        *rows_are = name;
    }
    return length == out->sample.row_count;
}

static bool read_margins(PyObject *tuple, const char **rows_are, python_sample *out)
{
    size_t i, rows;
    if (!is_tuple(tuple))
        return false;
    out->sample.margin_count = (size_t)PyTuple_Size(tuple);
    out->margins = PyMem_Calloc(out->sample.margin_count, sizeof *out->margins);
    if (!out->margins) {
        PyErr_NoMemory();
        return false;
    }
    out->sample.margins = out->margins;
    for (i = 0; i < out->sample.margin_count; i++) {
        if (!read_margin(PyTuple_GetItem(tuple, (Py_ssize_t)i), &out->margins[i], &rows))
            return false;
        if (!has_all_rows(out, rows_are, rows, "categories of margin 0")) {
            PyErr_Format(PyExc_ValueError, "margin %zu has %zu categories, but there are %zu %s", i, rows,
                         out->sample.row_count, *rows_are);
            return false;
        }
    }
    return true;
}

/* Reads a column, or None. */
static bool read_column(PyObject *object, const char *name, const char **rows_are, python_sample *out,
                        python_numbers *numbers)
{
    const bool are_real = numbers == &out->weights || numbers == &out->calibrated;
    if (object == Py_None)
        return true;
    if (!python_numbers_acquire(object, name, are_real, numbers))
        return false;
    if (has_all_rows(out, rows_are, numbers->length, name))
        return true;
    PyErr_Format(PyExc_ValueError, "there are %zu %s, but %zu %s", out->sample.row_count, *rows_are, numbers->length,
                 name);
    return false;
}

static bool read_count(PyObject *answers, const char **rows_are, python_sample *out)
{
    uint64_t count;
    if (answers == Py_None)
        return true;
    if (!read_unsigned(answers, "answers", &count))
        return false;
    out->sample.row_count = (size_t)count;
    *rows_are = "answers";
    return true;
}

bool python_sample_read(PyObject *tuple, python_sample *out)
{
    PyObject *rows, *weights, *calibrated, *margins, *strata, *clusters;
    const char *rows_are = NULL;
    memset(out, 0, sizeof *out);
    if (!is_tuple(tuple) ||
        !PyArg_ParseTuple(tuple, "OOOOOO", &rows, &weights, &calibrated, &margins, &strata, &clusters))
        return false;
    if (read_count(rows, &rows_are, out) && read_column(weights, "weights", &rows_are, out, &out->weights) &&
        read_column(calibrated, "calibrated weights", &rows_are, out, &out->calibrated) &&
        read_margins(margins, &rows_are, out) && read_column(strata, "strata", &rows_are, out, &out->strata) &&
        read_column(clusters, "clusters", &rows_are, out, &out->clusters)) {
        out->sample.weights = out->weights.values;
        out->sample.calibrated = out->calibrated.values;
        out->sample.strata = out->strata.values;
        out->sample.clusters = out->clusters.values;
        return true;
    }
    python_sample_release(out);
    return false;
}

void python_sample_release(python_sample *sample)
{
    PyMem_Free(sample->margins);
    python_numbers_release(&sample->weights);
    python_numbers_release(&sample->calibrated);
    python_numbers_release(&sample->strata);
    python_numbers_release(&sample->clusters);
    memset(sample, 0, sizeof *sample);
}

const double *python_sample_wrong_weights(const nps_calibration_sample *sample)
{
    size_t i;
    for (i = 0; sample->calibrated && i < sample->row_count; i++) {
        const double weight = sample->calibrated[i];
        if (weight != 0 && !(weight >= 0x1p-126 && weight < 0x1p128))
            return sample->calibrated;
    }
    return sample->weights;
}

bool python_calibration_read(PyObject *tuple, python_calibration *out)
{
    nps_calibration_options *const options = &out->options;
    PyObject *iterations, *populations;
    uint64_t rounds;
    int lonely, degrees;
    nps_calibration_options_init(options);
    nps_variance_options_init(&out->variance);
    if (!is_tuple(tuple) ||
        !PyArg_ParseTuple(tuple, "OdddiiO", &iterations, &options->tolerance, &options->lowest, &options->highest,
                          &lonely, &degrees, &populations) ||
        !read_unsigned(iterations, "iterations", &rounds))
        return false;
    options->iterations = rounds < UINT32_MAX ? (uint32_t)rounds : UINT32_MAX;
    options->interrupt.is_requested = is_interrupted;
    options->variance = &out->variance;
    out->variance.lonely = (nps_lonely)lonely;
    out->variance.degrees = (nps_degrees_rule)degrees;
    if (PyBytes_Check(populations)) {
        out->variance.populations = (const nps_stratum_population *)(const void *)PyBytes_AsString(populations);
        out->variance.population_count = (size_t)PyBytes_Size(populations) / sizeof *out->variance.populations;
    }
    return true;
}
