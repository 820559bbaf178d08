import type { SumTree } from './sum-tree.js';

/** Lines and columns of a table with the sums that hold between them. */
export interface TableShape {
  lines: SumTree;
  columns: SumTree;
}

/** One period's table, or what is left of a period when its published parts are taken away. */
export interface Layer {
  /** One count a cell: `line * columns + column`. */
  counts: readonly number[];
  /** Cells that are hidden. Null: nobody is shown this layer, so that nothing of it is known. */
  hidden: ReadonlySet<number> | null;
  /** Cells that are not the sum of the published parts of the period: they were counted at different times. */
  loose: ReadonlySet<number>;
  /** Of the new table: cells that an earlier version of it shows, so that hiding them protects nothing. */
  known?: ReadonlySet<number>;
}

/** A layer that changes by itself, because a part of it does, or without any of its parts; or stays though one does. */
export interface Step {
  layer: number;
  sign: 1 | -1;
  how: 'itself' | 'with-parts' | 'without-parts' | 'stays';
}

/** How layers change together so that every sum of periods holds. */
export type Move = readonly Step[];

export interface Publication {
  shape: TableShape;
  /** The new table stands first; its `hidden` are those that stay hidden from an earlier version. */
  layers: readonly Layer[];
  moves: readonly Move[];
  /** Layers whose counts of 1 up to, but without, `below` must not be known. */
  sensitive: readonly number[];
  /** Cells of the new table from which readers could tell a small difference from what was published before. */
  near: ReadonlySet<number>;
  below: number;
  /**
   * Whether what is protected by changes of other tables alone needs none of the new one: less is hidden, but differences
   * from those tables may then be worked out.
   */
  isLean: boolean;
}

/** Cells that nothing can protect, because of what others have been shown already. */
export class CannotBeHidden extends Error {
  /** @param cells by `line * columns + column` */
  constructor(readonly cells: readonly number[]) {
    super(`${cells.length} counts could be worked out from what was published before`);
  }
}
