import {
  IsCode,
  IsDay,
  IsFlag,
  IsPersonName,
  IsText,
  MayBeUnknown,
} from '../platform/validation/decorators.js';
import { CORRECTION_REASONS, type CorrectableField, type CorrectionReason } from './correctable-fields.js';

type Correctable = Partial<Record<CorrectableField, string | boolean | null>>;

/** What is right, field by field. Left out: as it is. Null: nobody knows, which is never a yes and never an adult. */
export class CorrectVictimRequest implements Correctable {
  @MayBeUnknown()
  @IsPersonName()
  givenName?: string | null;

  @MayBeUnknown()
  @IsPersonName()
  middleName?: string | null;

  @MayBeUnknown()
  @IsPersonName()
  surname?: string | null;

  @MayBeUnknown()
  @IsText({ max: 100, description: 'What the person wishes to be called, or is also known as' })
  alias?: string | null;

  @MayBeUnknown()
  @IsText({ max: 200, description: 'Of an organisation alone' })
  organisationName?: string | null;

  @MayBeUnknown()
  @IsText({ max: 100, description: 'Whom to ask for at an organisation' })
  namedContact?: string | null;

  @MayBeUnknown()
  @IsDay({ description: 'Of an individual alone', example: '1984-02-29' })
  dateOfBirth?: string | null;

  @MayBeUnknown()
  @IsText({ max: 60, description: 'Code of the list `languages`' })
  preferredLanguage?: string | null;

  @MayBeUnknown()
  @IsFlag()
  isInterpreterRequired?: boolean | null;

  @MayBeUnknown()
  @IsText({ max: 2000, lines: true, description: 'Kept encrypted' })
  communicationNeeds?: string | null;

  @IsCode(CORRECTION_REASONS, { description: 'How you know', example: 'asked-the-person' })
  reasonCode!: CorrectionReason;
}
