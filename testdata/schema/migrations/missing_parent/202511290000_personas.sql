create table public.personas (id uuid primary key default gen_random_uuid(), name text not null);
alter table public.personas enable row level security;
alter table public.persona_accounts add column note text;
create table public.posts (id uuid primary key, persona_id uuid references public.personas);
