import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { eventPieces } from '../execution/process/lineSplitter.ts';
import type { LogStore } from '../store/logStore.ts';

const group = '/aws/sagemaker/TransformJobs';

/** The log streams of one instance of a transform job: what its containers log, and what becomes of its data (developer guide, Log Groups). */
export class TransformLog {
  private readonly stream: string;
  private readonly streams = new Set<string>();

  /** @param started - Epoch milliseconds; part of the stream's name. @param instance - Counted from 0. */
  constructor(
    private readonly logs: LogStore,
    private readonly clock: Clock,
    jobName: string,
    started: number,
    instance: number,
    private readonly report: (line: string) => void,
  ) {
    // On AWS the instance's id stands here: seventeen hexadecimal digits.
    const id = createHash('sha256').update(`${jobName}/${instance}`).digest('hex').slice(0, 17);
    this.stream = `${jobName}/i-${id}-${Math.floor(started / 1000)}`;
  }

  /** A line of a container. @param container - Its host name, where it is one of a pipeline. */
  async printed(line: string, container?: string): Promise<void> {
    await this.append(container === undefined ? this.stream : `${this.stream}/${container}`, [line]);
  }

  /** Lines of the engine about the containers. */
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
    for (const stream of this.streams) await this.logs.flush(group, stream);
  }

  /** A line that cannot be written does not end the job; the engine's own log says so. */
  private async append(stream: string, messages: readonly string[]): Promise<void> {
    const timestamp = this.clock.now();
    this.streams.add(stream);
    const lines = messages.flatMap(eventPieces).map((message) => ({ timestamp, message }));
    await this.logs
      .append(group, stream, lines)
      .catch((error: unknown) => this.report(`The log ${stream} cannot be written: ${messageOf(error)}`));
  }
}
