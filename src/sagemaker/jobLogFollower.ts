import type { SdkClients } from './clients.ts';

/** One line of a job's log. */
export interface LogLine {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
  /** The host, e.g. `algo-1`. */
  readonly host: string;
}

const loadSdk = () => import('./sdk/logsSdk.ts');
const group = '/aws/sagemaker/TrainingJobs';
const pageLimit = 10_000;

/** Reads what a training job has logged since the last call, from all its hosts. */
export class JobLogFollower {
  private readonly positions = new Map<string, string | undefined>();

  constructor(
    private readonly clients: SdkClients,
    private readonly jobName: string,
  ) {}

  /**
   * What is new, page by page, each stream's lines in their order. A page that was yielded is not read again, whether the caller goes on
   * or comes back later; one that could not be read is read next time.
   */
  async *readNew(): AsyncGenerator<LogLine[]> {
    await this.findStreams();
    for (const stream of this.positions.keys()) yield* this.readStream(stream);
  }

  private async findStreams(): Promise<void> {
    if (this.positions.size > 0) return;
    const [{ DescribeLogStreamsCommand }, client] = await Promise.all([loadSdk(), this.clients.logs()]);
    try {
      const answer = await client.send(
        new DescribeLogStreamsCommand({
          logGroupName: group,
          logStreamNamePrefix: `${this.jobName}/`,
          orderBy: 'LogStreamName',
        }),
      );
      for (const { logStreamName } of answer.logStreams ?? []) {
        if (logStreamName !== undefined) this.positions.set(logStreamName, undefined);
      }
    } catch (error) {
      // The group appears with the account's first log line.
      if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    }
  }

  private async *readStream(stream: string): AsyncGenerator<LogLine[]> {
    const [{ GetLogEventsCommand }, client] = await Promise.all([loadSdk(), this.clients.logs()]);
    const host = /\/(algo-\d+)/.exec(stream)?.[1] ?? '';
    for (;;) {
      const token = this.positions.get(stream);
      const answer = await client.send(
        new GetLogEventsCommand({
          logGroupName: group,
          logStreamName: stream,
          startFromHead: true,
          limit: pageLimit,
          ...(token === undefined ? {} : { nextToken: token }),
        }),
      );
      const next = answer.nextForwardToken;
      const drained = next === undefined || next === token; // CloudWatch repeats the token at the end
      if (!drained) this.positions.set(stream, next);
      const events = answer.events ?? [];
      if (events.length > 0) {
        yield events.map(({ timestamp, message }) => ({ timestamp: timestamp ?? 0, message: message ?? '', host }));
      }
      if (drained) return;
    }
  }
}
