{#- Scores with adjusted Wald intervals, as nps.sql.adjusted_wald() writes the query. SPDX-License-Identifier: MIT -#}
{% macro nps_adjusted_wald(relation, answer, by=[], where=none, scale="0_10", level=0.95) -%}
{%- set keys = [by] if by is string else by -%}
{%- set scales = {"0_10": [0, 10, 6, 9], "1_10": [1, 10, 6, 9], "1_5": [1, 5, 3, 5], "1_7": [1, 7, 5, 7]} -%}
{#- The two-sided normal quantiles. Errors wait for the run: an error while dbt parses would stop every model. -#}
{%- set quantiles = {
  "0.8": "1.2815515655446004", "0.9": "1.6448536269514722", "0.95": "1.959963984540054",
  "0.98": "2.3263478740408408", "0.99": "2.5758293035489004", "0.999": "3.2905267314919255",
} -%}
{%- if execute and scale not in scales -%}
{{ exceptions.raise_compiler_error("scale must be one of " ~ scales | join(", ") ~ ", not " ~ scale) }}
{%- endif -%}
{%- if execute and level | string not in quantiles -%}
{{ exceptions.raise_compiler_error("level must be one of " ~ quantiles | join(", ") ~ ", not " ~ level) }}
{%- endif -%}
{%- set lowest, highest, detractor_max, promoter_min = scales.get(scale, scales["0_10"]) -%}
{%- set real = nps.nps_real() -%}
{%- set off = ["invalid"] -%}
{%- set groups = {"promoters": [], "passives": [], "detractors": []} -%}
{%- for each in range(11) -%}
  {%- set place = off if each < lowest or each > highest
      else groups["detractors" if each <= detractor_max else "promoters" if each >= promoter_min else "passives"] -%}
  {%- do place.append("answer_" ~ each) -%}
{%- endfor -%}
{%- set kept = (keys + ["missing", "invalid", "promoters", "passives", "detractors"]) | join(", ") -%}
-- Adjusted Wald (Rocks 2016), for plain SQL; the default method of libnps keeps its level better.
SELECT
  {{ (keys + ["n", "missing", "invalid", "promoters", "passives", "detractors"]) | join(", ") }},
  CASE WHEN n > 0 THEN CAST(100 AS {{ real }}) * (promoters - detractors) / n END AS score,
  CASE WHEN n > 0 THEN CASE WHEN theta - margin < -1 THEN CAST(-100 AS {{ real }}) ELSE 100 * (theta - margin) END END
    AS lower,
  CASE WHEN n > 0 THEN CASE WHEN theta + margin > 1 THEN CAST(100 AS {{ real }}) ELSE 100 * (theta + margin) END END
    AS upper,
  'adjusted wald' AS method
FROM (
  SELECT
    {{ kept }}, n, (p - d) / total AS theta,
    CAST({{ quantiles[level | string] }} AS {{ real }}) * SQRT((
      p * (m + 2 * d) / total * (m + 2 * d) / total + m * (p - d) / total * (p - d) / total
      + d * (m + 2 * p) / total * (m + 2 * p) / total) / total / total) AS margin
  FROM (
    SELECT
      {{ kept }}, promoters + passives + detractors AS n,
      CAST(promoters AS {{ real }}) + CAST(0.75 AS {{ real }}) AS p,
      CAST(passives AS {{ real }}) + CAST(1.5 AS {{ real }}) AS m,
      CAST(detractors AS {{ real }}) + CAST(0.75 AS {{ real }}) AS d,
      CAST(promoters + passives + detractors AS {{ real }}) + CAST(3 AS {{ real }}) AS total
    FROM (
      SELECT
        {% for key in keys %}{{ key }}, {% endfor %}missing, {{ off | join(" + ") }} AS invalid,
        {{ groups["promoters"] | join(" + ") }} AS promoters,
        {{ (groups["passives"] or ["0"]) | join(" + ") }} AS passives,
        {{ groups["detractors"] | join(" + ") }} AS detractors
      FROM ({{ nps.nps_counts(relation, answer, keys, where) }}) AS nps_counted
    ) AS nps_grouped
  ) AS nps_adjusted
) AS nps_bounded
{%- endmacro %}
