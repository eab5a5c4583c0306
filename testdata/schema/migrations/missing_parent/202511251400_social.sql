-- A table that comes only in a later file, and all that falls with it.
create table public.social_accounts (id uuid primary key default gen_random_uuid(), platform text not null);
create table public.persona_accounts (
  id uuid primary key default gen_random_uuid(),
  persona_id uuid not null references public.personas (id) on delete cascade,
  account_id uuid references public.social_accounts (id)
);
create index idx_persona_accounts on public.persona_accounts (persona_id);
alter table public.persona_accounts enable row level security;
create policy "Users see their accounts" on public.persona_accounts for select using (true);
create table if not exists public.posts (id uuid primary key, account_id uuid references persona_accounts);
create or replace function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch_accounts before update on public.persona_accounts for each row execute function touch();
create view public.account_names as select a.platform, p.id from public.social_accounts a join public.persona_accounts p on p.account_id = a.id;
insert into public.persona_accounts (persona_id) values (gen_random_uuid());
comment on table public.persona_accounts is 'never made';
