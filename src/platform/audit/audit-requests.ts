import { ApiProperty } from '@nestjs/swagger';
import { PageOf, PageQuery } from '../http/paging.js';
import { IsId, IsInstant, IsText, MayBeOmitted } from '../validation/decorators.js';
import { AUDIT_PROBLEMS, type AuditProblemCode } from './audit-problem.js';

/** Which audit entries to show. */
export class AuditQuery extends PageQuery {
  @MayBeOmitted()
  @IsId({ description: 'Entries that touched or showed this person' })
  personId?: string;

  @MayBeOmitted()
  @IsText({ max: 200, description: 'Entries of this signed-in subject or service', example: 'service:relay' })
  subject?: string;

  @MayBeOmitted()
  @IsText({ max: 100, description: 'Entries of this action', example: 'case.read' })
  action?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'Entries from this instant on' })
  from?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'Entries before this instant' })
  to?: string;
}

export class AuditEntryResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date-time' })
  occurredAt!: string;

  @ApiProperty({ enum: ['user', 'intake', 'worker', 'reporting'] })
  actorKind!: string;

  @ApiProperty({
    description: 'Who acted: the subject of a token, or the service itself',
    example: 'service:intake',
  })
  subject!: string;

  @ApiProperty({ type: [String] })
  roles!: string[];

  @ApiProperty({ example: 'case.read' })
  action!: string;

  @ApiProperty({ description: 'What the route promised the audit', example: 'person-read' })
  auditClass!: string;

  @ApiProperty({ example: 'case' })
  targetType!: string;

  @ApiProperty({ type: [String] })
  targetIds!: string[];

  @ApiProperty({ type: [String], description: 'People whose record was touched or shown' })
  personIds!: string[];

  @ApiProperty({ type: [String], description: 'Names of the fields written or shown, where that says more' })
  fields!: string[];

  @ApiProperty({ type: String, nullable: true })
  reasonCode!: string | null;

  @ApiProperty({ type: String, nullable: true })
  requestId!: string | null;
}

export class AuditPageResponse extends PageOf {
  @ApiProperty({ type: [AuditEntryResponse] })
  items!: AuditEntryResponse[];
}

class AuditProblemResponse {
  @ApiProperty({ enum: Object.keys(AUDIT_PROBLEMS) })
  code!: AuditProblemCode;

  @ApiProperty({ description: 'What the code means' })
  meaning!: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The seal that is affected' })
  sealNumber!: number | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The entry that is affected' })
  entryId!: string | null;
}

export class AuditVerdictResponse {
  @ApiProperty({ description: 'Nothing was found' })
  ok!: boolean;

  @ApiProperty({ type: 'integer', description: 'Entries that the chain covers' })
  sealedEntries!: number;

  @ApiProperty({ type: 'integer', description: 'Entries since the last seal' })
  unsealedEntries!: number;

  @ApiProperty({ type: [AuditProblemResponse], description: 'At most the first 200' })
  problems!: AuditProblemResponse[];
}
