import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../logging/log.js';
import { Problem, Unavailable } from '../problems/problem.js';

const BY_STATUS: Record<number, [code: string, title: string]> = {
  400: ['invalid-request', 'The request is not valid'],
  404: ['not-found', 'Not found'],
  405: ['method-not-allowed', 'Method not allowed'],
  406: ['not-acceptable', 'Not acceptable'],
  408: ['request-timeout', 'The request took too long'],
  413: ['body-too-large', 'The body is too large'],
  414: ['url-too-long', 'The address is too long'],
  415: ['unsupported-media-type', 'This content type is not accepted'],
  429: ['too-many-requests', 'Too many requests'],
  431: ['headers-too-large', 'The headers are too large'],
};

const BROKEN_JSON = new Set([
  'FST_ERR_CTP_INVALID_JSON_BODY',
  'FST_ERR_CTP_EMPTY_JSON_BODY',
  'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
]);
const DATABASE_AWAY = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'],
  ...['25P03', '40001', '40P01', '53300', '55P03', '57014', '57P01', '57P02', '57P03'],
]);
/** What pg says, without a code, where no connection is free in time or the one in use broke. */
const NO_CONNECTION = /^(timeout exceeded when trying to connect|Connection terminated)/;

/** Turns every error into an RFC 9457 problem; what is not meant for the caller stays in the log, without values. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemOf(error, request.id);
    if (problem.status === 401 && !reply.hasHeader('www-authenticate'))
      void reply.header('www-authenticate', 'Bearer');
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(
        JSON.stringify({
          type: `urn:val:problem:${problem.code}`,
          title: problem.title,
          status: problem.status,
          code: problem.code,
          detail: problem.detail,
          fields: problem.fields,
          requestId: request.id,
        }),
      );
  }

  private problemOf(error: unknown, requestId: string): Problem {
    if (error instanceof Problem) return error;
    const { code, statusCode } = error as { code?: string; statusCode?: number };
    if (code && BROKEN_JSON.has(code)) return new Problem(400, 'invalid-json', 'The body is not valid JSON');
    const status = error instanceof HttpException ? error.getStatus() : statusCode;
    const known = status !== undefined && status < 500 ? (BY_STATUS[status] ?? BY_STATUS[400]) : undefined;
    if (known) return new Problem(error instanceof SyntaxError ? 400 : status!, ...known);
    return this.unexpected(error, requestId);
  }

  private unexpected(error: unknown, requestId: string): Problem {
    const sqlState = (error as { driverError?: { code?: string } }).driverError?.code;
    const code = sqlState ?? (error as { code?: string }).code;
    this.log.error('request.failed', { requestId, ...this.log.describe(error) });
    if (isDatabaseAway(error, code))
      return new Unavailable('The database does not answer. Try again in a moment.');
    return new Problem(500, 'internal-error', 'Something went wrong', 'It was logged under the request id.');
  }
}

function isDatabaseAway(error: unknown, code: string | undefined): boolean {
  return code ? DATABASE_AWAY.has(code) : error instanceof Error && NO_CONNECTION.test(error.message);
}
