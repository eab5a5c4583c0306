--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET row_security = off;

CREATE SCHEMA api;
ALTER SCHEMA api OWNER TO postgres;
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
COMMENT ON EXTENSION citext IS 'data type for case-insensitive character strings';

CREATE TYPE public.level AS ENUM (
    'low',
    'high'
);

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  new.updated_at := now();
  return new;
end;
$$;

CREATE FUNCTION public.unchecked() RETURNS integer
    LANGUAGE sql
    AS $$ select nothing from nowhere $$;

SET default_tablespace = '';
SET default_table_access_method = heap;

CREATE TABLE public.users (
    id bigint NOT NULL,
    email public.citext,
    level public.level DEFAULT 'low'::public.level NOT NULL,
    updated_at timestamp with time zone DEFAULT now(),
    CONSTRAINT email_length CHECK ((length((email)::text) > 3))
);

CREATE SEQUENCE public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;

CREATE TABLE api.events (
    id integer NOT NULL,
    user_id bigint,
    body jsonb
);

ALTER TABLE api.events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME api.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.high_users AS
 SELECT users.id,
    users.email
   FROM public.users
  WHERE (users.level = 'high'::public.level);

CREATE TABLE unqualified (id int);

ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);

COPY public.users (id, email, level, updated_at) FROM stdin;
1	a@b.c	low	2024-01-01 00:00:00+00
2	\N	high	\N
\.

SELECT pg_catalog.setval('public.users_id_seq', 2, true);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY api.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);
CREATE INDEX events_user ON api.events USING btree (user_id);
CREATE TRIGGER touch BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE ONLY api.events
    ADD CONSTRAINT events_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.users FOR SELECT USING (true);
GRANT ALL ON TABLE public.users TO PUBLIC;
GRANT ALL ON TABLE public.users TO web_anon;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES TO PUBLIC;
