import { connect } from 'node:net';

/** What came back; without a status the engine closed the connection. */
export interface RawAnswer {
  readonly status: number | undefined;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

const patience = 60_000;

/**
 * Sends exactly these bytes over a connection of its own and reads the one answer.
 * @param isLast - The client ends its side after them, whatever it announced.
 * @throws Error when nothing comes and the connection stays open.
 */
export function exchange(port: number, bytes: Buffer, isLast: boolean, isHead: boolean): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const chunks: Buffer[] = [];
    let received = 0;
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer and no end within ${patience} ms`));
    }, patience);
    const settle = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(readAnswer(Buffer.concat(chunks, received), isHead).answer);
    };
    socket.on('error', () => undefined); // 'close' follows; a refused client may be cut off while it still sends
    socket.on('close', settle);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      received += chunk.length;
      if (readAnswer(Buffer.concat(chunks, received), isHead).isWhole) settle();
    });
    if (isLast) socket.end(bytes);
    else socket.write(bytes);
  });
}

function readAnswer(bytes: Buffer, isHead: boolean): { answer: RawAnswer; isWhole: boolean } {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return { answer: { status: undefined, headers: new Map(), body: bytes }, isWhole: false };
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
  if (status === 100) return readAnswer(bytes.subarray(end + 4), isHead);
  const headers = new Map(lines.map((line): [string, string] => splitHeader(line)));
  const body = bytes.subarray(end + 4);
  const length = headers.get('content-length');
  const isWhole = isHead || [204, 304].includes(status) || (length !== undefined && body.length >= Number(length));
  return { answer: { status, headers, body }, isWhole };
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
