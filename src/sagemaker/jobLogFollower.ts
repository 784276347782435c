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

  /** New lines in the order of their time; empty when there is nothing new. Streams are looked up until the job has some. */
  async readNew(): Promise<LogLine[]> {
    await this.findStreams();
    const lines: LogLine[] = [];
    for (const stream of this.positions.keys()) lines.push(...(await this.readStream(stream)));
    return this.positions.size > 1 ? lines.sort((a, b) => a.timestamp - b.timestamp) : lines;
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

  private async readStream(stream: string): Promise<LogLine[]> {
    const [{ GetLogEventsCommand }, client] = await Promise.all([loadSdk(), this.clients.logs()]);
    const host = /\/(algo-\d+)/.exec(stream)?.[1] ?? '';
    const lines: LogLine[] = [];
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
      for (const { timestamp, message } of answer.events ?? []) {
        lines.push({ timestamp: timestamp ?? 0, message: message ?? '', host });
      }
      const next = answer.nextForwardToken;
      if (next === undefined || next === token) return lines; // CloudWatch repeats the token at the end
      this.positions.set(stream, next);
      if ((answer.events ?? []).length === 0) return lines;
    }
  }
}
