/**
 * `npm test`: everything that must hold, as one list. Ends with the line `N passed, N failed`: a check
 * counts as one, the test suites count test by test. `npm test -- <jest arguments>` builds and runs those tests only.
 * With CI=true a skipped test counts as failed: nothing may be missing there.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const openApiLint = 'redocly lint openapi.json --extends recommended-strict --max-problems 20';

const build = ['build', 'npm run --silent build'];
const checks = [
  ['formatting', 'prettier --check --log-level warn .'],
  ['types', 'npm run --silent types'],
  ['lint', 'npm run --silent lint'],
  ['dependency rules', 'npm run --silent boundaries'],
  ...(existsSync(join(root, 'openapi.json')) ? [['OpenAPI document', openApiLint]] : []),
  build,
];

const strict = process.env.CI === 'true';
const jestArguments = process.argv.slice(2);
const outcome = { passed: 0, failed: 0, skipped: [] };
const failures = [];

/** Runs a shell command with the project's tools on the path; resolves with its exit status and what it printed. */
function run(command, args, stdio) {
  const env = {
    ...process.env,
    PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  };
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, shell: args.length === 0, stdio });
    let output = '';
    child.stdout?.on('data', (text) => (output += text));
    child.stderr?.on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ status: 1, output: String(error) }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

function report(mark, name, started, note = '') {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(7);
  console.log(`${mark} ${name.padEnd(18)}${seconds} s${note}`);
}

async function check([name, command]) {
  const started = performance.now();
  const { status, output } = await run(command, [], ['ignore', 'pipe', 'pipe']);
  report(status === 0 ? '✓' : '✗', name, started);
  if (status === 0) {
    outcome.passed += 1;
    return true;
  }
  outcome.failed += 1;
  failures.push(`${name}: ${command}`);
  console.log(output.replace(/^/gm, '    '));
  return false;
}

/** Adds Jest's own counts; a suite that cannot run, or a run that fails without a failed test, counts as one failure. */
function count(results, status) {
  const tests = results.testResults.flatMap((file) => file.assertionResults);
  const brokenSuites = results.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.length,
  );
  const failed = tests.filter((test) => test.status === 'failed');
  outcome.passed += tests.filter((test) => test.status === 'passed').length;
  outcome.failed += failed.length + brokenSuites.length;
  outcome.skipped = tests.filter((test) => ['pending', 'todo', 'skipped', 'disabled'].includes(test.status));
  failures.push(...failed.map((test) => test.fullName));
  failures.push(...brokenSuites.map((file) => `${file.name.replace(root, '')} could not run`));
  if (status !== 0 && failed.length + brokenSuites.length === 0) {
    outcome.failed += 1;
    failures.push(tests.length ? 'Jest ended badly although every test passed' : 'Jest ran no test');
  }
}

async function runJest() {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'val-check-'));
  const file = join(folder, 'results.json');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const args = [
    ...flags,
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${file}`,
    ...jestArguments,
  ];
  const { status } = await run(process.execPath, args, ['ignore', 'ignore', 'inherit']);
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] };
  rmSync(folder, { recursive: true });
  count(results, status);
  report(status === 0 ? '✓' : '✗', 'tests', started);
}

function summarise() {
  const suites = new Map();
  for (const { ancestorTitles, title } of outcome.skipped) {
    const suite = ancestorTitles[0] ?? title;
    suites.set(suite, (suites.get(suite) ?? 0) + 1);
  }
  for (const [suite, tests] of suites) console.log(`skipped: ${suite} (${tests})`);
  if (strict && outcome.skipped.length) {
    outcome.failed += outcome.skipped.length;
    failures.push(`${outcome.skipped.length} tests were skipped, which CI=true does not allow`);
  }
  for (const failure of failures) console.log(`failed: ${failure}`);
  const skipped = outcome.skipped.length && !strict ? `, ${outcome.skipped.length} skipped` : '';
  console.log(`\n${outcome.passed} passed, ${outcome.failed} failed${skipped}`);
}

/** Runs checks two at a time, for none of them keeps more than one processor busy. Answers whether `build` held. */
async function runChecks(items) {
  const waiting = [...items];
  let isBuilt = true;
  const oneAfterAnother = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) {
      const holds = await check(item);
      if (item === build) isBuilt = holds;
    }
  };
  await Promise.all([oneAfterAnother(), oneAfterAnother()]);
  return isBuilt;
}

if (await runChecks(jestArguments.length ? [build] : checks)) await runJest();
summarise();
process.exitCode = outcome.failed ? 1 : 0;
