/** Which state may follow which: a state with nothing after it is an end. */
export type StateTable<S extends string> = Readonly<Record<S, readonly S[]>>;

/** Whether something in one state may come to another. */
export function mayBecome<S extends string>(table: StateTable<S>, from: S, to: S): boolean {
  return table[from].includes(to);
}

/** States that nothing can ever reach from where things begin: a mistake in the table. */
export function unreachableStates<S extends string>(table: StateTable<S>, ...first: S[]): S[] {
  const reached = new Set(first);
  for (const state of reached) table[state].forEach((next) => reached.add(next));
  return (Object.keys(table) as S[]).filter((state) => !reached.has(state));
}

/** @throws Error where a state of the table can never be reached: the service does not start on such a mistake */
export function mustReachEveryState<S extends string>(
  what: string,
  table: StateTable<S>,
  ...first: S[]
): void {
  const lost = unreachableStates(table, ...first);
  if (lost.length > 0) throw new Error(`no ${what} can ever become ${lost.join(', ')}`);
}
