import ts from 'typescript';
import { nodes, type Ban } from '../ban.js';
import { isConstantText } from '../constant-text.js';
import { declarationOf } from '../declarations.js';
import { calleeOf, type Source, type Sources } from '../sources.js';
import { isText } from './time-and-chance.js';

const BUILDER_METHODS = [
  ...['where', 'andWhere', 'orWhere', 'having', 'andHaving', 'orHaving'],
  ...['orderBy', 'addOrderBy', 'groupBy', 'addGroupBy', 'addSelect'],
];
const REQUEST_TYPE = /(Dto|Request|Body|Query|Params|Input)$/;

export const database: readonly Ban[] = [
  {
    name: 'no SQL out of variable text',
    because: 'values travel as parameters, and identifiers never come from input',
    where: 'src',
    except: {
      'src/platform/database/': 'takes SQL from the rooms, and writes it for tables and columns they name',
      'src/intake/pending-rows.ts': 'no SQL; its tables are a closed list of its own',
    },
    find: nodes((node, source, sources) => sqlOf(node).some((sql) => !isConstantText(sql, source, sources))),
    planted: [
      'tx.query(`SELECT * FROM person WHERE name = ${name}`);',
      "function list(order: string) { return tx.query('SELECT 1 ORDER BY ' + order); }",
      'const sql = `SELECT ${columns(request)}`; tx.query(sql);',
      "let sql = 'SELECT 1'; sql += term; tx.query(sql);",
      "const parts = ['SELECT 1']; parts.push(request.sort); tx.query(parts.join(' '));",
      'tx.query(SORTS.byName + request.sort, []);',
      'tx.queryOne(`SELECT ${column} FROM person`);',
      'tx.insert(request.table, rows);',
      'function find(term: string) { return { sql: `SELECT ${term}`, parameters: [] }; }',
      'function find(sql: string) { return { sql }; }',
      'const { sql } = request; tx.query(sql);',
      'function part(term: string) { return `AND ${term}`; } tx.query(`SELECT 1 ${part(request.term)}`);',
      'const quoted = (text: string) => `"${text}"`; tx.query(`SELECT ${quoted(name)}`);',
    ],
    innocent: [
      "tx.query('SELECT * FROM person WHERE name = $1', [name]);",
      "const COLUMNS = 'id, name'; tx.query(`SELECT ${COLUMNS} FROM person WHERE id = $1`, [id]);",
      "const SORTS = { name: 'name', age: 'born_on' } as const; tx.query(`SELECT 1 ORDER BY ${SORTS[sort]}`);",
      "tx.query(`SELECT 1 ${isOpen ? 'WHERE closed_at IS NULL' : ''}`);",
      "const parts = ['SELECT 1']; parts.push(`LIMIT $${values.length}`); tx.query(parts.join(' '));",
      "const LISTS = ['a', 'b']; tx.query(LISTS.map((list) => `SELECT '${list}'`).join(' UNION '));",
      'function find(id: string) { const values = []; const bound = (value) => `$${values.push(value)}`;' +
        " const parts = ['SELECT 1']; parts.push(`AND id = ${bound(id)}`); parts.push(...more(id, bound));" +
        " return { sql: parts.join(' '), values }; } function more(id, bound) { return [`AND x = ${bound(id)}`]; }" +
        ' const { sql, values } = find(id); tx.query(sql, values); const made = find(id); tx.query(made.sql);',
      "function page(column: string) { return `ORDER BY ${column}`; } tx.query(`SELECT 1 ${page('id')}`);",
    ],
  },
  {
    name: 'no query builder on variable text',
    because: 'a sort field from the request can be a sub-select that reads what its sender may not',
    where: 'src',
    find: nodes((node, source, sources) => {
      if (!ts.isCallExpression(node) || !BUILDER_METHODS.includes(calleeOf(node).name)) return false;
      const [text] = node.arguments;
      return calleeOf(node).on !== undefined && text !== undefined && !isCondition(text, source, sources);
    }),
    planted: [
      'cases.orderBy(request.sort);',
      'cases.where(`name = ${name}`);',
      'function sorted(field: string) { return cases.addOrderBy(field); }',
      "cases.addSelect('name ' + alias);",
    ],
    innocent: [
      "cases.orderBy('opened_at', direction);",
      "cases.where('name = :name', { name });",
      'cases.where({ id });',
      "cases.andWhere(new Brackets((any) => any.where('a = 1')));",
    ],
  },
  {
    name: 'no saving of what came in',
    because: 'save() with an id from the body overwrites another record',
    where: 'src',
    find: nodes((node, source) => ts.isCallExpression(node) && isCarelessSave(node, source)),
    planted: [
      'this.personRepository.save(person);',
      'manager.getRepository(Person).save(person);',
      'manager.save(Person, { ...body });',
      'manager.save(plainToInstance(Person, body));',
      'function add(request: AddPersonRequest) { return manager.save(Person, request); }',
      'class C { add(@Body() person: Person) { return this.manager.save(person); } }',
    ],
    innocent: [
      'const person = await manager.findOneBy(Person, { id }); person.rename(name); manager.save(person);',
    ],
  },
  {
    name: 'no loosened safeguards of TypeORM',
    because: 'an undefined id or an empty filter means every row',
    where: 'everywhere',
    find: nodes((node) => isLoosened(node) || isUnfiltered(node)),
    planted: [
      "const options = { invalidWhereValuesBehavior: { undefined: 'ignore' } };",
      'const options = { synchronize: true };',
      'people.find();',
      'people.findBy({});',
      'manager.delete(Person, {});',
    ],
    innocent: [
      'people.findBy({ id });',
      'rows.find((row) => row.id === id);',
      'const options = { synchronize: false };',
    ],
  },
  {
    name: 'no settings that outlive the transaction',
    because: 'the next user of the pooled connection would inherit who may see what',
    where: 'src and migrations',
    find: nodes(
      (node) =>
        isText(node) &&
        (/set_config\s*\([^;]*,\s*false\s*\)/i.test(node.text) ||
          /\bset\s+(session\s+)?val\./i.test(node.text)),
    ),
    planted: [
      'tx.query("SELECT set_config(\'val.scope\', $1, false)", [scope]);',
      'tx.query("SET val.scope = \'people\'");',
      'tx.query("SET SESSION val.scope = \'people\'");',
    ],
    innocent: ['tx.query("SELECT set_config(\'val.scope\', $1, true)", [scope]);'],
  },
];

/** SQL that a node runs, or puts by as `sql` for another to run; tables are named in it too. */
function sqlOf(node: ts.Node): ts.Expression[] {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'sql') return [node.initializer];
  if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'sql') return [node.name];
  if (!ts.isCallExpression(node)) return [];
  const { name, on } = calleeOf(node);
  const runs = on && ['query', 'queryOne'].includes(name);
  const names = on?.getText() === 'tx' && ['insert', 'update'].includes(name);
  return runs || names ? node.arguments.slice(0, 1) : [];
}

/** Conditions as objects, brackets and sub-queries are TypeORM's own; text must be constant. */
function isCondition(node: ts.Expression, source: Source, sources: Sources): boolean {
  if (ts.isObjectLiteralExpression(node) || ts.isArrowFunction(node)) return true;
  if (ts.isNewExpression(node)) return ['Brackets', 'NotBrackets'].includes(node.expression.getText());
  return isConstantText(node, source, sources);
}

/** `save` is for entities that were loaded and changed by their verbs. */
function isCarelessSave(call: ts.CallExpression, source: Source): boolean {
  const { name, on } = calleeOf(call);
  if (name !== 'save' || !on) return false;
  if (/repositor(y|ies)\b|Repo\b|getRepository\(/i.test(on.getText())) return true;
  const saved = call.arguments.at(-1);
  if (!saved) return false;
  if (!ts.isIdentifier(saved)) return true;
  const declaration = declarationOf(saved, source);
  if (!declaration || !ts.isParameter(declaration)) return false;
  const isDecorated = (ts.getDecorators(declaration) ?? []).length > 0;
  return isDecorated || REQUEST_TYPE.test(declaration.type?.getText() ?? '');
}

function isLoosened(node: ts.Node): boolean {
  if (!ts.isPropertyAssignment(node)) return false;
  const isSynchronized = node.name.getText() === 'synchronize' && node.initializer.getText() !== 'false';
  return isSynchronized || node.name.getText() === 'invalidWhereValuesBehavior';
}

function isUnfiltered(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const { name, on } = calleeOf(node);
  if (!on) return false;
  if (name === 'find') return node.arguments.length === 0;
  return (
    ['findBy', 'delete', 'update', 'countBy'].includes(name) &&
    node.arguments.some((given) => given.getText() === '{}')
  );
}
