-- Rows of `schema.sql`.

insert into users values
    ('supabot', '{"theme": {"dark": true}, "n": 1}', '[1,2)', 'online', 'fat cat'),
    ('kiwicopple', null, '[25,35)', 'offline', 'cat bat'),
    ('jsonuser', '{"foo": "bar"}', null, 'away', null);
insert into channels (id, slug) values (1, 'public'), (2, 'random');
insert into channel_details values (1, 'all are welcome');
insert into messages (id, message, username, channel_id, data) values
    (1, 'hello world', 'supabot', 1, '{"a": 1}'), (2, 'what now', 'kiwicopple', 2, null);
insert into reactions (message_id, username, emoji) values (1, 'kiwicopple', 'ok');
insert into friendships (first_user, second_user, introduced_by) values ('supabot', 'kiwicopple', null);
insert into profiles (id, display_name, contact, age, tags, lucky_numbers, birthday, score, wakes_at) values
    ('00000000-0000-4000-8000-000000000001', 'Ada', 'ada@example.com', 36, '{math}', '{1,2}', '1815-12-10', 1.5, '07:00'),
    ('00000000-0000-4000-8000-000000000002', 'Grace', null, null, null, null, null, null, null);
insert into avatars values ('00000000-0000-4000-8000-000000000001', 'https://example.com/a.png', 10, 10);
insert into orgs (id, name, slug, plan) values
    ('00000000-0000-4000-8000-00000000000a', 'Acme', 'acme', 'pro');
insert into members values
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000001', 'owner');
insert into invitations (org_id, profile_id, token) values
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000001', 't');
insert into tickets (org_id, author_id, number, title, history, active) values
    ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000001', 1, 'it broke',
     '{open,closed}', '[2024-01-01,2024-02-01)');
insert into labels (name, colour) values ('bug', 'red');
insert into ticket_labels values (1, 1);
insert into collections values (1, 'root', null), (2, 'child', 1);
insert into customers values (1, 'Ann', '127.0.0.1'), (2, 'Bob', null);
insert into products values ('a-1', 'Apple', 1.5, '\x00'), ('b-2', 'Bread', 3, null);
insert into orders (shop, number, customer_id, delay) values ('north', 1, 1, '1 day');
insert into order_lines values ('north', 1, 1, 'a-1', 2);
insert into "Invoices" values (1, 9.99, 1);
insert into cornercase values (1, 'a b', 'c.d', '{x,y}');
insert into audit_log (event, details) values ('start', '{"by": "ada"}');
insert into measurements values ('2024-05-05', 1, 0.5), ('2025-05-05', 1, 0.25);
insert into workspace.projects (name) values ('one');
insert into workspace.tasks (project_id) values (1);
insert into workspace.users values ('ada', 10);
insert into private.secrets values (1, 'hush');
refresh materialized view ticket_stats;
select setval(pg_get_serial_sequence(name, 'id'), 1000)
    from unnest('{channels,messages,collections}'::text[]) name;
