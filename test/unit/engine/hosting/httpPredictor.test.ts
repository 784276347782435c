import assert from 'node:assert/strict';
import { HttpPredictor } from '../../../../src/engine/hosting/httpPredictor.ts';
import { PredictorGoneError } from '../../../../src/engine/hosting/predictor.ts';
import { systemClock } from '../../../../src/shared/node/systemClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';
import { waitFor } from '../../../support/waitFor.ts';

/** A container in Node: it answers with the head and the length of what it got, and offers what its argument says. */
const container = `
const { createServer } = require('node:http');
const [offered] = process.argv.slice(1);
const server = createServer((request, response) => {
  let length = 0;
  request.on('data', (piece) => (length += piece.length));
  request.on('end', () => {
    if (request.headers.accept === 'never') request.socket.on('close', () => process.stderr.write('broken off\\n'));
    else if (request.url === '/execution-parameters') response.writeHead(offered === '' ? 404 : 200).end(offered);
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

  let lines: string[];
  beforeEach(() => (lines = []));

  async function withContainer<T>(offered: string, use: (predictor: HttpPredictor) => Promise<T> | T): Promise<T> {
    const folder = await newFolder();
    const command = { program: process.execPath, args: ['-e', container, offered], env: {}, cwd: folder };
    const options = { folder, log: (line: string) => void lines.push(line), clock: systemClock, loadTimeout: 10_000 };
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

  it('is told when nobody waits for its answer any more, and answers others', () =>
    withContainer('', async (predictor) => {
      const waiting = new AbortController();
      const answer = predictor.invoke({ body: Buffer.from('1'), accept: 'never' }, waiting.signal);
      const lost = assert.rejects(answer, PredictorGoneError);
      await predictor.invoke({ body: Buffer.from('1') });
      waiting.abort();
      await lost;
      await waitFor('the container to hear of it', () => (lines.includes('broken off') ? true : undefined));
      assert.equal((await predictor.invoke({ body: Buffer.from('1') })).status, 200);
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
      ['{"BatchStrategy": "FOO"}', given(1, 'MultiRecord', 6)],
    ] as const) {
      lines = [];
      assert.deepEqual(await withContainer(offered, (predictor) => predictor.executionParameters), parameters, offered);
      const isNonsense = /-1|"4"|html|null|FOO/.test(offered);
      assert.equal(
        lines.join('').startsWith('GET /execution-parameters says'),
        isNonsense,
        `${offered}: ${lines.join()}`,
      );
    }
  });

  it('is held to what the service allows of that, and its log says so', async () => {
    for (const [offered, count, payload] of [
      ['{"MaxConcurrentTransforms": 8, "MaxPayloadInMB": 200}', 1, 100],
      ['{"MaxConcurrentTransforms": 50}', 16, 6],
      ['{"MaxConcurrentTransforms": 3, "MaxPayloadInMB": 40}', 2, 40],
    ] as const) {
      lines = [];
      const held = await withContainer(offered, (predictor) => predictor.executionParameters);
      assert.deepEqual([held.maxConcurrentTransforms, held.maxPayloadInMB], [count, payload], offered);
      assert.match(lines.join('\n'), new RegExp(`; ${count} and ${payload} are used, since a payload, .* 100 MB\\.$`));
    }
  });
});
