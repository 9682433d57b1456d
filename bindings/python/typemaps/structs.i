/* The structs of libnps: results, which functions fill; values and options, which have a constructor; and states.
 * SPDX-License-Identifier: MIT */

%immutable; /* functions change states, nobody changes the rest */
%nodefaultctor;
%feature("compactdefaultargs");
%rename("$ignore", regextarget=1) "_init$"; /* constructors do it */
%rename(nps_sequence_init) nps_sequence_init;

/* ---- results ---- */

MADE(nps_counts, out)
MADE(nps_counts, first)
MADE(nps_counts, second)
MADE(nps_bounds, out)
MADE(nps_interval_result, out)
MADE(nps_test_result, out)
MADE(nps_comparison, out)
MADE(nps_paired_moves, out)
MADE(nps_plan_shares, out)
MADE(nps_plan_sizes, sizes)
MADE(nps_plan_rotation, rotation)
MADE(nps_weighted_estimate, out)
MADE(nps_calibration_result, result)

COPIED(nps_bounds *bounds)
COPIED(nps_comparison *comparison)
COPIED(nps_counts *counts)
COPIED(const nps_scale *)

/* ---- values and options ---- */

/* A constructor, which sets all members that Python has a use for. */
%define CONSTRUCTED(type, parameters, set)
%exception type::type {
    $action
    if (!result) {
        if (!PyErr_Occurred())
            PyErr_NoMemory();
        SWIG_fail;
    }
}
%extend type {
    type parameters
    {
        type *self = calloc(1, sizeof *self);
        if (self) {
            set;
        }
        return self;
    }
}
%enddef

CONSTRUCTED(nps_counts, (uint64_t promoters, uint64_t passives, uint64_t detractors),
            *self = ((nps_counts){promoters, passives, detractors}))
CONSTRUCTED(nps_scale, (uint8_t lowest, uint8_t highest, uint8_t detractor_max, uint8_t promoter_min),
            *self = ((nps_scale){lowest, highest, detractor_max, promoter_min}))
CONSTRUCTED(nps_plan_shares, (double promoters, double passives, double detractors),
            *self = ((nps_plan_shares){promoters, passives, detractors}))
CONSTRUCTED(nps_plan_sizes, (uint64_t first, uint64_t second), *self = ((nps_plan_sizes){first, second}))
CONSTRUCTED(nps_weighted_estimate,
            (double score, double standard_error, double promoters, double passives, double detractors,
             uint64_t respondents, double kish, double design_effect, double effective, double degrees),
            *self = ((nps_weighted_estimate){score, standard_error, promoters, passives, detractors, respondents, kish,
                                             design_effect, effective, degrees}))
CONSTRUCTED(nps_interval_options, (nps_method method, double level, uint64_t population, const double prior[3]),
            nps_interval_options_init(self);
            self->method = method; self->level = level; self->population = population;
            if (prior) memcpy(self->prior, prior, sizeof self->prior))
CONSTRUCTED(nps_segments_options, (nps_method method, double level, nps_adjustment adjustment, const double prior[3]),
            nps_segments_options_init(self);
            self->method = method; self->level = level; self->adjustment = adjustment;
            self->interrupt.is_requested = is_interrupted;
            if (prior) memcpy(self->prior, prior, sizeof self->prior))
CONSTRUCTED(nps_plan_options, (nps_method method, double level, double power, double ratio, uint64_t population),
            nps_plan_options_init(self);
            self->method = method; self->level = level; self->power = power; self->ratio = ratio;
            self->population = population)
CONSTRUCTED(nps_calibration_options, (uint32_t iterations, double tolerance, double lowest, double highest),
            nps_calibration_options_init(self);
            self->iterations = iterations; self->tolerance = tolerance; self->lowest = lowest; self->highest = highest)
CONSTRUCTED(nps_groups_options, (nps_key_type key_type, uint64_t memory_budget = 0),
            nps_groups_options_init(self);
            self->key_type = key_type; self->memory_budget = memory_budget)
CONSTRUCTED(nps_sequence, (uint64_t promoters, uint64_t passives, uint64_t detractors, double lower, double upper,
                           double level),
            *self = ((nps_sequence){{promoters, passives, detractors}, {lower, upper}, level}))
INPUT(nps_counts)
INPUT(nps_scale)
INPUT(nps_plan_shares)
INPUT(nps_plan_sizes)
INPUT(nps_weighted_estimate)
INPUT(nps_interval_options)
INPUT(nps_segments_options)
INPUT(nps_plan_options)
INPUT(nps_calibration_options)
INPUT(nps_groups_options)

/* Pointers into memory of C, and what the constructor alone has to do with. */
%ignore nps_interval_options::workspace;
%ignore nps_interval_options::prior;
%ignore nps_segments_options::prior;
%ignore nps_segments_options::allocator;
%ignore nps_segments_options::interrupt;
%ignore nps_calibration_options::allocator;
%ignore nps_groups_options::allocator;
%ignore nps_groups_options::hash_key;

/* The worst case, or a pilot. */
%typemap(in) const nps_plan_shares *expected (PyObject *made = NULL) {
    $1 = NULL;
    if ($input != Py_None && !($1 = object_of($input, $descriptor, _wrap_new_nps_plan_shares, &made)))
        SWIG_fail;
}
%typemap(check) const nps_plan_shares *expected ""

/* What allocates for itself does it as C does. */
%typemap(in, numinputs=0) const nps_allocator *allocator, const nps_weighted_design_options *options "$1 = NULL;"
%typemap(check) const nps_allocator *allocator, const nps_weighted_design_options *options ""

/* ---- states ---- */

MADE(nps_accumulator, out)
MADE(nps_weighted, out)
CREATED(nps_groups)
CREATED(nps_weighted_design)

/* Words of 64 bits and nothing else: made empty or of all words, and read as bytes of them. */
%define COUNTERS(type)
CONSTRUCTED(type, (PyObject *words = NULL),
            if (words && !read_words(words, self, sizeof *self / sizeof(uint64_t))) {
                free(self);
                self = NULL;
            })
%extend type {
    PyObject *words(void) { return PyBytes_FromStringAndSize((const char *)$self, sizeof *$self); }
}
%enddef
COUNTERS(nps_accumulator)
COUNTERS(nps_paired)

CONSTRUCTED(nps_weighted, (void), (void)self)
%extend nps_weighted {
    PyObject *words(void) { return PyBytes_FromStringAndSize((const char *)$self, sizeof *$self); }
}

/* words() has them all. */
%ignore nps_accumulator::answers;
%ignore nps_paired::promoters;
%ignore nps_paired::passives;
%ignore nps_paired::detractors;
%ignore nps_paired::first_only;
%ignore nps_paired::second_only;
%ignore nps_weighted::rows;
%ignore nps_weighted::weights;
%ignore nps_weighted::squares;

/* Opaque in C, and here too. */
struct nps_groups {};
struct nps_weighted_design {};
%extend nps_groups {
    ~nps_groups() { nps_groups_destroy($self); }
}
%extend nps_weighted_design {
    ~nps_weighted_design() { nps_weighted_design_destroy($self); }
}
%ignore nps_groups_destroy;
%ignore nps_weighted_design_destroy;

/* Not what it wraps, as Python has it in other ways. */
%ignore nps_column;
%ignore nps_margin;
%ignore nps_group;
%ignore nps_error_detail;
%ignore nps_allocator;
%ignore nps_weighted_design_options;
%ignore nps_code_groups_rest;
%ignore nps_code_groups_options;
%ignore nps_arrow_options;
%ignore nps_groups_arrow_options;
%ignore nps_calibration_sample;
%ignore nps_interrupt;
