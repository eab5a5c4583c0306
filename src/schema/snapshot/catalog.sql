-- The catalog of a Postgres database (13 to 17) as one JSON document: one row with one column.
--
-- It reads the system catalogues only, needs no superuser, and changes nothing. Left out: what
-- extensions own, and on Supabase what the platform owns in its own schemas, but for relations that
-- a project gave policies or triggers.
with

-- Types, expressions and results print as with `public` alone in the search path. The rest of the
-- query runs for the row that this one returns, so it cannot run before.
path as materialized (
  select set_config('search_path', 'public', true) as value
),

supabase as (
  select exists (
    select from pg_catalog.pg_namespace
    where nspname = 'auth' and pg_get_userbyid(nspowner) ~ '^supabase_'
  ) as present
),

platform_schema as (
  select unnest(array[
    '_analytics', '_realtime', '_supavisor', 'auth', 'cron', 'extensions', 'graphql',
    'graphql_public', 'net', 'pgbouncer', 'pgmq', 'pgsodium', 'pgsodium_masks', 'pgtle', 'realtime',
    'repack', 'storage', 'supabase_functions', 'supabase_migrations', 'vault'
  ]) as name
  from supabase where present
),

platform_extension as (
  select unnest(array[
    'pg_graphql', 'pg_stat_statements', 'pgcrypto', 'supabase_vault', 'uuid-ossp'
  ]) as name
  from supabase where present
),

namespace as (
  select n.oid, n.nspname as name, p.name is not null as platform
  from pg_catalog.pg_namespace n
  left join platform_schema p on p.name = n.nspname
  where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
),

role as (
  select oid, rolname as name, rolname ~ '^(supabase_.*|pgbouncer)$' as platform
  from pg_catalog.pg_roles
),

-- By catalogue and object.
extension_member as (
  select classid, objid from pg_catalog.pg_depend where deptype = 'e'
),

-- Relations of the platform with a policy, or a trigger that calls a function of the project; those
-- of pg_cron have policies of their own.
extended as (
  select p.polrelid as oid
  from pg_catalog.pg_policy p
  join pg_catalog.pg_class c on c.oid = p.polrelid
  join namespace n on n.oid = c.relnamespace
  where n.name <> 'cron'
  union
  select t.tgrelid
  from pg_catalog.pg_trigger t
  join pg_catalog.pg_proc f on f.oid = t.tgfoid
  join namespace n on n.oid = f.pronamespace
  where not t.tgisinternal and not n.platform
),

relation as (
  select c.*, n.name as schema, n.platform and coalesce(r.platform, false) as platform
  from pg_catalog.pg_class c
  join namespace n on n.oid = c.relnamespace
  left join role r on r.oid = c.relowner
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c')
    and c.relpersistence <> 't'
    and (not (n.platform and coalesce(r.platform, false)) or c.oid in (select oid from extended))
    and (c.oid, 'pg_catalog.pg_class'::regclass) not in (select objid, classid from extension_member)
),

routine as (
  select p.*, n.name as schema
  from pg_catalog.pg_proc p
  join namespace n on n.oid = p.pronamespace
  left join role r on r.oid = p.proowner
  where not (n.platform and coalesce(r.platform, false))
    and (p.oid, 'pg_catalog.pg_proc'::regclass) not in (select objid, classid from extension_member)
),

type as (
  select t.*, n.name as schema
  from pg_catalog.pg_type t
  join namespace n on n.oid = t.typnamespace
  left join role r on r.oid = t.typowner
  where t.typtype in ('e', 'd')
    and not (n.platform and coalesce(r.platform, false))
    and (t.oid, 'pg_catalog.pg_type'::regclass) not in (select objid, classid from extension_member)
),

relation_told as (
  select c.schema, c.relname as name, c.platform, c.relispartition as partition, json_build_object(
    'schema', c.schema,
    'name', c.relname,
    'kind', case c.relkind
      when 'v' then 'view' when 'm' then 'materialized_view' when 'f' then 'foreign_table'
      else 'table' end,
    'state', 'created',
    'columns', (
      select coalesce(json_agg(json_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod),
        'nullable', not (a.attnotnull or t.typtype = 'd' and t.typnotnull),
        'has_default', a.attgenerated = ''
          and (a.atthasdef or a.attidentity = '' and t.typtype = 'd' and t.typdefault is not null),
        'generated', case
          when a.attidentity = 'a' then 'identity_always'
          when a.attidentity = 'd' then 'identity_by_default'
          when a.attgenerated <> '' then 'stored' end,
        'comment', col_description(c.oid, a.attnum)
      ) order by a.attnum), '[]')
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_type t on t.oid = a.atttypid
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ),
    'constraints', (
      select coalesce(json_agg(json_build_object(
        'name', k.conname,
        'type', k.contype,
        'columns', (
          select coalesce(json_agg(a.attname order by
            case when k.contype = 'c' then key.attnum else key.place end), '[]')
          from unnest(k.conkey) with ordinality as key(attnum, place)
          join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = key.attnum
        ),
        'references', case when k.contype = 'f' then (
          select json_build_object(
            'schema', fn.nspname,
            'relation', fc.relname,
            'columns', (
              select json_agg(a.attname order by key.place)
              from unnest(k.confkey) with ordinality as key(attnum, place)
              join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = key.attnum
            ),
            'on_delete', case k.confdeltype
              when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set_null'
              when 'd' then 'set_default' else 'no_action' end,
            'on_update', case k.confupdtype
              when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set_null'
              when 'd' then 'set_default' else 'no_action' end
          )
          from pg_catalog.pg_class fc
          join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace
          where fc.oid = k.confrelid
        ) end,
        'definition', case when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end
      ) order by k.conname collate "C"), '[]')
      from pg_catalog.pg_constraint k
      left join pg_catalog.pg_constraint parent on parent.oid = k.conparentid
      where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')
        -- One row more per partition that a foreign key points at.
        and (parent.conrelid is null or parent.conrelid <> k.conrelid)
    ),
    'indexes', (
      select coalesce(json_agg(json_build_object(
        'name', ic.relname,
        'unique', i.indisunique,
        'constraint', exists (
          select from pg_catalog.pg_constraint k
          where k.conindid = i.indexrelid and k.conrelid = c.oid and k.contype in ('p', 'u', 'x')
        ),
        'columns', (
          select json_agg(a.attname order by key.place)
          from unnest(i.indkey::int2[]) with ordinality as key(attnum, place)
          left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = key.attnum
          where key.place <= i.indnkeyatts
        ),
        'partial', i.indpred is not null,
        'method', am.amname
      ) order by ic.relname collate "C"), '[]')
      from pg_catalog.pg_index i
      join pg_catalog.pg_class ic on ic.oid = i.indexrelid
      join pg_catalog.pg_am am on am.oid = ic.relam
      where i.indrelid = c.oid
    ),
    'row_security', c.relrowsecurity,
    'force_row_security', c.relforcerowsecurity,
    'policies', (
      select coalesce(json_agg(json_build_object(
        'name', p.polname,
        'permissive', p.polpermissive,
        'command', case p.polcmd
          when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
          when 'd' then 'delete' else 'all' end,
        'roles', (
          select json_agg(coalesce(r.rolname, 'public') order by coalesce(r.rolname, 'public') collate "C")
          from unnest(p.polroles) as member(oid)
          left join pg_catalog.pg_roles r on r.oid = member.oid
        ),
        'using', pg_get_expr(p.polqual, p.polrelid),
        'with_check', pg_get_expr(p.polwithcheck, p.polrelid)
      ) order by p.polname collate "C"), '[]')
      from pg_catalog.pg_policy p
      where p.polrelid = c.oid
    ),
    'triggers', (
      select coalesce(json_agg(json_build_object(
        'name', t.tgname,
        'timing', case
          when t.tgtype & 64 <> 0 then 'instead_of'
          when t.tgtype & 2 <> 0 then 'before'
          else 'after' end,
        'events', array_remove(array[
          case when t.tgtype & 4 <> 0 then 'insert' end,
          case when t.tgtype & 16 <> 0 then 'update' end,
          case when t.tgtype & 8 <> 0 then 'delete' end,
          case when t.tgtype & 32 <> 0 then 'truncate' end
        ], null),
        'update_columns', (
          select coalesce(json_agg(a.attname order by key.place), '[]')
          from unnest(t.tgattr::int2[]) with ordinality as key(attnum, place)
          join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = key.attnum
        ),
        'for_each_row', t.tgtype & 1 <> 0,
        'enabled', t.tgenabled <> 'D',
        'function', fn.nspname || '.' || f.proname
      ) order by t.tgname collate "C"), '[]')
      from pg_catalog.pg_trigger t
      join pg_catalog.pg_proc f on f.oid = t.tgfoid
      join pg_catalog.pg_namespace fn on fn.oid = f.pronamespace
      where t.tgrelid = c.oid and not t.tgisinternal and t.tgparentid = 0
    ),
    'grants', (
      select coalesce(json_agg(json_build_object(
        'role', role, 'privileges', privileges, 'columns', columns
      ) order by role collate "C", privileges, columns), '[]')
      from (
        select role, array_agg(privilege order by privilege) as privileges, '{}'::name[] as columns
        from (
          select distinct coalesce(r.rolname, 'public') as role, x.privilege_type as privilege
          from aclexplode(c.relacl) x
          left join pg_catalog.pg_roles r on r.oid = x.grantee
          where x.grantee <> c.relowner
        ) whole
        group by role
        union all
        select role, privileges, array_agg(name order by attnum)
        from (
          select coalesce(r.rolname, 'public') as role, a.attnum, a.attname as name,
            array_agg(distinct x.privilege_type) as privileges
          from pg_catalog.pg_attribute a
          cross join aclexplode(a.attacl) x
          left join pg_catalog.pg_roles r on r.oid = x.grantee
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and x.grantee <> c.relowner
          group by 1, 2, 3
        ) by_column
        group by role, privileges
      ) granted
    ),
    'owner', (select name from role where oid = c.relowner),
    'partition_of', case when c.relispartition then (
      select pn.nspname || '.' || pc.relname
      from pg_catalog.pg_inherits i
      join pg_catalog.pg_class pc on pc.oid = i.inhparent
      join pg_catalog.pg_namespace pn on pn.oid = pc.relnamespace
      where i.inhrelid = c.oid
    ) end,
    'security_invoker', c.relkind = 'v' and coalesce((
      select option_value::boolean from pg_options_to_table(c.reloptions)
      where option_name = 'security_invoker'
    ), false),
    'reads', case when c.relkind in ('v', 'm') then (
      select coalesce(json_agg(distinct rn.nspname || '.' || rc.relname), '[]')
      from pg_catalog.pg_rewrite w
      join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> c.oid
      join pg_catalog.pg_class rc on rc.oid = d.refobjid and rc.relkind in ('r', 'p', 'v', 'm', 'f')
      join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
      where w.ev_class = c.oid
    ) else '[]' end,
    'updatable', c.relkind = 'v' and pg_relation_is_updatable(c.oid, false) & 20 = 20,
    'row_estimate', case
      when c.relkind in ('r', 'p', 'm', 'f') and c.reltuples >= 0 then c.reltuples::bigint end,
    'comment', obj_description(c.oid, 'pg_class')
  ) as told
  from relation c
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
)

select json_build_object(
  'version', 1,
  'server', split_part(current_setting('server_version'), ' ', 1),
  'catalog', json_build_object(

    'facets', json_build_array(
      'relations', 'column_types', 'defaults', 'constraints', 'foreign_keys', 'indexes',
      'row_security', 'policies', 'triggers', 'routines', 'enums', 'grants', 'publications'
    ),

    'schemas', (
      select coalesce(json_agg(name order by name collate "C"), '[]')
      from namespace
      where not platform and name <> 'public'
        and (oid, 'pg_catalog.pg_namespace'::regclass) not in (select objid, classid from extension_member)
    ),

    'relations', (
      select coalesce(json_agg(told order by schema collate "C", name collate "C"), '[]')
      from relation_told
      where not platform and not partition
    ),

    'partitions', (
      select coalesce(json_agg(told order by schema collate "C", name collate "C"), '[]')
      from relation_told
      where not platform and partition
    ),

    'platform', (
      select coalesce(json_agg(told order by schema collate "C", name collate "C"), '[]')
      from relation_told
      where platform
    ),

    'routines', (
      select coalesce(json_agg(json_build_object(
        'schema', p.schema,
        'name', p.proname,
        'kind', case p.prokind
          when 'p' then 'procedure' when 'a' then 'aggregate' when 'w' then 'window'
          else 'function' end,
        'state', 'created',
        'arguments', (
          select coalesce(json_agg(json_build_object(
            'name', coalesce(name, ''),
            'mode', case mode
              when 'o' then 'out' when 'b' then 'inout' when 'v' then 'variadic' when 't' then 'table'
              else 'in' end,
            'type', format_type(type, null),
            'has_default', mode in ('i', 'b', 'v') and input > p.pronargs - p.pronargdefaults
          ) order by place), '[]')
          from (
            select type, name, coalesce(mode, 'i') as mode, place,
              count(*) filter (where coalesce(mode, 'i') in ('i', 'b', 'v')) over (order by place) as input
            from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, p.proargnames)
              with ordinality as argument(type, mode, name, place)
          ) numbered
        ),
        'returns', pg_get_function_result(p.oid),
        'language', (select lanname from pg_catalog.pg_language where oid = p.prolang),
        'volatility', case p.provolatile
          when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
        'security_definer', p.prosecdef,
        'sets_search_path', exists (select from unnest(p.proconfig) setting where setting like 'search\_path=%'),
        'grants', (
          select coalesce(json_agg(json_build_object('role', role, 'privileges', array['EXECUTE'])
            order by role collate "C"), '[]')
          from (
            select distinct coalesce(r.rolname, 'public') as role
            from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
            left join pg_catalog.pg_roles r on r.oid = x.grantee
            where x.grantee <> p.proowner
          ) granted
        ),
        'owner', (select name from role where oid = p.proowner),
        'comment', obj_description(p.oid, 'pg_proc')
      ) order by p.schema collate "C", p.proname collate "C", p.oid), '[]')
      from routine p
    ),

    'enums', (
      select coalesce(json_object_agg(t.schema || '.' || t.typname, (
        select coalesce(json_agg(enumlabel order by enumsortorder), '[]')
        from pg_catalog.pg_enum where enumtypid = t.oid
      ) order by t.schema collate "C", t.typname collate "C"), '{}')
      from type t
      where t.typtype = 'e'
    ),

    'domains', (
      select coalesce(json_object_agg(t.schema || '.' || t.typname, json_build_object(
        'type', format_type(t.typbasetype, t.typtypmod),
        'nullable', not t.typnotnull,
        'has_default', t.typdefault is not null,
        'checks', (
          select coalesce(json_agg(conname order by conname collate "C"), '[]')
          from pg_catalog.pg_constraint where contypid = t.oid and contype = 'c'
        )
      ) order by t.schema collate "C", t.typname collate "C"), '{}')
      from type t
      where t.typtype = 'd'
    ),

    'composites', (
      select coalesce(json_object_agg(c.schema || '.' || c.relname, (
        select coalesce(json_agg(json_build_object(
          'name', attname, 'type', format_type(atttypid, atttypmod), 'nullable', true
        ) order by attnum), '[]')
        from pg_catalog.pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped
      ) order by c.schema collate "C", c.relname collate "C"), '{}')
      from relation c
      where c.relkind = 'c'
        and (c.reltype, 'pg_catalog.pg_type'::regclass) not in (select objid, classid from extension_member)
    ),

    'sequences', (
      select coalesce(json_agg(c.schema || '.' || c.relname order by c.schema collate "C", c.relname collate "C"), '[]')
      from relation c
      where c.relkind = 'S' and not exists (
        select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'i'
      )
    ),

    'extensions', (
      select coalesce(json_object_agg(e.extname, n.nspname order by e.extname collate "C"), '{}')
      from pg_catalog.pg_extension e
      join pg_catalog.pg_namespace n on n.oid = e.extnamespace
      where e.extname <> 'plpgsql' and e.extname not in (select name from platform_extension)
    ),

    'publications', (
      select coalesce(json_object_agg(p.pubname, json_build_object(
        'all_tables', p.puballtables,
        'tables', (
          select coalesce(json_agg(n.nspname || '.' || c.relname
            order by n.nspname collate "C", c.relname collate "C"), '[]')
          from pg_catalog.pg_publication_rel r
          join pg_catalog.pg_class c on c.oid = r.prrelid
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where r.prpubid = p.oid
        )
      ) order by p.pubname collate "C"), '{}')
      from pg_catalog.pg_publication p
      -- Every project has this one; it says something once a table is in it.
      where p.pubname <> 'supabase_realtime' or p.puballtables
        or exists (select from pg_catalog.pg_publication_rel r where r.prpubid = p.oid)
        or not exists (select from platform_schema)
    ),

    -- A table that may be missing can only be named in text; hexadecimal passes XML unchanged. Keys
    -- and tokens that jobs send stay in the database.
    'cron_jobs', case when has_schema_privilege(to_regnamespace('cron')::oid, 'usage')
      and has_table_privilege(to_regclass('cron.job'), 'select') then (
      select coalesce(convert_from(decode(
        (xpath('//jobs/text()', query_to_xml($query$
          select encode(convert_to(json_object_agg(
            coalesce(jobname::text, jobid::text),
            json_build_object('schedule', schedule, 'command', regexp_replace(command,
              '(bearer\s+)[^\s''"]+|eyJ[\w-]+\.[\w-]+\.[\w-]*|sb_secret_\w+', '\1***', 'gi'))
          )::text, 'UTF8'), 'hex') as jobs
          from cron.job
        $query$, false, false, '')))[1]::text, 'hex'), 'UTF8')::json, '{}')
    ) else '{}' end,

    'migrations', case when has_schema_privilege(to_regnamespace('supabase_migrations')::oid, 'usage')
      and has_table_privilege(to_regclass('supabase_migrations.schema_migrations'), 'select') then (
      select coalesce(convert_from(decode(
        (xpath('//versions/text()', query_to_xml($query$
          select encode(convert_to(json_agg(version order by version)::text, 'UTF8'), 'hex') as versions
          from supabase_migrations.schema_migrations
        $query$, false, false, '')))[1]::text, 'hex'), 'UTF8')::json, '[]')
    ) else '[]' end
  )
) as snapshot
from path
where path.value is not null;
