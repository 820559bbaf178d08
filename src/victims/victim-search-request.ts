import {
  IsDay,
  IsEmailAddress,
  IsPersonName,
  IsText,
  IsUkPhone,
  IsUkPostcode,
  IsWholeNumber,
  MayBeOmitted,
} from '../platform/validation/decorators.js';

export const SEARCH_FIELDS = [
  'surname',
  'givenName',
  'organisationName',
  'dateOfBirth',
  'postcode',
  'phone',
  'email',
  'policePersonId',
] as const;

/** What the person sought is known by: all that is given has to apply. */
export class SearchVictimsRequest {
  @MayBeOmitted()
  @IsPersonName({ description: 'How the surname begins', example: 'Invented' })
  surname?: string;

  @MayBeOmitted()
  @IsPersonName({ description: 'How the given name begins; not enough on its own' })
  givenName?: string;

  @MayBeOmitted()
  @IsText({ max: 200, description: 'How the organisation’s name begins' })
  organisationName?: string;

  @MayBeOmitted()
  @IsDay({ example: '1984-02-29' })
  dateOfBirth?: string;

  @MayBeOmitted()
  @IsUkPostcode()
  postcode?: string;

  @MayBeOmitted()
  @IsUkPhone({ orInternational: true, description: 'A number that the person is or was reached at' })
  phone?: string;

  @MayBeOmitted()
  @IsEmailAddress({ description: 'An address that the person is or was reached at' })
  email?: string;

  @MayBeOmitted()
  @IsText({ max: 100, description: 'The id by which a police system knows the person' })
  policePersonId?: string;

  @MayBeOmitted()
  @IsWholeNumber({ min: 1, max: 200, description: 'Items on a page, 50 unless given', example: 50 })
  limit?: number;

  @MayBeOmitted()
  @IsText({ max: 500, description: 'The `next` of the page before' })
  after?: string;
}
