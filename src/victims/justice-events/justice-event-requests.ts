import { PageQuery } from '../../platform/http/paging.js';
import {
  IsCode,
  IsDay,
  IsFlag,
  IsId,
  IsInstant,
  IsText,
  MayBeOmitted,
} from '../../platform/validation/decorators.js';
import { IsListOf } from '../../platform/validation/nested-decorators.js';
import {
  CORRECTION_REASONS,
  type CorrectionReason,
  EVENT_SOURCES,
  type EventSource,
  QUALITY_ANSWERS,
  type QualityAnswer,
} from './justice-event.js';

export class QualityAnswerRequest {
  @IsText({ max: 40, description: 'A code of the list `justice-event-quality`', example: 'reasonsGiven' })
  question!: string;

  @IsCode(QUALITY_ANSWERS, { description: 'Unknown is an answer of its own' })
  answer!: QualityAnswer;
}

const KIND = {
  max: 60,
  description: 'A code of the list `justice-event-kinds`',
  example: 'suspect.arrested',
};
const SOURCE = {
  description: 'Who says so. What a victim says stands beside what agencies record, never for it',
  example: 'police',
};

/** What an event may say beside its kind and who says so. */
class EventWords {
  @MayBeOmitted()
  @IsInstant({ description: 'When it happened; this or `occurredOn`', example: '2026-01-05T10:00:00Z' })
  occurredAt?: string;

  @MayBeOmitted()
  @IsDay({ description: 'The London day on which it happened, where no time is known', withoutExample: true })
  occurredOn?: string;

  @MayBeOmitted()
  @IsInstant({
    description: 'When whoever has to act on it got it, such as the Witness Care Unit from the court',
    withoutExample: true,
  })
  receivedAt?: string;

  @MayBeOmitted()
  @IsDay({ description: 'The day of it; beside `occurredOn`', withoutExample: true })
  receivedOn?: string;

  @MayBeOmitted()
  @IsText({
    max: 60,
    description:
      'How it ended: a code of its kind. Of what a victim says: told, not-told or not-sure, which is then needed',
  })
  outcome?: string;

  @MayBeOmitted()
  @IsText({ max: 80, description: 'The source’s own key of the suspect; never a name' })
  suspectKey?: string;

  @MayBeOmitted()
  @IsId({ description: 'The victim whom it concerns; needed where its kind concerns one' })
  partyId?: string;

  @MayBeOmitted()
  @IsId({ description: 'Of a telling: the event that it answers, by any of its versions' })
  answersEventId?: string;

  @MayBeOmitted()
  @IsText({
    max: 20,
    description:
      'The rule of the Victims’ Code that a telling answers, or that a victim’s wish or a danger is about: of ' +
      '`service.tailored` with `declined-some` the updates that they do not want, one event a rule; such as 20-6A1',
  })
  answersRule?: string;

  @MayBeOmitted()
  @IsText({ max: 40, description: 'By what means: a code of the list `justice-event-channels`' })
  channel?: string;

  @MayBeOmitted()
  @IsListOf(() => QualityAnswerRequest, { max: 10, description: 'Each question at most once' })
  quality?: QualityAnswerRequest[];
}

/** What an event says. */
export interface JusticeEventFields extends EventWords {
  kind: string;
  source: EventSource;
}

export class RecordJusticeEventRequest extends EventWords implements JusticeEventFields {
  @IsText(KIND)
  kind!: string;

  @IsCode(EVENT_SOURCES, SOURCE)
  source!: EventSource;

  @MayBeOmitted()
  @IsText({ max: 80, description: 'The source’s own id of the event: the same once more changes nothing' })
  sourceReference?: string;

  @MayBeOmitted()
  @IsFlag({ description: 'Somebody looked: it is another event than the one that looks the same' })
  isAnother?: boolean;

  @MayBeOmitted()
  @IsText({ max: 2000, lines: true, description: 'Words about it; kept encrypted, apart from the event' })
  note?: string;
}

export class CorrectJusticeEventRequest extends EventWords {
  @IsCode(CORRECTION_REASONS, { description: 'Why', example: 'entered-in-error' })
  reason!: CorrectionReason;

  @MayBeOmitted()
  @IsFlag({ description: 'It did not happen: then nothing else is said of it' })
  isWithdrawn?: boolean;

  @MayBeOmitted()
  @IsText({
    ...KIND,
    description: 'The whole event is said anew: its kind, who says so, and everything else',
  })
  kind?: string;

  @MayBeOmitted()
  @IsCode(EVENT_SOURCES, { ...SOURCE, description: 'As it was: withdraw the event where it was wrong' })
  source?: EventSource;

  @MayBeOmitted()
  @IsText({ max: 2000, lines: true, description: 'Words about it; kept encrypted, apart from the event' })
  note?: string;
}

export class JusticeEventsQuery extends PageQuery {
  @MayBeOmitted()
  @IsText({ max: 60, description: 'Only events of this kind', example: 'suspect.arrested' })
  kind?: string;

  @MayBeOmitted()
  @IsInstant({ description: 'Only what happened then or later', withoutExample: true })
  since?: string;
}
