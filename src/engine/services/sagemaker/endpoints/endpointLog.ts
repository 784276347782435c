import type { Clock } from '../../../../shared/clock.ts';
import { messageOf } from '../../../../shared/errors.ts';
import { eventPieces } from '../../../execution/process/lineSplitter.ts';
import type { LogStore } from '../../../store/logStore.ts';

/** The log of an endpoint's containers: a group of its own, a stream for each instance (contract, section 15). */
export class EndpointLog {
  private readonly group: string;
  private isFailing = false;

  constructor(
    private readonly logs: LogStore,
    private readonly clock: Clock,
    endpoint: string,
    private readonly report: (line: string) => void,
  ) {
    this.group = `/aws/sagemaker/Endpoints/${endpoint}`;
  }

  /**
   * A line that cannot be written does not end the endpoint; the engine's own log says so, once until one can be written again.
   * @returns When the line, and those before it, are stored.
   */
  async note(stream: string, line: string): Promise<void> {
    const timestamp = this.clock.now();
    const lines = eventPieces(line).map((message) => ({ timestamp, message }));
    try {
      await this.logs.append(this.group, stream, lines);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.report(`The log ${stream} cannot be written: ${messageOf(error)}`);
      this.isFailing = true;
    }
  }
}
