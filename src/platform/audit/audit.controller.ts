import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../access/access.decorator.js';
import type { Actor } from '../access/actor.js';
import { CurrentActor } from '../access/current-actor.decorator.js';
import type { Page } from '../http/paging.js';
import { AUDIT_PROBLEMS } from './audit-problem.js';
import {
  type AuditEntryResponse,
  AuditPageResponse,
  AuditQuery,
  AuditVerdictResponse,
} from './audit-requests.js';
import { AuditTrail } from './audit-trail.js';
import { AuditVerification } from './audit-verification.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly verification: AuditVerification,
  ) {}

  @Get()
  @Access({ permission: 'audit:read', audit: 'ledger-read' })
  @ApiOperation({
    summary: 'Who did and saw what',
    description: 'Newest first; ids, codes and names of fields only.',
  })
  @ApiOkResponse({ type: AuditPageResponse })
  listAuditEntries(
    @CurrentActor() actor: Actor,
    @Query() query: AuditQuery,
  ): Promise<Page<AuditEntryResponse>> {
    return this.trail.page(actor, query);
  }

  @Get('verification')
  @Access({ permission: 'audit:read', audit: 'ledger-read' })
  @ApiOperation({
    summary: 'Proof that nobody altered the audit',
    description: 'Reads every sealed entry again.',
  })
  @ApiOkResponse({ type: AuditVerdictResponse })
  async verifyAudit(@CurrentActor() actor: Actor): Promise<AuditVerdictResponse> {
    const { problems, ...verdict } = await this.verification.verify(actor);
    return {
      ...verdict,
      problems: problems.map(({ code, sealNumber, entryId }) => ({
        code,
        meaning: AUDIT_PROBLEMS[code],
        sealNumber: sealNumber ?? null,
        entryId: entryId ?? null,
      })),
    };
  }
}
