alter table profiles add column fourth int;
alter table profiles add column fourth int;
