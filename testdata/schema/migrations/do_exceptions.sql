-- Exception blocks are savepoints.
create table t (id int);
do $$ begin create table t (id int); exception when duplicate_table then null; end $$;
do $$ begin create type e as enum ('a'); exception when duplicate_object then null; end $$;
do $$ begin create type e as enum ('b'); exception when duplicate_object then null; end $$;
do $$ begin alter table t add constraint one check (id > 0); exception when duplicate_object then null; end $$;
do $$ begin alter table t add constraint one check (id > 0); exception when duplicate_object then null; end $$;
do $$ begin alter table t add column id int; exception when duplicate_column then raise notice 'there'; end $$;
do $$ begin alter table t add column id int; exception when duplicate_table then null; end $$;
do $$
begin
  create table before (id int);
  begin
    create table inside (id int);
    alter table nothing add column a int;
  exception when undefined_table then
    create table handled (id int);
  end;
  create table after (id int);
end $$;
do $$ begin create table lost (id int); select 1 / 0; exception when others then null; end $$;
do $$ begin create table lost2 (id int); perform 1 / 0; exception when division_by_zero or unique_violation then create table divided (id int); end $$;
do $$ begin perform nothing(); exception when undefined_function then create table no_function (id int); end $$;
do $$ begin raise exception 'mine' using errcode = 'P0007'; exception when sqlstate 'P0007' then create table mine (id int); end $$;
do $$ begin raise exception 'other'; exception when raise_exception then create table raised (id int); end $$;
do $$ begin drop table nothing; exception when undefined_object then null; end $$;
do $$ begin alter table t rename column nothing to x; exception when undefined_column then null; end $$;
do $$ begin create policy p on nothing using (true); exception when others then raise; end $$;
do $$ begin create table unhandled (id int); raise exception 'bad: %', 'value'; end $$;
do $$ begin begin alter table nothing add a int; exception when others then alter table nothing2 add a int; end; exception when others then create table outer_handled (id int); end $$;
do $$ begin execute 'create tabel x ()'; exception when syntax_error then create table syntax (id int); end $$;
