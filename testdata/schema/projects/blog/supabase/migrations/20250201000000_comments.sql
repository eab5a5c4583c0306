-- Readers came later than this file, but the file's name says otherwise.
create table comments (
  id bigint generated always as identity primary key,
  post bigint not null references posts (id) on delete cascade,
  reader uuid not null references readers (id),
  text text not null
);

create index comments_of_post on comments (post);

alter table comments enable row level security;

create policy "everybody reads comments" on comments for select using (true);
