import { PageQuery } from '../platform/http/paging.js';
import { IsCode, IsId, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import type { Disposition } from './referral-record.js';

export const IMPORT_STATES = ['receiving', 'accepted', 'finished', 'refused', 'abandoned'] as const;
export const DISPOSITIONS = [
  'created',
  'joined',
  'updated',
  'unchanged',
  'quarantined',
  'rejected',
] as const satisfies Disposition[];

export class ImportsQuery extends PageQuery {
  @MayBeOmitted()
  @IsCode(IMPORT_STATES, { description: 'Only imports in this state' })
  state?: (typeof IMPORT_STATES)[number];

  @MayBeOmitted()
  @IsText({
    max: 60,
    description: 'Only imports of this feed; `direct` holds single referrals that wait for a person',
    example: 'athena',
  })
  feed?: string;
}

export class ImportRowsQuery extends PageQuery {
  @MayBeOmitted()
  @IsCode(DISPOSITIONS, { description: 'Only rows with this disposition', example: 'quarantined' })
  disposition?: Disposition;
}

export class RowDecisionRequest {
  @IsCode(['release', 'discard'], {
    description:
      'release: the row is taken in as it stands; discard: it is not wanted, and its content is emptied',
    example: 'release',
  })
  decision!: 'release' | 'discard';

  @MayBeOmitted()
  @IsText({
    max: 1000,
    lines: true,
    description: 'Why; kept encrypted',
    example: 'Twins: checked with the officer.',
  })
  reason?: string;

  @MayBeOmitted()
  @IsId({
    description: 'Of a justice event: the crime that it is of, where its reference names none or another',
  })
  incidentId?: string;

  @MayBeOmitted()
  @IsId({ description: 'Of a justice event: the victim whom it concerns, by the id of the party' })
  partyId?: string;

  @MayBeOmitted()
  @IsText({ max: 60, description: 'Of a justice event: its kind, where the one that came is not known' })
  eventKind?: string;
}
