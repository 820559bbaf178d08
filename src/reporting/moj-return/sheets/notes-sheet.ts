import type { MeasureCatalogue } from '../../measures/measure-catalogue.js';
import type { ReturnDefinition } from '../definition/return-definition.js';
import type { SheetRow, Table } from '../definition/sheet-columns.js';
import type { UnmappedCode } from './computing.js';

type Note = SheetRow<'Notes'>;

/** What somebody wrote about a rule that fails or a code that no list has. */
export interface Explanation {
  /** `rule:R09`, or `code:` with the list and the code. */
  about: string;
  text: string;
}

/** Everything that a reader of the figures must know: meanings, markers, settings, and how sure each is. */
export function notesSheet(
  definition: ReturnDefinition,
  catalogue: MeasureCatalogue,
  { unmapped, explanations }: { unmapped: readonly UnmappedCode[]; explanations: readonly Explanation[] },
): Table {
  const { file } = definition;
  const sheets = file.sheets.filter(({ note }) => note !== undefined);
  return definition.table('Notes', [
    note('return', 'Cover', '[z]', `${file.title}. Source: ${file.source} (${file.factStatus}).`),
    ...sheets.map(({ sheet, note: text }) => note(`sheet:${sheet}`, sheet, '[z]', text!)),
    ...Object.entries(file.markers).map(([marker, text]) =>
      note(`marker:${marker}`, 'every sheet', marker, text),
    ),
    ...Object.entries(file.settings).map(([name, { value, meaning, source, factStatus }]) =>
      note(`setting:${name}`, 'Cover', name, `${value}. ${meaning} Source: ${source} (${factStatus}).`),
    ),
    ...measureNotes(definition, catalogue),
    ...file.timeliness.map(({ stage, definition: text, source, factStatus }) =>
      note(`stage:${stage}`, 'Timeliness', stage, `${text} Source: ${source} (${factStatus}).`),
    ),
    ...file.demographics.dimensions.map(({ dimension, source, factStatus }) =>
      note(`dimension:${dimension}`, 'Demographics', dimension, `Source: ${source} (${factStatus}).`),
    ),
    ...file.rules.map(({ rule, text, checked }) =>
      note(`rule:${rule}`, 'Reconciliation', rule, `${text} (${checked}).`),
    ),
    ...unmapped.map(({ list, code, count }) =>
      note(`code:${list}:${code}`, 'every sheet', list, `${code} is on no list; met ${count} times.`),
    ),
    ...explanations.map(({ about, text }) => note(`explained:${about}`, 'Reconciliation', about, text)),
  ]);
}

function measureNotes({ file, funnelMeasures }: ReturnDefinition, catalogue: MeasureCatalogue): Note[] {
  const measures = funnelMeasures.map((code) => {
    const { label, definition, dateRule, kind, source, factStatus } = catalogue.get(code);
    const text = `${label}: ${definition} Counted ${dateRule} (${kind}). Source: ${source} (${factStatus}).`;
    return note(`measure:${code}`, 'Funnel', code, text);
  });
  const ratios = file.funnel.ratios.map(({ code, label, numerator, denominator, source, factStatus }) =>
    note(
      `measure:${code}`,
      'Funnel',
      code,
      `${label}: ${numerator} of ${denominator}. Source: ${source} (${factStatus}).`,
    ),
  );
  return [...measures, ...ratios];
}

function note(note_id: string, applies_to_sheet: string, applies_to_field: string, text: string): Note {
  return { note_id, applies_to_sheet, applies_to_field, text };
}
