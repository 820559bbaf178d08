import type { TableShape } from './layers.js';

/**
 * The cells of a table by what readers take for unchanged as a whole: of a line, the columns that are added into one.
 */
export function blocksOf({ lines, columns }: TableShape): number[][] {
  const tops = columns.places.map((_, column) => columns.pathTo(column)[0]!);
  return lines.places.flatMap((_, line) =>
    [...new Set(tops)].map((top) =>
      tops.flatMap((one, column) => (one === top ? [line * columns.size + column] : [])),
    ),
  );
}

/** Every cell of each block in which some cell is as asked. */
export function blocksWith(shape: TableShape, isSo: (cell: number) => boolean): Set<number> {
  return new Set(
    blocksOf(shape)
      .filter((block) => block.some(isSo))
      .flat(),
  );
}
