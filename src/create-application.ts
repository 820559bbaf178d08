import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { serveApiDescription } from './platform/http/api-description.js';
import { AnswerInterceptor } from './platform/http/answer.interceptor.js';
import { ProblemFilter } from './platform/http/problem.filter.js';
import { takeJsonOnly } from './platform/http/json-body.js';
import { refuseOtherMethods } from './platform/http/other-methods.js';
import { StrayInputInterceptor } from './platform/http/stray-input.interceptor.js';
import { Metrics } from './platform/health/metrics.js';
import { newId } from './platform/ids.js';
import { Log } from './platform/logging/log.js';
import type { Runtime } from './platform/runtime.js';
import { StrictValidationPipe } from './platform/validation/strict-validation-pipe.js';

/** Largest JSON body: 1 MiB. Files are streamed and have their own limit. */
const BODY_LIMIT = 1024 * 1024;
/** Largest extract: 2 GiB, about ten million rows. */
const FILE_LIMIT = 2 * 1024 * 1024 * 1024;
const CUT_EVERY_MS = 100;
const REQUEST_ID = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

/** Puts the HTTP application together; it does not listen yet. */
export async function createApplication(runtime: Runtime): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: requestId,
    logger: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  const log = new Log(runtime.settings.logLevel);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(runtime), adapter, {
    logger: log,
    bodyParser: false,
    // Whoever starts the application says why it did not start.
    abortOnError: false,
  });
  refuseOtherMethods(app);
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  await app.register(fastifyHelmet, { contentSecurityPolicy: false, hsts: runtime.settings.production });
  takeJsonOnly(app);
  await app.register(fastifyMultipart, {
    limits: { files: 1, fileSize: FILE_LIMIT, fields: 5, fieldSize: 1000 },
  });
  app.useGlobalPipes(new StrictValidationPipe());
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalInterceptors(new StrayInputInterceptor(), new AnswerInterceptor());
  watchRequests(app, log);
  letGoOnClose(app);
  serveApiDescription(app, runtime.settings.production);
  return app;
}

/** The caller's own id where it is a UUID or a trace id: anything else might say something, and ids are logged. */
function requestId(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
}

/** One log line and one measurement a request: by the route's pattern, never by its address. */
function watchRequests(app: NestFastifyApplication, log: Log): void {
  const metrics = app.get(Metrics);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('x-request-id', request.id);
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  fastify.addHook('onResponse', async (request: FastifyRequest, reply: FastifyReply) => {
    const route = request.routeOptions.url ?? 'none';
    const method = request.method;
    const status = reply.statusCode;
    metrics.requests.observe({ method, route, status: String(status) }, reply.elapsedTime / 1000);
    log.info('request.answered', {
      requestId: request.id,
      method,
      route,
      status,
      milliseconds: Math.round(reply.elapsedTime),
    });
  });
}

/**
 * A connection that is kept for further requests would hold up the end of the process for more than a minute: once it
 * closes, each answer says that it was the last on its connection, and what lies idle is cut.
 */
function letGoOnClose(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  let cutting: NodeJS.Timeout | undefined;
  fastify.addHook('preClose', async () => {
    cutting = setInterval(() => fastify.server.closeIdleConnections(), CUT_EVERY_MS).unref();
  });
  fastify.addHook('onSend', async (_request: FastifyRequest, reply: FastifyReply) => {
    if (cutting) void reply.header('connection', 'close');
  });
  fastify.addHook('onClose', async () => clearInterval(cutting));
}
