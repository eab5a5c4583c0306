-- Names as Postgres makes them: pkey, key, check, fkey, numbered on collision, cut at 63 bytes.
create table items (
  id int primary key,
  sku text unique,
  a int check (a > 0),
  b int check (b > 0) check (b < 10),
  c int,
  d int,
  unique (c, d),
  unique (c, d),
  check (c > d),
  check (c < 100),
  check (true),
  parent int references items (id),
  foreign key (parent) references items (id)
);
create table a_table_with_a_name_that_is_rather_long_for_a_table (
  a_column_with_a_name_that_is_rather_long int unique check (a_column_with_a_name_that_is_rather_long > 0),
  another_column_with_a_long_name int references items (id),
  id int primary key,
  unique (a_column_with_a_name_that_is_rather_long, another_column_with_a_long_name)
);
create table "Mixed Case" ("Some Column" int unique, "Other" int check ("Other" > 0), primary key ("Other"));
create table named (
  id int constraint the_key primary key,
  b int constraint positive check (b > 0) constraint unique_b unique,
  c int constraint fk_c references items (id),
  constraint the_key2 unique (b, c),
  constraint positive2 check (c > 0)
);
create table same_name (a int constraint x check (a > 0), b int constraint x check (b > 0));
create table same_index_name (id int constraint the_key primary key);
create table items_pkey (id int);
create table takes_name (a int, constraint items unique (a));
create table relation_in_the_way (id int);
create table relation_in_the_way_a_key (id int);
alter table relation_in_the_way add column a int unique;
alter table items add unique (d);
alter table items add unique (d);
alter table items add check (d > 0);
alter table items add check (d > 1);
alter table items add constraint items_d_check check (d > 2);
alter table items add primary key (a);
alter table items add column e int references items check (e > 0) unique;
create unique index on items (sku, a);
create index on items (sku, a);
create index on items (lower(sku));
create index on items ((a + b), c);
create index on a_table_with_a_name_that_is_rather_long_for_a_table (a_column_with_a_name_that_is_rather_long);
