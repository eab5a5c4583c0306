-- Statements after the last semicolon, and comments that nest, hide and trail.
create table a (id int); -- create table hidden (id int);
/* create table hidden2 (id int); /* nested */ still */ create table b (id int); create table c ( -- (
  id int /* ) */
);
create function f() returns text language sql as $x$ select '; -- $$ ' || $$;$$ $x$;
create table d (a text default 'it''s; ok', b text default e'a\'; b', "c;d" int);
create table e (id int) -- no semicolon
