-- A byte order mark comes first.
create table a (id int);
alter table nothing add column b int;
