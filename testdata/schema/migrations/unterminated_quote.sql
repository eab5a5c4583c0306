-- A quote that nothing ends takes the rest of the file.
create table a (id int);
insert into a values ('x);
create table b (id int);
