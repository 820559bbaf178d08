/** Where jobs wait: sending has a queue of its own, so that it never waits behind imports. */
export const QUEUE_NAMES = ['work', 'messages'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** How a job is started and run. */
export interface JobDefinition {
  /** The queue it waits in; `work` where not given. */
  queue?: QueueName;
  /** The outbox event that asks for it; one job for each event. */
  on?: string;
  /** Rung again and again, by the queue's own scheduler: seconds. */
  everySeconds?: number;
  /** Rung at times of the day in London: a cron pattern, instead of `everySeconds`. */
  pattern?: string;
  /** What it is for. */
  purpose: string;
}

/**
 * Every job of the service. Jobs carry ids only; each reloads what it needs and asks whether it is still wanted.
 * The start fails where a job here has no handler or two.
 */
export const JOBS = {
  'process-intake-file': {
    on: 'intake-file.accepted',
    purpose: 'give every row of a received file its disposition',
  },
  'plan-contact': {
    on: 'referrals.accepted',
    purpose: 'finish collision checks, decide safety, plan automatic contact',
  },
  'replan-contact': {
    on: 'contact-safety.changed',
    purpose: 'decide again after a fact that bears on safety changed',
  },
  'reassess-age': {
    on: 'birth-date.changed',
    purpose: 'raise the urgency and the keeping of whoever is, or may be, a child',
  },
  'send-message': {
    queue: 'messages',
    on: 'message.queued',
    purpose: 'claim one message and hand it to its channel',
  },
  'count-entitlements': {
    on: 'justice-events.recorded',
    purpose: 'bring the clocks of the Victims’ Code up to what happened in some crimes',
  },
  'mark-referred-people': {
    on: 'referrals.accepted',
    purpose: 'mark the crimes of people who were referred, so that their clocks are counted',
  },
  'mark-changed-person': {
    on: 'contact-safety.changed',
    purpose: 'mark the crimes of a person whose markers or birth date may have changed',
  },
  'mark-assessed-case': {
    on: 'rights.assessed',
    purpose: 'mark the crimes of a case in which needs or enhanced rights were assessed',
  },
  'mark-continued-case': {
    on: 'case.reopened',
    purpose: 'mark the crimes of a case that goes on as another, so that its clocks go with it',
  },
  'mark-open-clocks': {
    on: 'bank-holidays.changed',
    purpose: 'mark the crimes with clocks that still run, so that they are counted by the new calendar',
  },
  'sweep-entitlements': { everySeconds: 10, purpose: 'count the clocks of marked crimes' },
  'mark-sent-letters': {
    everySeconds: 3600,
    purpose: 'mark the crimes of people who were told of their rights by letter, or reached by telephone',
  },
  'mark-reminders': {
    pattern: '40 5 * * *',
    purpose:
      'mark the crimes of people whose time to apply for compensation ends soon, so that they are reminded',
  },
  'release-justice-events': {
    on: 'referrals.accepted',
    purpose: 'take in rows about criminal cases that waited for the crimes of people who were referred',
  },
  'sweep-intake': { everySeconds: 30, purpose: 'find files that a crash left half-processed' },
  'sweep-contact': {
    everySeconds: 30,
    purpose: 'find unplanned people and messages that nobody is working on',
  },
  'ask-notify': {
    everySeconds: 300,
    purpose: 'ask the SMS provider about messages that may have reached it',
  },
  'read-inbox': { everySeconds: 10, purpose: 'take in files from the watched folder' },
  'seal-audit': { everySeconds: 10, purpose: 'chain committed audit entries and anchor the head' },
  'sweep-requests': { everySeconds: 3600, purpose: 'forget old idempotency keys and relayed events' },
  'sweep-closures': {
    everySeconds: 3600,
    purpose: 'close cases of people who were only offered information and did not answer',
  },
  'correct-transition': {
    on: 'birth-date.changed',
    purpose: 'move the tasks of the transition to adulthood to another birth date',
  },
  'sweep-transitions': {
    everySeconds: 3600,
    purpose: 'raise what is due at 17, six months before the 18th birthday, and on it',
  },
  'sweep-break-glass': {
    everySeconds: 300,
    purpose: 'raise tasks for break-glass access that nobody reviewed in time',
  },
} as const satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof JOBS;
type Defined = (typeof JOBS)[JobName];
/** The outbox events that the service announces. */
export type EventName = Extract<Defined, { on: string }>['on'];
