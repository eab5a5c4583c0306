-- DO blocks that ask the catalogue first.
create table users (id int primary key, name text);
do $$
begin
  if not exists (select 1 from information_schema.columns where table_name = 'users' and column_name = 'email') then
    alter table users add column email text;
  end if;
end $$;
do $$
begin
  if exists (select 1 from information_schema.tables where table_schema = 'public' and table_name = 'missing') then
    alter table missing add column a int;
  elsif exists (select from pg_tables where tablename = 'users') then
    alter table users add column from_elsif int;
  else
    alter table users add column from_else int;
  end if;
end;
$$ language plpgsql;
do $$
begin
  if not exists (select 1 from pg_type where typname = 'mood') then
    create type mood as enum ('sad', 'ok');
  end if;
  if not exists (select 1 from pg_type t join pg_namespace n on n.oid = t.typnamespace where n.nspname = 'public' and t.typname = 'mood') then
    create table wrong (id int);
  end if;
end $$;
do $$
begin
  if not exists (select 1 from pg_constraint where conname = 'users_name_key') then
    alter table users add constraint users_name_key unique (name);
  end if;
  if to_regclass('public.users') is not null and to_regclass('public.nothing') is null then
    create table both_known (id int);
  end if;
  if not (exists (select 1 from pg_policies where tablename = 'users' and policyname = 'p') or false) then
    create policy p on users using (true);
  end if;
  if (select count(*) from pg_indexes where tablename = 'users') = 2 then
    create index users_name on users (name);
  end if;
end $$;
do $$
declare
  found_it boolean;
  n int := 0;
begin
  select exists (select 1 from information_schema.tables where table_name = 'users') into found_it;
  if found_it then
    create table from_variable (id int);
  end if;
  select count(*) into n from information_schema.columns where table_name = 'users' and table_schema = 'public';
  if n > 100 then
    create table too_many (id int);
  end if;
end $$;
do $$ begin alter table nothing add column a int; end $$;
do $$ begin create table half (id int); alter table nothing add column a int; end $$;
do $$ begin raise exception 'stop here'; end $$;
do $$ begin raise notice 'go on'; create table after_notice (id int); end $$;
do $$ begin perform 1; return; create table unreachable (id int); end $$;
do $$ begin selec 1; end $$;
do language plpgsql 'begin create table plain_string (id int); end';
do $outer$ begin execute $q$ create table executed (id int) $q$; end $outer$;
do $$ begin if exists (select 1 from nothing) then create table wrong (id int); end if; end $$;
