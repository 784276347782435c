import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import type { LogLine } from '../store/logRecord.ts';
import type { LogStore } from '../store/logStore.ts';
import { eventPieces } from './process/lineSplitter.ts';
import type { OutputLine, OutputSink } from './runner.ts';

/** What the log of a job's hosts works with. */
export interface HostLogParts {
  readonly logs: LogStore;
  readonly clock: Clock;
  /** The engine's own log. */
  readonly report: (line: string) => void;
}

/** Whose log it is. */
export interface LoggedJob {
  /** Of CloudWatch Logs. */
  readonly group: string;
  readonly name: string;
  /** Epoch seconds; part of the streams' names. */
  readonly creationTime: number;
}

/** Of the lines that found no room on the disk: the last ones are written when there is some. */
const mostUnwritten = 50;

/** What SageMaker's log pipe makes of a TAB (contract, section 6). */
const escapedTab = '#011';

/** What the hosts of a job say: a log stream each, `<job>/algo-1-<epoch>` (contract, section 15). */
export class HostLog {
  private readonly unwritten = new Map<string, readonly LogLine[]>();

  /** @param hosts - Their names; the engine's own lines stand in the stream of the first. */
  constructor(
    private readonly job: LoggedJob,
    private readonly hosts: readonly string[],
    private readonly parts: HostLogParts,
  ) {}

  /** Takes what a host's program prints. */
  outputOf(host: string): OutputSink {
    return (lines) => {
      const shown = lines.some(needsChange) ? lines.flatMap(shownAs) : lines;
      return shown.length === 0 ? Promise.resolve() : this.append(host, shown);
    };
  }

  /** Lines of the engine's own. */
  async note(messages: readonly string[]): Promise<void> {
    if (messages.length === 0) return;
    const timestamp = this.parts.clock.now();
    const lines = messages.map((message) => ({ timestamp, message }));
    await this.append(this.hosts[0] ?? '', lines);
  }

  /** Resolves when every line can be read. */
  async flush(): Promise<void> {
    for (const host of this.hosts) {
      if (this.unwritten.has(host)) void this.append(host, []);
      await this.parts.logs.flush(this.job.group, this.streamOf(host));
    }
  }

  /** A line that cannot be written does not end the job; the engine's own log says so. */
  private append(host: string, lines: readonly LogLine[]): Promise<void> {
    const all = [...(this.unwritten.get(host) ?? []), ...lines];
    this.unwritten.delete(host);
    return this.parts.logs.append(this.job.group, this.streamOf(host), all).catch((error: unknown) => {
      this.unwritten.set(host, [...(this.unwritten.get(host) ?? []), ...all].slice(-mostUnwritten));
      this.parts.report(`The log of ${this.job.name} cannot be written: ${messageOf(error)}`);
    });
  }

  private streamOf(host: string): string {
    return streamOf(this.job, host);
  }
}

/** The name of a host's log stream. */
export const streamOf = ({ name, creationTime }: LoggedJob, host: string): string =>
  `${name}/${host}-${Math.floor(creationTime)}`;

function needsChange({ message, isOverwritten }: OutputLine): boolean {
  return isOverwritten === true || message.includes('\t');
}

function shownAs(line: OutputLine): OutputLine[] {
  const { timestamp, message, isOverwritten } = line;
  if (isOverwritten) return [];
  if (!message.includes('\t')) return [line];
  return eventPieces(message.replaceAll('\t', escapedTab)).map((piece) => ({ timestamp, message: piece }));
}
