/**
 * @file export.h
 * @brief Visibility of public symbols and C linkage for C++.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_EXPORT_H
#define NPS_EXPORT_H

#ifndef NPS_EXPORT
#if defined(_WIN32) && defined(NPS_BUILDING)
#define NPS_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define NPS_EXPORT __attribute__((visibility("default")))
#else
#define NPS_EXPORT
#endif
#endif

#ifdef __cplusplus
#define NPS_BEGIN_DECLARATIONS extern "C" {
#define NPS_END_DECLARATIONS   }
#else
#define NPS_BEGIN_DECLARATIONS
#define NPS_END_DECLARATIONS
#endif

#endif
