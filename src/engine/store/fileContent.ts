import { createReadStream } from 'node:fs';

/** A file's content. It is opened when it is read: a stream whose file is not there ends the process where nobody listens to it yet. */
export async function* fileContent(path: string): AsyncGenerator<Buffer, void> {
  yield* createReadStream(path) as AsyncIterable<Buffer>;
}
