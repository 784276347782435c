import type { Clock } from '../../../../shared/clock.ts';
import { messageOf } from '../../../../shared/errors.ts';
import { eventPieces } from '../../../execution/process/lineSplitter.ts';
import type { LogStore } from '../../../store/logStore.ts';

/** The log of an endpoint's containers: a group of its own, a stream for each instance (contract, section 15). */
export class EndpointLog {
  private readonly group: string;

  constructor(
    private readonly logs: LogStore,
    private readonly clock: Clock,
    endpoint: string,
    private readonly report: (line: string) => void,
  ) {
    this.group = `/aws/sagemaker/Endpoints/${endpoint}`;
  }

  /** A line that cannot be written does not end the endpoint; the engine's own log says so. */
  note(stream: string, line: string): void {
    const timestamp = this.clock.now();
    const lines = eventPieces(line).map((message) => ({ timestamp, message }));
    this.logs
      .append(this.group, stream, lines)
      .catch((error: unknown) => this.report(`The log ${stream} cannot be written: ${messageOf(error)}`));
  }
}
