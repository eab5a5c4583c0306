-- And a comment.
create table a (id int); /* never ends
create table b (id int);
