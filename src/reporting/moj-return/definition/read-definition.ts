import { createHash } from 'node:crypto';
import type { PolicyReader } from '../../../reference-data/policy/policy-reader.js';
import {
  columnsIn,
  type IntegrityRule,
  ReturnDefinition,
  type ReturnFile,
  wordsOf,
} from './return-definition.js';
import { SHEET_COLUMNS, type SheetName } from './sheet-columns.js';

const FILE = 'returns/moj-2018.yaml';

/** What a definition may speak of. */
export interface Known {
  measures: readonly string[];
  /** Hash over what they mean. */
  measuresSha256: string;
  frameworks: readonly string[];
  /** Codes of the rules that the service checks. */
  checks: readonly string[];
}

type Refuse = (path: (string | number)[], fault: string) => never;

/** @throws PolicyRefused naming file, line and path where it speaks of what is not there */
export function readDefinition(reader: PolicyReader, known: Known): ReturnDefinition {
  const file = reader.read<ReturnFile>(FILE, 'return');
  const refuse: Refuse = (path, fault) => reader.refuse(FILE, path, fault);
  if (FILE !== `returns/${file.definition.toLowerCase()}.yaml`)
    refuse(['definition'], 'is not the name of the file');
  checkMeasures(file, known, refuse);
  checkSheets(file, refuse);
  checkRules(file.rules, known, refuse);
  checkDemographics(file, refuse);
  checkMoney(file, refuse);
  file.frameworks.forEach((framework, index) => {
    if (!known.frameworks.includes(framework))
      refuse(['frameworks', index], `there is no framework ${framework}`);
  });
  const sha256 = createHash('sha256').update(known.measuresSha256).update(reader.contentSha256());
  return new ReturnDefinition(file, sha256.digest('hex'));
}

function checkMeasures({ funnel }: ReturnFile, { measures }: Known, refuse: Refuse): void {
  const codes = wordsOf(funnel.measures);
  const unknown = codes.find((code) => !measures.includes(code));
  if (unknown !== undefined) refuse(['funnel', 'measures'], `there is no measure ${unknown}`);
  const twice = codes.find((code, index) => codes.indexOf(code) < index);
  if (twice !== undefined) refuse(['funnel', 'measures'], `${twice} stands twice`);
  funnel.ratios.forEach(({ code, numerator, denominator }, index) => {
    if (measures.includes(code)) refuse(['funnel', 'ratios', index, 'code'], `${code} is a measure`);
    const strange = [numerator, denominator].find((one) => !codes.includes(one));
    if (strange !== undefined) refuse(['funnel', 'ratios', index], `${strange} is not in the funnel`);
  });
}

function checkSheets({ sheets }: ReturnFile, refuse: Refuse): void {
  const names = sheets.map(({ sheet }) => sheet);
  sheets.forEach(({ sheet, columns }, index) => {
    const filled: readonly string[] | undefined = SHEET_COLUMNS[sheet as SheetName];
    if (!filled) return refuse(['sheets', index, 'sheet'], `nothing fills a sheet ${sheet}`);
    if (names.indexOf(sheet) < index) refuse(['sheets', index, 'sheet'], `${sheet} stands twice`);
    const named = columnsIn(columns).map(({ name }) => name);
    const unfilled = named.find((name, at) => !filled.includes(name) || named.indexOf(name) < at);
    if (unfilled !== undefined)
      refuse(['sheets', index, 'columns'], `nothing fills ${unfilled}, or it stands twice`);
    const missing = filled.find((name) => !named.includes(name));
    if (missing !== undefined) refuse(['sheets', index, 'columns'], `${missing} is missing`);
  });
  const missing = Object.keys(SHEET_COLUMNS).find((sheet) => !names.includes(sheet));
  if (missing !== undefined) refuse(['sheets'], `${missing} is missing`);
}

function checkRules(rules: readonly IntegrityRule[], { checks }: Known, refuse: Refuse): void {
  const codes = rules.map(({ rule }) => rule);
  rules.forEach(({ rule, checked }, index) => {
    if (codes.indexOf(rule) < index) refuse(['rules', index], `${rule} stands twice`);
    if (checked === 'computed' && !checks.includes(rule)) refuse(['rules', index], `nothing checks ${rule}`);
    if (checked !== 'computed' && checks.includes(rule)) refuse(['rules', index], `${rule} is checked`);
  });
  const unlisted = checks.find((rule) => !codes.includes(rule));
  if (unlisted !== undefined) refuse(['rules'], `${unlisted} is missing`);
}

function checkDemographics({ demographics }: ReturnFile, refuse: Refuse): void {
  demographics.dimensions.forEach(({ dimension, from, of, bandsFrom }, index) => {
    const path = ['demographics', 'dimensions', index];
    const needed = from === 'age' ? 'bandsFrom' : 'of';
    if (from !== 'nothing' && { of, bandsFrom }[needed] === undefined)
      refuse(path, `${dimension} needs ${needed}`);
    if (bandsFrom?.some((age, at) => at > 0 && age <= bandsFrom[at - 1]!))
      refuse([...path, 'bandsFrom'], 'the bands are not in order');
  });
}

function checkMoney({ streams, providers }: ReturnFile, refuse: Refuse): void {
  const codes = streams.map(({ stream }) => stream);
  streams.forEach(({ stream, validFrom, validTo }, index) => {
    if (codes.indexOf(stream) < index) refuse(['streams', index], `${stream} stands twice`);
    if (validFrom !== undefined && validTo !== undefined && validTo < validFrom)
      refuse(['streams', index], 'ends before it begins');
  });
  providers.forEach((provider, index) => {
    const strange = provider.streams.find((stream) => !codes.includes(stream));
    if (strange !== undefined) refuse(['providers', index, 'streams'], `there is no stream ${strange}`);
  });
}
