-- Expressions that Postgres looks through when a table is made.
create table t (
  a int check (a between 1 and 10),
  b text check (b in ('x', 'y')),
  c text check (c ~ '^[a-z]+$'),
  d numeric check (d > 0 and d < 100),
  e jsonb check (jsonb_typeof(e) = 'object'),
  f text[] check (array_length(f, 1) > 0),
  g timestamptz check (g > '2020-01-01'),
  h date default (current_date + interval '7 days'),
  i timestamptz default now() + interval '1 day',
  j text default upper('a') || lower('B'),
  k int default extract(year from now())::int,
  l uuid default gen_random_uuid(),
  m text default md5(random()::text),
  n int default (1 + 2) * 3,
  o varchar(5) default 'longer than five',
  p text default substring('abc' from 1 for 2),
  q boolean default (not false),
  r interval default '1 hour',
  s inet default '127.0.0.1',
  u text default (array['a', 'b'])[1],
  check (a > 1 or b is null),
  check (num_nonnulls(a, b) = 1),
  check (char_length(b) <= 3),
  check ((e ->> 'x') is not null)
);
create table operator_missing (a int check (a ~ 'x'));
create table operator_types (a text check (a > 1));
create table function_types (a int check (length(a) > 1));
create table bad_literal (a date default 'not a date');
create table bad_boolean (a boolean default 'maybe');
create table bad_json (a jsonb default '{');
create table bad_uuid (a uuid default 'x');
create table bad_int (a int default 1.5, b int default '1.5');
create table too_big (a smallint default 100000);
create table text_default (a int default now());
create table sub_check (a int check (a in (select 1)));
create table other_table (a int check (t.a > 0));
create table window_check (a int check (row_number() over () > 0));
create table variable (a int check ($1 > a));
create table bool_number (a boolean default 1);
create table interval_text (a timestamptz default now() + '1 day');
create table interval_text2 (a timestamptz default 'now' + 1);
create table arrays (a int[] default '{1,2}', b int[] default array[1, 2], c text[] default array[]::text[], d text[] default array[], e int[] default 'x');
create table named_notation (a interval default make_interval(days => 3), b interval default make_interval(nothing => 3));
create table casts (a int default '5'::int, b text default 5, c numeric default '1e5', d text default true, e int default true);
create table no_b_expression (a boolean default not false);
create table no_and (a boolean default 1 < 2 and 2 < 3);
create table precedence (a boolean default 1 < 2, b text default 'a' || 1);
create table case_check (a int check (case when a > 0 then true else false end), b text check (coalesce(b, 'x') <> ''));
create table similar (a int);
create table alike (a text check (a similar to 'x%'), b text check (b not like 'y%' escape '\'), c text check (c ilike any (array['x'])));
