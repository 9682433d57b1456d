-- The extension nps: the functions of bindings/sqlite and more, for PostgreSQL 15 and newer.
-- SPDX-License-Identifier: MIT
\echo Use "CREATE EXTENSION nps" to load this file. \quit

-- The state: how often each answer was given, and how many were missing and invalid (docs/format.md).

CREATE TYPE nps_state;

CREATE FUNCTION nps_state_in(cstring) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_state_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_out(nps_state) RETURNS cstring
    AS 'MODULE_PATHNAME', 'nps_pg_state_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_recv(internal) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_state_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_send(nps_state) RETURNS bytea
    AS 'MODULE_PATHNAME', 'nps_pg_state_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE nps_state (
    INPUT = nps_state_in, OUTPUT = nps_state_out, RECEIVE = nps_state_recv, SEND = nps_state_send,
    INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE nps_state IS 'the answers of a Net Promoter Score survey, counted';

CREATE FUNCTION nps_state_to_bytea(nps_state) RETURNS bytea
    AS 'MODULE_PATHNAME', 'nps_pg_state_to_bytea' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_from_bytea(bytea) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_state_from_bytea' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE CAST (nps_state AS bytea) WITH FUNCTION nps_state_to_bytea(nps_state);
CREATE CAST (bytea AS nps_state) WITH FUNCTION nps_state_from_bytea(bytea);

-- Equality, and an order that means nothing to people: for DISTINCT, unique indices, sorting and joins.

CREATE FUNCTION nps_state_eq(nps_state, nps_state) RETURNS boolean
    AS 'MODULE_PATHNAME', 'nps_pg_state_equal' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_ne(nps_state, nps_state) RETURNS boolean
    AS 'MODULE_PATHNAME', 'nps_pg_state_differs' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_lt(nps_state, nps_state) RETURNS boolean
    AS 'MODULE_PATHNAME', 'nps_pg_state_before' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_le(nps_state, nps_state) RETURNS boolean
    AS 'MODULE_PATHNAME', 'nps_pg_state_not_after' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_gt(nps_state, nps_state) RETURNS boolean
    AS 'MODULE_PATHNAME', 'nps_pg_state_after' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_ge(nps_state, nps_state) RETURNS boolean
    AS 'MODULE_PATHNAME', 'nps_pg_state_not_before' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_cmp(nps_state, nps_state) RETURNS integer
    AS 'MODULE_PATHNAME', 'nps_pg_state_compare' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_hash(nps_state) RETURNS integer
    AS 'MODULE_PATHNAME', 'nps_pg_state_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_hash_extended(nps_state, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME', 'nps_pg_state_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE OPERATOR = (
    LEFTARG = nps_state, RIGHTARG = nps_state, FUNCTION = nps_state_eq, COMMUTATOR = =,
    NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
CREATE OPERATOR <> (
    LEFTARG = nps_state, RIGHTARG = nps_state, FUNCTION = nps_state_ne, COMMUTATOR = <>,
    NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
CREATE OPERATOR < (
    LEFTARG = nps_state, RIGHTARG = nps_state, FUNCTION = nps_state_lt, COMMUTATOR = >,
    NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
CREATE OPERATOR <= (
    LEFTARG = nps_state, RIGHTARG = nps_state, FUNCTION = nps_state_le, COMMUTATOR = >=,
    NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
CREATE OPERATOR > (
    LEFTARG = nps_state, RIGHTARG = nps_state, FUNCTION = nps_state_gt, COMMUTATOR = <,
    NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
CREATE OPERATOR >= (
    LEFTARG = nps_state, RIGHTARG = nps_state, FUNCTION = nps_state_ge, COMMUTATOR = <=,
    NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR CLASS nps_state_ops DEFAULT FOR TYPE nps_state USING btree AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
    FUNCTION 1 nps_state_cmp(nps_state, nps_state);
CREATE OPERATOR CLASS nps_state_ops DEFAULT FOR TYPE nps_state USING hash AS
    OPERATOR 1 =,
    FUNCTION 1 nps_state_hash(nps_state), FUNCTION 2 nps_state_hash_extended(nps_state, bigint);

-- Two states as one, and what is left of one: ON CONFLICT (day) DO UPDATE SET state = days.state + excluded.state.

CREATE FUNCTION nps_merge(nps_state, nps_state) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_subtract(nps_state, nps_state) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_subtract' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OPERATOR + (LEFTARG = nps_state, RIGHTARG = nps_state, FUNCTION = nps_merge, COMMUTATOR = +);
CREATE OPERATOR - (LEFTARG = nps_state, RIGHTARG = nps_state, FUNCTION = nps_subtract);

CREATE FUNCTION nps_state(promoters bigint, passives bigint, detractors bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_state' LANGUAGE C IMMUTABLE PARALLEL SAFE;

-- nps_agg(answer [, times]), the state of rows: a NULL is a missing answer, a number other than 0 to 10 an invalid one.
-- The functions here are its parts, and refuse to be called outside an aggregate.

CREATE FUNCTION nps_rollup_step(nps_state, nps_state) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_rollup_step' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_rollup_back(nps_state, nps_state) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_rollup_back' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_state_end(nps_state) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_end' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, smallint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_int2' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, smallint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_int2' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, smallint, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_int2' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, smallint, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_int2' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, integer) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, integer) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, integer, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, integer, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, bigint, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, bigint, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, double precision) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, double precision) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, double precision, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, double precision, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, numeric) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, numeric) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_step(nps_state, numeric, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_step_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_agg_back(nps_state, numeric, bigint) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_agg_back_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE AGGREGATE nps_agg(answer smallint) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);
CREATE AGGREGATE nps_agg(answer smallint, times bigint) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);
CREATE AGGREGATE nps_agg(answer integer) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);
CREATE AGGREGATE nps_agg(answer integer, times bigint) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);
CREATE AGGREGATE nps_agg(answer bigint) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);
CREATE AGGREGATE nps_agg(answer bigint, times bigint) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);
CREATE AGGREGATE nps_agg(answer double precision) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);
CREATE AGGREGATE nps_agg(answer double precision, times bigint) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);
CREATE AGGREGATE nps_agg(answer numeric) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);
CREATE AGGREGATE nps_agg(answer numeric, times bigint) (
    SFUNC = nps_agg_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_agg_step, MINVFUNC = nps_agg_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);

-- nps_rollup(state): the state of states, without those that are NULL.

CREATE AGGREGATE nps_rollup(state nps_state) (
    SFUNC = nps_rollup_step, STYPE = nps_state, SSPACE = 128,
    FINALFUNC = nps_state_end, COMBINEFUNC = nps_rollup_step,
    MSFUNC = nps_rollup_step, MINVFUNC = nps_rollup_back, MSTYPE = nps_state, MSSPACE = 128, MFINALFUNC = nps_state_end,
    PARALLEL = SAFE
);

-- What a state says. NULL where there is nothing to say: of NULL, and a score without answers.
-- A scale that is NULL is 0_10.

CREATE FUNCTION nps_score(state nps_state, scale text DEFAULT NULL) RETURNS double precision
    AS 'MODULE_PATHNAME', 'nps_pg_score' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_n(state nps_state, scale text DEFAULT NULL) RETURNS bigint
    AS 'MODULE_PATHNAME', 'nps_pg_n' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_promoters(state nps_state, scale text DEFAULT NULL) RETURNS bigint
    AS 'MODULE_PATHNAME', 'nps_pg_promoters' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_passives(state nps_state, scale text DEFAULT NULL) RETURNS bigint
    AS 'MODULE_PATHNAME', 'nps_pg_passives' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_detractors(state nps_state, scale text DEFAULT NULL) RETURNS bigint
    AS 'MODULE_PATHNAME', 'nps_pg_detractors' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_missing(state nps_state) RETURNS bigint
    AS 'MODULE_PATHNAME', 'nps_pg_missing' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_invalid(state nps_state) RETURNS bigint
    AS 'MODULE_PATHNAME', 'nps_pg_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;

-- Intervals, tests and comparisons. A level that is NULL is 0.95, a method auto, a scale 0_10.

CREATE FUNCTION nps_lower(
    state nps_state, level double precision DEFAULT NULL, method text DEFAULT NULL, scale text DEFAULT NULL
) RETURNS double precision
    AS 'MODULE_PATHNAME', 'nps_pg_lower' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE FUNCTION nps_upper(
    state nps_state, level double precision DEFAULT NULL, method text DEFAULT NULL, scale text DEFAULT NULL
) RETURNS double precision
    AS 'MODULE_PATHNAME', 'nps_pg_upper' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE FUNCTION nps_test(state nps_state, reference double precision, scale text DEFAULT NULL) RETURNS double precision
    AS 'MODULE_PATHNAME', 'nps_pg_test' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE FUNCTION nps_compare(
    a nps_state, b nps_state, level double precision DEFAULT NULL, method text DEFAULT NULL, scale text DEFAULT NULL
) RETURNS double precision
    AS 'MODULE_PATHNAME', 'nps_pg_compare' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
CREATE FUNCTION nps_compare_lower(
    a nps_state, b nps_state, level double precision DEFAULT NULL, method text DEFAULT NULL, scale text DEFAULT NULL
) RETURNS double precision
    AS 'MODULE_PATHNAME', 'nps_pg_compare_lower' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
CREATE FUNCTION nps_compare_upper(
    a nps_state, b nps_state, level double precision DEFAULT NULL, method text DEFAULT NULL, scale text DEFAULT NULL
) RETURNS double precision
    AS 'MODULE_PATHNAME', 'nps_pg_compare_upper' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
CREATE FUNCTION nps_compare_p(
    a nps_state, b nps_state, level double precision DEFAULT NULL, method text DEFAULT NULL, scale text DEFAULT NULL
) RETURNS double precision
    AS 'MODULE_PATHNAME', 'nps_pg_compare_p' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;

-- All of it as a record, and as JSON.

CREATE FUNCTION nps_read(
    state nps_state, level double precision DEFAULT NULL, method text DEFAULT NULL, scale text DEFAULT NULL,
    OUT n bigint, OUT promoters bigint, OUT passives bigint, OUT detractors bigint, OUT missing bigint,
    OUT invalid bigint, OUT score double precision, OUT lower double precision, OUT upper double precision,
    OUT level double precision, OUT method text
)
    AS 'MODULE_PATHNAME', 'nps_pg_read' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
CREATE FUNCTION nps_compare_read(
    a nps_state, b nps_state, level double precision DEFAULT NULL, method text DEFAULT NULL, scale text DEFAULT NULL,
    OUT difference double precision, OUT lower double precision, OUT upper double precision, OUT p double precision,
    OUT level double precision, OUT method text
)
    AS 'MODULE_PATHNAME', 'nps_pg_compare_read' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
CREATE FUNCTION nps_json(
    state nps_state, level double precision DEFAULT NULL, method text DEFAULT NULL, scale text DEFAULT NULL
) RETURNS json
    AS 'MODULE_PATHNAME', 'nps_pg_json' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;

CREATE FUNCTION nps_version() RETURNS text
    AS 'MODULE_PATHNAME', 'nps_pg_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

-- Answers by day: one value with the state of every day, read by periods and windows. A NULL day is kept as undated.

CREATE TYPE nps_timeline;

CREATE FUNCTION nps_timeline_in(cstring) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_out(nps_timeline) RETURNS cstring
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_recv(internal) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_send(nps_timeline) RETURNS bytea
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

CREATE TYPE nps_timeline (
    INPUT = nps_timeline_in, OUTPUT = nps_timeline_out, RECEIVE = nps_timeline_recv, SEND = nps_timeline_send,
    INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended
);
COMMENT ON TYPE nps_timeline IS 'the answers of a Net Promoter Score survey, counted by day';

CREATE FUNCTION nps_timeline_to_bytea(nps_timeline) RETURNS bytea
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_from_bytea(bytea) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_from_bytea' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE CAST (nps_timeline AS bytea) WITH FUNCTION nps_timeline_to_bytea(nps_timeline);
CREATE CAST (bytea AS nps_timeline) WITH FUNCTION nps_timeline_from_bytea(bytea);

-- Equality, and an order that means nothing to people, of the bytes: equal answers have equal bytes.

CREATE FUNCTION nps_timeline_eq(nps_timeline, nps_timeline) RETURNS boolean
    AS 'byteaeq' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_ne(nps_timeline, nps_timeline) RETURNS boolean
    AS 'byteane' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_lt(nps_timeline, nps_timeline) RETURNS boolean
    AS 'bytealt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_le(nps_timeline, nps_timeline) RETURNS boolean
    AS 'byteale' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_gt(nps_timeline, nps_timeline) RETURNS boolean
    AS 'byteagt' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_ge(nps_timeline, nps_timeline) RETURNS boolean
    AS 'byteage' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_cmp(nps_timeline, nps_timeline) RETURNS integer
    AS 'byteacmp' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_hash(nps_timeline) RETURNS integer
    AS 'hashvarlena' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_hash_extended(nps_timeline, bigint) RETURNS bigint
    AS 'hashvarlenaextended' LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;

CREATE OPERATOR = (
    LEFTARG = nps_timeline, RIGHTARG = nps_timeline, FUNCTION = nps_timeline_eq, COMMUTATOR = =,
    NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
CREATE OPERATOR <> (
    LEFTARG = nps_timeline, RIGHTARG = nps_timeline, FUNCTION = nps_timeline_ne, COMMUTATOR = <>,
    NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
CREATE OPERATOR < (
    LEFTARG = nps_timeline, RIGHTARG = nps_timeline, FUNCTION = nps_timeline_lt, COMMUTATOR = >,
    NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
CREATE OPERATOR <= (
    LEFTARG = nps_timeline, RIGHTARG = nps_timeline, FUNCTION = nps_timeline_le, COMMUTATOR = >=,
    NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
CREATE OPERATOR > (
    LEFTARG = nps_timeline, RIGHTARG = nps_timeline, FUNCTION = nps_timeline_gt, COMMUTATOR = <,
    NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
CREATE OPERATOR >= (
    LEFTARG = nps_timeline, RIGHTARG = nps_timeline, FUNCTION = nps_timeline_ge, COMMUTATOR = <=,
    NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);

CREATE OPERATOR CLASS nps_timeline_ops DEFAULT FOR TYPE nps_timeline USING btree AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
    FUNCTION 1 nps_timeline_cmp(nps_timeline, nps_timeline);
CREATE OPERATOR CLASS nps_timeline_ops DEFAULT FOR TYPE nps_timeline USING hash AS
    OPERATOR 1 =,
    FUNCTION 1 nps_timeline_hash(nps_timeline), FUNCTION 2 nps_timeline_hash_extended(nps_timeline, bigint);

CREATE FUNCTION nps_timeline_merge(nps_timeline, nps_timeline) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_merge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE OPERATOR + (LEFTARG = nps_timeline, RIGHTARG = nps_timeline, FUNCTION = nps_timeline_merge, COMMUTATOR = +);

CREATE FUNCTION nps_timeline_rollup_step(nps_timeline, nps_timeline) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_rollup_step' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_end(nps_timeline) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_end' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, smallint) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_int2' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, smallint, bigint) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_int2' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, integer) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, integer, bigint) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, bigint) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, bigint, bigint) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, double precision) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, double precision, bigint) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, numeric) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, numeric, bigint) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION nps_timeline_step(nps_timeline, date, nps_state) RETURNS nps_timeline
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_step_state' LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE AGGREGATE nps_timeline_agg(day date, answer smallint) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, answer smallint, times bigint) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, answer integer) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, answer integer, times bigint) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, answer bigint) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, answer bigint, times bigint) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, answer double precision) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, answer double precision, times bigint) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, answer numeric) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, answer numeric, times bigint) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_agg(day date, state nps_state) (
    SFUNC = nps_timeline_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);
CREATE AGGREGATE nps_timeline_rollup(timeline nps_timeline) (
    SFUNC = nps_timeline_rollup_step, STYPE = nps_timeline, SSPACE = 16384,
    FINALFUNC = nps_timeline_end, COMBINEFUNC = nps_timeline_rollup_step, PARALLEL = SAFE
);

-- Without days, from the first to the last day with answers. The periods at both ends are whole.

CREATE FUNCTION nps_timeline_between(timeline nps_timeline, first date, last date) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_between' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION nps_timeline_undated(timeline nps_timeline) RETURNS nps_state
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_undated' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
CREATE FUNCTION nps_timeline_periods(
    timeline nps_timeline, unit text, since date DEFAULT NULL, until date DEFAULT NULL,
    OUT first date, OUT last date, OUT state nps_state
) RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_periods' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 50;
CREATE FUNCTION nps_timeline_rolling(
    timeline nps_timeline, days integer, since date DEFAULT NULL, until date DEFAULT NULL,
    OUT day date, OUT state nps_state
) RETURNS SETOF record
    AS 'MODULE_PATHNAME', 'nps_pg_timeline_rolling' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 1000;
