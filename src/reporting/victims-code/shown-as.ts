import type { FastifyReply } from 'fastify';
import { PAGE_POLICY } from '../page/report-page.js';
import type { ReportFormat } from './code-report.queries.js';
import { codePage } from './page/code-page.js';
import { reportCsv } from './report-csv.js';
import type { CodeReport } from './victims-code-report.js';

/** A report in the form that was asked for, with the headers that belong to it. */
export function shownAs(
  report: CodeReport,
  format: ReportFormat = 'json',
  reply: FastifyReply,
): CodeReport | string {
  if (format === 'json') return report;
  if (format === 'html') {
    void reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY);
    return codePage(report);
  }
  void reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="victims-code-${report.from}-${report.to}.csv"`);
  return reportCsv(report);
}
