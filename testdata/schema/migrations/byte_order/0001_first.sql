-- And this is the first.
create table profiles (first int);
