import assert from 'node:assert/strict';
import {
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateModelCommand, type ContainerDefinition } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { useScriptJobs } from '../../support/engineFixture.ts';
import { Endpoints } from '../../support/endpoints.ts';
import { archive } from '../../support/scriptJobs.ts';
import { bucket, xgboostRequest } from '../../support/trainingRequests.ts';
import { rowsOf, TransformJobs } from '../../support/transformJobs.ts';

const sklearnImage = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';
const xgboostImage = xgboostRequest('any').AlgorithmSpecification?.TrainingImage ?? '';

/** Takes the first column away, and says what it was asked for. */
const prepare = `
import json

def model_fn(model_dir):
    return None

def input_fn(data, content_type):
    if isinstance(data, bytes): # as the toolkit hands on a type that names its charset
        data = data.decode()
    if data.startswith('bad'):
        raise ValueError('these are no rows')
    return [line.split(',') for line in data.splitlines()]

def predict_fn(rows, model):
    return [row[1:] for row in rows]

def output_fn(rows, accept):
    print('prepared', len(rows), 'rows as', accept)
    if accept == 'text/csv':
        return '\\n'.join(','.join(row) for row in rows), accept
    return json.dumps(rows), accept
`;

describe('models of several containers', function () {
  this.timeout(120_000);
  let models: TransformJobs;
  let endpoints: Endpoints;
  let logs: CloudWatchLogsClient;
  let boosted: ContainerDefinition;
  const script: ContainerDefinition = {
    Image: sklearnImage,
    Environment: {
      SAGEMAKER_PROGRAM: 'inference.py',
      SAGEMAKER_SUBMIT_DIRECTORY: `s3://${bucket}/prepare/source.tar.gz`,
      SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv',
    },
  };

  useScriptJobs(async ({ engine, python, ...given }) => {
    logs = given.logs;
    models = new TransformJobs(engine, { runner: 'python', interpreter: python });
    endpoints = new Endpoints(engine, { runner: 'python', interpreter: python });
    await models.model('boosted');
    boosted = { Image: xgboostImage, ModelDataUrl: `s3://${bucket}/output/boosted/output/model.tar.gz` };
    await models.put('prepare/source.tar.gz', await archive({ 'inference.py': prepare }));
    await create('named', { ...script, ContainerHostname: 'prepare' }, { ...boosted, ContainerHostname: 'boost' });
    const { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: _, ...Environment } = script.Environment ?? {};
    await create('in-json', { ...script, Environment }, boosted);
    await create('five', script, script, script, script, boosted);
  });
  after(() => {
    models?.close();
    endpoints?.close();
  });

  async function create(ModelName: string, ...Containers: ContainerDefinition[]): Promise<void> {
    const ExecutionRoleArn = 'arn:aws:iam::000000000000:role/any';
    await models.client.send(new CreateModelCommand({ ModelName, ExecutionRoleArn, Containers }));
  }

  async function served(name: string): Promise<void> {
    await endpoints.config(name, { only: { ModelName: name } });
    await endpoints.create(name, name);
    const { EndpointStatus, FailureReason } = await endpoints.settled(name);
    assert.equal(EndpointStatus, 'InService', FailureReason);
  }

  async function ask(name: string, body: string, more: object = {}): Promise<string> {
    const { Body } = await endpoints.runtime.send(
      new InvokeEndpointCommand({ EndpointName: name, ContentType: 'text/csv', Body: Buffer.from(body), ...more }),
    );
    return Buffer.from(Body).toString();
  }

  async function linesOf(group: string, suffix: string): Promise<string[]> {
    const logGroupName = `/aws/sagemaker/${group}`;
    const { logStreams = [] } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
    const found = logStreams.filter(({ logStreamName = '' }) => logStreamName.endsWith(suffix));
    assert.equal(found.length, 1, logStreams.map(({ logStreamName }) => logStreamName).join());
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName: found[0]?.logStreamName, startFromHead: true }),
    );
    return events.map(({ message = '' }) => message);
  }

  it('answer as their containers do one after the other; each has a log of its own', async () => {
    await served('boosted');
    await served('named');
    const alone = await ask('boosted', rowsOf(3));
    assert.equal(await ask('named', rowsOf(3).replace(/^/gm, 'x,').replace(/x,$/, ''), { Accept: 'text/csv' }), alone);
    assert.match((await linesOf('Endpoints/named', '/prepare')).join('\n'), /prepared 3 rows as text\/csv/);
    assert.match((await linesOf('Endpoints/named', '/boost')).join('\n'), /built-in XGBoost as image version 1\.7-1/);
    await assert.rejects(ask('named', 'bad'), (error: Error) => {
      assert.match(error.message, /^Received server error \(500\) from prepare with message "/);
      return true;
    });
  });

  it('may be five', async () => {
    await served('five');
    assert.equal(await ask('five', 'a,b,c,d,0.5,0.25\n'), await ask('boosted', '0.5,0.25\n'));
  });

  it('give a container what the one before it answers by default: Accept is for the last', async () => {
    await served('in-json');
    await assert.rejects(ask('in-json', 'a,0.5,0.25', { Accept: 'text/csv' }), (error: Error) => {
      // As aws/amazon-sagemaker-examples issue 729 saw it.
      assert.match(error.message, /^Received client error \(415\) from container-2 with message ".*application\/json/s);
      return true;
    });
    assert.match(
      (await linesOf('Endpoints/in-json', '/container-1')).join('\n'),
      /prepared 1 rows as application\/json/,
    );
  });

  it('transform as well, each container with a log of its own', async () => {
    await models.put('rows/plain.csv', rowsOf(50));
    await models.put('columns/more.csv', rowsOf(50).replace(/^(?=.)/gm, 'x,'));
    const output = { AssembleWith: 'Line', Accept: 'text/csv' } as const;
    for (const [name, model, prefix] of [
      ['alone', 'boosted', 'rows/'],
      ['several', 'named', 'columns/'],
    ] as const) {
      const { TransformJobStatus, FailureReason } = await models.run(name, model, prefix, { output });
      assert.equal(TransformJobStatus, 'Completed', FailureReason);
    }
    assert.equal(await models.text('out/several/more.csv.out'), await models.text('out/alone/plain.csv.out'));
    assert.match((await linesOf('TransformJobs', '/prepare')).join('\n'), /prepared 50 rows as text\/csv/);
    assert.match((await linesOf('TransformJobs', '/boost')).join('\n'), /built-in XGBoost/);
  });

  it('say which of them cannot be loaded', async () => {
    await models.put('broken/model.tar.gz', await archive({ 'xgboost-model': 'no model' }));
    await create('broken', script, { ...boosted, ModelDataUrl: `s3://${bucket}/broken/model.tar.gz` });
    await endpoints.config('broken', { only: { ModelName: 'broken' } });
    await endpoints.create('broken', 'broken');
    const { EndpointStatus, FailureReason = '' } = await endpoints.settled('broken');
    assert.equal(EndpointStatus, 'Failed');
    assert.match(FailureReason, /^The container-2 for production variant only did not pass the ping health check\./);
  });
});
