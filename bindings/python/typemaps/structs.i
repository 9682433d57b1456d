/* The structs of libnps: results, which functions fill; values and options, which have constructors; and states.
 * SPDX-License-Identifier: MIT */

%immutable; /* only functions change states, and nothing changes the other structs */
%nodefaultctor;
%feature("compactdefaultargs");
%rename("$ignore", regextarget=1) "_init$"; /* constructors call these functions */
%rename(nps_sequence_init) nps_sequence_init;
%rename(nps_watch_init) nps_watch_init;

/* ---- results ---- */

MADE(nps_counts, out)
MADE(nps_counts, first)
MADE(nps_counts, second)
MADE(nps_bounds, out)
MADE(nps_pooling, pooling)
MADE(nps_interval_result, out)
MADE(nps_test_result, out)
MADE(nps_comparison, out)
MADE(nps_comparison, change)
MADE(nps_driver_key, out)
MADE(nps_paired_moves, out)
MADE(nps_paired_change, out)
MADE(nps_plan_shares, out)
MADE(nps_plan_joint, out)
MADE(nps_plan_look, out)
MADE(nps_plan_sizes, sizes)
MADE(nps_plan_rotation, rotation)
MADE(nps_proportion_result, out)
MADE(nps_proportion_difference, out)
MADE(nps_nonresponse_result, out)
MADE(nps_nonresponse_limits, out)
MADE(nps_csat_result, out)
MADE(nps_mean_result, out)
MADE(nps_mean_difference, out)
MADE(nps_weighted_estimate, out)
MADE(nps_weighted_difference, out)
MADE(nps_calibration_result, result)
MADE(nps_trend_result, out)
MADE(nps_homogeneity_result, out)
MADE(nps_composition, out)
MADE(nps_conversion, out)
MADE(nps_date, out)
MADE(nps_week, out)
MADE(nps_period, out)
MADE(nps_respondents_rule, out)
MADE(nps_timeline_rest, out)

COPIED(nps_bounds *bounds)
COPIED(nps_bounds *pooled_bounds)
COPIED(nps_comparison *comparison)
COPIED(nps_conversions *conversions)
COPIED(nps_comparison *without)
COPIED(nps_driver_effect *rate)
COPIED(nps_driver_effect *mix)
COPIED(nps_driver_effect *total)
COPIED(nps_driver_effect *difference)
COPIED(nps_driver_effect *impact)
COPIED(nps_driver_effect *share)
COPIED(nps_driver_effect *score)
COPIED(nps_counts *counts)
COPIED(nps_counts *baseline)
COPIED(nps_scale *scale)
COPIED(nps_plan_shares *promoters)
COPIED(nps_plan_shares *passives)
COPIED(nps_plan_shares *detractors)
COPIED(const nps_scale *)
COPIED(nps_weighted_estimate *)
COPIED(nps_accumulator *older)
COPIED(nps_accumulator *undated)
COPIED(nps_accumulator *accumulator)
COPIED(nps_period *days)
COPIED(nps_proportion *)
COPIED(nps_proportion_result *)
COPIED(nps_response_score *)

/* ---- values and options ---- */

/* A constructor that sets all members used in Python. */
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
CONSTRUCTED(nps_conversions, (uint64_t passives, uint64_t detractors, uint64_t detractors_to_passives),
            *self = ((nps_conversions){passives, detractors, detractors_to_passives}))
CONSTRUCTED(nps_scale, (uint8_t lowest, uint8_t highest, uint8_t detractor_max, uint8_t promoter_min),
            *self = ((nps_scale){lowest, highest, detractor_max, promoter_min}))
CONSTRUCTED(nps_plan_shares, (double promoters, double passives, double detractors),
            *self = ((nps_plan_shares){promoters, passives, detractors}))
CONSTRUCTED(nps_plan_joint, (double pp, double pm, double pd, double mp, double mm, double md, double dp, double dm,
                             double dd),
            *self = ((nps_plan_joint){{pp, pm, pd}, {mp, mm, md}, {dp, dm, dd}}))
CONSTRUCTED(nps_plan_sizes, (uint64_t first, uint64_t second), *self = ((nps_plan_sizes){first, second}))
CONSTRUCTED(nps_plan_stages, (uint64_t looks, uint64_t last, nps_plan_boundary boundary),
            *self = ((nps_plan_stages){looks, last, boundary}))
CONSTRUCTED(nps_proportion, (uint64_t successes, uint64_t n), *self = ((nps_proportion){successes, n}))
CONSTRUCTED(nps_response_rates, (double promoters, double passives, double detractors),
            *self = ((nps_response_rates){promoters, passives, detractors}))
CONSTRUCTED(nps_weighted_estimate,
            (double score, double standard_error, double promoters, double passives, double detractors,
             uint64_t respondents, double kish, double design_effect, double effective, double degrees,
             double weight = 0),
            *self = ((nps_weighted_estimate){.score = score, .standard_error = standard_error, .promoters = promoters,
                                             .passives = passives, .detractors = detractors,
                                             .respondents = respondents, .kish = kish, .design_effect = design_effect,
                                             .effective = effective, .degrees = degrees, .weight = weight}))
CONSTRUCTED(nps_interval_options, (nps_method method, double level, uint64_t population, const double prior[3]),
            nps_interval_options_init(self);
            self->method = method; self->level = level; self->population = population;
            self->interrupt.is_requested = is_interrupted;
            if (prior) memcpy(self->prior, prior, sizeof self->prior))
CONSTRUCTED(nps_comparison_options, (nps_method method, double level, nps_comparison_test test, double margin = 0),
            nps_comparison_options_init(self);
            self->method = method; self->level = level; self->test = test; self->margin = margin;
            self->interrupt.is_requested = is_interrupted)
CONSTRUCTED(nps_paired_options, (nps_method method, double level, nps_paired_estimator estimator),
            nps_paired_options_init(self);
            self->method = method; self->level = level; self->estimator = estimator)
CONSTRUCTED(nps_segments_options, (nps_method method, double level, nps_adjustment adjustment, const double prior[3]),
            nps_segments_options_init(self);
            self->method = method; self->level = level; self->adjustment = adjustment;
            self->interrupt.is_requested = is_interrupted;
            if (prior) memcpy(self->prior, prior, sizeof self->prior))
CONSTRUCTED(nps_plan_options, (nps_method method, double level, double power, double ratio, uint64_t population,
                               uint64_t comparisons, double design_effect, double cluster_size, uint64_t cluster_strata,
                               nps_plan_goal goal, double margin),
            nps_plan_options_init(self);
            self->method = method; self->level = level; self->power = power; self->ratio = ratio;
            self->population = population; self->comparisons = comparisons; self->design_effect = design_effect;
            self->cluster_size = cluster_size; self->cluster_strata = cluster_strata; self->goal = goal; self->margin = margin;
            self->interrupt.is_requested = is_interrupted)
CONSTRUCTED(nps_groups_options, (nps_key_type key_type, uint64_t memory_budget = 0),
            nps_groups_options_init(self);
            self->key_type = key_type; self->memory_budget = memory_budget;
            self->interrupt.is_requested = is_sigint_waiting)
CONSTRUCTED(nps_respondents_options, (nps_key_type key_type, nps_keep keep, uint32_t window, uint32_t has_history,
                                      uint64_t memory_budget = 0, bool is_of_columns = false),
            nps_respondents_options_init(self);
            self->key_type = key_type; self->keep = keep; self->window = window; self->has_history = has_history;
            self->memory_budget = memory_budget;
            self->interrupt.is_requested = is_of_columns ? is_interrupted : is_sigint_waiting)
CONSTRUCTED(nps_timeline_options, (int32_t horizon, nps_older older, uint64_t memory_budget = 0),
            nps_timeline_options_init(self);
            self->horizon = horizon; self->older = older; self->memory_budget = memory_budget;
            self->interrupt.is_requested = is_interrupted)
CONSTRUCTED(nps_sequence, (uint64_t promoters, uint64_t passives, uint64_t detractors, double lower, double upper,
                           double level),
            *self = ((nps_sequence){{promoters, passives, detractors}, {lower, upper}, level}))
CONSTRUCTED(nps_date, (int32_t year, int32_t month, int32_t day), *self = ((nps_date){year, month, day}))
CONSTRUCTED(nps_periods, (nps_period_unit unit, int32_t days = 0, int32_t origin = 0),
            *self = ((nps_periods){unit, days, origin}))
CONSTRUCTED(nps_period, (int32_t first, int32_t last), *self = ((nps_period){first, last}))
CONSTRUCTED(nps_trend_options, (nps_clock clock, double level, double per, uint32_t season),
            nps_trend_options_init(self);
            self->clock = clock; self->level = level; self->per = per; self->season = season)
CONSTRUCTED(nps_trend_period,
            (uint64_t promoters, uint64_t passives, uint64_t detractors, double time, int32_t first, int32_t last,
             uint32_t has_days, uint32_t is_weighted, const nps_weighted_estimate *weighted),
            *self = ((nps_trend_period){.counts = {promoters, passives, detractors}, .time = time,
                                        .days = {first, last}, .has_days = has_days, .is_weighted = is_weighted,
                                        .weighted = *weighted}))
CONSTRUCTED(nps_driver_segment,
            (uint64_t promoters, uint64_t passives, uint64_t detractors, uint64_t later_promoters,
             uint64_t later_passives, uint64_t later_detractors),
            *self = ((nps_driver_segment){{promoters, passives, detractors},
                                          {later_promoters, later_passives, later_detractors}}))
INPUT(nps_counts)
INPUT(nps_conversions)
INPUT(nps_driver_segment)
INPUT(nps_date)
INPUT(nps_periods)
INPUT(nps_period)
INPUT(nps_scale)
INPUT(nps_plan_shares)
INPUT(nps_plan_joint)
INPUT(nps_plan_sizes)
INPUT(nps_plan_stages)
INPUT(nps_proportion)
INPUT(nps_response_rates)
/* Rates of answering, or None for equal ones. */
%typemap(in) const nps_response_rates *rates (PyObject *made = NULL) {
    $1 = NULL;
    if ($input != Py_None && !($1 = object_of($input, $descriptor, _wrap_new_nps_response_rates, &made)))
        SWIG_fail;
}
%typemap(check) const nps_response_rates *rates ""
INPUT(nps_weighted_estimate)
%typemap(in) const nps_weighted_difference *self {
    $1 = object_of($input, $descriptor, NULL, NULL);
    if (!$1)
        SWIG_fail;
}
INPUT(nps_interval_options)
INPUT(nps_comparison_options)
INPUT(nps_paired_options)
INPUT(nps_segments_options)
INPUT(nps_plan_options)
INPUT(nps_groups_options)
INPUT(nps_respondents_options)
INPUT(nps_trend_options)
INPUT(nps_trend_period)
INPUT(nps_timeline_options)

/* Members that are pointers, or that only the constructor uses. */
%ignore nps_interval_options::workspace;
%ignore nps_interval_options::prior;
%ignore nps_interval_options::allocator;
%ignore nps_interval_options::interrupt;
%ignore nps_comparison_options::interrupt;
%ignore nps_segments_options::prior;
%ignore nps_segments_options::allocator;
%ignore nps_segments_options::interrupt;
%ignore nps_plan_options::interrupt;
%ignore nps_groups_options::allocator;
%ignore nps_groups_options::hash_key;
%ignore nps_groups_options::interrupt;
%ignore nps_respondents_options::allocator;
%ignore nps_respondents_options::hash_key;
%ignore nps_respondents_options::interrupt;
%ignore nps_driver_segment::before;
%ignore nps_driver_segment::after;
%ignore nps_trend_period::counts;
%ignore nps_trend_period::days;
%ignore nps_trend_period::weighted;
%ignore nps_timeline_options::allocator;
%ignore nps_timeline_options::interrupt;

/* Expected shares, or None for the worst case. */
%typemap(in) const nps_plan_shares *expected (PyObject *made = NULL) {
    $1 = NULL;
    if ($input != Py_None && !($1 = object_of($input, $descriptor, _wrap_new_nps_plan_shares, &made)))
        SWIG_fail;
}
%typemap(check) const nps_plan_shares *expected ""

/* The rules for lonely strata and degrees, whether answers off the scale are ignored, and the populations as bytes of
 * 64-bit numbers: a stratum, its sampling units, and so on in ascending order. */
%{
static bool variance_options_read(PyObject *tuple, nps_variance_options *options)
{
    int lonely, degrees, is_ignored;
    PyObject *populations;
    nps_variance_options_init(options);
    if (!PyTuple_Check(tuple)) {
        raise_wrong_type("tuple", tuple);
        return false;
    }
    if (!PyArg_ParseTuple(tuple, "iiiS", &lonely, &degrees, &is_ignored, &populations))
        return false;
    options->lonely = (nps_lonely)lonely;
    options->degrees = (nps_degrees_rule)degrees;
    options->ignore_outside = (uint32_t)is_ignored;
    options->population_count = (size_t)PyBytes_Size(populations) / sizeof *options->populations;
    if (options->population_count != 0)
        options->populations = (const nps_stratum_population *)(const void *)PyBytes_AsString(populations);
    return true;
}

/* The array of parts is to be released by PyMem_Free(), also after an exception. */
static bool domains_read(PyObject *tuple, swig_type_info *type, nps_weighted_domains *domains,
                         nps_variance_options *variance, nps_scale *scale)
{
    PyObject *whole, *parts, *options;
    const nps_weighted_design **array;
    Py_ssize_t i;
    if (!PyTuple_Check(tuple)) {
        raise_wrong_type("tuple", tuple);
        return false;
    }
    if (!PyArg_ParseTuple(tuple, "OO!O!(bbbb)", &whole, &PyTuple_Type, &parts, &PyTuple_Type, &options, &scale->lowest,
                          &scale->highest, &scale->detractor_max, &scale->promoter_min) ||
        !variance_options_read(options, variance))
        return false;
    domains->whole = object_of(whole, type, NULL, NULL);
    domains->count = (size_t)PyTuple_Size(parts);
    domains->parts = array = PyMem_Calloc(domains->count, sizeof *array);
    domains->variance = variance;
    domains->scale = scale;
    if (!array)
        PyErr_NoMemory();
    for (i = 0; domains->whole && array && i < PyTuple_Size(parts); i++)
        if (!(array[i] = object_of(PyTuple_GetItem(parts, i), type, NULL, NULL)))
            return false;
    return domains->whole && array;
}
%}
%typemap(in) const nps_variance_options *options (nps_variance_options value) {
    if (!variance_options_read($input, &value))
        SWIG_fail;
    $1 = &value;
}

/* The costs of passives, detractors and detractors to passives, or None. */
%typemap(in) const nps_conversion_costs *costs (nps_conversion_costs value) {
    $1 = $input == Py_None ? NULL : &value;
    if ($1 && !(is_tuple($input) && PyArg_ParseTuple($input, "ddd", &value.passives, &value.detractors,
                                                     &value.detractors_to_passives)))
        SWIG_fail;
}
%typemap(check) const nps_conversion_costs *costs ""

/* The method, the level and the scale of a test of shares. */
%typemap(in) const nps_composition_options *options (nps_composition_options value, nps_scale limits) {
    int method;
    nps_composition_options_init(&value);
    if (!PyTuple_Check($input)) {
        raise_wrong_type("tuple", $input);
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "id(bbbb)", &method, &value.level, &limits.lowest, &limits.highest,
                          &limits.detractor_max, &limits.promoter_min))
        SWIG_fail;
    value.method = (nps_method)method;
    value.scale = &limits;
    $1 = &value;
}

/* The direction, the run length and the scale of a watch. */
%typemap(in) const nps_watch_options *options (nps_watch_options value, nps_scale limits) {
    int direction;
    nps_watch_options_init(&value);
    if (!PyTuple_Check($input)) {
        raise_wrong_type("tuple", $input);
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "id(bbbb)", &direction, &value.false_alarm_every, &limits.lowest, &limits.highest,
                          &limits.detractor_max, &limits.promoter_min))
        SWIG_fail;
    value.direction = (nps_alternative)direction;
    value.scale = &limits;
    $1 = &value;
}

/* Objects allocate by malloc(), the default of C. */
%typemap(in, numinputs=0) const nps_allocator *allocator, const nps_weighted_design_options *options "$1 = NULL;"
%typemap(check) const nps_allocator *allocator, const nps_weighted_design_options *options ""

/* ---- states ---- */

MADE(nps_accumulator, out)
MADE(nps_weighted, out)
CREATED(nps_groups)
CREATED(nps_respondents)
CREATED(nps_timeline)
CREATED(nps_weighted_design)

/* Structs of 64-bit words only. The constructor takes nothing, for an empty object, or all words; words() returns them
 * as bytes. */
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

COPIED(nps_weighted *both)
COPIED(nps_weighted *others)
CONSTRUCTED(nps_weighted_paired, (void), (void)self)
%extend nps_weighted_paired {
    void restore(const nps_weighted *both, const nps_weighted *others)
    {
        $self->both = *both;
        $self->others = *others;
    }
}

CONSTRUCTED(nps_watch, (void), (void)self)
CONSTRUCTED(nps_weighted, (void), (void)self)
%extend nps_weighted {
    PyObject *words(void) { return PyBytes_FromStringAndSize((const char *)$self, sizeof *$self); }
}

/* Members that words() returns. */
%ignore nps_accumulator::answers;
%ignore nps_paired::promoters;
%ignore nps_paired::passives;
%ignore nps_paired::detractors;
%ignore nps_paired::first_only;
%ignore nps_paired::second_only;
%ignore nps_weighted::rows;
%ignore nps_weighted::weights;
%ignore nps_weighted::squares;

/* These structs are opaque in C too. */
struct nps_groups {};
struct nps_respondents {};
struct nps_timeline {};
struct nps_weighted_design {};
%extend nps_groups {
    ~nps_groups() { nps_groups_destroy($self); }
}
%extend nps_respondents {
    ~nps_respondents() { nps_respondents_destroy($self); }
}
%extend nps_timeline {
    ~nps_timeline() { nps_timeline_destroy($self); }
}
%extend nps_weighted_design {
    ~nps_weighted_design() { nps_weighted_design_destroy($self); }
}
/* A handler may use the groups, so it runs between two attempts. */
%define REPEATED(function)
%exception function {
    do {
        $action
    } while (goes_on_after(result));
}
%enddef
REPEATED(nps_groups_add_text)
REPEATED(nps_groups_add_integer)
REPEATED(nps_groups_add_missing_text)
REPEATED(nps_groups_add_missing_integer)
REPEATED(nps_groups_merge_text)
REPEATED(nps_groups_merge_integer)
REPEATED(nps_groups_merge)
REPEATED(nps_groups_subtract)
REPEATED(nps_groups_decode)
REPEATED(nps_groups_merge_encoded)
REPEATED(nps_respondents_add_text)
REPEATED(nps_respondents_add_integer)
REPEATED(nps_respondents_add_missing_text)
REPEATED(nps_respondents_add_missing_integer)
REPEATED(nps_respondents_add_column)
REPEATED(nps_respondents_append)
REPEATED(nps_respondents_merge)
REPEATED(nps_respondents_decode)
REPEATED(nps_respondents_merge_encoded)
%ignore nps_groups_destroy;
%ignore nps_respondents_destroy;
%ignore nps_timeline_destroy;
%ignore nps_weighted_design_destroy;

/* Members that only the library reads. */
%ignore nps_watch::lower;
%ignore nps_watch::higher;
%ignore nps_watch::reserved;

/* Structs that Python does not need, because it passes their members in other forms. */
%ignore nps_column;
%ignore nps_margin;
%ignore nps_watch_options;
%ignore nps_composition_options;
%ignore nps_conversion_costs;
%ignore nps_watch_side;
%ignore nps_group;
%ignore nps_respondents_columns;
%ignore nps_reading_label;
%ignore nps_reading_options;
%ignore nps_error_detail;
%ignore nps_allocator;
%ignore nps_weighted_design_options;
%ignore nps_stratum_population;
%ignore nps_variance_options;
%ignore nps_code_groups_rest;
%ignore nps_code_groups_options;
%ignore nps_arrow_options;
%ignore nps_groups_arrow_options;
%ignore nps_calibration_sample;
%ignore nps_calibration_options;
%ignore nps_interrupt;
%ignore nps_utc_offset;
%ignore nps_times_options;
