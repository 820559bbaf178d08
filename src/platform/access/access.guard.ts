import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Forbidden } from '../problems/problem.js';
import type { RouteAccess } from './access.decorator.js';
import { ROUTE_ACCESS } from './access.decorator.js';
import type { Actor } from './actor.js';
import type { ApiReply, ApiRequest } from './api-request.js';
import { idempotencyOf } from './idempotency.js';
import { mayDo } from './permissions.js';
import { ProviderSecret } from './provider-secret.js';
import { StaffDirectory } from './staff-directory.js';
import type { SignedInUser } from './token-claims.js';
import { TokenRefused } from './token-refused.js';
import { TokenVerifier } from './token-verifier.js';

const BEARER = /^Bearer +([^\s,]+)$/i;

/** Every route's door: who asks, whether their roles hold the route's permission, and what the audit expects. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
    private readonly staff: StaffDirectory,
    private readonly provider: ProviderSecret,
  ) {}

  /** @throws TokenRefused (401), Forbidden (403), or Invalid (400) for a missing Idempotency-Key. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (!access) throw new Error('a route without permission and audit class was reached');
    if (access.permission === 'public') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const provider = this.provider.actorOf(access.permission, request.headers.authorization);
    if (provider) {
      request.actor = { ...provider, request: { id: request.id, auditClass: access.audit } };
      return true;
    }
    const user = await this.signedIn(request, http.getResponse<ApiReply>());
    if (!mayDo(user.roles, access.permission)) throw new Forbidden();
    const actor = actorOf(user, access, request);
    await this.staff.seen(actor);
    request.actor = actor;
    return true;
  }

  private async signedIn(request: ApiRequest, reply: ApiReply): Promise<SignedInUser> {
    try {
      return await this.verifier.verify(bearerToken(request.headers.authorization));
    } catch (error) {
      if (error instanceof TokenRefused) {
        reply.header('www-authenticate', error.challenge(this.verifier.requiredAcr));
      }
      throw error;
    }
  }
}

function bearerToken(header: string | string[] | undefined): string {
  if (header === undefined) throw new TokenRefused('absent');
  const token = typeof header === 'string' ? BEARER.exec(header)?.[1] : undefined;
  if (!token) throw new TokenRefused('malformed');
  return token;
}

function actorOf(user: SignedInUser, access: RouteAccess, request: ApiRequest): Actor {
  const idempotency = access.creates ? { idempotency: idempotencyOf(request) } : {};
  return { kind: 'user', ...user, request: { id: request.id, auditClass: access.audit, ...idempotency } };
}
