import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Database } from '../database/database.js';
import type { Page } from '../http/paging.js';
import { PageOf, PageQuery, readCursor } from '../http/paging.js';
import { Access } from './access.decorator.js';
import type { Actor } from './actor.js';
import { CurrentActor } from './current-actor.decorator.js';
import type { Role } from './permissions.js';
import { ROLES } from './permissions.js';
import { StaffDirectory } from './staff-directory.js';

class StaffMemberResponse {
  @ApiProperty({ example: 'dev-coordinator-1', description: 'Who they are to the sign-in service' })
  subject!: string;

  @ApiProperty({ example: 'Invented Coordinator One' })
  displayName!: string;

  @ApiProperty({ enum: ROLES, isArray: true, example: ['coordinator'] })
  roles!: Role[];

  @ApiProperty({ type: String, nullable: true, example: 'central', description: 'Code of their team' })
  team!: string | null;
}

class StaffPage extends PageOf {
  @ApiProperty({ type: [StaffMemberResponse] })
  items!: StaffMemberResponse[];
}

@ApiTags('reference')
@Controller('staff')
export class StaffController {
  constructor(
    private readonly database: Database,
    private readonly directory: StaffDirectory,
  ) {}

  @Get()
  @Access({ permission: 'staff:read', audit: 'none' })
  @ApiOperation({
    summary: 'Coordinators and team leaders',
    description:
      'Whom a case or a task can be given to: everybody with casework roles who has signed in, by subject.',
  })
  @ApiOkResponse({ type: StaffPage })
  listStaff(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<Page<StaffMemberResponse>> {
    const [after = null] = readCursor(query.after, ['string']) ?? [];
    return this.database.inTransaction(actor, (tx) =>
      this.directory.list(tx, query.limit, after === null ? null : String(after)),
    );
  }
}
