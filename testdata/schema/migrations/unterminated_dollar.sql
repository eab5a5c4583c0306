-- So does a dollar quote.
create table a (id int);
create function f() returns int language sql as $$ select 1;
create table b (id int);
