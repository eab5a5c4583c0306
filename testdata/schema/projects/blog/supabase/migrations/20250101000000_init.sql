create type post_status as enum ('draft', 'published');

create table profiles (
  id uuid primary key references auth.users on delete cascade,
  name text not null unique
);

create table posts (
  id bigint generated always as identity primary key,
  author uuid not null references profiles (id),
  title text not null,
  status post_status not null default 'draft',
  created_at timestamptz not null default now()
);

create index on posts (author);

alter table profiles enable row level security;
alter table posts enable row level security;

create policy "published posts are public" on posts
  for select using (status = 'published' or author = auth.uid());

create view published_posts with (security_invoker = true) as
  select posts.id, title, profiles.name as author
  from posts join profiles on profiles.id = posts.author
  where status = 'published';
