import { DataSource, type EntityManager, EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import type { BenchCluster } from './bench-cluster.js';
import type { FinalColumn, FinalTable } from './final-rows.js';

/** Reads and writes everything, as the import does. */
const SCOPE = '-c val.scope=everything -c val.subject=service:bench';

/** Seconds of one `save()` for each final row. */
export interface SaveTimes {
  /** Each `save()` in a transaction of its own, which is what TypeORM makes where nobody asks for one. */
  eachByItself: number;
  /** All of a table's in one transaction. */
  tableByTable: number;
}

/** What TypeORM needs to write final rows into an empty database, as the application's role. */
export async function saveOneByOne(cluster: BenchCluster, tables: readonly FinalTable[]): Promise<SaveTimes> {
  return {
    eachByItself: await timed(cluster, tables, (source, save) => save(source.manager)),
    tableByTable: await timed(cluster, tables, (source, save) => source.transaction(save)),
  };
}

type SaveTable = (manager: EntityManager) => Promise<void>;

async function timed(
  cluster: BenchCluster,
  tables: readonly FinalTable[],
  within: (source: DataSource, save: SaveTable) => Promise<void>,
): Promise<number> {
  const database = await cluster.freshDatabase();
  const source = sourceOf(database.applicationUrl, tables);
  try {
    await source.initialize();
    const entities = tables.map(({ rows }) => rows.map((row) => JSON.parse(row) as Record<string, unknown>));
    await cluster.settle();
    const startedAt = performance.now();
    for (const [index, { name }] of tables.entries()) {
      await within(source, async (manager) => {
        for (const entity of entities[index]!) await manager.save(name, entity);
      });
    }
    return (performance.now() - startedAt) / 1000;
  } finally {
    if (source.isInitialized) await source.destroy();
    await database.drop();
  }
}

function sourceOf(url: string, tables: readonly FinalTable[]): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: tables.map(schemaOf),
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize: 1,
    extra: { options: SCOPE },
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
