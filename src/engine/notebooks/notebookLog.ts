import type { Readable } from 'node:stream';
import type { Clock } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { LineSplitter, eventPieces } from '../execution/process/lineSplitter.ts';
import type { LogStore } from '../store/logStore.ts';

const group = '/aws/sagemaker/NotebookInstances';

/** The log of one notebook instance: `<name>/jupyter.log`, and a stream for each lifecycle script (contract, section 15). */
export class NotebookLog {
  constructor(
    private readonly instance: string,
    private readonly logs: Pick<LogStore, 'append'>,
    private readonly clock: Clock,
    /** The engine's own log. */
    private readonly report: (line: string) => void,
  ) {}

  /** For people: where a script's output is. */
  nameOf(stream: string): string {
    return `log group ${group}, stream ${this.instance}/${stream}`;
  }

  note(stream: string, line: string): Promise<void> {
    return this.write(stream, eventPieces(line));
  }

  /** Takes what a program prints, as fast as it can be written; what floods its log waits for it. */
  async follow(stream: string, output: Readable): Promise<void> {
    const lines = new LineSplitter();
    const shown = (split: readonly { message: string; isOverwritten?: true }[]): string[] =>
      split.filter(({ isOverwritten }) => isOverwritten !== true).map(({ message }) => message);
    for await (const bytes of output) await this.write(stream, shown(lines.take(bytes as Buffer, this.clock.now())));
    await this.write(stream, shown(lines.end()));
  }

  /** A log that cannot be written does not end the instance; the engine's own log says so. */
  private async write(stream: string, messages: readonly string[]): Promise<void> {
    if (messages.length === 0) return;
    const timestamp = this.clock.now();
    try {
      const lines = messages.map((message) => ({ timestamp, message }));
      await this.logs.append(group, `${this.instance}/${stream}`, lines);
    } catch (error) {
      this.report(`The log ${this.instance}/${stream} cannot be written: ${messageOf(error)}`);
    }
  }
}
