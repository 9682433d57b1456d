/* The raw module: the C functions as they are, flat, and a class for each struct.
 *
 * The C headers are read as they are, so that what they gain appears here, and their comments are the docstrings.
 * A status that is not NPS_OK is raised; results are returned.
 * SPDX-License-Identifier: MIT */
/* An import by another Python than the one it was built for says so. */
%define MODULE_IMPORT
"
try:
    from . import $module
except ImportError as error:
    from ._built_for import explained
    raise explained(error) from None
"
%enddef
%module(package="nps", threads="1", moduleimport=MODULE_IMPORT) _raw
%nothread; /* the GIL is kept, but for the calls that may take long */

%{
#include "answers.h"
#include "arrow_source.h"
#include "calibration.h"
#include "code_groups.h"
#include "column.h"
#include "group_columns.h"
#include "interrupt.h"
#include "numbers.h"
#include "values.h"
#include <nps/nps.h>
%}

%init %{
    /* SWIG would make this object, and its type, when the interpreter ends, where a warning of the type may be an error;
     * made now, the module nps._loading sees to it. */
    (void)SWIG_globals();
%}

#define NPS_EXPORT
#define NPS_BEGIN_DECLARATIONS
#define NPS_END_DECLARATIONS

%include "typemaps/objects.i"
%include "typemaps/status.i"
%include "typemaps/numbers.i"
%include "typemaps/structs.i"
%include "typemaps/columns.i"
%include "typemaps/encoded.i"
%include "typemaps/families.i"
%include "typemaps/calibration.i"

EXPLAINED(nps_accumulator_decode, arg4)
EXPLAINED(nps_accumulator_merge_encoded, arg4)
EXPLAINED(nps_accumulator_add_arrow, arg5)
EXPLAINED(nps_accumulator_add_arrow_stream, arg4)
EXPLAINED(nps_weighted_decode, arg4)
EXPLAINED(nps_weighted_merge_encoded, arg4)
WEIGHED(nps_weighted_add_column, arg3, arg2->length)
WEIGHED(nps_weighted_design_add_column, arg3, arg2->length)
EXPLAINED(nps_code_groups_encoded_count, arg4)
EXPLAINED(nps_code_groups_decode, arg4)
EXPLAINED(nps_code_groups_merge_encoded, arg4)
EXPLAINED(nps_paired_decode, arg4)
EXPLAINED(nps_paired_merge_encoded, arg4)
EXPLAINED(nps_sequence_decode, arg4)
EXPLAINED(nps_weighted_design_decode, arg5)
EXPLAINED(nps_weighted_design_merge_encoded, arg4)
EXPLAINED(nps_groups_decode, arg5)
EXPLAINED(nps_groups_merge_encoded, arg4)
EXPLAINED(nps_groups_add_arrow, arg6)
EXPLAINED(nps_groups_add_arrow_stream, arg5)

%ignore nps_accumulator_add_u8; /* a column does it */
%ignore nps_column_answers;     /* column_bytes() does it */
%ignore nps_groups_add_column;  /* groups_count_columns() does it, for texts too */
%ignore nps_code_groups_workspace_size;

%include <nps/version.h>
%include <nps/status.h>
%include <nps/scale.h>
%include <nps/counts.h>
%include <nps/column.h>
%include <nps/accumulator.h>
%include <nps/method.h>
%include <nps/interval.h>
%include <nps/significance.h>
%include <nps/compare.h>
%include <nps/bayes.h>
%include <nps/sequence.h>
%include <nps/paired.h>
%include <nps/weighted.h>
%include <nps/weighted_design.h>
%include <nps/calibration.h>
%include <nps/planning.h>
%include <nps/multiplicity.h>
%include <nps/groups.h>
%include <nps/arrow.h>
%include <nps/groups_arrow.h>
%include <nps/code_groups.h>
ENCODED(nps_accumulator_encoded_size)
%include <nps/codec.h>
ENCODED(nps_weighted_encoded_size)
%include <nps/weighted_codec.h>
ENCODED(nps_code_groups_encoded_size)
%include <nps/code_groups_codec.h>
ENCODED(nps_groups_encoded_size)
%include <nps/groups_codec.h>
ENCODED(nps_paired_encoded_size)
%include <nps/paired_codec.h>
ENCODED(nps_sequence_encoded_size)
%include <nps/sequence_codec.h>
ENCODED(nps_weighted_design_encoded_size)
%include <nps/weighted_design_codec.h>

/* ---- what Python needs besides ---- */

bool accumulator_count(nps_accumulator *self, PyObject *answer, uint64_t times, const missing_codes *codes);
bool accumulator_count_all(nps_accumulator *self, PyObject *answers, const missing_codes *codes);
bool key_type_of(PyObject *key, nps_key_type *out);
bool groups_count_all(nps_groups *self, PyObject *keys, PyObject *answers, const missing_codes *codes);
PyObject *groups_keys(nps_groups *self);
nps_status code_groups_get(const nps_code_groups *self, uint64_t place, nps_accumulator *out);
PyObject *arrow_format(PyObject *capsules, PyObject *child);
bool groups_count_columns(nps_groups *self, PyObject *keys, PyObject *answers, PyObject *codes);
PyObject *answers_bytes(PyObject *answers, const missing_codes *codes);
PyObject *column_bytes(const nps_column *answers);
PyObject *numbers_bytes(PyObject *numbers, const char *name, bool are_real);

/* What the classes of SWIG need for themselves takes any object for the right one, and would crash on others: it is not
 * left where it can be called. */
%pythoncode %{
def _hide_internals():
    global _binary
    from types import SimpleNamespace
    module, _binary = _binary, SimpleNamespace(**vars(_binary))
    for name in vars(_binary):
        if name.startswith("delete_") or name.endswith(("_swiginit", "_swigregister")):
            delattr(module, name)
_hide_internals()
%}
