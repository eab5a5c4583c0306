-- DO blocks that iterate and build statements.
create table a (id int);
create table b (id int, created_at timestamptz);
create table c (id int);
do $$
declare
  t text;
begin
  foreach t in array array['a', 'b', 'c'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on public.%I for select using (true)', t || '_read', t);
  end loop;
end $$;
do $$
declare
  r record;
begin
  for r in select table_name from information_schema.tables where table_schema = 'public' order by table_name loop
    execute format('alter table %I add column looped int', r.table_name);
  end loop;
  for r in select * from (values ('x', 'text'), ('y', 'int')) as v (name, type) loop
    execute 'alter table a add column ' || quote_ident(r.name) || ' ' || r.type;
  end loop;
end $$;
do $$
declare
  tables text[] := array['a', 'nothing'];
  t text;
begin
  foreach t in array tables loop
    if to_regclass('public.' || t) is not null then
      execute format('create index %s_looped on %I (looped)', t, t);
    end if;
  end loop;
  for i in 1..3 loop
    execute format('create table numbered_%s (id int)', i);
  end loop;
  for i in reverse 2..1 loop
    execute 'comment on table numbered_' || i || ' is ''down''';
  end loop;
end $$;
do $$
declare
  p record;
begin
  for p in select policyname, tablename from pg_policies where schemaname = 'public' and tablename = 'a' loop
    execute format('drop policy if exists %I on %I', p.policyname, p.tablename);
  end loop;
end $$;
do $$
declare
  t text;
begin
  for t in select unnest(array['b', 'missing']) loop
    execute format('alter table %I add column in_both int', t);
  end loop;
end $$;
do $$
declare
  i int := 0;
begin
  while i < 2 loop
    i := i + 1;
    continue when i = 1;
    execute 'create table looped_' || i || ' (id int)';
  end loop;
  loop
    exit;
  end loop;
  case i when 2 then create table two (id int); else create table not_two (id int); end case;
end $$;
do $$ begin for i in 1..2 loop execute format('create table twice_%s (id int)', 1); end loop; end $$;
do $$ begin execute format('alter table %I add column %s int', 'a', 'last'); execute 'drop table ' || null; end $$;
