-- Extensions bring types, functions and operator classes.
create extension if not exists pgcrypto;
create extension pgcrypto;
create extension "uuid-ossp";
create extension if not exists "uuid-ossp" with schema nowhere;
create schema extensions;
create extension citext with schema extensions;
create extension pg_trgm schema extensions version '1.6';
create extension pg_trgm;
create extension hstore with schema nowhere;
create extension earthdistance;
create extension earthdistance cascade;
create table users (
  id uuid primary key default uuid_generate_v4(),
  email extensions.citext unique not null,
  name text,
  secret bytea default gen_random_bytes(16),
  token text default encode(gen_random_bytes(8), 'hex')
);
create table wrong_path (email citext);
set search_path = public, extensions;
create table right_path (email citext primary key, other citext[]);
create index users_trigram on users using gin (name gin_trgm_ops);
create index users_email on users (lower(email));
create view similar_names as select a.id, similarity(a.name, 'x') as s, a.name % 'y' as close, a.email = 'X' as same, email || 'z' as longer from users a;
create view crypted as select crypt(name, gen_salt('bf')) as hash, digest(name, 'sha256') as d from users;
create function of_email(e citext) returns citext language sql as 'select e';
drop extension citext;
drop extension pg_trgm;
drop extension pg_trgm cascade;
alter extension citext set schema public;
drop extension if exists pgcrypto;
drop extension pgcrypto cascade;
drop type citext;
drop function uuid_generate_v4();
