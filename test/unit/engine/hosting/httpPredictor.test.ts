import assert from 'node:assert/strict';
import { HttpPredictor } from '../../../../src/engine/hosting/httpPredictor.ts';
import { systemClock } from '../../../../src/shared/node/systemClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

/** A container in Node: it answers with the head and the length of what it got, and offers what its argument says. */
const container = `
const { createServer } = require('node:http');
const [offered] = process.argv.slice(1);
const server = createServer((request, response) => {
  let length = 0;
  request.on('data', (piece) => (length += piece.length));
  request.on('end', () => {
    if (request.url === '/execution-parameters') response.writeHead(offered === '' ? 404 : 200).end(offered);
    else response.end(JSON.stringify({ headers: request.headers, length }));
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
`;

interface Seen {
  readonly headers: Readonly<Record<string, string>>;
  readonly length: number;
}

describe('A container behind HTTP', function () {
  this.timeout(20_000);
  const newFolder = useTemporaryFolders();

  async function withContainer<T>(offered: string, use: (predictor: HttpPredictor) => Promise<T> | T): Promise<T> {
    const folder = await newFolder();
    const command = { program: process.execPath, args: ['-e', container, offered], env: {}, cwd: folder };
    const options = { folder, log: () => undefined, clock: systemClock, loadTimeout: 10_000 };
    const predictor = await HttpPredictor.open(command, options, []);
    try {
      return await use(predictor);
    } finally {
      await predictor.close();
    }
  }

  it('gets a request’s length, or its body in chunks where that is asked', () =>
    withContainer('', async (predictor) => {
      const body = Buffer.alloc(300_000, 'x');
      const sent = async (isChunked: boolean): Promise<Seen> =>
        JSON.parse(Buffer.from((await predictor.invoke({ body, isChunked })).body).toString()) as Seen;
      const [sized, chunked] = [await sent(false), await sent(true)];
      assert.deepEqual([sized.length, chunked.length], [300_000, 300_000]);
      assert.equal(sized.headers['content-length'], '300000');
      assert.equal(sized.headers['transfer-encoding'], undefined);
      assert.equal(chunked.headers['content-length'], undefined);
      assert.equal(chunked.headers['transfer-encoding'], 'chunked');
    }));

  it('says how it wants a transform job’s requests; what it does not say, or says wrongly, is the service’s default', async () => {
    const given = (maxConcurrentTransforms: number, batchStrategy: string, maxPayloadInMB: number): object => ({
      maxConcurrentTransforms,
      batchStrategy,
      maxPayloadInMB,
    });
    for (const [offered, parameters] of [
      [
        '{"MaxConcurrentTransforms": 8, "BatchStrategy": "SINGLE_RECORD", "MaxPayloadInMB": 0}',
        given(8, 'SingleRecord', 0),
      ],
      ['{"MaxPayloadInMB": 20}', given(1, 'MultiRecord', 20)],
      ['', given(1, 'MultiRecord', 6)],
      ['{"MaxConcurrentTransforms": 0, "MaxPayloadInMB": -1}', given(1, 'MultiRecord', 6)],
      ['{"MaxConcurrentTransforms": "4"}', given(1, 'MultiRecord', 6)],
      ['<html>', given(1, 'MultiRecord', 6)],
      ['null', given(1, 'MultiRecord', 6)],
    ] as const)
      assert.deepEqual(await withContainer(offered, (predictor) => predictor.executionParameters), parameters, offered);
  });
});
