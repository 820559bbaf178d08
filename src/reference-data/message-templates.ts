import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Day } from '../platform/working-days/calendar-days.js';
import { dayOf, holdsOn } from './policy/dated.js';
import type {
  TemplateChannel,
  TemplateFile,
  TemplateLanguage,
  TemplateVersion,
} from './policy/policy-files.js';
import { ReferencePolicy } from './policy/reference-policy.js';
import { isUsable } from './templates/check-template.js';

/** One version of a template in one language. It never changes: it is what people received. */
export interface MessageTemplate {
  code: string;
  version: number;
  language: TemplateLanguage;
  channel: TemplateChannel;
  subject: string;
  body: string;
  /** Of subject and body together, to prove later what was sent. */
  contentSha256: string;
}

/** The message templates of `config/templates`, each of which passed the linter at start. */
@Injectable()
export class MessageTemplates {
  constructor(private readonly policy: ReferencePolicy) {}

  /** The version to send on a day; null where there is none in that language that anybody has confirmed. */
  current(code: string, language: TemplateLanguage, on: Day | Date): MessageTemplate | null {
    const day = dayOf(on);
    const file = this.fileOf(code, language);
    const version = file?.versions.findLast((candidate) => isUsable(candidate) && holdsOn(candidate, day));
    return file && version ? toTemplate(file, version) : null;
  }

  /** A version by its number, to show what was sent. */
  version(code: string, language: TemplateLanguage, number: number): MessageTemplate | null {
    const file = this.fileOf(code, language);
    const version = file?.versions.find((candidate) => candidate.version === number);
    return file && version ? toTemplate(file, version) : null;
  }

  private fileOf(code: string, language: TemplateLanguage): TemplateFile | undefined {
    return this.policy.templates.find((file) => file.code === code && file.language === language);
  }
}

export function toTemplate(file: TemplateFile, { version, subject, body }: TemplateVersion): MessageTemplate {
  const { code, language, channel } = file;
  const contentSha256 = createHash('sha256').update(`${subject}\0${body}`).digest('hex');
  return { code, version, language, channel, subject, body, contentSha256 };
}
