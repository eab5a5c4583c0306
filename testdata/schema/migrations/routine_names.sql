-- A dump sets no search path: a routine then prints with the schemas of its types.
select pg_catalog.set_config('search_path', '', false);
create table public.keys (id int);
create function public.holds(public.keys, int) returns boolean language sql as $$ select true $$;
do $$
declare
  routine regprocedure;
begin
  routine := to_regprocedure('public.holds(public.keys, int)');
  execute format('revoke all on function %s from public', routine);
end $$;
