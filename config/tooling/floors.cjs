/**
 * The rooms of `src/`, floor by floor from the ground up. A room may use every room below it, never one above it nor
 * beside it: rooms of one floor meet through verbs below them or through a named outbox event.
 */
module.exports = [
  ['platform'],
  ['reference-data'],
  ['victims'],
  ['cases'],
  ['intake', 'contact', 'assessments', 'support-plans', 'agency-referrals', 'outcomes', 'entitlements'],
  ['casework'],
  ['reporting'],
  ['demo'],
];
