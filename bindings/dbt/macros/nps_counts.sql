{#- The query that counts answers by key, as nps.sql.counts() writes it. SPDX-License-Identifier: MIT -#}
{% macro nps_counts(relation, answer, by=[], where=none) -%}
{%- set keys = [by] if by is string else by -%}
{%- set is_missing = ["nps_answer IS NULL", nps.nps_is_nan("nps_answer")] | select | join(" OR ") -%}
SELECT
  {% for key in keys -%}
  {{ key }},
  {% endfor -%}
  {%- for each in range(11) -%}
  {{ nps.nps_times("WHEN nps_answer = " ~ each ~ " THEN nps_times ELSE 0") }} AS answer_{{ each }},
  {% endfor -%}
  {{ nps.nps_times("WHEN " ~ is_missing ~ " THEN nps_times ELSE 0") }} AS missing,
  {{ nps.nps_times("WHEN " ~ is_missing ~ " OR nps_answer IN (" ~ range(11) | join(", ") ~ ") THEN 0 ELSE nps_times") }}
    AS invalid
FROM (
  SELECT {{ (keys + [answer ~ " AS nps_answer", "COUNT(*) AS nps_times"]) | join(", ") }}
  FROM {{ relation }}
  {% if where is not none -%}
  WHERE ({{ where }}
  )
  {% endif -%}
  GROUP BY {{ (keys + ([] if answer in keys else [answer])) | join(", ") }}
) AS nps_counted
{%- if keys %}
GROUP BY {{ keys | join(", ") }}
{%- endif %}
{%- endmacro %}

{#- The number of rows of a condition, which has the parts of a CASE. -#}
{% macro nps_times(condition) -%}
CAST(COALESCE(SUM(CASE {{ condition }} END), 0) AS {{ nps.nps_integer() }})
{%- endmacro %}
