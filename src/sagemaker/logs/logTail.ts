import type { GetLogEventsResponse, OutputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { SdkClients } from '../clients.ts';
import type { LogStream } from './logStreams.ts';

const sdk = () => import('../sdk/logsSdk.ts');
const pageLimit = 10_000;

/** The end of a log stream, and what is added to it; the oldest lines go when there are too many. */
export class LogTail {
  private readonly kept: string[] = [];
  private forward: string | undefined;
  private dropped = false;

  /** @param clients - As they are by then: a session may be lost and opened again. @param limit - The most lines that are kept. */
  constructor(
    private readonly clients: () => Promise<SdkClients>,
    private readonly stream: Pick<LogStream, 'group' | 'name'>,
    readonly limit = 10_000,
  ) {}

  get lines(): readonly string[] {
    return this.kept;
  }

  /** Whether the log has older lines than those that are kept. */
  get isCut(): boolean {
    return this.dropped;
  }

  /** Reads the end of the log at first, later what is new. @returns Whether there is something new. */
  async readNew(): Promise<boolean> {
    if (this.forward === undefined) {
      await this.readEnd();
      return this.kept.length > 0;
    }
    let isNew = false;
    for (;;) {
      const page = await this.page({ startFromHead: true, nextToken: this.forward });
      const lines = textsOf(page.events);
      this.kept.push(...lines);
      isNew ||= lines.length > 0;
      const next = page.nextForwardToken;
      // CloudWatch repeats the token at the end.
      if (next === undefined || next === this.forward) break;
      this.forward = next;
    }
    this.dropOldest();
    return isNew;
  }

  /** Page by page from the end: AWS answers with at most a megabyte, and a page may be empty before the first. */
  private async readEnd(): Promise<void> {
    let page = await this.page({ startFromHead: false });
    this.forward = page.nextForwardToken;
    const pages = [textsOf(page.events)];
    for (let count = pages[0]?.length ?? 0; count <= this.limit;) {
      const backward = page.nextBackwardToken;
      if (backward === undefined) break;
      page = await this.page({ startFromHead: false, nextToken: backward });
      if (page.nextBackwardToken === backward) break;
      pages.unshift(textsOf(page.events));
      count += pages[0]?.length ?? 0;
    }
    this.kept.push(...pages.flat());
    this.dropOldest();
  }

  private dropOldest(): void {
    const tooMany = this.kept.length - this.limit;
    if (tooMany <= 0) return;
    this.kept.splice(0, tooMany);
    this.dropped = true;
  }

  private async page(from: { startFromHead: boolean; nextToken?: string }): Promise<GetLogEventsResponse> {
    const [{ GetLogEventsCommand }, client] = await Promise.all([sdk(), (await this.clients()).logs()]);
    const { group, name } = this.stream;
    return client.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: name, limit: pageLimit, ...from }),
    );
  }
}

/** Each event as one line with its time, in UTC. */
function textsOf(events: readonly OutputLogEvent[] = []): string[] {
  return events.map(({ timestamp = 0, message = '' }) => {
    const time = new Date(timestamp).toISOString();
    return `${time}  ${message.replaceAll(/\r?\n/g, '\n                          ').replaceAll('\r', ' ')}`;
  });
}
