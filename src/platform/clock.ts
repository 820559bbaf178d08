import { Injectable } from '@nestjs/common';

/** Where every instant comes from, so that months of service can be replayed. */
export abstract class Clock {
  /** The present instant. */
  abstract now(): Date;
}

/** The machine's own time: the clock of a running service. */
@Injectable()
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands still until it is set: for tests and for replaying a period. */
export class SettableClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  now(): Date {
    return new Date(this.instant);
  }

  set(instant: Date): void {
    this.instant = new Date(instant);
  }
}
