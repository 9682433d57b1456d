{#- What differs between databases. SPDX-License-Identifier: MIT -#}

{#- Whether a number is NaN, which is a missing answer; nothing where NaN is unknown. -#}
{% macro nps_is_nan(number) -%}
{{ return(adapter.dispatch("nps_is_nan", "nps")(number)) }}
{%- endmacro %}
{% macro default__nps_is_nan(number) %}{{ return("") }}{% endmacro %}
{% macro postgres__nps_is_nan(number) %}{{ return("CAST(" ~ number ~ " AS TEXT) = 'NaN'") }}{% endmacro %}
{% macro duckdb__nps_is_nan(number) %}{{ return("isnan(CAST(" ~ number ~ " AS DOUBLE))") }}{% endmacro %}
{% macro spark__nps_is_nan(number) %}{{ return("isnan(" ~ number ~ ")") }}{% endmacro %}
{% macro clickhouse__nps_is_nan(number) %}{{ return("isNaN(toFloat64(" ~ number ~ "))") }}{% endmacro %}
{% macro bigquery__nps_is_nan(number) %}{{ return("IS_NAN(CAST(" ~ number ~ " AS FLOAT64))") }}{% endmacro %}
{% macro snowflake__nps_is_nan(number) -%}
{{ return("CAST(" ~ number ~ " AS DOUBLE) = CAST('NaN' AS DOUBLE)") }}
{%- endmacro %}

{#- An integer of 64 bits. -#}
{% macro nps_integer() -%}
{{ return(adapter.dispatch("nps_integer", "nps")()) }}
{%- endmacro %}
{% macro default__nps_integer() %}{{ return("BIGINT") }}{% endmacro %}
{% macro sqlite__nps_integer() %}{{ return("INTEGER") }}{% endmacro %}
{% macro clickhouse__nps_integer() %}{{ return("Int64") }}{% endmacro %}
{% macro bigquery__nps_integer() %}{{ return("INT64") }}{% endmacro %}

{#- A floating-point number of 64 bits; that of dbt itself has 32 in some databases. -#}
{% macro nps_real() -%}
{{ return(adapter.dispatch("nps_real", "nps")()) }}
{%- endmacro %}
{% macro default__nps_real() %}{{ return("DOUBLE PRECISION") }}{% endmacro %}
{% macro duckdb__nps_real() %}{{ return("DOUBLE") }}{% endmacro %}
{% macro spark__nps_real() %}{{ return("DOUBLE") }}{% endmacro %}
{% macro clickhouse__nps_real() %}{{ return("Float64") }}{% endmacro %}
{% macro bigquery__nps_real() %}{{ return("FLOAT64") }}{% endmacro %}
