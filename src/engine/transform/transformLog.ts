import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { eventPieces } from '../execution/process/lineSplitter.ts';
import type { LogStore } from '../store/logStore.ts';

const group = '/aws/sagemaker/TransformJobs';

/** The two log streams of a transform job: what its container logs, and what becomes of its data. */
export class TransformLog {
  private readonly stream: string;

  /** @param started - Epoch milliseconds; part of the stream's name. */
  constructor(
    private readonly logs: LogStore,
    private readonly clock: Clock,
    jobName: string,
    started: number,
    private readonly report: (line: string) => void,
  ) {
    // On AWS the instance's id stands here: seventeen hexadecimal digits.
    const instance = createHash('sha256').update(jobName).digest('hex').slice(0, 17);
    this.stream = `${jobName}/i-${instance}-${Math.floor(started / 1000)}`;
  }

  /** Lines of the container, and of the engine about it. */
  async note(...messages: readonly string[]): Promise<void> {
    await this.append(this.stream, messages);
  }

  /** Lines about the data (public logs in aws/amazon-sagemaker-examples issue 3948 and sagemaker-tensorflow-serving-container issue 93). */
  async data(...messages: readonly string[]): Promise<void> {
    const stamp = new Date(this.clock.now()).toISOString().replace('Z', '');
    await this.append(
      `${this.stream}/data-log`,
      messages.map((message) => `${stamp}:[sagemaker logs]: ${message}`),
    );
  }

  /** Whoever sees the job's end finds its whole log. */
  async flush(): Promise<void> {
    await this.logs.flush(group, this.stream);
    await this.logs.flush(group, `${this.stream}/data-log`);
  }

  /** A line that cannot be written does not end the job; the engine's own log says so. */
  private async append(stream: string, messages: readonly string[]): Promise<void> {
    const timestamp = this.clock.now();
    const lines = messages.flatMap(eventPieces).map((message) => ({ timestamp, message }));
    await this.logs
      .append(group, stream, lines)
      .catch((error: unknown) => this.report(`The log ${stream} cannot be written: ${messageOf(error)}`));
  }
}
