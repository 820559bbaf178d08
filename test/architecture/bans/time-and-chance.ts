import ts from 'typescript';
import { nodes, type Ban } from '../ban.js';
import { calleeOf } from '../sources.js';

const OWN_CLOCK_OF_LUXON = ['now', 'local', 'utc'];

export const timeAndChance: readonly Ban[] = [
  {
    name: 'no time but the injected clock',
    because: 'months of service are replayed, and every instant must come from outside',
    where: 'src',
    except: { 'src/platform/clock.ts': 'the one place that asks the machine' },
    find: nodes((node) => isDateOfNow(node) || isNowCall(node)),
    planted: [
      'const at = new Date();',
      'const at = Date.now();',
      'const text = Date();',
      'const { now } = Date;',
      'const read = Date.now;',
      'const at = DateTime.now();',
      "const at = DateTime.local({ zone: 'Europe/London' });",
      'const at = DateTime.utc();',
    ],
    innocent: [
      'const at = new Date(row.occurredAt);',
      'const at = clock.now();',
      'const took = performance.now() - started;',
      'const day = DateTime.utc(2019, 4, 1);',
      'const at = DateTime.fromISO(text);',
    ],
  },
  {
    name: 'no chance without a seed',
    because: 'a demo must repeat itself, and Math.random is no source of secrets either',
    where: 'src',
    find: nodes((node) => ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random'),
    planted: ['const id = Math.random();', 'const roll = Math.random;'],
    innocent: ['const roll = random.next();', 'const most = Math.max(1, 2);'],
  },
  {
    name: 'no DEFAULT now() in the schema',
    because: 'the database would stamp rows with its own clock while a period is replayed',
    where: 'src and migrations',
    find: nodes(
      (node) =>
        isText(node) && /\bdefault\s+(now\s*\(|current_(timestamp|date)|\w+_timestamp\s*\()/i.test(node.text),
    ),
    planted: [
      'await runner.query(`CREATE TABLE t (at timestamptz NOT NULL DEFAULT now())`);',
      'await runner.query(`ALTER TABLE ${table} ALTER at SET DEFAULT CURRENT_TIMESTAMP`);',
      "await runner.query('CREATE TABLE t (at timestamptz default clock_timestamp())');",
    ],
    innocent: ['await runner.query(`CREATE TABLE t (n integer NOT NULL DEFAULT 0)`);'],
  },
];

function isDateOfNow(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length;
  if (ts.isCallExpression(node)) return node.expression.getText() === 'Date';
  if (ts.isPropertyAccessExpression(node)) return node.getText() === 'Date.now';
  return ts.isVariableDeclaration(node) && node.initializer?.getText() === 'Date';
}

function isNowCall(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const { name, on } = calleeOf(node);
  const [first] = node.arguments;
  const saysWhen = first !== undefined && !ts.isObjectLiteralExpression(first);
  return on?.getText() === 'DateTime' && OWN_CLOCK_OF_LUXON.includes(name) && !saysWhen;
}

/** A literal, or one part of a template. */
export function isText(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateLiteralToken {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}
