import { DataSource, EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import type { BenchCluster } from './bench-cluster.js';
import type { FinalColumn, FinalTable } from './final-rows.js';

/** Reads and writes everything, as the import does. */
const SCOPE = '-c val.scope=everything -c val.subject=service:bench';

/**
 * Seconds that TypeORM needs for the final rows with one `save()` for each, as the application's role, in a transaction
 * for each table: a commit for each `save()`, which is what happens where nobody asks for a transaction, is slower.
 */
export async function saveOneByOne(cluster: BenchCluster, tables: readonly FinalTable[]): Promise<number> {
  const database = await cluster.freshDatabase();
  const source = new DataSource({
    type: 'postgres',
    url: database.applicationUrl,
    entities: tables.map(schemaOf),
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize: 1,
    extra: { options: SCOPE },
  });
  try {
    await source.initialize();
    const entities = tables.map(({ rows }) => rows.map((row) => JSON.parse(row) as Record<string, unknown>));
    await cluster.settle();
    const startedAt = performance.now();
    for (const [index, { name }] of tables.entries()) await saveTable(source, name, entities[index]!);
    return (performance.now() - startedAt) / 1000;
  } finally {
    if (source.isInitialized) await source.destroy();
    await database.drop();
  }
}

function saveTable(source: DataSource, name: string, entities: Record<string, unknown>[]): Promise<void> {
  return source.transaction(async (manager) => {
    for (const entity of entities) await manager.save(name, entity);
  });
}

function schemaOf({ name, columns }: FinalTable): EntitySchema {
  return new EntitySchema({
    name,
    tableName: name,
    columns: Object.fromEntries(columns.map((column) => [column.name, columnOf(column)])),
  });
}

function columnOf({ type, isKey }: FinalColumn): EntitySchemaColumnOptions {
  const array = type.endsWith('[]');
  const single = type.replace('[]', '') as Extract<EntitySchemaColumnOptions['type'], string>;
  return { type: single, array, primary: isKey, nullable: !isKey };
}
