-- Tables made from others.
create table base (
  id int generated always as identity primary key,
  name text not null default 'x' check (name <> ''),
  n int generated always as (length(name)) stored,
  code text unique
);
create index base_name on base (name);
comment on column base.name is 'the name';
create table plain (like base);
create table with_defaults (like base including defaults, extra int);
create table with_all (like base including all);
create table with_most (like base including all excluding indexes excluding comments);
create table with_indexes (like base including indexes);
create table with_identity (like base including identity including generated including constraints);
create table between_columns (a int, like base, z int);
create table twice (name text, like base);
create table of_missing (like nothing);
create view a_view as select id, name from base;
create table of_view (like a_view);
create table parent (a int primary key, b text not null default 'b', c int check (c > 0));
create table child (d int) inherits (parent);
create table merged (b text, e int) inherits (parent);
create table conflicting (b int) inherits (parent);
create table two_parents () inherits (child, merged);
create table of_no_parent () inherits (nothing);
alter table parent add column f int default 3;
alter table child drop column b;
alter table parent drop column b;
alter table parent rename column c to cc;
alter table child no inherit parent;
alter table child inherit parent;
alter table plain inherit parent;
alter table parent alter column a type bigint;
drop table parent;
drop table parent cascade;
