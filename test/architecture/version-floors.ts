/**
 * The lowest version of a package that may run here, with the reason. Kept by hand, because a registry's audit is not
 * always within reach: when an advisory concerns us, add a line. `absent` packages stay out altogether.
 */
export const VERSION_FLOORS: Readonly<Record<string, { atLeast: string; because: string }>> = {
  '@fastify/middie': { atLeast: '9.1.0', because: 'CVE-2026-22031: an encoded path walks past middleware' },
  '@fastify/multipart': { atLeast: '9.0.3', because: 'CVE-2025-24033: cancelled uploads stay on disk' },
  '@fastify/static': {
    atLeast: '10.1.3',
    because: 'GHSA-423g-23ch-w7c6: dot segments walk past a guarded prefix',
  },
  '@nestjs/common': {
    atLeast: '11.0.16',
    because: 'GHSA-cj7v-w2c7-cp7c: Content-Type in file validation runs code',
  },
  '@nestjs/platform-fastify': { atLeast: '11.1.14', because: 'CVE-2026-2293: a path walks past middleware' },
  ajv: { atLeast: '8.18.0', because: 'CVE-2025-69873: a pattern from $data hangs the process' },
  bullmq: {
    atLeast: '6.3.3',
    because: 'its issue 4585: a worker stays dead after a Redis outage and says it runs',
  },
  'class-validator': { atLeast: '0.14.0', because: 'CVE-2019-18413: unknown values pass by default' },
  'csv-parse': { atLeast: '4.4.6', because: 'CVE-2019-17592: a long cell hangs the process' },
  'fast-uri': { atLeast: '3.1.4', because: 'host confusion up to 3.1.3' },
  fastify: {
    atLeast: '5.12.2',
    because: 'CVE-2026-16732 forged X-Forwarded-*, CVE-2026-33806 unvalidated bodies',
  },
  'find-my-way': {
    atLeast: '9.0.1',
    because: 'CVE-2024-45813: two parameters in one segment hang the router',
  },
  jose: { atLeast: '4.15.5', because: 'CVE-2024-28176: a compressed token exhausts memory' },
  'js-yaml': { atLeast: '4.2.1', because: 'GHSA-52cp-r559-cp3m: merge keys cost quadratic time' },
  lodash: { atLeast: '4.18.0', because: 'prototype pollution up to 4.17.23' },
  luxon: { atLeast: '3.2.1', because: 'CVE-2023-22467: a long date costs quadratic time' },
  msgpackr: { atLeast: '1.10.1', because: 'CVE-2023-52079: a crafted message recurses without end' },
  nodemailer: {
    atLeast: '9.1.1',
    because: 'GHSA-2x7j-588g-ccc2 and GHSA-cc9r-2j5m-2m83: slow and wrong addresses',
  },
  'path-to-regexp': { atLeast: '8.4.0', because: 'CVE-2026-4923 and CVE-2026-4926: patterns that hang' },
  pg: { atLeast: '7.1.2', because: 'CVE-2017-16082: a column name runs code' },
  'swagger-ui-dist': { atLeast: '4.1.3', because: 'GHSA-qrmm-w75w-3wpx: a link shows a foreign document' },
  typeorm: {
    atLeast: '1.1.0',
    because: 'CVE-2025-60542, SQL in a sort direction, and undefined that matched all rows',
  },
  uuid: { atLeast: '11.1.1', because: 'GHSA-w5hq-g745-h8pq' },
  validator: { atLeast: '13.15.22', because: 'CVE-2025-12758: isLength is deceived by variation selectors' },
  yaml: { atLeast: '2.8.3', because: 'CVE-2026-33532: nested lists overflow the stack' },
};

export const ABSENT: Readonly<Record<string, string>> = {
  '@nestjs/platform-express': 'one HTTP adapter: Fastify',
  express: 'one HTTP adapter: Fastify',
  jsonwebtoken: 'jose reads tokens; jsonwebtoken accepts one without an expiry',
  multer: 'uploads stream through @fastify/multipart',
  request: 'given up in 2020, forwards secrets to other hosts',
  xlsx: 'the registry stops at 0.18.5, before its own fixes',
};
