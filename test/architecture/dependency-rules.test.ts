import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './sources.js';

const run = promisify(execFile);

/** A project in miniature: each file imports the others named; with a rule's name, that import must be refused by it. */
const PLANTED: Record<string, Record<string, string>> = {
  'src/main.ts': { './app.module.js': '' },
  'src/app.module.ts': { './platform/clock.js': '', './demo/demo.js': '', './intake/intake.js': '' },
  'src/platform/clock.ts': { '../demo/demo.js': 'floor-0-knows-nothing-above' },
  'src/platform/database/sql.ts': { '../../../migrations/1-first.js': '' },
  'src/reference-data/codes.ts': {
    '../platform/clock.js': '',
    '../cases/case.js': 'floor-1-knows-nothing-above',
  },
  'src/victims/victim.ts': {
    '../reference-data/codes.js': '',
    '../intake/intake.js': 'floor-2-knows-nothing-above',
  },
  'src/cases/case.ts': { '../reporting/panel.js': 'floor-3-knows-nothing-above' },
  'src/intake/intake.ts': {
    '../cases/case.js': '',
    '../contact/message.js': 'no-neighbours',
    '../casework/worklist.js': 'floor-4-knows-nothing-above',
  },
  'src/contact/message.ts': { './gate.js': '', '../app.module.js': 'rooms-do-not-know-the-map' },
  'src/contact/gate.ts': { '../../test/support/people.js': 'src-never-imports-test' },
  'src/casework/worklist.ts': {
    '../contact/gate.js': '',
    '../reporting/panel.js': 'floor-5-knows-nothing-above',
  },
  'src/reporting/panel.ts': {
    '../cases/case.js': '',
    '../../migrations/1-first.js': 'only-the-database-runs-migrations',
    '../demo/demo.js': 'floor-6-knows-nothing-above',
  },
  'src/demo/demo.ts': { pg: 'declared-packages-only' },
  'src/demo/round.ts': {
    './nowhere.js': 'resolvable',
    jest: 'no-development-packages-in-service',
  },
  'migrations/1-first.ts': {
    '../src/platform/database/fence.js': '',
    '../src/platform/clock.js': 'migrations-stand-alone',
  },
  'src/platform/database/fence.ts': {},
  'test/support/people.ts': { '../../src/demo/demo.js': '' },
  'test/support/one.ts': { './other.js': 'no-cycles' },
  'test/support/other.ts': { './one.js': '' },
};

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

describe('The dependency rules', () => {
  let folder: string;
  let violations: Violation[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'val-rooms-'));
    await plant(folder);
    const tool = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const config = join(ROOT, 'config/tooling/dependency-cruiser.cjs');
    const args = [tool, '--config', config, '--output-type', 'json', 'src', 'migrations', 'test'];
    const { stdout } = await run(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 });
    violations = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const imports = Object.entries(PLANTED).flatMap(([from, targets]) =>
    Object.entries(targets).map(([to, rule]) => ({ from, to, rule })),
  );

  it.each(imports.filter(({ rule }) => rule))('refuse $from → $to by $rule', ({ from, to, rule }) => {
    expect(rulesBroken(from, to)).toContain(rule);
  });

  it.each(imports.filter(({ rule }) => !rule))('allow $from → $to', ({ from, to }) => {
    expect(rulesBroken(from, to).filter((rule) => rule !== 'no-cycles')).toEqual([]);
  });

  function rulesBroken(from: string, to: string): string[] {
    const target = to.startsWith('.') ? join(dirname(from), to).replace(/\.js$/, '') : to;
    return violations
      .filter((one) => one.from === from && (one.to === to || one.to.includes(target)))
      .map(({ rule }) => rule.name);
  }
});

async function plant(folder: string): Promise<void> {
  for (const [path, targets] of Object.entries(PLANTED)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(
      file,
      [...Object.keys(targets).map((to) => `import '${to}';`), 'export const here = 1;'].join('\n'),
    );
  }
  for (const name of ['pg', 'jest']) {
    await mkdir(join(folder, 'node_modules', name), { recursive: true });
    await writeFile(
      join(folder, 'node_modules', name, 'package.json'),
      JSON.stringify({ name, main: 'main.js' }),
    );
    await writeFile(join(folder, 'node_modules', name, 'main.js'), '');
  }
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ devDependencies: { jest: '1' }, type: 'module' }),
  );
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { module: 'NodeNext' } }));
}
