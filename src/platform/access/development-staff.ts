import type { Role } from './permissions.js';
import type { SignedInUser } from './token-claims.js';

/** Somebody invented, for whom the development issuer makes tokens. */
export interface InventedStaff extends SignedInUser {
  displayName: string;
}

/**
 * Nobody here exists. Rules that need two people have two coordinators, team leaders and returns officers to be tried
 * with, and two referrers show that one does not see what the other sent. The first of a role is its default.
 */
export const INVENTED_STAFF: readonly InventedStaff[] = [
  invented('dev-coordinator-1', 'coordinator', 'Invented Coordinator One', 'central'),
  invented('dev-coordinator-2', 'coordinator', 'Invented Coordinator Two', 'central'),
  invented('dev-coordinator-3', 'coordinator', 'Invented Specialist Coordinator', 'specialist'),
  invented('dev-team-leader-1', 'team-leader', 'Invented Team Leader One', 'central'),
  invented('dev-team-leader-2', 'team-leader', 'Invented Team Leader Two', 'specialist'),
  invented('dev-referrer-1', 'referrer', 'Invented Referring Officer One'),
  invented('dev-referrer-2', 'referrer', 'Invented Referring Officer Two'),
  invented('dev-intake-service-1', 'intake-service', 'Invented Intake Feed'),
  invented('dev-returns-officer-1', 'returns-officer', 'Invented Returns Officer One'),
  invented('dev-returns-officer-2', 'returns-officer', 'Invented Returns Officer Two'),
  invented('dev-board-analyst-1', 'board-analyst', 'Invented Board Analyst'),
  invented('dev-data-protection-officer-1', 'data-protection-officer', 'Invented Data Protection Officer'),
  invented('dev-auditor-1', 'auditor', 'Invented Auditor'),
  invented('dev-administrator-1', 'administrator', 'Invented Administrator'),
];

function invented(subject: string, role: Role, displayName: string, team?: string): InventedStaff {
  return { subject, roles: [role], displayName, ...(team && { team }) };
}
