/* SPDX-License-Identifier: MIT */
#include "paired.h"

#include "values.h"

bool paired_count_columns(nps_paired *self, python_column *first, python_column *second, const nps_scale *scale)
{
    static const nps_paired nobody;
    nps_paired counted = nobody;
    nps_status status;
    if (first->column.length != second->column.length) {
        PyErr_Format(PyExc_ValueError, "there are %zu answers in the first wave, but %zu in the second",
                     first->column.length, second->column.length);
        return false;
    }
    if (!python_column_settle(first, false) || !python_column_settle(second, false))
        return false;
    Py_BEGIN_ALLOW_THREADS status = nps_paired_add_column(&counted, &first->column, &second->column, scale);
    Py_END_ALLOW_THREADS if (!status) status = nps_paired_merge(self, &counted);
    if (status)
        raise_status(status);
    return !status;
}
