import type { Actor } from './actor.js';

/** What access control reads of a Fastify request, and the actor that it puts there. */
export interface ApiRequest {
  id: string;
  method: string;
  /** Path and query as they were sent. */
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body?: unknown;
  actor?: Actor;
}

/** What access control needs of a Fastify reply. */
export interface ApiReply {
  header(name: string, value: string): unknown;
}
