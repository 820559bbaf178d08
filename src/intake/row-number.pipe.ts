import { Injectable, type PipeTransform } from '@nestjs/common';
import { Invalid } from '../platform/problems/problem.js';

/** The number of a row in a path. */
@Injectable()
export class RowNumberPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!/^[1-9]\d{0,8}$/.test(value))
      throw Invalid.field('row', 'invalid-row', 'This must be the number of a row.');
    return value;
  }
}
