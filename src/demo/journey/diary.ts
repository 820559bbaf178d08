/** Something that a coordinator does for one case. */
export type Act = () => Promise<void>;

/** What is to be done on which day; days count from the first of the period. */
export class Diary {
  private readonly days = new Map<number, Map<string, Act[]>>();

  constructor(readonly lastDay: number) {}

  /** Puts an act for a case on a day, or on the last day where it would be after the end. */
  put(day: number, caseId: string, act: Act): void {
    const at = Math.min(day, this.lastDay);
    const cases = this.days.get(at) ?? new Map<string, Act[]>();
    cases.set(caseId, [...(cases.get(caseId) ?? []), act]);
    this.days.set(at, cases);
  }

  /**
   * Takes what is to be done on a day: for each case its acts in their order. What these add for the same day is there
   * to be taken next.
   */
  take(day: number): Act[][] {
    const cases = this.days.get(day);
    this.days.delete(day);
    return cases ? [...cases.values()] : [];
  }
}
