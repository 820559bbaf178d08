import { overlap } from '../policy/dated.js';
import type { TemplateFile, TemplateVersion } from '../policy/policy-files.js';
import type { PolicyReader } from '../policy/policy-reader.js';
import type { GiveawayWords } from './giveaway-words.js';
import { lintTemplate } from './template-linter.js';

/** Reads a template and refuses it where its text could give a person away. @throws PolicyRefused naming file and line */
export function readTemplate(reader: PolicyReader, file: string, words: GiveawayWords): TemplateFile {
  const template = reader.read<TemplateFile>(file, 'message-template');
  template.versions.forEach((version, index) => {
    const [finding] = lintTemplate({ channel: template.channel, ...version }, words);
    if (finding) {
      const isBlock = finding.part === 'body';
      reader.refuse(
        file,
        ['versions', index, finding.part],
        finding.message,
        finding.line + (isBlock ? 1 : 0),
      );
    }
    checkVersion(reader, file, template.versions, index);
  });
  return template;
}

function checkVersion(reader: PolicyReader, file: string, versions: TemplateVersion[], index: number): void {
  const version = versions[index]!;
  for (const earlier of versions.slice(0, index)) {
    if (earlier.version >= version.version) reader.refuse(file, ['versions', index], 'versions must rise');
    if (isUsable(earlier) && isUsable(version) && overlap(earlier, version)) {
      reader.refuse(file, ['versions', index], `version ${earlier.version} holds on the same days: end it`);
    }
  }
}

/** A text that nobody confirmed is never sent. */
export function isUsable({ factStatus }: TemplateVersion): boolean {
  return factStatus !== 'unverified' && factStatus !== 'unknown';
}
