-- What does not parse costs itself only.
create table a (id int);
creat table b (id int);
create table c (id int,);
create table d (id int
);
alter table a ad column x int;
select from where;
create table e (id int));
create policy p on a for all using true;
alter table a add column x int default;
insert into a values;
create index on a;
create table f (id int) ;;
;
create function g() returns int language sql as $$ select 1; $$;
create table h (id int);;
alter table a add column y int, add column z int,;
grant select on a;
drop table;
create table i (id int primary key auto_increment);
create table j (id int, key (id));
alter table a add column if not exist w int;
create trigger t before update on a for each row execute touch();
comment on table a 'text';
create type k as enum ('a' 'b');
create table l (price decimal(10,2) not null, `quoted` int);
create policy if not exists q on a using (true);
create trigger if not exists t before update on a for each row execute function g();
alter type m add value if not exists 'x';
alter table a add constraint if not exists n check (id > 0);
create table "last" (id int)
