-- What was left open at the end of the file is gone.
select * from left_open;
create table o (id int);
begin;
drop table a;
rollback;
select * from a;
begin;
alter table a rename to renamed;
select nothing from renamed;
select * from renamed;
commit;
alter table a add column x int;
