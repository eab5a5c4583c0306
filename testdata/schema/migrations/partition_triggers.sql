-- A trigger of a partitioned table is told there and not at its partitions; `character` in a routine
-- has no length.

create table readings (id bigint not null, at date not null, grade character(1)) partition by range (at);
create table readings_2025 partition of readings for values from ('2025-01-01') to ('2026-01-01');

create function note_reading() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger noted after insert on readings for each row execute function note_reading();
create trigger own before insert on readings_2025 for each row execute function note_reading();

create function graded(wanted character) returns table (id bigint, grade character) language sql as
  $$ select id, grade from readings where grade = wanted $$;
