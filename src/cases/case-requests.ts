import { PageQuery } from '../platform/http/paging.js';
import { IsCode, IsId, IsInstant, IsText, MayBeOmitted } from '../platform/validation/decorators.js';
import { IsObjectOf } from '../platform/validation/nested-decorators.js';
import { ProfessionalContactRequest } from './professional-contact.js';
import { WORKLIST_SORTS, type WorklistSort } from './worklist-query.js';

/** What a note may be about. */
export const NOTE_KINDS = ['plain', 'professional-contact'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

/** Which cases to show. */
export class WorklistQuery extends PageQuery {
  @MayBeOmitted()
  @IsCode(['open', 'closed'], { description: '`open` unless given' })
  state?: 'open' | 'closed';

  @MayBeOmitted()
  @IsCode(WORKLIST_SORTS, {
    description:
      '`priority` (open cases, the default): most urgent first; `due`: next step due first; `opened`: newest first, and the only one for closed cases',
  })
  sort?: WorklistSort;

  @MayBeOmitted()
  @IsText({ max: 60, description: 'Code of a team', example: 'central' })
  team?: string;

  @MayBeOmitted()
  @IsText({
    max: 200,
    description: 'A subject, `me` with whomever you cover for today, or `nobody`',
    example: 'me',
  })
  allocatedTo?: string;

  @MayBeOmitted()
  @IsText({ max: 60, description: 'Code of a cohort', example: 'msht' })
  cohort?: string;

  @MayBeOmitted()
  @IsText({ max: 20, description: 'A case reference, in any case of letters', example: 'VAL-4K7M-2QXD' })
  reference?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'Open cases whose next step is due before' })
  dueBefore?: string;
}

export class WriteNoteRequest {
  @IsText({
    max: 20_000,
    lines: true,
    description: 'Kept encrypted',
    example: 'The social worker asks to be told when the person was reached.',
  })
  text!: string;

  @MayBeOmitted()
  @IsId({ description: 'The note that this one corrects; that one stays readable' })
  supersedes?: string;

  @MayBeOmitted()
  @IsObjectOf(() => ProfessionalContactRequest, {
    description:
      'Given where the note is about a contact with a professional; `text` then says what it was about. It is no attempt ' +
      'to reach the person, never counts as reaching them, and is never taken for their words',
  })
  professionalContact?: ProfessionalContactRequest;
}

/** Which notes to show. */
export class NoteQuery extends PageQuery {
  @MayBeOmitted()
  @IsCode(NOTE_KINDS, { description: 'All unless given' })
  kind?: NoteKind;
}

export class AllocateRequest {
  @MayBeOmitted()
  @IsText({
    max: 200,
    description: 'Who gets the case; without it the case goes to the team’s queue',
    example: 'dev-coordinator-1',
  })
  toSubject?: string;

  @MayBeOmitted()
  @IsText({
    max: 60,
    description: 'Code of the team; without it the team of `toSubject`',
    example: 'central',
  })
  toTeam?: string;
}
