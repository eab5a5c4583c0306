create table profiles (id int);
