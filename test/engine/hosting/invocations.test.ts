import assert from 'node:assert/strict';
import { SearchCommand } from '@aws-sdk/client-sagemaker';
import { useScriptJobs } from '../../support/engineFixture.ts';
import { Endpoints } from '../../support/endpoints.ts';
import { exportsOf } from '../../support/engineProcess.ts';
import { awsCommand } from '../../support/python.ts';
import { servedJudge } from '../../support/servedJudge.ts';
import { rowsOf, TransformJobs } from '../../support/transformJobs.ts';

interface Shown {
  readonly ContentType: string;
  readonly InvokedProductionVariant: string;
  readonly CustomAttributes: string | null;
  readonly Body: string;
}

interface Refused {
  readonly Code: string;
  readonly Message: string;
  readonly status: number;
  readonly kind: string;
  readonly OriginalStatusCode: number | null;
  readonly OriginalMessage: string | null;
  readonly LogStreamArn: string | null;
}

type Figures = Readonly<Record<string, readonly [number, string][]>>;

interface Seen {
  readonly answer: Shown;
  readonly plain: Shown;
  readonly cli: Omit<Shown, 'Body'>;
  readonly cliBody: string;
  readonly cliRefusal: string;
  readonly metrics: Figures;
  readonly latencies: Figures;
  readonly usage: Figures;
  readonly listed: readonly string[];
  readonly badBody: Refused;
  readonly badType: Refused;
  readonly noEndpoint: Refused;
  readonly noVariant: Refused;
  readonly tooLarge: Refused;
  readonly stream: Refused;
  readonly async: Refused;
}

describe('an endpoint called by boto3 and the AWS CLI', function () {
  this.timeout(120_000);
  let endpoints: Endpoints;
  let seen: Seen;

  useScriptJobs(async ({ engine, python }) => {
    const wish = { runner: 'python', interpreter: python } as const;
    const models = new TransformJobs(engine, wish);
    await models.model('boosted');
    models.close();
    endpoints = new Endpoints(engine, wish);
    await endpoints.config('called', { main: { ModelName: 'boosted', InitialInstanceCount: 2 } });
    await endpoints.create('called', 'called');
    const { EndpointStatus, FailureReason } = await endpoints.settled('called');
    assert.equal(EndpointStatus, 'InService', FailureReason);
    const input = { endpoint: 'called', variant: 'main', aws: awsCommand, rows: rowsOf(3) };
    seen = await servedJudge<Seen>(python, 'runtimeJudge.py', input, await exportsOf(engine));
  });
  after(() => endpoints?.close());

  it('answers with type, variant and rows', () => {
    const { answer, plain, cli, cliBody } = seen;
    assert.match(answer.ContentType, /^text\/csv/);
    assert.equal(answer.InvokedProductionVariant, 'main');
    assert.equal(answer.CustomAttributes, null);
    assert.match(answer.Body, /^(-?[\d.e-]+\n){3}$/);
    assert.equal(plain.Body, answer.Body);
    assert.deepEqual(cli, { ContentType: plain.ContentType, InvokedProductionVariant: 'main' });
    assert.equal(cliBody, answer.Body);
  });

  it('tells what the container refuses, and in which log it says why', async () => {
    const { badBody, badType } = seen;
    const group = '/aws/sagemaker/Endpoints/called';
    assert.equal(badBody.kind, 'ModelError');
    assert.equal(badBody.status, 424);
    assert.equal(badBody.OriginalStatusCode, 400);
    assert.match(badBody.OriginalMessage ?? '', /^Unable to evaluate payload provided: /);
    assert.match(
      badBody.Message,
      /^Received client error \(400\) from primary with message "Unable to evaluate payload/,
    );
    const stream = badBody.LogStreamArn?.split(`:log-group:${group}:log-stream:`)[1] ?? '';
    assert.match(stream, /^main\/i-[0-9a-f]{17}$/);
    assert.ok((await endpoints.log('called')).length > 0);
    assert.match(badType.Message, /^Received client error \(415\) from primary/);
  });

  it('is refused in the service’s words', () => {
    const { noEndpoint, noVariant, tooLarge, stream, async, cliRefusal } = seen;
    assert.deepEqual([noEndpoint.kind, noEndpoint.status], ['ValidationError', 400]);
    assert.equal(noEndpoint.Message, 'Endpoint absent of account 000000000000 not found.');
    assert.match(
      cliRefusal,
      /An error occurred \(ValidationError\) when calling the InvokeEndpoint operation: Endpoint absent of account 000000000000 not found\./,
    );
    assert.equal(noVariant.kind, 'ValidationError');
    assert.deepEqual(
      [tooLarge.Code, tooLarge.status, tooLarge.Message],
      ['413', 413, 'HTTP content length exceeded 6291456 bytes.'],
    );
    assert.match(stream.Message, /does not serve InvokeEndpointWithResponseStream today/);
    assert.match(async.Message, /does not serve InvokeEndpointAsync today/);
  });

  it('has CloudWatch metrics of its variant', () => {
    const { metrics, latencies, usage, listed } = seen;
    assert.deepEqual(metrics, {
      Invocations: [[5, 'None']],
      InvocationsPerInstance: [[2.5, 'None']],
      Invocation4XXErrors: [[2, 'None']],
      Invocation5XXErrors: [[0, 'None']],
      InvocationModelErrors: [[2, 'None']],
    });
    assert.deepEqual(listed, [...Object.keys(metrics), ...Object.keys(latencies)].sort());
    for (const [metric, [figure]] of Object.entries(latencies)) {
      assert.equal(figure?.[1], 'Microseconds', metric);
      assert.ok(figure[0] > 10 && figure[0] < 10e6, `${metric} ${figure[0]}`);
    }
    for (const [metric, [figure]] of Object.entries(usage)) {
      assert.equal(figure?.[1], 'Percent', metric);
      assert.ok(figure[0] > 0, metric);
    }
  });

  it('is found by Search, with its tags', async () => {
    const { Results = [], TotalHits } = await endpoints.client.send(
      new SearchCommand({
        Resource: 'Endpoint',
        SearchExpression: { Filters: [{ Name: 'EndpointStatus', Operator: 'Equals', Value: 'InService' }] },
      }),
    );
    assert.equal(TotalHits?.Value, 1);
    const { Endpoint } = Results[0] ?? {};
    assert.equal(Endpoint?.EndpointName, 'called');
    assert.equal(Endpoint.EndpointConfigName, 'called');
    assert.equal(Endpoint.ProductionVariants?.[0]?.CurrentInstanceCount, 2);
    assert.deepEqual(Endpoint.Tags, []);
  });
});
