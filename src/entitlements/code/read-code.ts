import { addDays, type Day } from '../../platform/working-days/calendar-days.js';
import { overlap } from '../../reference-data/policy/dated.js';
import type { EventKindAttributes } from '../../reference-data/policy/policy-files.js';
import { type PolicyPath, PolicyReader } from '../../reference-data/policy/policy-reader.js';
import type { ReferencePolicy } from '../../reference-data/policy/reference-policy.js';
import type { CodeFile, RuleRow, SettingsFile } from './code-files.js';
import { CodeBook } from './code-book.js';
import { faultOfTask } from './check-task.js';
import { type CodeLimit, type CodeRule, limitRows, ruleOf } from './code-rules.js';

const SETTINGS = 'victims-code/settings.yaml';
const APART = ['event-kinds', 'settings'].map((name) => `victims-code/${name}.yaml`);

/** Refuses a row of the file at hand. */
type Refuse = (path: PolicyPath, fault: string) => never;

/**
 * Reads the Codes, one file a version, and how their open points are read.
 *
 * @param folder the `config/` folder
 * @throws PolicyRefused naming file, line and path: an unknown trigger, a gap or an overlap of dates, a missing limit
 */
export function readCodeBook(folder: string, policy: ReferencePolicy): CodeBook {
  const reader = new PolicyReader(folder);
  const settings = reader.read<SettingsFile>(SETTINGS, 'settings');
  checkSettings(reader, settings, policy);
  const names = reader.filesOf('victims-code').filter((file) => !APART.includes(file));
  const files = names.map((name) => ({ name, file: reader.read<CodeFile>(name, 'victims-code') }));
  files.sort((one, other) => (one.file.effectiveFrom < other.file.effectiveFrom ? -1 : 1));
  checkVersions(reader, files);
  const rules = files.flatMap(({ name, file }) => rulesOf(reader, name, file, policy));
  return new CodeBook(rules, settings, reader.contentSha256());
}

interface NamedFile {
  name: string;
  file: CodeFile;
}

/** One Code follows the other without a day between them, and the last goes on. */
function checkVersions(reader: PolicyReader, files: readonly NamedFile[]): void {
  files.forEach(({ name, file }, index) => {
    const refuse = (key: string, fault: string) => reader.refuse(name, [key], fault);
    if (!name.endsWith(`/${file.codeVersion}.yaml`)) refuse('codeVersion', 'is not the name of the file');
    const before = files[index - 1]?.file;
    if (before) {
      const end = before.effectiveTo;
      if (end === undefined || file.effectiveFrom <= end)
        refuse('effectiveFrom', `overlaps the Code of ${before.codeVersion}`);
      else if (addDays(end, 1) !== file.effectiveFrom)
        refuse('effectiveFrom', `leaves a gap after the Code of ${before.codeVersion}, which ends on ${end}`);
    }
    if (index === files.length - 1 && file.effectiveTo !== undefined)
      refuse('effectiveTo', 'leaves days without a Code');
  });
}

function rulesOf(reader: PolicyReader, name: string, file: CodeFile, policy: ReferencePolicy): CodeRule[] {
  const kinds = new Map(
    policy
      .codesOf('justice-event-kinds')
      .map(({ code, attributes }) => [code, attributes as unknown as EventKindAttributes]),
  );
  const qualities = policy.codesOf('justice-event-quality').map(({ code }) => code);
  file.rules.forEach((row, index) => {
    const refuse: Refuse = (path, fault) =>
      reader.refuse(name, ['rules', index, ...path], `${row.id}: ${fault}`);
    if (!row.id.startsWith(`${file.codeVersion.slice(2)}-`)) refuse(['id'], 'is of another Code');
    checkDates(file, row, index, refuse);
    checkWords(row, kinds, qualities, refuse);
    checkDuties(file, row, policy, refuse);
  });
  return file.rules.map((row) => ruleOf(file, row));
}

/** The rows of one rule hold on every day of its Code, and on no day two of them. */
function checkDates(file: CodeFile, row: RuleRow, index: number, refuse: Refuse): void {
  const from = (one: RuleRow): Day => one.effectiveFrom ?? file.effectiveFrom;
  const to = (one: RuleRow): Day | undefined => one.effectiveTo ?? file.effectiveTo;
  const dated = (one: RuleRow) => {
    const validTo = to(one);
    return { validFrom: from(one), ...(validTo === undefined ? {} : { validTo }) };
  };
  const others = file.rules.filter(({ id }, place) => id === row.id && place !== index);
  const key = row.effectiveFrom === undefined ? 'id' : 'effectiveFrom';
  if (others.some((other) => overlap(dated(other), dated(row))))
    refuse([key], 'holds twice on the same days');
  const isFirst = from(row) === file.effectiveFrom;
  if (!isFirst && !others.some((other) => to(other) === addDays(from(row), -1)))
    refuse([key], 'leaves a gap in the dates before it');
  const end = to(row);
  if (end !== file.effectiveTo && !others.some((other) => end && from(other) === addDays(end, 1)))
    refuse(['effectiveTo'], 'leaves a gap in the dates after it');
}

type Kinds = ReadonlyMap<string, EventKindAttributes>;

function checkWords(row: RuleRow, kinds: Kinds, qualities: readonly string[], refuse: Refuse): void {
  const places: [PolicyPath, RuleRow | NonNullable<RuleRow['limits']>[number]][] = [
    [[], row],
    ...(row.limits ?? []).map((limit, index): [PolicyPath, typeof limit] => [['limits', index], limit]),
  ];
  for (const [path, { trigger = [], triggerOutcomes = [], satisfiedBy = [], excludedBy = [] }] of places) {
    const evidence = satisfiedBy.map((one) => (typeof one === 'string' ? { kind: one } : one));
    const unknown = (names: (string | undefined)[]) =>
      names.find((kind) => kind !== undefined && !kinds.has(kind));
    const named: [string, (string | undefined)[]][] = [
      ['trigger', trigger],
      ['satisfiedBy', evidence.flatMap(({ kind, of }: { kind: string; of?: string }) => [kind, of])],
      ['excludedBy', excludedBy],
    ];
    for (const [key, names] of named) {
      const strange = unknown(names);
      if (strange !== undefined) refuse([...path, key], `there is no kind of event ${strange}`);
    }
    const quality = evidence.find(
      (one: { quality?: string }) => one.quality && !qualities.includes(one.quality),
    );
    if (quality) refuse([...path, 'satisfiedBy'], 'names a quality that no event has');
    const outcomes = (trigger.length > 0 ? trigger : (row.trigger ?? [])).flatMap(
      (kind) => kinds.get(kind)?.outcomes.map(({ code }) => code) ?? [],
    );
    const odd = triggerOutcomes.find((code) => code !== 'blank' && !outcomes.includes(code));
    if (odd !== undefined && path.length + trigger.length + (row.trigger ?? []).length > 0)
      refuse([...path, 'triggerOutcomes'], `its triggers have no outcome ${odd}`);
  }
}

/** The two ways in which a crime becomes known: a victim has a clock of one of them. */
const IS_BEGINNING = new Set(['crime.reported', 'victim.identified']);

/** What would answer every earlier event at once without naming any of them. */
function unnamedEvidence({ triggers, satisfiedBy }: CodeLimit): string | undefined {
  if (triggers.length < 2 || triggers.every((kind) => IS_BEGINNING.has(kind))) return undefined;
  return satisfiedBy.find(({ match }) => match === 'follows')?.kind;
}

/** What every limit has to say, by itself or by its rule. */
function checkDuties(file: CodeFile, row: RuleRow, { thresholds }: ReferencePolicy, refuse: Refuse): void {
  const { limits } = ruleOf(file, row);
  const written = limitRows(row);
  const codes = written.map(({ code }) => code);
  limits.forEach((limit, index) => {
    const path: PolicyPath = row.limits ? ['limits', index] : [];
    const said = { ...row, ...written[index] };
    if (codes.indexOf(limit.limitCode) !== index)
      refuse([...path, 'code'], `${limit.limitCode} stands twice`);
    if (limit.triggers.length === 0) refuse(path, 'nothing starts it: trigger is missing');
    if (limit.satisfiedBy.length === 0) refuse(path, 'nothing discharges it: satisfiedBy is missing');
    const unnamed = unnamedEvidence(limit);
    if (unnamed !== undefined)
      refuse(path, `${unnamed} has to name which of several events it answers: write match: event`);
    if (limit.dutyHolder === '') refuse(path, 'nobody has the duty: dutyHolder is missing');
    if (said.unit !== undefined && said.limit === undefined) refuse(path, 'has a unit and no limit');
    if (limit.unit !== null && limit.standard === null && limit.enhanced === null)
      refuse([...path, 'limit'], 'is missing for both');
    const faultyTask = faultOfTask(limit, thresholds);
    if (faultyTask !== null) refuse([...path, 'task'], faultyTask);
    if (limit.untilBirthday !== null && limit.unit !== 'month')
      refuse([...path, 'untilBirthday'], 'is for limits in months');
    if (limit.isWindow && limit.unit === null) refuse([...path, 'isWindow'], 'is a window without a limit');
  });
}

function checkSettings(
  reader: PolicyReader,
  { settings, feeds, ...others }: SettingsFile,
  policy: ReferencePolicy,
) {
  const refuse = (path: PolicyPath, fault: string) => reader.refuse(SETTINGS, path, fault);
  settings.forEach((row, index) => {
    const before = settings[index - 1];
    if (index === 0 && row.validFrom !== undefined) refuse(['settings', 0], 'leaves a gap before it');
    if (!before) return;
    const end = before.validTo;
    if (end === undefined || row.validFrom !== addDays(end, 1))
      refuse(['settings', index], 'does not begin on the day after the row before it');
  });
  if (settings.at(-1)!.validTo !== undefined)
    refuse(['settings', settings.length - 1], 'leaves days without one');
  feeds.forEach((row, index) => {
    const twin = feeds.slice(0, index).some((other) => other.feed === row.feed && overlap(other, row));
    if (twin) refuse(['feeds', index], `${row.feed} has two rows on the same days`);
  });
  const cohorts = policy.codesOf('cohorts').map(({ code }) => code);
  for (const [key, named] of Object.entries(others)) {
    const strange = named.find((code) => !cohorts.includes(code));
    if (strange !== undefined) refuse([key], `there is no cohort ${strange}`);
  }
}
