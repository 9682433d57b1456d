/* The raw module: the functions of C under their own names, and a class for each struct.
 *
 * SWIG reads the C headers, so new functions appear here without further work, and the comments become docstrings. A
 * status other than NPS_OK is raised as an exception; results are returned.
 * SPDX-License-Identifier: MIT */
/* If the module was built for another Python, the exception of the import says so. */
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
%nothread; /* the GIL is held, except during calls that may take long, which are marked by %thread */

%{
#include "answers.h"
#include "arrow_source.h"
#include "calibration.h"
#include "code_groups.h"
#include "column.h"
#include "cube.h"
#include "cube_columns.h"
#include "days.h"
#include "group_columns.h"
#include "interrupt.h"
#include "numbers.h"
#include "reading.h"
#include "replicates.h"
#include "respondents.h"
#include "text_places.h"
#include "values.h"
#include <nps/nps.h>
%}

%init %{
    /* SWIG would otherwise create this object and its type when the interpreter ends, where a warning about the type
     * may be an error. Created here, it is handled by nps._loading. */
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
%include "typemaps/cube.i"
%include "typemaps/benchmark.i"

EXPLAINED(nps_accumulator_decode, arg4)
EXPLAINED(nps_accumulator_merge_encoded, arg4)
EXPLAINED(nps_accumulator_add_arrow, arg5)
EXPLAINED(nps_accumulator_add_arrow_stream, arg4)
EXPLAINED(nps_weighted_decode, arg4)
EXPLAINED(nps_weighted_merge_encoded, arg4)
WEIGHED(nps_weighted_add_column, arg3, arg2->length)
WEIGHED(nps_weighted_design_add_column, arg3, arg2->length)
WEIGHED(nps_weighted_paired_add_column, arg4, arg2->length)
EXPLAINED(nps_code_groups_encoded_count, arg4)
EXPLAINED(nps_code_groups_decode, arg4)
EXPLAINED(nps_code_groups_merge_encoded, arg4)
EXPLAINED(nps_paired_decode, arg4)
EXPLAINED(nps_paired_merge_encoded, arg4)
EXPLAINED(nps_sequence_decode, arg4)
EXPLAINED(nps_watch_decode, arg4)
EXPLAINED(nps_weighted_design_decode, arg5)
EXPLAINED(nps_weighted_design_merge_encoded, arg4)
EXPLAINED(nps_respondents_add_column, arg4)
EXPLAINED(nps_respondents_roll, arg6)
EXPLAINED(nps_respondents_decode, arg5)
EXPLAINED(nps_respondents_merge_encoded, arg4)
EXPLAINED(nps_times_to_days, arg4)
EXPLAINED(nps_timeline_add_column, arg4)
EXPLAINED(nps_timeline_decode, arg5)
EXPLAINED(nps_timeline_merge_encoded, arg4)
EXPLAINED(nps_groups_decode, arg5)
EXPLAINED(nps_groups_merge_encoded, arg4)
EXPLAINED(nps_groups_add_arrow, arg6)
EXPLAINED(nps_groups_add_arrow_stream, arg5)
EXPLAINED(nps_reach, arg6)
EXPLAINED(nps_trend_test, arg5)
EXPLAINED(nps_drivers, arg6)
EXPLAINED(nps_drivers_key, arg4)
EXPLAINED(nps_weighted_drivers, arg6)
EXPLAINED(nps_themes, arg4)
EXPLAINED(nps_themes_change, arg4)
EXPLAINED(nps_homogeneity, arg4)
EXPLAINED(nps_compare_periods, arg6)
EXPLAINED(nps_compare_before_after, arg6)

%ignore nps_accumulator_add_u8; /* nps_accumulator_add_column() does the same */
%ignore nps_column_answers;     /* see column_bytes() */
%ignore nps_groups_add_column;  /* see groups_count_columns(), which accepts text keys too */
%ignore nps_respondents_add_arrow; /* see respondents_add_ids(), which accepts a column in several arrays */
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
%include <nps/composition.h>
%include <nps/conversion.h>
%include <nps/bayes.h>
%include <nps/proportion.h>
%ignore nps_response_waves; /* a loop over response_rate() */
%include <nps/response.h>
%ignore nps_enps; /* an Accumulator has what a summary has */
%include <nps/metrics.h>
%include <nps/sequence.h>
%include <nps/watch.h>
%include <nps/paired.h>
%include <nps/weighted.h>
%include <nps/weighted_paired.h>
%include <nps/weighted_design.h>
%include <nps/calibration.h>
%include <nps/replicates.h>
%include <nps/labels.h>
%include <nps/reading.h>
%include <nps/benchmark.h>
%include <nps/planning.h>
%include <nps/multiplicity.h>
%include <nps/weighted_segments.h>
%ignore nps_panel_add; /* a panel of Python adds to its pairs itself */
%ignore nps_panel_add_column;
%ignore nps_panel_merge;
%include <nps/panel.h>
%include <nps/calendar.h>
%include <nps/times.h>
%include <nps/timeline.h>
%include <nps/trend.h>
%include <nps/drivers.h>
%ignore nps_weighted_driver_segment;
%ignore nps_weighted_driver_periods;
%include <nps/weighted_drivers.h>
%ignore nps_theme_sample;
%ignore nps_theme_periods;
%include <nps/themes.h>
%include <nps/pooling.h>
%include <nps/groups.h>
%include <nps/cube.h>
%include <nps/respondents.h>
%include <nps/arrow.h>
%include <nps/groups_arrow.h>
%include <nps/cube_arrow.h>
%include <nps/code_groups.h>
ENCODED(nps_accumulator_encode, nps_accumulator_encoded_size)
%include <nps/codec.h>
ENCODED(nps_weighted_encode, nps_weighted_encoded_size)
%include <nps/weighted_codec.h>
ENCODED(nps_code_groups_encode, nps_code_groups_encoded_size)
%include <nps/code_groups_codec.h>
ENCODED(nps_groups_encode, nps_groups_encoded_size)
%include <nps/groups_codec.h>
ENCODED(nps_cube_encode, nps_cube_encoded_size)
%include <nps/cube_codec.h>
ENCODED(nps_respondents_encode, nps_respondents_encoded_size)
%include <nps/respondents_codec.h>
ENCODED(nps_timeline_encode, nps_timeline_encoded_size)
%include <nps/timeline_codec.h>
ENCODED(nps_paired_encode, nps_paired_encoded_size)
%include <nps/paired_codec.h>
ENCODED(nps_sequence_encode, nps_sequence_encoded_size)
%include <nps/sequence_codec.h>
ENCODED(nps_watch_encode, nps_watch_encoded_size)
%include <nps/watch_codec.h>
ENCODED(nps_weighted_design_encode, nps_weighted_design_encoded_size)
%include <nps/weighted_design_codec.h>

/* ---- functions that exist only for Python ---- */

bool accumulator_count(nps_accumulator *self, PyObject *answer, uint64_t times, const missing_codes *codes);
bool accumulator_count_all(nps_accumulator *self, PyObject *answers, const missing_codes *codes);
bool key_type_of(PyObject *key, nps_key_type *out);
PyObject *whole_of(PyObject *key);
bool groups_count_all(nps_groups *self, PyObject *keys, PyObject *answers, const missing_codes *codes);
PyObject *groups_keys(nps_groups *self);
nps_status code_groups_get(const nps_code_groups *self, uint64_t place, nps_accumulator *out);
PyObject *cube_cells(nps_cube *self);
PyObject *cube_lines(nps_cube *self, uint64_t minimum, bool has_subtotals);
PyObject *cube_protect(nps_cube *self, PyObject *rollups, uint64_t minimum);
PyObject *cube_names(const nps_cube *self);
PyObject *cube_types(const nps_cube *self);
nps_status cube_get(const nps_cube *self, uint64_t index, nps_accumulator *out);
PyObject *arrow_format(PyObject *capsules, PyObject *child);
bool respondents_add_all(nps_respondents *self, PyObject *ids, PyObject *days, PyObject *answers, PyObject *sequences,
                         nps_accumulator *rest);
bool respondents_add_ids(nps_respondents *self, PyObject *ids, const nps_respondents_columns *columns,
                         nps_accumulator *rest);
bool cube_count_columns(nps_cube *self, PyObject *keys, PyObject *answers, PyObject *codes);
bool groups_count_columns(nps_groups *self, PyObject *keys, PyObject *answers, PyObject *codes, bool may_lack,
                          nps_accumulator *rest);
PyObject *answers_bytes(PyObject *answers, const missing_codes *codes);
PyObject *column_bytes(const nps_column *answers);
PyObject *arrow_integers(PyObject *capsules, bool is_wide);
PyObject *reading_answers(PyObject *values, const nps_reading_options *options);
PyObject *text_places(PyObject *column, PyObject *labels);
PyObject *numbers_bytes(PyObject *numbers, const char *name, bool are_real);

/* The internal functions of SWIG's classes do not check their arguments and crash on wrong ones. They are removed from
 * the module, where Python code could call them. */
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
