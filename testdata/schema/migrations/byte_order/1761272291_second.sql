-- Names sort by byte: this one is second.
alter table profiles add column second int;
