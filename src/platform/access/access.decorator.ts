import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { AuditClass } from './actor.js';
import { PERMISSIONS, type Permission } from './permissions.js';

/** What every route must declare. `public` routes are the health checks and the API's own description. */
export interface RouteAccess {
  permission: Permission | 'public';
  audit: AuditClass;
  /** The route creates something: the caller must send an Idempotency-Key. */
  creates?: boolean;
}

export const ROUTE_ACCESS = 'val:route-access';

/**
 * Names a route's permission and audit class, in the API description too; the service does not start with a route that
 * lacks it.
 */
export function Access(access: RouteAccess): MethodDecorator {
  const { permission, audit } = access;
  const roles = permission === 'public' ? ['anyone'] : [...PERMISSIONS[permission]];
  return applyDecorators(
    SetMetadata(ROUTE_ACCESS, access),
    ApiExtension('x-permission', permission),
    ApiExtension('x-roles', roles),
    ApiExtension('x-audit', audit),
  );
}
