import { SetMetadata } from '@nestjs/common';
import type { AuditClass } from './actor.js';
import type { Permission } from './permissions.js';

/** What every route must declare. `public` routes are the health checks and the API's own description. */
export interface RouteAccess {
  permission: Permission | 'public';
  audit: AuditClass;
  /** The route creates something: the caller must send an Idempotency-Key. */
  creates?: boolean;
}

export const ROUTE_ACCESS = 'val:route-access';

/** Names a route's permission and audit class; the service does not start with a route that lacks it. */
export const Access = (access: RouteAccess) => SetMetadata(ROUTE_ACCESS, access);
