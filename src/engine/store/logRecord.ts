/** One line of a log as its writer gives it. */
export interface LogLine {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
}

export interface LogEvent extends LogLine {
  /** Epoch milliseconds. */
  readonly ingestionTime: number;
  /** The place in its stream, from 0; never changes. */
  readonly position: number;
  /** What the stream is ordered by: the timestamp, or a predecessor's where that is later. */
  readonly orderTime: number;
}

/** One line of `events.log`: time, time of arrival, message as a JSON text, so that no message can break the line. */
export function encodeLine(line: LogLine, ingestionTime: number): string {
  return `${line.timestamp}\t${ingestionTime}\t${JSON.stringify(line.message)}\n`;
}

/** @throws SyntaxError for a line that was not written by `encodeLine`. */
export function decodeLine(text: string): LogLine & { ingestionTime: number } {
  const first = text.indexOf('\t');
  const second = text.indexOf('\t', first + 1);
  const message: unknown = JSON.parse(text.slice(second + 1));
  if (first < 1 || typeof message !== 'string') throw new SyntaxError('not a log line');
  return { timestamp: Number(text.slice(0, first)), ingestionTime: Number(text.slice(first + 1, second)), message };
}

/**
 * What `encodeLine` wrote, any number of lines, as the JSON texts of CloudWatch's events, with commas between them.
 * @throws SyntaxError for a line that was not written by it.
 */
export function eventsJson(lines: string): string {
  const event = '{"timestamp":$1,"ingestionTime":$2,"message":$3},';
  const events = lines.replace(/^(\d+)\t(\d+)\t("[^\n]*")\n/gm, event).slice(0, -1);
  if (events.includes('\n')) throw new SyntaxError('not a log line');
  return events;
}

/**
 * What `encodeLine` wrote, as events.
 * @param first - Position and order time of the first.
 */
export function decodeLines(text: string, first: { readonly from: number; readonly orderTime: number }): LogEvent[] {
  let { from: position, orderTime } = first;
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const { timestamp, ingestionTime, message } = decodeLine(line);
      orderTime = Math.max(orderTime, timestamp);
      return { timestamp, ingestionTime, message, orderTime, position: position++ };
    });
}
