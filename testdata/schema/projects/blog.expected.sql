-- main
-- from supabase/migrations (Supabase migrations, 3 files)

set check_function_bodies = false;
set search_path = public, extensions;

do $$ begin create role anon; exception when duplicate_object then null; end $$;
do $$ begin create role authenticated; exception when duplicate_object then null; end $$;
do $$ begin create role service_role; exception when duplicate_object then null; end $$;

create type public.post_status as enum ('draft', 'published');

-- in the migrations, the statement for this fails
create table public.comments (
  id bigint generated always as identity not null,
  post bigint not null,
  reader uuid not null,
  text text not null,
  constraint comments_pkey primary key (id)
);

create table public.posts (
  id bigint generated always as identity not null,
  author uuid not null,
  title text not null,
  status post_status default 'draft' not null,
  created_at timestamp with time zone default now() not null,
  constraint posts_pkey primary key (id)
);

create table public.profiles (
  id uuid not null,
  name text not null,
  constraint profiles_name_key unique (name),
  constraint profiles_pkey primary key (id)
);

create table public.readers (
  id uuid default gen_random_uuid() not null,
  email text not null,
  constraint readers_email_key unique (email),
  constraint readers_pkey primary key (id)
);

create view public.published_posts (id, title, author) with (security_invoker = true) as
select posts.id, title, profiles.name as author
  from posts join profiles on profiles.id = posts.author
  where status = 'published';

create index comments_of_post on public.comments (post);
create index posts_author_idx on public.posts (author);

alter table public.comments add constraint comments_post_fkey foreign key (post) references public.posts (id) on delete cascade;
alter table public.comments add constraint comments_reader_fkey foreign key (reader) references public.readers;
alter table public.posts add constraint posts_author_fkey foreign key (author) references public.profiles (id);
alter table public.profiles add constraint profiles_id_fkey foreign key (id) references auth.users (id) on delete cascade;

alter table public.comments enable row level security;
create policy "everybody reads comments" on public.comments for select to public using (true);
grant all on table public.comments to anon, authenticated, service_role;

alter table public.posts enable row level security;
create policy "published posts are public" on public.posts for select to public using (status = 'published' or author = auth.uid());
grant all on table public.posts to anon, authenticated, service_role;

alter table public.profiles enable row level security;
grant all on table public.profiles to anon, authenticated, service_role;

grant all on table public.published_posts to anon, authenticated, service_role;

alter table public.readers enable row level security;
grant all on table public.readers to anon, authenticated, service_role;

