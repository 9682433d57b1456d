/* The order of many keys.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_KEYS_ORDER_H
#define NPS_KEYS_ORDER_H

#include "keys.h"

/** The bytes of memory that ordering needs for each key. */
enum { NPS_KEYS_ORDER_SIZE = 12 };

/**
 * Finds the order of nps_key_compare().
 *
 * The beginnings of the keys are sorted beside their indexes, so that comparing keys does not wait for the memory of
 * the set. The time is linear in the number of keys and in the bytes of their texts, whatever they are.
 *
 * @param self      The set.
 * @param memory    NPS_KEYS_ORDER_SIZE bytes for each key, of any alignment. The last NPS_PLACE_SIZE of these bytes for
 *                  each key receive the indexes, as nps_order_get() reads them; the others are overwritten.
 * @param interrupt Asked at least every few milliseconds, and after NPS_ERROR_INTERRUPTED the memory has no order.
 */
nps_status nps_keys_order(const nps_keys *self, unsigned char *memory, const nps_interrupt *interrupt);

#endif
