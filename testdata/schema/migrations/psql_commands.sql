-- What psql itself does is no SQL.
\set ON_ERROR_STOP 0
\echo hello
create table a (id int);
\d a
\timing on
create table b (id int); create table c (id int); alter table nothing add column x int; create table d (id int);
\if true
create table in_if (id int);
\endif
\set name value
select 1 \g
copy a (id) from stdin;
1
2
\.
create table after_copy (id int);
alter table nothing2 add column x int;
\restrict abc
create table restricted (id int);
\unrestrict abc
\q
create table after_quit (id int);
