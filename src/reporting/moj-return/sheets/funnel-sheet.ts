import type { SheetRow, Table } from '../definition/sheet-columns.js';
import type { Computing } from './computing.js';

/** Every measure of the funnel, and the ratios as numerator and denominator. */
export async function funnelSheet(computing: Computing): Promise<Table> {
  const { tx, period, definition, measures } = computing;
  const figures = await measures.figures(tx, period, definition.funnelMeasures);
  const values = new Map(figures.map(({ code, value }) => [code, value]));
  const counted = figures.map(({ code, unit, value }): SheetRow<'Funnel'> => {
    const note_id = `measure:${code}`;
    return { measure_code: code, unit, value, numerator: '[z]', denominator: '[z]', note_id };
  });
  const ratios = definition.file.funnel.ratios.map(
    ({ code, numerator, denominator }): SheetRow<'Funnel'> => ({
      ...{ measure_code: code, unit: 'ratio', value: '[z]', note_id: `measure:${code}` },
      ...{ numerator: values.get(numerator)!, denominator: values.get(denominator)! },
    }),
  );
  return definition.table('Funnel', [...counted, ...ratios]);
}
