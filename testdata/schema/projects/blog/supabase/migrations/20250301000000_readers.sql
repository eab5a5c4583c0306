create table readers (
  id uuid primary key default gen_random_uuid(),
  email text not null unique
);

alter table readers enable row level security;
