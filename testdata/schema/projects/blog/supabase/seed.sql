insert into readers (email) values ('reader@example.com');
