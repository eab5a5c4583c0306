create extension citext;
create role admin;
create view legacy as select ''::text as a;
