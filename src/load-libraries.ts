/**
 * Loads the large libraries one after the other. Between two of them the event loop turns, so that the start of
 * PostgreSQL, which goes on step by step meanwhile, never waits for all of them.
 */
export async function loadLibraries(): Promise<void> {
  await import('@nestjs/core');
  await import('@nestjs/platform-fastify');
  await import('typeorm');
  await import('@nestjs/swagger');
  await import('bullmq');
  await import('libphonenumber-js');
  await import('luxon');
  await import('nodemailer');
}
