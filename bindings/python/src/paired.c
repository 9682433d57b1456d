/* SPDX-License-Identifier: MIT */
#include "paired.h"

#include "values.h"

#include <stdint.h>

/* Byte values; equal pairs are counted before libnps is asked what they are. */
enum { VALUES = 256 };

static bool are_pairs(PyObject *first, PyObject *second)
{
    if (!PyBytes_Check(first) || !PyBytes_Check(second)) {
        PyErr_SetString(PyExc_TypeError, "two waves are two bytes objects");
        return false;
    }
    if (PyBytes_GET_SIZE(first) == PyBytes_GET_SIZE(second))
        return true;
    PyErr_Format(PyExc_ValueError, "there are %zd answers in the first wave, but %zd in the second",
                 PyBytes_GET_SIZE(first), PyBytes_GET_SIZE(second));
    return false;
}

static nps_status count(nps_paired *self, const nps_scale *scale, const uint64_t times[VALUES][VALUES])
{
    nps_paired counted = *self;
    nps_status status = nps_paired_add(&counted, -1, -1, 0, scale); /* a scale that is none, whatever the answers */
    int i, j;
    for (i = 0; i < VALUES; i++)
        for (j = 0; j < VALUES; j++)
            if (!status && times[i][j] != 0)
                status = nps_paired_add(&counted, i, j, times[i][j], scale);
    if (!status)
        *self = counted;
    return status;
}

bool paired_count_all(nps_paired *self, const nps_scale *scale, PyObject *first, PyObject *second)
{
    uint64_t(*times)[VALUES];
    nps_status status;
    Py_ssize_t i;
    if (!are_pairs(first, second))
        return false;
    times = PyMem_Calloc(VALUES, sizeof *times);
    if (!times) {
        PyErr_NoMemory();
        return false;
    }
    for (i = 0; i < PyBytes_GET_SIZE(first); i++)
        times[(unsigned char)PyBytes_AS_STRING(first)[i]][(unsigned char)PyBytes_AS_STRING(second)[i]]++;
    status = count(self, scale, (const uint64_t(*)[VALUES])times);
    PyMem_Free(times);
    if (status)
        raise_status(status);
    return !status;
}
