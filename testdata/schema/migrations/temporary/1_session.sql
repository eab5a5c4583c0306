-- Temporary tables end with the session, that is with the file.
create temp table scratch (id int primary key, x text);
create temporary table if not exists scratch (y int);
insert into scratch values (1, 'a');
create table kept as select * from scratch;
create table shadowed (a int);
create temp table shadowed (b int);
alter table shadowed add column c int;
alter table public.shadowed add column d int;
create table points_at (id int references scratch (id));
create view over_temp as select * from scratch;
create unlogged table fast (id serial primary key);
create temp table public.wrong (id int);
drop table shadowed;
drop table shadowed;
