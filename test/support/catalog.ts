import type pg from 'pg';

/** One line for everything that migrations make in schema `public`, TypeORM's list apart, sorted, so that two databases can be compared. */
export async function catalogOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(CATALOG);
  return rows.map(({ line }) => line);
}

const OURS = `(SELECT oid, relname, relkind, relacl, relrowsecurity, relforcerowsecurity, reloptions FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND oid <> 'schema_migration'::regclass
                  AND relname <> 'schema_migration_id_seq'
                  AND oid NOT IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'schema_migration'::regclass))`;

const CATALOG = `
  SELECT format('%s %s %s options %s rights %s row security %s forced %s', relkind, relname, '', reloptions,
                (SELECT array_agg(right_ ORDER BY right_) FROM unnest(relacl::text[]) AS right_),
                relrowsecurity, relforcerowsecurity) AS line
    FROM ${OURS} c
  UNION ALL
  SELECT format('column %s.%s %s null %s default %s rights %s position %s', c.relname, a.attname,
                format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attacl, a.attnum)
    FROM ${OURS} c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  UNION ALL
  SELECT format('constraint %s on %s %s', k.conname, c.relname, pg_get_constraintdef(k.oid))
    FROM ${OURS} c JOIN pg_constraint k ON k.conrelid = c.oid
  UNION ALL
  SELECT format('index %s', pg_get_indexdef(i.indexrelid)) FROM ${OURS} c JOIN pg_index i ON i.indrelid = c.oid
  UNION ALL
  SELECT format('policy %s on %s for %s to %s using %s check %s', p.polname, c.relname, p.polcmd, p.polroles,
                pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    FROM ${OURS} c JOIN pg_policy p ON p.polrelid = c.oid
  UNION ALL
  SELECT pg_get_triggerdef(t.oid) FROM ${OURS} c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT format('function %s rights %s', pg_get_functiondef(f.oid), f.proacl) FROM pg_proc f
   WHERE f.pronamespace = 'public'::regnamespace AND f.prokind <> 'a'
     AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = f.oid AND e.deptype = 'e')
  UNION ALL
  SELECT format('view %s %s', c.relname, pg_get_viewdef(c.oid)) FROM ${OURS} c WHERE c.relkind IN ('v', 'm')
  UNION ALL
  SELECT format('type %s %s', t.typname, t.typtype) FROM pg_type t
   WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'r')
  UNION ALL
  SELECT format('extension %s', extname) FROM pg_extension WHERE extname <> 'plpgsql'
  ORDER BY line`;
