// The least that stores objects over HTTP: PUT writes a file and flushes it, GET reads it. `node fileServer.mjs FOLDER` prints its port.
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const [, , folder] = process.argv;

const server = createServer(async (request, response) => {
  const path = join(folder, encodeURIComponent(request.url));
  try {
    if (request.method === 'PUT') {
      const file = await open(path, 'w');
      await pipeline(request, createWriteStream(path, { fd: file, flush: true }));
      response.end();
    } else {
      response.setHeader('content-length', (await stat(path)).size);
      await pipeline(createReadStream(path), response);
    }
  } catch (error) {
    response.writeHead(500).end(error.message);
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
