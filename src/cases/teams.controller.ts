import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import { Database } from '../platform/database/database.js';
import { CodeLists } from '../reference-data/code-lists.js';

class TeamMemberResponse {
  @ApiProperty({ example: 'dev-coordinator-1' })
  subject!: string;

  @ApiProperty({ example: 'Invented Coordinator One' })
  displayName!: string;

  @ApiProperty({ type: [String], example: ['coordinator'] })
  roles!: string[];
}

class TeamResponse {
  @ApiProperty({ example: 'central' })
  code!: string;

  @ApiProperty({ example: 'Victim Advice Line, central team (invented)' })
  label!: string;

  @ApiProperty({
    type: [TeamMemberResponse],
    description: 'Everybody of the team with casework roles who has signed in',
  })
  members!: TeamMemberResponse[];
}

class TeamList {
  @ApiProperty({ type: [TeamResponse] })
  items!: TeamResponse[];
}

@ApiTags('reference')
@Controller('teams')
export class TeamsController {
  constructor(
    private readonly database: Database,
    private readonly codeLists: CodeLists,
  ) {}

  @Get()
  @Access({ permission: 'staff:read', audit: 'none' })
  @ApiOperation({ summary: 'Teams and who is in them', description: 'For handing cases over and for cover.' })
  @ApiOkResponse({ type: TeamList })
  listTeams(@CurrentActor() actor: Actor): Promise<TeamList> {
    return this.database.inTransaction(actor, async (tx) => {
      const members = await tx.query<TeamMemberResponse & { team: string }>(
        `SELECT team, subject, display_name AS "displayName", roles FROM staff_member
          WHERE team IS NOT NULL ORDER BY display_name, subject`,
      );
      const items = this.codeLists.codesOn('teams', tx.now).map(({ code, label }) => ({
        code,
        label,
        members: members
          .filter(({ team }) => team === code)
          .map(({ subject, displayName, roles }) => ({ subject, displayName, roles })),
      }));
      return { items };
    });
  }
}
