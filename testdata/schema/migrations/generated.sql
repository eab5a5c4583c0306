-- Stored generated columns.
create table g (
  a int not null,
  b int generated always as (a * 2) stored,
  full_text tsvector generated always as (to_tsvector('english', coalesce(title, ''))) stored,
  title text,
  slug text generated always as (lower(replace(title, ' ', '-'))) stored not null
);
create table not_immutable (a text, b tsvector generated always as (to_tsvector(a)) stored);
create table volatile (a int, b double precision generated always as (random() * a) stored);
create table of_generated (a int, b int generated always as (a) stored, c int generated always as (b) stored);
create table with_default (a int, b int generated always as (a) stored default 1);
create table with_subselect (a int, b int generated always as ((select 1)) stored);
create table missing_column (a int, b int generated always as (z) stored);
alter table g add column c text generated always as (a::text) stored;
alter table g add column d text generated always as (current_timestamp::text) stored;
alter table g alter column b drop expression;
alter table g alter column b drop expression;
alter table g alter column b drop expression if exists;
alter table g alter column a drop expression;
alter table g alter column c set default 'x';
alter table g drop column a;
alter table g drop column a cascade;
insert into g (title, slug) values ('a', 'b');
