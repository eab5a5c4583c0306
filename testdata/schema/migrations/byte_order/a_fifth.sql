-- Upper case sorts before lower case.
alter table profiles add column fifth int;
