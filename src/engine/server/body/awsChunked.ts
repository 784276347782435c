import { AwsError } from '../awsError.ts';

/** Checks what an aws-chunked body says about itself; each method throws to refuse. */
export interface ChunkObserver {
  /** Called with every chunk's content and signature, the empty last one included. */
  chunk(content: Buffer, signature: string | undefined): void;
  /** Called once at the end with the trailing headers, in the order they came. */
  trailers(headers: ReadonlyMap<string, string>): void;
}

const longestLine = 8 * 1024;
/** AWS's clients send 64 KB to some MB; a signed chunk has to be held whole before it can be trusted. */
const largestChunk = 128 * 1024 * 1024;

/**
 * Takes the framing of `Content-Encoding: aws-chunked` off a body ("Signature calculations for the Authorization header:
 * transferring a payload in multiple chunks").
 * @throws AwsError IncompleteBody when the body ends early or is not framed that way.
 */
export async function* decodeAwsChunked(body: AsyncIterable<Buffer>, observer: ChunkObserver): AsyncGenerator<Buffer> {
  const reader = new ByteReader(body);
  try {
    for (;;) {
      const { size, signature } = parseChunkHead(await reader.line());
      const content = await reader.bytes(size);
      observer.chunk(content, signature);
      if (size === 0) break;
      await reader.lineEnd();
      yield content;
    }
    observer.trailers(await readTrailers(reader));
  } finally {
    await reader.release();
  }
}

function parseChunkHead(line: string): { size: number; signature: string | undefined } {
  const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  const size = parseInt(match?.[1] ?? '', 16);
  if (match === null || size > largestChunk) throw incomplete('a chunk of the body does not start with its size');
  return { size, signature: match[2] };
}

async function readTrailers(reader: ByteReader): Promise<Map<string, string>> {
  const headers = new Map<string, string>();
  for (let line = await reader.lineOrEnd(); line !== undefined; line = await reader.lineOrEnd()) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
    else if (line !== '') throw incomplete('a trailing header of the body cannot be read');
    if (headers.size > 20) throw incomplete('the body has too many trailing headers');
  }
  return headers;
}

/** Reads lines and exact numbers of bytes from a stream. */
class ByteReader {
  private readonly source: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Buffer>) {
    this.source = body[Symbol.asyncIterator]();
  }

  async bytes(count: number): Promise<Buffer> {
    const parts = [this.held];
    let length = this.held.length;
    while (length < count) {
      const next = await this.source.next();
      if (next.done === true) throw incomplete('the body ended before its last chunk');
      parts.push(next.value);
      length += next.value.length;
    }
    const whole = parts.length === 1 ? this.held : Buffer.concat(parts, length);
    this.held = whole.subarray(count);
    return whole.subarray(0, count);
  }

  async line(): Promise<string> {
    const line = await this.lineOrEnd();
    if (line === undefined) throw incomplete('the body ended before its last chunk');
    return line;
  }

  /** The next line without its end; undefined when nothing is left. */
  async lineOrEnd(): Promise<string | undefined> {
    let end = this.held.indexOf('\r\n');
    while (end < 0) {
      if (this.held.length > longestLine) throw incomplete('a line of the body is too long');
      const next = await this.source.next();
      if (next.done === true) {
        if (this.held.length > 0) throw incomplete('the body ended in the middle of a line');
        return undefined;
      }
      this.held = Buffer.concat([this.held, next.value]);
      end = this.held.indexOf('\r\n');
    }
    const line = this.held.toString('latin1', 0, end);
    this.held = this.held.subarray(end + 2);
    return line;
  }

  /** Lets go of the stream, so that what is left of it can be thrown away. */
  async release(): Promise<void> {
    await this.source.return?.();
  }

  async lineEnd(): Promise<void> {
    if ((await this.bytes(2)).toString('latin1') !== '\r\n') throw incomplete('a chunk is longer than its size says');
  }
}

function incomplete(why: string): AwsError {
  return new AwsError('IncompleteBody', `The request body is not valid: ${why}.`);
}
