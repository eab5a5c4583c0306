-- What a foreign key may point at, and what it does when that goes.
create table parents (id int primary key, code text unique, a int, b int, unique (a, b), c int);
create table children (
  id int primary key,
  parent_id int references parents on delete cascade,
  code text references parents (code) on update cascade on delete set null,
  a int, b int,
  foreign key (a, b) references parents (a, b) on delete restrict on update set default
);
create table later (id int primary key, parent_id int);
alter table later add constraint later_parent foreign key (parent_id) references parents (id) deferrable initially deferred not valid;
alter table later validate constraint later_parent;
alter table later validate constraint nothing;
create table missing_parent (id int references nothing (id));
create table missing_column (id int references parents (nothing));
create table missing_own (foreign key (nothing) references parents (id));
create table not_unique (id int references parents (c));
create table wrong_count (a int, b int, foreign key (a, b) references parents (id));
create table wrong_type (id uuid references parents (id));
create table text_to_text (id varchar(10) references parents (code));
create table bigger (id bigint references parents (id));
create table wrong_order (a int, b int, foreign key (b, a) references parents (b, a));
create table no_key (id int);
create table to_no_key (id int references no_key);
create view a_view as select 1 as id;
create table to_view (id int references a_view (id));
create unique index no_key_id on no_key (id);
create table to_index (id int references no_key (id));
create unique index no_key_partial on no_key (id) where id > 0;
drop table parents;
alter table parents drop constraint parents_pkey;
alter table parents drop constraint parents_code_key cascade;
drop index no_key_id;
drop table parents cascade;
create table self (id int primary key, parent int, foreign key (parent) references self);
create table cycle_a (id int primary key, b int references cycle_b);
create table cycle_b (id int primary key, a int references cycle_a);
