import { PageQuery } from '../platform/http/paging.js';
import {
  IsCode,
  IsDay,
  IsEmailAddress,
  IsFlag,
  IsInstant,
  IsPersonName,
  IsText,
  IsUkPhone,
  IsUkPostcode,
  MayBeOmitted,
} from '../platform/validation/decorators.js';
import { IsListOf, IsObjectOf } from '../platform/validation/nested-decorators.js';

const CODE = 'Code of the Standard Data Model; one that no list knows is kept as it came';

export class ReferredAddress {
  @MayBeOmitted() @IsText({ max: 100, example: 'Flat 2' }) subBuildingName?: string;
  @MayBeOmitted() @IsText({ max: 100, example: 'Invented House' }) buildingName?: string;
  @MayBeOmitted() @IsText({ max: 20, example: '12' }) buildingNumber?: string;
  @MayBeOmitted() @IsText({ max: 200, example: 'Example Street' }) street?: string;
  @MayBeOmitted() @IsText({ max: 100, example: 'Worcester' }) cityOrTown?: string;
  @MayBeOmitted() @IsText({ max: 100, example: 'Worcestershire' }) county?: string;
  @MayBeOmitted() @IsUkPostcode({ example: 'WR1 1AA' }) postcode?: string;
}

export class ReferredPerson {
  @IsCode(['individual', 'organisation'], {
    description: 'An individual needs a surname, an organisation its name',
    example: 'individual',
  })
  kind!: 'individual' | 'organisation';

  @MayBeOmitted()
  @IsText({
    max: 60,
    description: "The police's id of the person; the force stands with the incident",
    example: '1234567',
  })
  personId?: string;

  @MayBeOmitted() @IsText({ max: 60, description: CODE }) title?: string;
  @MayBeOmitted() @IsPersonName({ example: 'Alex' }) givenName?: string;
  @MayBeOmitted() @IsPersonName() middleName?: string;
  @MayBeOmitted() @IsPersonName({ example: 'Example' }) surname?: string;
  @MayBeOmitted() @IsText({ max: 200 }) organisationName?: string;
  @MayBeOmitted()
  @IsText({ max: 200, description: 'Whom to ask for at the organisation' })
  namedContact?: string;
  @MayBeOmitted() @IsDay({ example: '1985-03-14' }) dateOfBirth?: string;
  @MayBeOmitted() @IsText({ max: 60, description: CODE }) gender?: string;
  @MayBeOmitted() @IsText({ max: 60, description: CODE }) ethnicitySelfDefined?: string;
  @MayBeOmitted() @IsText({ max: 60, description: CODE }) nationality?: string;
  @MayBeOmitted() @IsText({ max: 60, description: CODE }) preferredLanguageSpoken?: string;
  @MayBeOmitted() @IsFlag() interpreterRequired?: boolean;
  @MayBeOmitted() @IsText({ max: 200, description: CODE }) disability?: string;
  @MayBeOmitted()
  @IsText({ max: 2000, lines: true, description: 'Kept encrypted' })
  communicationNeeds?: string;
  @MayBeOmitted() @IsObjectOf(() => ReferredAddress) address?: ReferredAddress;
  @MayBeOmitted() @IsUkPhone({ orInternational: true, example: '07700 900123' }) mobileTelephone?: string;
  @MayBeOmitted() @IsUkPhone({ orInternational: true, example: '01632 960123' }) homeTelephone?: string;
  @MayBeOmitted() @IsUkPhone({ orInternational: true, example: '01632 960124' }) workTelephone?: string;
  @MayBeOmitted() @IsEmailAddress({ example: 'alex.example@example.org' }) emailAddress?: string;
}

export class ReferredIncident {
  @IsText({ max: 10, description: 'Code of the police force', example: '22' })
  forceIdentifier!: string;

  @MayBeOmitted() @IsText({ max: 40, example: '22/12345/19' }) crimeReference?: string;
  @MayBeOmitted() @IsText({ max: 40, example: '00123_I_01042019' }) incidentReference?: string;
  @MayBeOmitted()
  @IsText({ max: 40, description: 'CJS offence code', example: 'TH68001' })
  crimeOffenceCode?: string;
  @MayBeOmitted()
  @IsText({ max: 40, description: 'Home Office classification' })
  homeOfficeClassification?: string;
  @MayBeOmitted()
  @IsText({ max: 40, description: 'National Fraud Intelligence Bureau code' })
  nfibCode?: string;
  @MayBeOmitted() @IsText({ max: 300 }) offenceTitle?: string;
  @MayBeOmitted() @IsInstant({ example: '2019-04-01T09:30:00Z' }) incidentStartDateTime?: string;
  @MayBeOmitted() @IsInstant({ example: '2019-04-01T11:00:00Z' }) reportedDateTime?: string;
}

/** Markers of danger: what is left out was not answered, and not answered is never no. */
export class ReferredMarkers {
  @MayBeOmitted() @IsFlag() domesticAbuse?: boolean;
  @MayBeOmitted() @IsFlag() hateCrime?: boolean;
  @MayBeOmitted() @IsFlag() childSexualExploitation?: boolean;
  @MayBeOmitted() @IsFlag() childCriminalExploitation?: boolean;
  @MayBeOmitted() @IsFlag() modernSlavery?: boolean;
  @MayBeOmitted() @IsFlag() vulnerable?: boolean;
  @MayBeOmitted() @IsFlag() intimidated?: boolean;
  @MayBeOmitted() @IsFlag() persistentlyTargeted?: boolean;
  @MayBeOmitted() @IsFlag() highHarmFlag?: boolean;
  @MayBeOmitted() @IsFlag() restrainingOrder?: boolean;
  @MayBeOmitted() @IsFlag() noContact?: boolean;
  @MayBeOmitted() @IsFlag() alsoSuspect?: boolean;
  @MayBeOmitted() @IsFlag() suspectSameAddress?: boolean;
  @MayBeOmitted() @IsFlag() restrictedRecord?: boolean;
  @MayBeOmitted() @IsFlag() riskOfSelfHarm?: boolean;
  @MayBeOmitted() @IsFlag() welfareRisk?: boolean;
  @MayBeOmitted() @IsFlag() contactGuardian?: boolean;
}

/** What is known of suspects: used for collision checks alone and never shown. */
export class ReferredSuspects {
  @MayBeOmitted() @IsText({ max: 60, each: true }) personIds?: string[];
  @MayBeOmitted() @IsUkPhone({ orInternational: true, each: true }) telephones?: string[];
  @MayBeOmitted() @IsEmailAddress({ each: true }) emails?: string[];
  @MayBeOmitted() @IsUkPostcode({ each: true }) postcodes?: string[];
  @MayBeOmitted()
  @IsFlag({ description: 'The suspect lives at the address of the person referred' })
  sameAddress?: boolean;
}

/** One referral by an officer, the victim, or somebody else. */
export class DirectReferralRequest {
  @IsCode(['internal', 'self', 'other'], {
    description:
      'internal: police or the Harm Assessment Unit; self: the person asked; other: such as the Witness Service',
    example: 'internal',
  })
  pathway!: 'internal' | 'self' | 'other';

  @MayBeOmitted()
  @IsText({
    max: 100,
    description: 'Your own reference: the same one again is the same referral',
    example: 'INVENTED-0001',
  })
  senderReference?: string;

  @IsCode(['victim', 'witness', 'family-member'], { example: 'victim' })
  role!: 'victim' | 'witness' | 'family-member';

  @IsObjectOf(() => ReferredPerson)
  person!: ReferredPerson;

  @MayBeOmitted() @IsObjectOf(() => ReferredIncident) incident?: ReferredIncident;
  @MayBeOmitted() @IsObjectOf(() => ReferredMarkers) markers?: ReferredMarkers;

  @MayBeOmitted()
  @IsText({ max: 60, description: `${CODE}; left out is not stranger` })
  relationshipToSuspect?: string;

  @MayBeOmitted() @IsListOf(() => ReferredSuspects, { max: 20 }) suspects?: ReferredSuspects[];
  @MayBeOmitted() @IsFlag({ description: 'Wants support; left out is no consent' }) victimSupport?: boolean;
  @MayBeOmitted() @IsFlag({ description: 'Knows of the report' }) victimAwareReported?: boolean;

  @MayBeOmitted()
  @IsText({
    max: 4000,
    lines: true,
    description: 'When and how it is safe to make contact; kept encrypted',
    example: 'Weekdays before noon.',
  })
  safeContactNotes?: string;

  @MayBeOmitted()
  @IsText({
    max: 4000,
    lines: true,
    description: 'Kept encrypted',
    example: 'Asked for somebody to talk to.',
  })
  reasonForReferral?: string;
}

export class ReferralsQuery extends PageQuery {
  @MayBeOmitted()
  @IsCode(['athena', 'internal', 'self', 'other'], { description: 'Only referrals that came this way' })
  pathway?: string;

  @MayBeOmitted()
  @IsDay({ description: 'First day of acceptance, in London', example: '2019-04-01' })
  from?: string;
  @MayBeOmitted()
  @IsDay({ description: 'Last day of acceptance, in London', example: '2019-08-16' })
  to?: string;
}
