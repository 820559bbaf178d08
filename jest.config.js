import { readFileSync } from 'node:fs';

// Jest runs ECMAScript modules behind a flag of Node. The npm scripts set it; this line and `workerIdleMemoryLimit`
// (which keeps every test in a child process) make a bare `npx jest path` work as well.
const esmFlag = '--experimental-vm-modules';
if (!process.env.NODE_OPTIONS?.includes(esmFlag)) {
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, esmFlag, '--disable-warning=ExperimentalWarning']
    .filter(Boolean)
    .join(' ');
}

const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  globalSetup: '<rootDir>/config/tooling/jest-global-setup.js',
  globalTeardown: '<rootDir>/config/tooling/jest-global-teardown.js',
  testTimeout: 60_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
