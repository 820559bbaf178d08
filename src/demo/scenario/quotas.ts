/**
 * Shares a total out by weight so that the parts are whole and add up to the total exactly
 * (largest remainder; ties go to the earlier part). Throws RangeError where nothing can take a share.
 */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (total > 0 && whole <= 0) throw new RangeError('No day can take a share');
  const exact = weights.map((weight) => (whole === 0 ? 0 : (total * weight) / whole));
  const parts = exact.map(Math.floor);
  const missing = total - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((one, other) => other.remainder - one.remainder || one.index - other.index);
  for (const { index } of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
