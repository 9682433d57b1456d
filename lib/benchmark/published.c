/* Published scores, each with where it was read. None of the sources gives the respondents of a single score.
 * SPDX-License-Identifier: MIT */
#include <nps/benchmark.h>

#define INDUSTRY(name, region, year, score, source) {score, name, region, source, 0, year, NPS_BENCHMARK_INDUSTRY}
#define COMPANY(name, region, year, score, source)  {score, name, region, source, 0, year, NPS_BENCHMARK_COMPANY}

#define NORMS          "article on NPS practice quoting industry norms (undated, about 2017)"
#define NPS_BENCHMARKS "NPSBenchmarks.com, as quoted in an article of about 2018"
#define UBS            "UBS Evidence Lab, as quoted in an article of about 2018"
#define ABOUT_UBS      "article of about 2018; the passage names UBS Evidence Lab for retailers"
#define ARTICLE_2018   "article of about 2018"
#define XM_AVERAGE     "Qualtrics XM Institute; 8000-10000 consumers a year; US avg of 18 industries"
#define INAVERO        "Inavero (now ClearlyRated) via kimtasso.com; no n"

static const nps_benchmark published[] = {
    INDUSTRY("Banking", NULL, 0, 0, NORMS),
    INDUSTRY("Auto insurance", NULL, 0, 22, NORMS),
    INDUSTRY("Health and life insurance", NULL, 0, 27, NORMS),
    INDUSTRY("Airlines", NULL, 0, 36, NORMS),
    INDUSTRY("Tourism", NULL, 0, 38, NORMS),
    INDUSTRY("Hotels", NULL, 0, 43, NORMS),
    INDUSTRY("Online stores", NULL, 0, 45, NORMS),
    INDUSTRY("Internet services", NULL, 0, 48, NORMS),
    INDUSTRY("Technology", "global", 2017, 61, NPS_BENCHMARKS),
    INDUSTRY("Consumer goods", "global", 2017, 46, NPS_BENCHMARKS),
    INDUSTRY("Hospitality", "global", 2017, 52, NPS_BENCHMARKS),
    COMPANY("Amazon", "US", 2017, 69, NPS_BENCHMARKS),
    COMPANY("Costco", "US", 2017, 79, NPS_BENCHMARKS),
    COMPANY("Apple", "US", 2017, 72, "article on NPS practice (another passage of it prints 89 for satisfaction)"),
    COMPANY("Verizon", "US", 2017, 38, NORMS),
    COMPANY("AT&T", "US", 2017, 15, NORMS),
    COMPANY("Mediacom", "US", 2017, 22, NORMS),
    COMPANY("Lenta", "Russia", 2017, 7, UBS),
    COMPANY("O'Key", "Russia", 2017, 3, UBS),
    COMPANY("Sberbank", "Russia", 2017, 59, ABOUT_UBS),
    COMPANY("Tele2", "Russia", 2017, 35, ABOUT_UBS),
    COMPANY("MegaFon", "Russia", 2017, 17, ABOUT_UBS),
    COMPANY("Beeline", "Russia", 2017, 25, ABOUT_UBS),
    COMPANY("Aeroflot", "Russia", 2010, 44, ARTICLE_2018),
    COMPANY("Aeroflot", "Russia", 2015, 67, ARTICLE_2018),
    COMPANY("Aeroflot", "Russia", 2017, 72, ARTICLE_2018),
    COMPANY("Pobeda", "Russia", 2015, 72, ARTICLE_2018),
    INDUSTRY("Grocery", "US", 2021, 33.3,
             "Qualtrics XM Institute; 9056 consumers; 344 companies; no per-industry n; US consumers 22 industries; "
             "highest of its survey"),
    INDUSTRY("Consumer payments", "US", 2021, -0.1,
             "Qualtrics XM Institute; 9056 consumers; 344 companies; US consumers 22 industries; lowest of its survey"),
    INDUSTRY(
        "Retail", "US", 2022, 28.4,
        "Qualtrics XM Institute; 10000 consumers; 353 companies; US consumers 22 industries; highest of its survey"),
    INDUSTRY(
        "Consumer payments", "US", 2022, 1.4,
        "Qualtrics XM Institute; 10000 consumers; 353 companies; US consumers 22 industries; lowest of its survey"),
    INDUSTRY("Airlines", "US", 2023, 7,
             "Qualtrics XM Institute; no n on the page excerpt; US consumers 22 industries; Economics of NPS report"),
    INDUSTRY("Car rentals", "US", 2023, 3,
             "Qualtrics XM Institute; no n on the page excerpt; US consumers 22 industries; Economics of NPS report"),
    INDUSTRY("Grocery", "US", 2023, 30.1,
             "Qualtrics XM Institute; 10000 people; 351 companies; mean of company scores; US consumers 22 industries; "
             "highest of its survey"),
    INDUSTRY("Consumer payments", "US", 2023, -6.1,
             "Qualtrics XM Institute; 10000 people; 351 companies; US consumers 22 industries; lowest of its survey"),
    INDUSTRY("Average", "US", 2012, 31.7, XM_AVERAGE),
    INDUSTRY("Average", "US", 2016, 34.5, XM_AVERAGE),
    INDUSTRY("Average", "US", 2020, 11.3, XM_AVERAGE),
    INDUSTRY("Average", "US", 2021, 19.8, XM_AVERAGE),
    INDUSTRY("Auto dealers", "US", 2017, 43,
             "Temkin Group; 10000 consumers; 299 companies; US consumers 20 industries; highest of its survey"),
    INDUSTRY("TV/Internet service", "US", 2017, 9,
             "Temkin Group; 10000 consumers; 299 companies; US consumers 20 industries; lowest of its survey"),
    INDUSTRY("Auto dealers and streaming media", "US", 2018, 39,
             "Temkin Group; 10000 consumers; US consumers; highest of its survey"),
    INDUSTRY("TV/Internet service", "US", 2018, 0, "Temkin Group; 10000 consumers; US consumers; lowest of its survey"),
    INDUSTRY("Department/Specialty stores", "US", 2018, 62,
             "NICE Satmetrix; 62000 respondents; 188 brands; US B2C 23 sectors; highest of its survey"),
    INDUSTRY("Accountancy", "UK", 2014, 31, INAVERO),
    INDUSTRY("Accountancy", "UK", 2015, 31, INAVERO),
    INDUSTRY("Accountancy", "UK", 2016, 28, INAVERO),
    INDUSTRY("Accountancy", "UK", 2017, 18, INAVERO),
    INDUSTRY("Accountancy", "UK", 2018, 19, INAVERO),
    INDUSTRY("Legal", "UK", 2014, 29, INAVERO),
    INDUSTRY("Legal", "UK", 2015, 32, INAVERO),
    INDUSTRY("Legal", "UK", 2016, 23, INAVERO),
    INDUSTRY("Legal", "UK", 2017, 17, INAVERO),
    INDUSTRY("Legal", "UK", 2018, 19, INAVERO),
    INDUSTRY("HR services", "US", 2022, 37, "ClearlyRated; no n; US HR services clients"),
    INDUSTRY("RPO", "US", 2022, 53, "ClearlyRated; no n; US RPO clients"),
    INDUSTRY("Median organisation", NULL, 0, 36,
             "SurveyMonkey; surveys created by customers; upper quartile 66; SurveyMonkey customers"),
};

const nps_benchmark *nps_benchmark_published(size_t place)
{
    return place < sizeof published / sizeof *published ? &published[place] : NULL;
}
