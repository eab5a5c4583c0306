-- Every way to write a column's type, as format_type prints it.
create table types (
  a int, b integer, c int4, d int2, e bigint, f int8, g float, h float(24), i float(25), j double precision,
  k real, l decimal, m numeric(10), n numeric(10, 2), o char, p character(3), q varchar, r varchar(20),
  s character varying(5), t text, u bool, v date, w time, x time(3), y timetz, z timestamp,
  aa timestamp(3), ab timestamptz, ac timestamp(6) with time zone, ad time without time zone,
  ae interval, af interval year to month, ag interval second(3), ah bit, ai bit(8), aj varbit, ak bit varying(4),
  al bytea, am uuid, an json, ao jsonb, ap inet, aq cidr, ar macaddr, "as" xml, at money, au tsvector,
  av tsquery, aw point, ax polygon, ay int4range, az tstzrange, ba datemultirange, bb oid, bc regclass,
  bd name, be "char", bf bpchar, bg nchar(4), bh national character varying(7), bi pg_catalog.int4, bj dec(5,1)
);
create table arrays (
  a text[], b integer[3], c int[][], d varchar(10)[], e numeric(4,1)[], f timestamptz[], g _text, h int array, i int array[4],
  j text [ ] [ ]
);
create table serials (a serial, b bigserial, c smallserial, d serial4, e serial8, f serial2);
create table missing_type (id int, a nonsense);
create table missing_schema_type (id int, a nowhere.thing);
create table no_modifier (a int(4));
create table text_modifier (a text(10));
create table bad_numeric (a numeric(2000));
create table bad_varchar (a varchar(0));
create table pseudo (a anyelement);
create table unknown_column (a unknown);
create table twice (a int, b text, a text);
create table array_of_missing (a nonsense[]);
