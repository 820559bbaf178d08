/**
 * What the service fills of each sheet, in no particular order: the definition says in which order and which of them are
 * figures, and must name exactly these.
 */
export const SHEET_COLUMNS = {
  Cover: [
    ...['return_id', 'area', 'service', 'period_from', 'period_to', 'fy', 'quarter', 'return_type'],
    ...[
      'framework_version',
      'counting_rules_version',
      'codelist_versions',
      'status',
      'version_no',
      'supersedes_id',
    ],
    ...['data_cut_at', 'produced_at', 'produced_by', 'approved_by', 'approved_role', 'source_commit'],
    ...['content_sha256', 'suppression_threshold', 'audience'],
  ],
  Notes: ['note_id', 'applies_to_sheet', 'applies_to_field', 'text'],
  Funnel: ['measure_code', 'unit', 'value', 'numerator', 'denominator', 'note_id'],
  Referrals: [
    ...['pathway', 'crime_category', 'received', 'duplicate', 'accepted', 'declined', 'ineligible', 'unsafe'],
    ...['unable_to_contact', 'out_of_area', 'pending'],
  ],
  Contacts: [
    ...[
      'method',
      'direction',
      'attempts',
      'successful',
      'persons_reached',
      'attempt_1',
      'attempt_2',
      'attempt_3',
    ],
  ],
  Timeliness: [
    ...[
      'stage',
      'n',
      'within_target',
      'median_days',
      'p90_days',
      'target_days',
      'waiting_at_end',
      'longest_wait',
    ],
  ],
  Needs: ['need_code', 'identified', 'addressed', 'unmet', 'reason_unmet'],
  Caseload: ['service_level', 'opening', 'new', 'reopened', 'closed', 'transferred_out', 'closing'],
  Closures: ['reason', 'episodes', 'with_exit_assessment'],
  Outcomes: [
    ...[
      'framework',
      'outcome_code',
      'service_level',
      'closed',
      'entry_done',
      'exit_done',
      'paired',
      'improved',
    ],
    ...['maintained', 'declined', 'ceiling', 'not_assessable', 'reported_by', 'pct_improved'],
  ],
  Crime: ['hocr_group', 'flag', 'return_category', 'referred_persons', 'supported_persons'],
  Demographics: [
    ...['dimension', 'code', 'referred_persons', 'supported_persons', 'outcome_paired', 'outcome_improved'],
  ],
  OnwardReferrals: ['agency', 'referrals', 'accepted', 'declined', 'pending', 'persons'],
  Repeat: ['repeat_definition', 'persons_repeat', 'persons_supported'],
  Finance: [
    ...[
      'stream',
      'provider',
      'allocation',
      'spend_period',
      'spend_ytd',
      'forecast',
      'variance',
      'variance_reason',
    ],
  ],
  Feedback: ['question_code', 'asked', 'answered', 'satisfied'],
  DataQuality: ['field', 'records', 'complete', 'prefer_not', 'not_asked', 'not_known'],
  Reconciliation: [
    ...['rule_id', 'sheet_a', 'value_a', 'sheet_b', 'value_b', 'difference', 'result', 'severity'],
  ],
  Revisions: ['version', 'cell_ref', 'old', 'new', 'reason', 'approver', 'at'],
} as const;

export type SheetName = keyof typeof SHEET_COLUMNS;
type ColumnOf<S extends SheetName> = (typeof SHEET_COLUMNS)[S][number];

/** A number, a text, or a documented marker in the place of a number. Nothing is ever blank. */
export type Cell = number | string;

/** A row by its columns. */
export type SheetRow<S extends SheetName> = Readonly<Record<ColumnOf<S>, Cell>>;

/** A column of a sheet; a figure is a number or a marker. */
export interface Column {
  name: string;
  isFigure: boolean;
}

/** One sheet with its rows in order. */
export interface Table {
  sheet: SheetName;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
}
