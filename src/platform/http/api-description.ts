import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { completeOperations } from './api-operations.js';

const TAGS: [name: string, description: string][] = [
  ['imports', 'Files of police referrals: upload, progress, receipt'],
  ['referrals', 'Single referrals from officers, victims themselves and others'],
  ['victims', 'People, how they may be reached, and who looked at their record'],
  ['incidents', 'Crimes and the people involved'],
  ['cases', 'Casework: worklist, timeline, notes, allocation, restriction'],
  ['tasks', 'What is due, for me or my team'],
  ['contact', 'Contact plans and messages'],
  ['entitlements', 'What victims are owed under the Victims’ Code, with the clocks that run'],
  ['assessments', 'Forms, needs and specialist assessments, enhanced status, safeguarding'],
  ['support-plans', 'Goals, actions, check-ins, reviews and the exit strategy'],
  ['agencies', 'Specialist agencies: directory, consent, referrals'],
  ['outcomes', 'What support changed, by dated frameworks, and feedback'],
  ['reports', 'Figures: never a person'],
  ['returns', 'Returns to the Ministry: drafts, checks, approval, workbooks'],
  ['reference', 'Code lists, teams and staff'],
  ['audit', 'Who did and saw what, and the proof that nobody altered it'],
  ['running', 'Health and metrics'],
];

/** The OpenAPI description of the running routes. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Victim Advice Line')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'The service that serves this description')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'token');
  TAGS.forEach(([name, description]) => builder.addTag(name, description));
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (_controller, method) => method,
  });
  return completeOperations(document);
}

/** Serves the description and its page; a production service serves neither. */
export function serveApiDescription(app: NestFastifyApplication, production: boolean): void {
  if (production) return;
  SwaggerModule.setup('api/docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: '',
    customSiteTitle: 'Victim Advice Line API',
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      docExpansion: 'none',
      tagsSorter: 'none',
    },
  });
}

const DESCRIPTION = `Case management for victims of crime: police referrals in, safe contact out, support, figures.

**Try it.** Copy a token that \`npm start\` printed, press *Authorize*, paste it, and send the examples.

**Rules of every route.** Errors are RFC 9457 problems with a stable \`code\`, and one entry in \`fields\` for each wrong field.
Creating needs an \`Idempotency-Key\` header: the same key with the same body gives the first answer again.
Editing needs \`If-Match\` with the \`ETag\` that was read. Lists are paged with \`limit\` and \`after\`.
What you may not see does not exist for you: 404. A method that an address does not take: 405 with \`Allow\`.`;
