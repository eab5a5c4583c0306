-- The digits of this name are fewer, and it comes last.
alter table profiles add column third int;
create table profiles (again int);
