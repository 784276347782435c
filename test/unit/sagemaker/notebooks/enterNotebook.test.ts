import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { enterNotebook } from '../../../../src/sagemaker/notebooks/notebookServer.ts';

describe('the door of a notebook instance', () => {
  let server: Server;
  let origin: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const enter = (path: string) => enterNotebook(`${origin}${path}`, AbortSignal.timeout(5_000));

  it('of the local engine is its token, asked of nobody', async () => {
    const server = await enterNotebook('http://127.0.0.1:9/lab?token=abc', new AbortController().signal);
    assert.deepEqual(server, { baseUrl: 'http://127.0.0.1:9/', token: 'abc' });
  });

  it('on AWS gives cookies on the way, which are brought along', async () => {
    const seen: (string | undefined)[] = [];
    answer = ({ url = '', headers }, response) => {
      seen.push(headers.cookie);
      if (url.startsWith('/?authToken='))
        response.writeHead(302, { location: '/tree', 'set-cookie': ['session=s1=x; Secure; HttpOnly', 'old=1'] });
      else if (headers.cookie?.includes('session=s1=x') === true)
        response.writeHead(200, { 'set-cookie': ['_xsrf=2|abc; Path=/', 'old=; Max-Age=0'] });
      else response.writeHead(403);
      response.end('<html></html>');
    };
    assert.deepEqual(await enter('/?authToken=t'), {
      baseUrl: `${origin}/`,
      headers: { Cookie: 'session=s1=x; _xsrf=2|abc', 'X-XSRFToken': '2|abc' },
    });
    assert.deepEqual(seen, [undefined, 'session=s1=x; old=1']);
  });

  it('is closed after its five minutes, and nothing is told to the page one is sent to', async () => {
    let asked = 0;
    answer = (_request, response) => {
      asked++;
      response.writeHead(302, { location: 'https://signin.example/', 'set-cookie': 'session=s' }).end();
    };
    await assert.rejects(enter('/?authToken=t'), /did not let VS Code in; open it in the browser/);
    assert.equal(asked, 1);
  });

  it('that leads in a circle is left', async () => {
    answer = (_request, response) => void response.writeHead(302, { location: '/?again' }).end();
    await assert.rejects(enter('/?authToken=t'), /did not let VS Code in/);
  });
});
