/** Runs jobs with a limit on how many run at once; the others wait in the order they came. */
export class TrainingJobQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;

  /** @param limit - Jobs that may train at the same time. */
  constructor(private readonly limit: number) {}

  /** @param job - Must not reject: its outcome is the job's own status. */
  add(job: () => Promise<void>): void {
    this.waiting.push(job);
    this.startNext();
  }

  private startNext(): void {
    if (this.running >= this.limit) return;
    const job = this.waiting.shift();
    if (job === undefined) return;
    this.running++;
    void job().finally(() => {
      this.running--;
      this.startNext();
    });
  }
}
