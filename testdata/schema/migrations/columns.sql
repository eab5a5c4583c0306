-- Nullability, defaults, keys and checks written at columns.
create table people (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  name text null default 'nobody',
  nothing text default null,
  typed_nothing text default null::text,
  age int check (age >= 0),
  score numeric(5, 2) not null default 0.0 check (score <= 100) check (score >= 0),
  tags text[] not null default '{}',
  data jsonb default '{}'::jsonb not null,
  created_at timestamptz default now() not null,
  updated timestamp default (now() at time zone 'utc'),
  day date default current_date,
  who text default current_user,
  manager uuid references people,
  collated text collate "C"
);
create table two_keys (a int primary key, b int primary key);
create table key_and_constraint (a int primary key, b int, primary key (b));
create table null_conflict (a int null not null);
create table two_defaults (a int default 1 default 2);
create table default_of_wrong_type (a int default 'abc'::text);
create table default_not_a_number (a int default 'abc');
create table default_names_column (a int, b int default a);
create table default_subselect (a int default (select 1));
create table default_aggregate (a int default count(*));
create table default_missing_function (a uuid default made_up());
create table check_of_wrong_type (a int check (a));
create table check_missing_column (a int check (b > 0));
create table missing_collation (a text collate "no_such");
create table no_columns ();
create table if not exists people (other int);
create table people (id int);
