select * from scratch;
alter table scratch add column z int;
select * from kept;
select * from over_temp;
alter table fast set logged;
