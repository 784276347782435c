import assert from 'node:assert/strict';
import { connect } from 'node:net';
import {
  InvokeEndpointAsyncCommand,
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  SageMakerRuntimeClient,
  type InvokeEndpointCommandInput,
} from '@aws-sdk/client-sagemaker-runtime';
import { rm } from 'node:fs/promises';
import { testCredentials } from '../../../../support/engineServer.ts';
import { temporaryFolder } from '../../../../support/engineProcess.ts';
import { pythonOrSkip } from '../../../../support/python.ts';
import { RuntimeServer } from '../../../../support/runtimeServer.ts';
import { sign, signedFetch } from '../../../../support/signedFetch.ts';
import { waitFor } from '../../../../support/waitFor.ts';

const limit = 6_291_456;

describe('SageMaker Runtime in front of real containers', function () {
  this.timeout(60_000);
  let folder: string;
  let started: Awaited<ReturnType<typeof RuntimeServer.start>>;
  let server: RuntimeServer;
  let client: SageMakerRuntimeClient;

  before(async function () {
    const python = pythonOrSkip(this);
    folder = await temporaryFolder();
    started = await RuntimeServer.start(folder, python, {
      one: [undefined],
      pipeline: ['first', 'second', 'third'],
      unnamed: [undefined, undefined],
    });
    server = started.server;
    client = new SageMakerRuntimeClient({
      endpoint: started.endpoint,
      region: 'us-east-1',
      credentials: testCredentials,
      maxAttempts: 1,
    });
  });
  after(async () => {
    client?.destroy();
    await started?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => assert.deepEqual(server.faults.splice(0), []));

  const invoke = (asked: object, more: Partial<InvokeEndpointCommandInput> = {}) =>
    client.send(
      new InvokeEndpointCommand({
        EndpointName: 'one',
        ContentType: 'application/json',
        Body: Buffer.from(JSON.stringify(asked)),
        ...more,
      }),
    );
  const jsonOf = async (
    asked: object,
    more: Partial<InvokeEndpointCommandInput> = {},
  ): Promise<Record<string, unknown>> => {
    const { Body } = await invoke(asked, more);
    return JSON.parse(Body.transformToString()) as Record<string, unknown>;
  };
  const refused = async (answer: Promise<unknown>): Promise<Record<string, unknown>> => {
    let error: unknown;
    await assert.rejects(answer, (thrown) => Boolean((error = thrown)));
    return error as Record<string, unknown>;
  };
  const port = (): number => Number(new URL(started.endpoint).port);

  it('hands on body, content type, accept, custom attributes and inference id, and nothing else', async () => {
    const headers = await jsonOf(
      { headers: true },
      { Accept: 'text/csv', CustomAttributes: 'trace=1; who="me"', InferenceId: 'id 1', TargetVariant: 'AllTraffic' },
    );
    const expected = {
      accept: 'text/csv',
      'content-type': 'application/json',
      'x-amzn-sagemaker-custom-attributes': 'trace=1; who="me"',
      'x-amzn-sagemaker-inference-id': 'id 1',
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(headers[name], value, name);
    const others = Object.keys(headers).filter((name) => !(name in expected));
    assert.deepEqual(others.sort(), ['connection', 'content-length', 'host']);
  });

  it('gives back type, body, variant and the attributes that the container set', async () => {
    const answer = await invoke({
      answer: {
        type: 'text/csv; charset=utf-8',
        text: '1,2\n',
        headers: { 'X-Amzn-SageMaker-Custom-Attributes': 'seen', 'X-Amzn-SageMaker-Other': 'x', 'X-Mine': 'y' },
      },
    });
    assert.equal(answer.Body.transformToString(), '1,2\n');
    assert.equal(answer.ContentType, 'text/csv; charset=utf-8');
    assert.equal(answer.InvokedProductionVariant, 'AllTraffic');
    assert.equal(answer.CustomAttributes, 'seen');
    const path = '/endpoints/one/invocations';
    const raw = await signedFetch(port(), { method: 'POST', path, service: 'sagemaker', body: '{}' });
    assert.deepEqual(
      Object.keys(raw.headers).filter((name) => name.startsWith('x-')),
      ['x-amzn-invoked-production-variant', 'x-amzn-requestid'],
    );
  });

  it('tells a container’s refusal with its message, the instance’s log and every member of the model', async () => {
    const error = await refused(invoke({ answer: { status: 400, text: 'Unable to evaluate' } }));
    const group = '/aws/sagemaker/Endpoints/one';
    const link = `https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEventViewer:group=${group}`;
    assert.equal(error['name'], 'ModelError');
    assert.equal(
      error['message'],
      `Received client error (400) from primary with message "Unable to evaluate". See ${link} in account 000000000000 for more information.`,
    );
    assert.equal(error['OriginalStatusCode'], 400);
    assert.equal(error['OriginalMessage'], 'Unable to evaluate');
    assert.equal(
      error['LogStreamArn'],
      `arn:aws:logs:us-east-1:000000000000:log-group:${group}:log-stream:AllTraffic/i-0123456789abcdef0`,
    );
    assert.equal((error['$metadata'] as { httpStatusCode: number }).httpStatusCode, 424);
    const fault = await refused(invoke({ answer: { status: 503, text: 'busy' } }));
    assert.match(String(fault['message']), /^Received server error \(503\) from primary with message "busy"\. See /);
    const long = await refused(invoke({ answer: { status: 500, text: 'x'.repeat(3000) } }));
    assert.match(
      String(long['message']),
      /^Received server error \(500\) from primary and could not load the entire response body\. See /,
    );
    const moved = await refused(invoke({ answer: { status: 302, text: '' } }));
    assert.match(String(moved['message']), /^Received server error \(302\) from primary/);
  });

  it('tells that a container ended with the request in its hands, and is answered by the next one', async () => {
    const error = await refused(invoke({ exit: true }));
    assert.equal(error['name'], 'ModelError');
    assert.equal(error['OriginalStatusCode'], 0);
    assert.match(
      String(error['message']),
      /^Received server error \(0\) from primary with message "The container ended/,
    );
    const next = jsonOf({ headers: true });
    await waitFor('the container to be started again', async () => {
      await server.fleetClock.advance(1000);
      return server.lines.filter(([, line]) => /started again/.test(line)).length > 0 ? true : undefined;
    });
    assert.equal((await next)['content-type'], 'application/json');
  });

  it('gives a container 60 seconds', async () => {
    const late = refused(invoke({ sleep: 1.5 }));
    await waitFor('the request to be there', async () => (server.fleetClock.waiting > 3 ? true : undefined));
    await server.fleetClock.advance(59_000);
    await server.fleetClock.advance(1_000);
    const error = await late;
    assert.equal(error['name'], 'ModelError');
    assert.match(
      String(error['message']),
      /^Received server error \(0\) from primary with message "Your invocation timed out while waiting for a response from container primary\./,
    );
  });

  it('refuses what it does not serve, by name', async () => {
    for (const [member, name] of [
      ['TargetModel', /TargetModel/],
      ['TargetContainerHostname', /TargetContainerHostname/],
      ['EnableExplanations', /EnableExplanations/],
      ['InferenceComponentName', /InferenceComponentName/],
      ['SessionId', /SessionId/],
      ['PrefixAwareId', /PrefixAwareId/],
    ] as const) {
      const error = await refused(invoke({}, { [member]: 'x' }));
      assert.equal(error['name'], 'ValidationError');
      assert.match(String(error['message']), name);
    }
    const async = new InvokeEndpointAsyncCommand({ EndpointName: 'one', InputLocation: 's3://a/b' });
    const stream = new InvokeEndpointWithResponseStreamCommand({ EndpointName: 'one', Body: 'x' });
    for (const [answer, name] of [
      [client.send(async), /does not serve InvokeEndpointAsync today/],
      [client.send(stream), /does not serve InvokeEndpointWithResponseStream today/],
    ] as const) {
      const error = await refused(answer);
      assert.equal(error['name'], 'ValidationError');
      assert.match(String(error['message']), name);
    }
  });

  it('refuses other endpoints, variants and values in the service’s words', async () => {
    for (const [more, message] of [
      [{ EndpointName: 'other' }, 'Endpoint other of account 000000000000 not found.'],
      [{ TargetVariant: 'other' }, 'Variant other not found for Endpoint one of account 000000000000.'],
      [
        { TargetVariant: 'not_one' },
        "1 validation error detected: Value 'not_one' at 'targetVariant' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9])*",
      ],
    ] as const) {
      const error = await refused(invoke({}, more));
      assert.equal(error['name'], 'ValidationError');
      assert.equal(error['message'], message);
    }
    const attributes = await refused(invoke({}, { CustomAttributes: 'a'.repeat(1025) }));
    assert.match(String(attributes['message']), /at 'customAttributes' .* length less than or equal to 1024$/);
  });

  it('takes 6,291,456 bytes, and tells who sends more so in the service’s words, before it is all sent', async () => {
    const padded = (bytes: number): Buffer => Buffer.from(`{"pad":"${'x'.repeat(bytes - 10)}"}`);
    assert.equal(padded(limit).length, limit);
    assert.equal((await invoke({}, { Body: padded(limit) })).Body.transformToString(), 'done');
    const error = await refused(invoke({}, { Body: padded(limit + 1) }));
    assert.equal(error['message'], 'HTTP content length exceeded 6291456 bytes.');
    assert.equal(error['name'], '413');
    assert.equal((error['$metadata'] as { httpStatusCode: number }).httpStatusCode, 413);

    const path = '/endpoints/one/invocations';
    const { headers } = await sign(port(), { method: 'POST', path, service: 'sagemaker', body: 'x' });
    const socket = connect(port(), '127.0.0.1');
    const lines = Object.entries({ ...headers, 'content-length': String(limit + 1) }).map(([a, b]) => `${a}: ${b}\r\n`);
    socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    const [head] = (await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))).split(
      '\r\n',
    );
    socket.destroy();
    assert.equal(head, 'HTTP/1.1 413 Payload Too Large');
  });

  it('goes on when a client breaks off in its body or before the answer', async () => {
    const path = '/endpoints/one/invocations';
    const body = JSON.stringify({ sleep: 0.3 });
    const { headers } = await sign(port(), { method: 'POST', path, service: 'sagemaker', body });
    const head = Object.entries({ ...headers, 'content-length': String(body.length) }).map(
      ([a, b]) => `${a}: ${b}\r\n`,
    );
    for (const part of [body.slice(0, 4), body]) {
      const socket = connect(port(), '127.0.0.1');
      socket.write(`POST ${path} HTTP/1.1\r\n${head.join('')}\r\n${part}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.destroy();
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await invoke({})).Body.transformToString(), 'done');
  });

  it('gives each container of a pipeline the answer of the one before, and Accept to the last', async () => {
    const asked = { first: { second: { third: {} } } };
    const more = { EndpointName: 'pipeline', Accept: 'text/csv', ContentType: 'application/x-mine' };
    assert.deepEqual(await jsonOf(asked, more), {
      by: ['first', 'second', 'third'],
      types: ['application/x-mine', 'application/json', 'application/json'],
      accepts: [null, null, 'text/csv'],
    });
  });

  it('ends at the first container of a pipeline that refuses, and names it', async () => {
    const at = (stage: object) => ({ first: stage });
    const refusal = { answer: { status: 415, text: 'not this type' } };
    const second = await refused(invoke(at(refusal), { EndpointName: 'pipeline' }));
    assert.match(
      String(second['message']),
      /^Received client error \(415\) from second with message "not this type"\. See /,
    );
    const ended = await refused(invoke(at({ exit: true }), { EndpointName: 'pipeline' }));
    assert.match(
      String(ended['message']),
      /^Received server error \(0\) from second with message "The container ended/,
    );
    const unnamed = await refused(invoke(refusal, { EndpointName: 'unnamed' }));
    assert.match(String(unnamed['message']), /^Received client error \(415\) from container-1 /);
    const introduced = server.lines.filter(([, line]) => line === 'container of third').map(([stream]) => stream);
    assert.deepEqual(new Set(introduced), new Set(['AllTraffic/i-0123456789abcdef0/third']));
  });

  it('looks what its containers use of this machine, a pipeline’s together', async function () {
    if (process.platform === 'win32') this.skip(); // it does not tell
    await waitFor('a look at each endpoint', async () => {
      await server.fleetClock.advance(10_000);
      return new Set(server.usages.map(({ endpoint }) => endpoint)).size === 3 ? true : undefined;
    });
    for (const { cpu, memory = 0 } of server.usages) {
      assert.ok(cpu >= 0 && cpu < 3200, `${cpu} %`);
      assert.ok(memory > 0 && memory < 50, `${memory} %`);
    }
    assert.ok(server.usages.some(({ cpu }) => cpu > 0));
  });

  it('counts requests, errors and times in CloudWatch, by variant', async () => {
    const source = {
      namespace: 'AWS/SageMaker',
      dimensions: [
        { Name: 'EndpointName', Value: 'one' },
        { Name: 'VariantName', Value: 'AllTraffic' },
      ],
    };
    const totals = async (metric: string) => {
      const [total, units] = [{ count: 0, sum: 0 }, new Set<string>()];
      for await (const set of server.metrics.read(source, metric)) {
        total.count += set.count;
        total.sum += set.sum;
        units.add(set.unit);
      }
      return { ...total, units: [...units].join() };
    };
    const names = ['Invocations', 'InvocationsPerInstance', 'Invocation4XXErrors', 'Invocation5XXErrors'];
    names.push('InvocationModelErrors', 'ModelLatency', 'OverheadLatency');
    const before = await Promise.all(names.map(totals));
    await invoke({ sleep: 0.05 });
    await refused(invoke({ answer: { status: 400 } }));
    await refused(invoke({ answer: { status: 500 } }));
    const after = await Promise.all(names.map(totals));
    const added = after.map(({ count, sum, units }, at) => {
      return { count: count - (before[at]?.count ?? 0), sum: sum - (before[at]?.sum ?? 0), units };
    });
    assert.deepEqual(
      added.map(({ count }) => count),
      names.map(() => 3),
    );
    assert.deepEqual(
      added.slice(0, 5).map(({ sum, units }) => [sum, units]),
      [3, 3, 1, 1, 2].map((sum) => [sum, 'None']),
    );
    const [model, overhead] = added.slice(5);
    assert.deepEqual([model?.units, overhead?.units], ['Microseconds', 'Microseconds']);
    assert.ok(model !== undefined && model.sum > 50_000 && model.sum < 5_000_000, String(model?.sum));
    assert.ok(overhead !== undefined && overhead.sum > 0 && overhead.sum < 1_000_000, String(overhead?.sum));
  });
});
