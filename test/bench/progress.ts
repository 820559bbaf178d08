import { Presets, SingleBar } from 'cli-progress';

/** Says on standard error what is being done: one moving line on a terminal, a line a step elsewhere. */
export class Progress {
  private readonly bar: SingleBar | null;
  private name = '';

  constructor(
    private readonly total: number,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {
    this.bar = stream.isTTY
      ? new SingleBar(
          { format: '{bar} {value}/{total} {name} {step}', hideCursor: true, clearOnComplete: true, stream },
          Presets.shades_classic,
        )
      : null;
    this.bar?.start(total, 0, { name: '', step: '' });
  }

  /** A measure begins; `done` of all are behind us. */
  begin(name: string, done: number): void {
    this.name = name;
    this.bar?.update(done, { name, step: '' });
    if (!this.bar) this.stream.write(`${name} (${done + 1} of ${this.total})\n`);
  }

  step(step: string): void {
    this.bar?.update({ name: `${this.name}:`, step });
    if (!this.bar) this.stream.write(`  ${step}\n`);
  }

  end(): void {
    this.bar?.stop();
  }
}
