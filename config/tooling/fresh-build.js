/**
 * Compiles `src/` and `migrations/` first where `dist/` is missing or older, in one process with what it starts:
 *   node --import ./config/tooling/fresh-build.js dist/src/main.js
 * Looking takes a few milliseconds, compiling under a second. Production runs `node dist/src/main.js` as built.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folders = ['src', 'migrations'];

/** Paths below `folder` without their ending, each with the time of its last change in milliseconds. */
function changes(folder, ending) {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(ending) && !path.endsWith('.d.ts'))
      .map((path) => [path.slice(0, -ending.length), statSync(`${folder}/${path}`).mtimeMs]),
  );
}

function isStale(folder) {
  const sources = changes(root + folder, '.ts');
  const outputs = changes(`${root}dist/${folder}`, '.js');
  const compilerChanged = statSync(`${root}.swcrc`).mtimeMs;
  return (
    sources.size !== outputs.size ||
    [...sources].some(([path, changed]) => !(outputs.get(path) >= Math.max(changed, compilerChanged)))
  );
}

if (existsSync(`${root}src`) && folders.some(isStale)) {
  const swc = createRequire(import.meta.url).resolve('@swc/cli/bin/swc.js');
  const args = [swc, ...folders, '-d', 'dist', '--delete-dir-on-start', '--quiet'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
  await import('./parse-config.js');
}
