import type { Dated, FactStatus } from './dated.js';

/** What the files of `config/` hold, as their schemas let it in. */

export interface Sourced {
  source: string;
  factStatus: FactStatus;
}

export interface CodeListFile extends Sourced {
  list: string;
  title: string;
  codes?: string;
  /** A flag to the codes that have it. */
  flags?: Record<string, string>;
  rows?: CodeRow[];
}

export interface CodeRow extends Dated, Partial<Sourced> {
  code: string;
  label: string;
  attributes?: Record<string, unknown>;
}

/** What a kind of justice event may say, and the Victims' Code rules that hang on it. */
export interface EventKindAttributes {
  about: 'crime' | 'suspect' | 'victim';
  isTelling: boolean;
  /** A word of the victim, or about their safety, that may be about one rule only. */
  mayNameRule: boolean;
  outcomes: readonly { code: string; label: string }[];
  starts: readonly string[];
  satisfies: readonly string[];
}

export interface EventKindsFile extends Sourced {
  list: string;
  title: string;
  sources: string;
  victimAnswers: string;
  channels: string;
  quality: string;
  kinds: (Dated &
    Partial<Sourced> & {
      code: string;
      label: string;
      about: EventKindAttributes['about'];
      isTelling?: boolean;
      mayNameRule?: boolean;
      outcomes?: string;
      starts?: string[];
      satisfies?: string[];
    })[];
}

export interface RelationshipsFile extends Sourced {
  list: string;
  title: string;
  groups: { group: RelationshipGroup; label: string; codes: string }[];
}

/** How the suspect stands to the person. Only the first two let a machine write. */
export type RelationshipGroup =
  | 'stranger'
  | 'no-current-suspect'
  | 'intimate'
  | 'ex-intimate'
  | 'family'
  | 'carer-or-trust'
  | 'household'
  | 'acquaintance'
  | 'organisation'
  | 'unknown';

export type CrimeStatusMeaning = 'current' | 'cancelled' | 'no-crime' | 'transferred-out';

export interface CrimeStatusesFile extends Sourced {
  title: string;
  meanings: { meaning: CrimeStatusMeaning; label: string; endsMachineContact: boolean; wordings: string }[];
}

export interface OffenceRuleRow extends Dated, Partial<Sourced> {
  category: string;
  label: string;
  cohorts: string[];
  suppressors?: string[];
  automaticContactAllowed?: boolean;
  homeOffice?: string;
  cjs?: string;
  nfib?: string;
}

export interface OffencesFile extends Sourced {
  title: string;
  childAtOffence: { cohort: string; becomesAlso: string };
  rules: OffenceRuleRow[];
}

export interface ThresholdRow extends Dated, Sourced {
  name: string;
  value: number;
  unit: string;
  meaning: string;
}

export type SuppressorResult = 'DO_NOT_CONTACT' | 'HUMAN_ONLY' | 'BLOCKS_CONTACT_POINT' | 'EXPLAINS';

export interface SuppressorsFile extends Sourced {
  title: string;
  results: { result: SuppressorResult; reasons: string }[];
  needs: Record<string, string>;
  passesByItself: string[];
}

export interface RetentionRow extends Sourced {
  code: string;
  label: string;
  cohorts?: string[];
  children?: boolean;
  reviewAfterMonths: number;
  legalHold: boolean;
  reason: string;
}

export type TemplateLanguage = 'en' | 'cy';
export type TemplateChannel = 'email' | 'sms' | 'letter';

export interface TemplateVersion extends Dated {
  version: number;
  subject: string;
  body: string;
  source?: string;
  factStatus: FactStatus;
}

export interface TemplateFile {
  code: string;
  language: TemplateLanguage;
  channel: TemplateChannel;
  purpose: string;
  checkBeforeGoLive?: string[];
  versions: TemplateVersion[];
}

/** Where a text is seen: on a locked screen, in an envelope's window, or only by whoever opens the message. */
export type TextPlace = 'subject' | 'preview' | 'body' | 'sms' | 'envelope' | 'sheet';

export interface GiveawayGroup extends Dated {
  what: string;
  places: TextPlace[];
  words: string;
}

export interface GiveawayFile extends Sourced {
  groups: GiveawayGroup[];
}
