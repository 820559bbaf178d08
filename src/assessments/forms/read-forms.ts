import { plainCodes } from '../../reference-data/policy/reference-code.js';
import type { Sourced } from '../../reference-data/policy/policy-files.js';
import { overlap } from '../../reference-data/policy/dated.js';
import { PolicyReader } from '../../reference-data/policy/policy-reader.js';
import type { ReferencePolicy } from '../../reference-data/policy/reference-policy.js';
import { checkForm } from './check-form.js';
import { type CodeOption, FORM_CODES, type FormVersion, type Question } from './form-definition.js';
import type { FormFile, FormVersionRow, QuestionRow } from './form-files.js';

/**
 * Reads and checks every form of `config/forms/`, all versions. The service does not start with a form that is wrong.
 *
 * @param folder the `config/` folder
 * @param policy whose code lists the forms refer to
 * @throws PolicyRefused naming file, line and path
 */
export function readForms(folder: string, policy: ReferencePolicy): FormVersion[] {
  const reader = new PolicyReader(folder);
  const files = reader.filesOf('forms').map((path) => ({ path, file: reader.read<FormFile>(path, 'form') }));
  for (const { path, file } of files) {
    if (path !== `forms/${file.code}.yaml`) reader.refuse(path, ['code'], 'is not the name of the file');
    refuseTwoAtOnce(reader, path, file);
  }
  const missing = FORM_CODES.find((code) => !files.some(({ file }) => file.code === code));
  if (missing !== undefined) reader.refuse('forms', [], `${missing}.yaml is missing`);
  return files.flatMap(({ path, file }) =>
    file.versions.map((row, index) => {
      const form = versionOf(file, row, (list) => codesOf(policy, list));
      checkForm(form, (place, fault) => reader.refuse(path, ['versions', index, ...place], fault));
      return form;
    }),
  );
}

function refuseTwoAtOnce(reader: PolicyReader, path: string, { versions }: FormFile): void {
  versions.forEach((row, index) => {
    const before = versions.slice(0, index);
    if (before.some((other) => other.version >= row.version))
      reader.refuse(path, ['versions', index], 'versions are numbered upwards');
    if (before.some((other) => overlap(other, row)))
      reader.refuse(path, ['versions', index], 'two versions hold on the same day');
  });
}

function versionOf(file: FormFile, row: FormVersionRow, codes: (list: string) => CodeOption[]): FormVersion {
  const { code, title, purpose, source, factStatus } = file;
  const sourced = <T extends Partial<Sourced>>(part: T): T & Sourced => ({ source, factStatus, ...part });
  const sections = row.sections.map((section) => ({
    title: section.title,
    questions: section.questions.map((question) => sourced(questionOf(question, codes))),
  }));
  return {
    ...{ code, title, purpose, source, factStatus, version: row.version, sections },
    ...(row.validFrom !== undefined && { validFrom: row.validFrom }),
    ...(row.validTo !== undefined && { validTo: row.validTo }),
    ...(row.scoring && { scoring: row.scoring }),
    questions: sections.flatMap((section) => section.questions),
    deadlines: (row.deadlines ?? []).map(sourced),
    warnings: (row.warnings ?? []).map(sourced),
  };
}

function questionOf(
  row: QuestionRow,
  codesOfList: (list: string) => CodeOption[],
): Omit<Question, keyof Sourced> & Partial<Sourced> {
  return { ...row, codes: row.list === undefined ? plainCodes(row.codes ?? '') : codesOfList(row.list) };
}

/** An empty list where there is no such list: `checkForm` says so. */
function codesOf(policy: ReferencePolicy, list: string): CodeOption[] {
  const codes = policy.lists.get(list)?.codes ?? [];
  return codes.map(({ code, label }) => ({ code, label }));
}
