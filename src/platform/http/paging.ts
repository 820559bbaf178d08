import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Invalid } from '../problems/problem.js';
import { parseInstant } from '../validation/instant.js';

/** The paging part of every list: how many, and where the page before ended. */
export class PageQuery {
  @ApiPropertyOptional({
    minimum: 1,
    maximum: 200,
    default: 50,
    type: 'integer',
    description: 'Items on a page',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value,
  )
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string;
}

/** One page of a list. `next` is null on the last page. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** The part of a page that is documented for every list. */
export class PageOf {
  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page; null on the last' })
  next!: string | null;
}

type CursorValue = string | number | null;

/** Where a page ended: the values of the sort columns of its last row. */
export function cursorOf(values: CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Reads a cursor that this list made: as many values as it has sort columns, or a problem naming `after`. */
export function readCursor(
  cursor: string | undefined,
  kinds: ('string' | 'number' | 'id' | 'instant')[],
): CursorValue[] | null {
  if (cursor === undefined) return null;
  const values = parsed(cursor);
  if (values?.length !== kinds.length || !values.every((value, index) => fits(value, kinds[index]!))) {
    throw Invalid.field('after', 'invalid-cursor', 'Use the `next` value of the page before, unchanged.');
  }
  return values;
}

/**
 * Makes a page of rows that were read one more than `limit`.
 * `keys` names the values of the sort columns of a row.
 */
export function pageOf<R, T>(
  rows: R[],
  limit: number,
  keys: (row: R) => CursorValue[],
  shown: (row: R) => T,
): Page<T> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(shown),
    next: rows.length > limit && last !== undefined ? cursorOf(keys(last)) : null,
  };
}

function parsed(cursor: string): CursorValue[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(values) ? (values as CursorValue[]) : null;
  } catch {
    return null;
  }
}

function fits(value: CursorValue, kind: 'string' | 'number' | 'id' | 'instant'): boolean {
  if (kind === 'number') return typeof value === 'number' && Number.isSafeInteger(value);
  if (typeof value !== 'string' || value.includes('\0')) return false;
  if (kind === 'id') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
  return kind === 'string' || (/^\S{20,27}$/.test(value) && parseInstant(value).ok);
}
