import { Injectable } from '@nestjs/common';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';

/** Every column of this room that holds what people said. */
export type PlanText =
  | 'plan_goal.words_sealed'
  | 'plan_action.details_sealed'
  | 'plan_check_in.note_sealed'
  | 'plan_review.changes_sealed'
  | 'exit_strategy.what_next_sealed'
  | 'exit_strategy.re_entry_sealed'
  | 'exit_strategy.safe_way_to_contact_sealed';

/** Seals and opens the texts of plans, each bound to its table, column and row. */
@Injectable()
export class PlanTexts {
  constructor(private readonly encryption: FieldEncryption) {}

  seal(text: string, where: PlanText, rowId: string): string {
    return this.encryption.seal(text, placeOf(where, rowId));
  }

  sealIfGiven(text: string | undefined, where: PlanText, rowId: string): string | null {
    return text === undefined ? null : this.seal(text, where, rowId);
  }

  open(sealed: string, where: PlanText, rowId: string): string {
    return this.encryption.open(sealed, placeOf(where, rowId));
  }

  openIfThere(sealed: string | null, where: PlanText, rowId: string): string | null {
    return sealed === null ? null : this.open(sealed, where, rowId);
  }
}

function placeOf(where: PlanText, rowId: string) {
  const [table = '', column = ''] = where.split('.');
  return { table, column, rowId };
}
