import ts from 'typescript';
import { nodes, type Ban } from '../ban.js';
import { isConstantText } from '../constant-text.js';
import { importsOf } from '../sources.js';

export const outsideWorld: readonly Ban[] = [
  {
    name: 'no reading of the environment outside settings',
    because: 'every setting is named, documented and defaulted in one file',
    where: 'src',
    except: { 'src/platform/settings.ts': 'the one reader' },
    find: (source, sources) => [
      ...nodes(isEnvironment)(source, sources),
      ...importsOf(source)
        .filter(isEnvironmentImport)
        .map((taken) => taken.node),
    ],
    planted: [
      'const port = process.env.PORT;',
      "const port = process['env'].PORT;",
      'const { env } = process;',
      "import { env } from 'node:process';",
      "import * as process from 'node:process';",
    ],
    innocent: ['const port = settings.port;', "const env = 'test';", 'process.exitCode = 1;'],
  },
  {
    name: 'no child processes but PostgreSQL of the embedded default',
    because: 'a command line is a way in',
    where: 'src',
    except: { 'src/platform/database/': 'initdb and postgres of the npm packages' },
    find: (source) =>
      importsOf(source)
        .filter(({ module }) => /^(node:)?child_process$/.test(module))
        .map((taken) => taken.node),
    planted: [
      "import { spawn } from 'node:child_process';",
      "import { exec } from 'child_process';",
      "const { spawn } = await import('node:child_process');",
    ],
    innocent: ["import { Worker } from 'node:worker_threads';"],
  },
  {
    name: 'no console but where a person reads it',
    because: 'logs are JSON without personal data, and only the logger knows how',
    where: 'src',
    except: {
      'src/main.ts': 'why a start was refused',
      'src/start-service.ts': 'the banner of a start',
      'src/write-openapi.ts': 'a command',
      'src/rehearse.ts': 'a command',
      'src/rehearse-service.ts': 'the report and stage times of a command',
      'src/platform/access/print-token.ts': 'a command',
    },
    find: nodes(
      (node) =>
        ts.isPropertyAccessExpression(node) && /^(console\.\w+|process\.std(out|err))$/.test(node.getText()),
    ),
    planted: ['console.log(victim);', 'list.forEach(console.error);', 'process.stdout.write(name);'],
    innocent: ["logger.info('message.queued');"],
  },
  {
    name: 'no unchecked certificates',
    because: 'whoever answers would be believed',
    where: 'everywhere',
    find: nodes(
      (node) => isUnchecked(node) || (ts.isStringLiteralLike(node) && node.text === UNCHECKED_BY_ENVIRONMENT),
    ),
    planted: [
      'const tls = { rejectUnauthorized: false };',
      "const tls = { 'rejectUnauthorized': settings.strict };",
      "setting('NODE_TLS_REJECT_UNAUTHORIZED');",
    ],
    innocent: ['const tls = { rejectUnauthorized: true };'],
  },
  {
    name: 'no regular expressions out of variable text',
    because: 'text from outside can hang the process or match what it should not',
    where: 'src',
    except: {
      'src/platform/validation/uk-numbering.ts': 'patterns of the telephone library, compiled once at load',
      'src/reference-data/feeds/check-feed.ts': 'patterns of a feed mapping, checked at start',
      'src/intake/cells.ts': 'the same patterns, compiled once',
    },
    find: nodes((node, source, sources) => {
      if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
      if (node.expression.getText() !== 'RegExp') return false;
      return !(node.arguments ?? []).every((argument) => isConstantText(argument, source, sources));
    }),
    planted: [
      'new RegExp(term);',
      'RegExp(`^${term}$`);',
      "function find(word: string) { return new RegExp(word, 'i'); }",
    ],
    innocent: [
      "new RegExp('^[A-Z]+$', 'u');",
      "const WORDS = ['rape', 'assault']; const FOUND = new RegExp(`\\\\b(${WORDS.join('|')})\\\\b`);",
    ],
  },
];

const UNCHECKED_BY_ENVIRONMENT = ['NODE', 'TLS', 'REJECT', 'UNAUTHORIZED'].join('_');

function isEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.getText() === 'process.env';
  if (ts.isElementAccessExpression(node)) return /^process\[['"`]env['"`]\]$/.test(node.getText());
  return ts.isVariableDeclaration(node) && node.initializer?.getText() === 'process';
}

function isEnvironmentImport({ module, names }: { module: string; names: string[] }): boolean {
  return /^(node:)?process$/.test(module) && names.some((name) => ['env', 'default', '*'].includes(name));
}

function isUnchecked(node: ts.Node): boolean {
  if (!ts.isPropertyAssignment(node) || !/^['"]?rejectUnauthorized['"]?$/.test(node.name.getText()))
    return false;
  return node.initializer.kind !== ts.SyntaxKind.TrueKeyword;
}
