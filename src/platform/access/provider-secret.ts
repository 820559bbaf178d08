import { createHash, timingSafeEqual } from 'node:crypto';
import { type Actor, serviceActor } from './actor.js';
import type { Permission } from './permissions.js';

/** What a provider's callback may do; no role holds it. */
const OF_PROVIDERS: Permission = 'provider-callback:send';

/** Knows a provider by the secret that it sends as its bearer token. Without a secret nobody is known by one. */
export class ProviderSecret {
  constructor(private readonly secret: string | null) {}

  /** The provider, where the route is for providers and the token is the secret; null for everybody else. */
  actorOf(permission: string, authorization: string | string[] | undefined): Actor | null {
    if (permission !== OF_PROVIDERS || this.secret === null || typeof authorization !== 'string') return null;
    const isSecret = timingSafeEqual(digest(authorization), digest(`Bearer ${this.secret}`));
    return isSecret ? serviceActor('worker', 'provider-callback') : null;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
