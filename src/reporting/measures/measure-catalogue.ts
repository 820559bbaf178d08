import { Injectable } from '@nestjs/common';
import { configFolder } from '../../reference-data/policy/config-folder.js';
import { PolicyReader } from '../../reference-data/policy/policy-reader.js';
import type { Measure, MeasureSettings, MeasureSource } from './measure.js';
import { MEASURE_SOURCES } from './measure-sources.js';

const FILE = 'returns/measures.yaml';

interface MeasuresFile {
  settings: MeasureSettings;
  measures: Measure[];
}

/** Everything that reports and returns count, each with its meaning and its SQL. */
@Injectable()
export class MeasureCatalogue {
  readonly settings: MeasureSettings;
  /** Hash over the file. */
  readonly sha256: string;
  private readonly measures: ReadonlyMap<string, Measure>;

  /** @throws PolicyRefused naming file, line and path */
  constructor() {
    const reader = new PolicyReader(configFolder());
    const { settings, measures } = readMeasures(reader);
    this.sha256 = reader.contentSha256();
    this.settings = settings;
    this.measures = new Map(measures.map((measure) => [measure.code, measure]));
  }

  all(): Measure[] {
    return [...this.measures.values()];
  }

  find(code: string): Measure | null {
    return this.measures.get(code) ?? null;
  }

  /** @throws RangeError where there is no such measure: code that asks for one is wrong */
  get(code: string): Measure {
    const measure = this.measures.get(code);
    if (!measure) throw new RangeError(`There is no measure ${code}`);
    return measure;
  }

  /** What the SQL of a source is bound to. */
  parametersOf(source: MeasureSource, { start, end }: { start: Date; end: Date }): unknown[] {
    return source.needsSettings ? [start, end, JSON.stringify(this.settings)] : [start, end];
  }
}

/** Where among the sources the one is that has a measure. @throws RangeError as `MeasureCatalogue.get` */
export function placeOf(code: string): number {
  const place = MEASURE_SOURCES.findIndex(({ measures }) => code in measures);
  if (place < 0) throw new RangeError(`Nothing counts ${code}`);
  return place;
}

/** @throws PolicyRefused where a measure stands twice, or has no SQL, or SQL has no measure */
export function readMeasures(reader: PolicyReader): MeasuresFile {
  const file = reader.read<MeasuresFile>(FILE, 'measures');
  const counted = MEASURE_SOURCES.flatMap(({ measures }) => Object.keys(measures));
  const codes = file.measures.map(({ code }) => code);
  codes.forEach((code, index) => {
    const path = ['measures', index, 'code'];
    if (codes.indexOf(code) < index) reader.refuse(FILE, path, `${code} stands twice`);
    if (!counted.includes(code)) reader.refuse(FILE, path, `nothing counts ${code}`);
  });
  const undescribed = counted.find((code) => !codes.includes(code));
  if (undescribed !== undefined) reader.refuse(FILE, ['measures'], `${undescribed} is not described`);
  return file;
}
