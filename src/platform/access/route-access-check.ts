import type { INestApplicationContext, OnModuleInit, Type } from '@nestjs/common';
import { Injectable, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { RouteAccess } from './access.decorator.js';
import { ROUTE_ACCESS } from './access.decorator.js';

/** A route of this application, and what it declared about access. */
export interface DeclaredRoute {
  /** Class and method, such as `CasesController.list`. */
  handler: string;
  method: string;
  /** Path below the global prefix. */
  path: string;
  access: RouteAccess | null;
}

type Handler = (...parameters: unknown[]) => unknown;

/** Every route of every controller that the application has loaded. */
export function routesOf(discovery: DiscoveryService): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ metatype }) => {
    const controller = metatype as Type<unknown>;
    const base = String(Reflect.getMetadata(PATH_METADATA, controller) ?? '');
    const methods = controller.prototype as Record<string, Handler>;
    return scanner.getAllMethodNames(methods).flatMap((name) => {
      const handler = methods[name];
      const path = handler && (Reflect.getMetadata(PATH_METADATA, handler) as string | undefined);
      if (!handler || path === undefined) return [];
      return [
        {
          handler: `${controller.name}.${name}`,
          method: RequestMethod[Number(Reflect.getMetadata(METHOD_METADATA, handler))] ?? 'ALL',
          path: joined(base, path),
          access: (Reflect.getMetadata(ROUTE_ACCESS, handler) as RouteAccess | undefined) ?? null,
        },
      ];
    });
  });
}

/** Routes that lack `@Access`, as `GET /cases (CasesController.list)`. */
export function routesWithoutAccess(app: INestApplicationContext): string[] {
  return withoutAccess(app.get(DiscoveryService, { strict: false }));
}

/** Stops the start where a route has not declared its permission and audit class. */
@Injectable()
export class RouteAccessCheck implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const missing = withoutAccess(this.discovery);
    if (missing.length > 0)
      throw new Error(`routes without permission and audit class: ${missing.join(', ')}`);
  }
}

function withoutAccess(discovery: DiscoveryService): string[] {
  return routesOf(discovery)
    .filter((route) => route.access === null)
    .map((route) => `${route.method} ${route.path} (${route.handler})`);
}

function joined(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}
