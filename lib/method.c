/* SPDX-License-Identifier: MIT */
#include "method.h"

#include "method/exact.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name;
    const nps_procedure *procedure; /* NULL: not a method with a procedure of its own */
} methods[] = {
    [NPS_METHOD_AUTO] = {"auto", NULL},
    [NPS_METHOD_EXACT] = {"exact", &nps_exact_procedure},
    [NPS_METHOD_SCORE] = {"score", &nps_score_procedure},
    [NPS_METHOD_SKEWNESS_SCORE] = {"skewness-corrected score", &nps_skewness_score_procedure},
    [NPS_METHOD_ADJUSTED_WALD] = {"adjusted wald", &nps_adjusted_wald_procedure},
    [NPS_METHOD_AGRESTI_MIN] = {"agresti-min", &nps_agresti_min_procedure},
    [NPS_METHOD_BONETT_PRICE] = {"bonett-price", &nps_bonett_price_procedure},
    [NPS_METHOD_WALD] = {"wald", &nps_wald_procedure},
    [NPS_METHOD_BAYES] = {"bayes", &nps_bayes_procedure},
    [NPS_METHOD_ANYTIME] = {"anytime", &nps_anytime_procedure},
};

static int is_known(nps_method method)
{
    return (unsigned)method < sizeof methods / sizeof *methods;
}

const char *nps_method_string(nps_method method)
{
    return is_known(method) ? methods[method].name : "unknown method";
}

static nps_method automatic(nps_purpose purpose, uint64_t n)
{
    static const uint64_t most[] = {[NPS_ONE_SAMPLE] = NPS_EXACT_AUTO_MAX,
                                    [NPS_TWO_SAMPLES] = NPS_EXACT_COMPARE_AUTO_MAX,
                                    [NPS_JOINED_SAMPLES] = 0};
    return n <= most[purpose] ? NPS_METHOD_EXACT : NPS_METHOD_SKEWNESS_SCORE;
}

nps_status nps_method_find(nps_method method, nps_purpose purpose, uint64_t n, uint64_t population, nps_method *really,
                           const nps_procedure **found)
{
    if (!is_known(method))
        return NPS_ERROR_METHOD;
    if (method == NPS_METHOD_AUTO)
        method = automatic(purpose, n);
    if (method == NPS_METHOD_ANYTIME && population != 0)
        return NPS_ERROR_UNAVAILABLE;
    if (method == NPS_METHOD_EXACT && n > (purpose == NPS_TWO_SAMPLES ? NPS_EXACT_COMPARE_MAX : NPS_EXACT_MAX))
        return NPS_ERROR_TOO_MANY;
    *really = method;
    *found =
        method == NPS_METHOD_EXACT && n > NPS_EXACT_SMALL_MAX ? &nps_exact_large_procedure : methods[method].procedure;
    return NPS_OK;
}

nps_status nps_method_check_level(double level)
{
    return level > 0 && level < 1 ? NPS_OK : NPS_ERROR_LEVEL;
}

nps_status nps_method_check_reference(double reference)
{
    return reference >= -100 && reference <= 100 ? NPS_OK : NPS_ERROR_REFERENCE;
}

nps_status nps_method_check_alternative(nps_alternative alternative)
{
    switch (alternative) {
    case NPS_TWO_SIDED:
    case NPS_GREATER:
    case NPS_LESS: return NPS_OK;
    }
    return NPS_ERROR_ALTERNATIVE;
}

/* Memory that suffices for every method, aligned for its contents; and for all but the exact intervals of many answers.
 */
typedef union memory {
    unsigned char exact[NPS_EXACT_ANY_MEMORY_SIZE(NPS_EXACT_MAX)];
    max_align_t aligned;
} memory;

typedef union small_memory {
    unsigned char exact[NPS_EXACT_ANY_MEMORY_SIZE(NPS_EXACT_SMALL_MAX)];
    max_align_t aligned;
} small_memory;

size_t nps_method_workspace_size(void)
{
    return sizeof(memory) + _Alignof(memory) - 1;
}

static nps_status work_in(void *bytes, const nps_procedure *procedure, nps_work work, void *context)
{
    nps_setting setting = {.memory = bytes};
    memset(bytes, 0, procedure->memory_size);
    return work(context, &setting);
}

/* In functions of their own, so that the other methods do not use this much stack. */
#ifdef __GNUC__
#define APART __attribute__((noinline))
#else
#define APART
#endif

APART static nps_status work_on_stack(const nps_procedure *procedure, nps_work work, void *context)
{
    small_memory on_stack;
    return work_in(&on_stack, procedure, work, context);
}

APART static nps_status work_on_large_stack(const nps_procedure *procedure, nps_work work, void *context)
{
    memory on_stack;
    return work_in(&on_stack, procedure, work, context);
}

nps_status nps_method_work(const nps_procedure *procedure, void *workspace, nps_work work, void *context)
{
    static const nps_setting nothing = {.memory = NULL};
    if (procedure->memory_size == 0)
        return work(context, &nothing);
    if (workspace) {
        unsigned char *const bytes = workspace;
        const size_t beyond = (size_t)((uintptr_t)bytes % _Alignof(memory));
        return work_in(beyond == 0 ? bytes : bytes + (_Alignof(memory) - beyond), procedure, work, context);
    }
    return procedure->memory_size <= sizeof(small_memory) ? work_on_stack(procedure, work, context)
                                                          : work_on_large_stack(procedure, work, context);
}
