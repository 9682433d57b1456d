/* Where a Cortex-M begins: the top of the stack and the first instruction, which makes ready what C expects.
 * SPDX-License-Identifier: MIT */
#include <stdint.h>

/* By device.ld. */
extern uint32_t stack_top[], data_source[], data_begin[], data_end[];
/* Of newlib: clears the rest of the memory and calls main(). */
extern void _start(void);

static void reset(void)
{
    const uint32_t *from = data_source;
    uint32_t *to;
    for (to = data_begin; to < data_end; to++)
        *to = *from++;
    _start();
}

static void stop(void)
{
    for (;;)
        continue;
}

typedef void handler(void);

__attribute__((section(".vectors"), used)) static const struct {
    uint32_t *stack;
    handler *handlers[15];
} vectors = {stack_top, {reset, stop, stop, stop, stop, stop, stop, stop, stop, stop, stop, stop, stop, stop, stop}};
