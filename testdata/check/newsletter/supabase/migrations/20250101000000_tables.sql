create type status as enum ('pending', 'active', 'gone');

create table subscribers (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  status status not null default 'pending'
);

create table issues (
  id bigint generated always as identity primary key,
  title text not null,
  sent_at timestamptz
);

create table deliveries (
  issue bigint not null references issues (id),
  subscriber uuid not null references subscribers (id),
  opened_at timestamptz,
  primary key (issue, subscriber)
);
