import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, DescribeModelCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { extract } from 'tar-stream';
import type { DeployableModel } from '../../../src/sagemaker/deploy/deployableModel.ts';
import { deployPlan, newModel, type Served } from '../../../src/sagemaker/deploy/deployPlan.ts';
import { loadDeploySource } from '../../../src/sagemaker/deploy/deploySource.ts';
import { makeDeployment, partsOfPlan } from '../../../src/sagemaker/deploy/makeDeployment.ts';
import { findModelFiles } from '../../../src/sagemaker/deploy/modelFiles.ts';
import { moveModel } from '../../../src/sagemaker/deploy/moveModel.ts';
import { removeParts } from '../../../src/sagemaker/deploy/removeParts.ts';
import { partsOfBrokenOff } from '../../../src/sagemaker/endpoints/brokenOff.ts';
import { findEndpointUse } from '../../../src/sagemaker/endpoints/endpointUse.ts';
import { followEndpoint, markOf, type EndpointEnd } from '../../../src/sagemaker/endpoints/followEndpoint.ts';
import { sendUpdate, sendWeights } from '../../../src/sagemaker/endpoints/sendUpdate.ts';
import { updatePlan, updateRequest } from '../../../src/sagemaker/endpoints/updatePlan.ts';
import { hasWeights, weightsOf } from '../../../src/sagemaker/endpoints/weights.ts';
import { describeEndpointConfig } from '../../../src/sagemaker/resources/kinds/endpointConfigKind.ts';
import { describeEndpoint } from '../../../src/sagemaker/resources/kinds/endpointKind.ts';
import { Session } from '../../../src/sagemaker/session.ts';
import { systemClock } from '../../../src/shared/node/systemClock.ts';
import { useSession } from '../../support/engineFixture.ts';
import { Endpoints } from '../../support/endpoints.ts';
import { EngineProcess } from '../../support/engineProcess.ts';
import { archive } from '../../support/scriptJobs.ts';
import { bucket, waitForStatus, xgboostRequest } from '../../support/trainingRequests.ts';
import { TransformJobs } from '../../support/transformJobs.ts';

const wish = { runner: 'in-process' } as const;
const choice = { variant: 'AllTraffic', instanceType: 'ml.m5.large', instanceCount: 1 };

describe('Deployments by the workbench', function () {
  this.timeout(90_000);
  let session: Session;
  let client: SageMakerClient;
  let s3: S3Client;
  let endpoints: Endpoints;
  let models: TransformJobs;
  let served: Served;
  useSession(async ({ engine, ...given }) => {
    ({ session, client, s3 } = given);
    endpoints = new Endpoints(engine, wish);
    models = new TransformJobs(engine, wish);
    await client.send(new CreateTrainingJobCommand(xgboostRequest('boston', { num_round: '5' })));
    await waitForStatus(client, 'boston', 'Completed');
    const { model } = await loadDeploySource(session.clients, 'trainingJob', 'boston');
    served = { kind: 'new', model: model() };
    await models.put('broken/model.tar.gz', 'no archive');
    await models.createModel('broken', { ModelDataUrl: `s3://${bucket}/broken/model.tar.gz` });
  });
  after(() => {
    endpoints.close();
    models.close();
  });

  const follow = (
    name: string,
    isArrived: Parameters<typeof followEndpoint>[0]['isArrived'] & object = () => true,
  ): Promise<EndpointEnd> =>
    followEndpoint({
      describe: () => describeEndpoint(session.clients, name),
      isArrived,
      clock: systemClock,
      interval: 50,
    });
  const removal = () => ({ clients: async () => session.clients, clock: systemClock, interval: 50 });

  async function deployed(endpoint: string, what: Served = served) {
    const { region } = session.connection;
    const plan = deployPlan(what, { ...choice, endpoint }, { region, now: Date.now() });
    const { made, error } = await makeDeployment(session.clients, plan, { wish });
    assert.equal(error, undefined);
    const end = await follow(endpoint);
    assert.equal(end.kind, 'arrived', JSON.stringify(end));
    return { plan, made };
  }

  /** Updates the variant to a model of the engine, and follows that. */
  async function updated(endpoint: string, model: string): Promise<{ end: EndpointEnd; config: string; old: string }> {
    const before = await describeEndpoint(session.clients, endpoint);
    const old = before.EndpointConfigName ?? '';
    const config = await describeEndpointConfig(session.clients, old);
    const plan = updatePlan(before, config, { variant: choice.variant, model }, { now: Date.now() });
    const { error } = await makeDeployment(session.clients, { config: plan.config });
    assert.equal(error, undefined);
    await sendUpdate(session.clients, plan.update);
    const name = plan.config.EndpointConfigName ?? '';
    const end = await follow(endpoint, ({ EndpointConfigName }) => EndpointConfigName === name);
    return { end, config: name, old };
  }

  it('bring a completed training job into service, which then answers', async () => {
    const { plan, made } = await deployed('boston');
    assert.deepEqual(
      made.map(({ kind }) => kind),
      ['model', 'endpointConfig', 'endpoint'],
    );
    assert.match((await endpoints.invoke('boston', 'AllTraffic')).text, /^-?\d/);
    const { PrimaryContainer } = await client.send(new DescribeModelCommand({ ModelName: plan.model?.ModelName }));
    assert.match(PrimaryContainer?.ModelDataUrl ?? '', /boston\/output\/model\.tar\.gz$/);
  });

  it('say what was made where the next part is refused, and take that away again', async () => {
    await deployed('taken');
    const { region } = session.connection;
    const plan = deployPlan(served, { ...choice, endpoint: 'taken' }, { region, now: Date.now() });
    const { made, error } = await makeDeployment(session.clients, plan, { wish });
    assert.match(String(error), /already existing endpoint/);
    assert.deepEqual(
      made.map(({ kind }) => kind),
      ['model', 'endpointConfig'],
    );
    const { removed, failed } = await removeParts(made, removal());
    assert.deepEqual([removed.length, failed], [2, []]);
    assert.match((await endpoints.invoke('taken')).text, /^-?\d/, 'what was there before is untouched');
  });

  it('tell why an endpoint failed, and delete it with its parts although it is being created', async () => {
    const { region } = session.connection;
    const plan = deployPlan(
      { kind: 'existing', model: 'broken' },
      { ...choice, endpoint: 'stillborn' },
      { region, now: Date.now() },
    );
    const first = await makeDeployment(session.clients, plan, { wish });
    const end = await follow('stillborn');
    assert.equal(end.kind, 'failed');
    assert.match('reason' in end ? end.reason : '', /AllTraffic/);
    assert.deepEqual((await removeParts(first.made, removal())).failed, []);
    const again = await makeDeployment(
      session.clients,
      deployPlan(served, { ...choice, endpoint: 'stillborn' }, { region, now: Date.now() }),
      { wish },
    );
    const { removed, failed } = await removeParts(again.made, removal()); // at once
    assert.deepEqual([removed.length, failed], [3, []]);
    assert.equal((await follow('stillborn')).kind, 'gone');
  });

  it('update the model of a running endpoint, keep what ran before, and go back to it', async () => {
    await deployed('updated');
    const model = newModel(served, 'second', {
      region: session.connection.region,
      instanceType: 'ml.m5.large',
      now: Date.now(),
    });
    await makeDeployment(session.clients, { ...(model && { model }) });
    const { end, old } = await updated('updated', model?.ModelName ?? '');
    assert.equal(end.kind, 'arrived', JSON.stringify(end));
    assert.match((await endpoints.invoke('updated')).text, /^-?\d/);
    await sendUpdate(session.clients, updateRequest(await describeEndpoint(session.clients, 'updated'), old, true));
    assert.equal((await follow('updated', ({ EndpointConfigName }) => EndpointConfigName === old)).kind, 'arrived');
  });

  it('tell a rollback with its reason: the endpoint answers as before', async () => {
    await deployed('rolled');
    const { end, old } = await updated('rolled', 'broken');
    assert.equal(end.kind, 'rolledBack');
    assert.match('reason' in end ? end.reason : '', /AllTraffic/);
    assert.equal((await describeEndpoint(session.clients, 'rolled')).EndpointConfigName, old);
    assert.match((await endpoints.invoke('rolled')).text, /^-?\d/);
  });

  it('tell at once what was over before anybody looked', async () => {
    await deployed('quick');
    const describe = () => describeEndpoint(session.clients, 'quick');
    const before = await describe();
    const { EndpointConfigName: config = '' } = await updated('quick', 'broken').then(describe);
    assert.equal(config, before.EndpointConfigName);
    const began = Date.now();
    const times = { clock: systemClock, interval: 50, before: markOf(before) };
    const end = await followEndpoint({ describe, isArrived: () => false, ...times });
    assert.equal(end.kind, 'rolledBack');
    assert.ok(Date.now() - began < 5_000);
  });

  it('tell what there is of one that ended before its endpoint was asked for, and follow what had begun', async () => {
    const { clients, connection } = session;
    const plan = deployPlan(
      served,
      { ...choice, endpoint: 'reloaded' },
      { region: connection.region, now: Date.now() },
    );
    const deployment = { kind: 'deployment', made: partsOfPlan(plan) } as const;
    assert.deepEqual(await partsOfBrokenOff(clients, 'reloaded', deployment), []);
    const { model, config } = plan;
    const { made } = await makeDeployment(clients, { ...(model && { model }), config });
    assert.deepEqual(made, deployment.made.slice(0, 2));
    assert.deepEqual(await partsOfBrokenOff(clients, 'reloaded', deployment), made);
    await makeDeployment(clients, { endpoint: plan.endpoint }, { wish });
    assert.equal(await partsOfBrokenOff(clients, 'reloaded', deployment), undefined);
    await follow('reloaded');

    const before = await describeEndpoint(clients, 'reloaded');
    const now = await describeEndpointConfig(clients, before.EndpointConfigName ?? '');
    const update = updatePlan(before, now, { variant: choice.variant, instanceCount: 2 }, { now: Date.now() });
    const change = {
      kind: 'update',
      config: update.config.EndpointConfigName ?? '',
      old: before.EndpointConfigName ?? '',
      made: partsOfPlan({ config: update.config }),
      before: markOf(before),
    } as const;
    await makeDeployment(clients, { config: update.config });
    assert.deepEqual(await partsOfBrokenOff(clients, 'reloaded', change), change.made);
    await sendUpdate(clients, update.update);
    assert.equal(await partsOfBrokenOff(clients, 'reloaded', change), undefined);
  });

  it('set the weights of variants', async () => {
    await models.model('first');
    await models.model('second');
    await endpoints.config('pair', { A: { ModelName: 'first' }, B: { ModelName: 'second' } });
    await endpoints.create('pair', 'pair');
    await follow('pair');
    const before = weightsOf(await describeEndpoint(session.clients, 'pair'));
    const wanted = before.map((one) => (one.name === 'A' ? { ...one, weight: 0.3 } : one));
    await sendWeights(session.clients, 'pair', before, wanted);
    const end = await follow('pair', (endpoint) => hasWeights(endpoint, wanted));
    assert.equal(end.kind, 'arrived', JSON.stringify(end));
  });

  it('know what is shared, and delete the rest in the right order', async () => {
    const { plan } = await deployed('one');
    const config = plan.config.EndpointConfigName ?? '';
    await endpoints.create('two', config);
    await follow('two');
    const shared = await findEndpointUse(session.clients, ['one']);
    assert.deepEqual(
      shared.parts.map(({ name, usedBy }) => [name, usedBy]),
      [
        [config, ['endpoint two']],
        [plan.model?.ModelName, ['endpoint two']],
      ],
    );
    assert.deepEqual(shared.endpoints[0]?.variants[0]?.instanceType, 'ml.m5.large');
    const both = await findEndpointUse(session.clients, ['one', 'two']);
    assert.ok(both.isComplete && both.parts.every(({ usedBy }) => usedBy.length === 0));
    const parts = [...both.endpoints.map(({ name }) => ({ kind: 'endpoint', name }) as const), ...both.parts];
    const { removed, failed } = await removeParts(parts, removal());
    assert.deepEqual(
      [removed.map(({ kind }) => kind), failed],
      [['endpoint', 'endpoint', 'endpointConfig', 'model'], []],
    );
  });

  it('copy a model to another account first, where it answers just so', async () => {
    const engine = await EngineProcess.start(undefined, ['--region', 'eu-west-1', '--account', '123456789012']);
    const other = new Session(engine.connection, systemClock, () => undefined);
    const there = new Endpoints(engine, wish);
    try {
      const model = (served as Served & { kind: 'new' }).model;
      const files = await findModelFiles(session.clients, model);
      const way = { from: session.clients, to: other.clients, bucket: 'sagemaker-eu-west-1-123456789012' };
      const moved = await moveModel(model, files, way);
      assert.match(moved.data?.uri ?? '', /^s3:\/\/sagemaker-eu-west-1-123456789012\/copied\/000000000000-us-east-1\//);
      assert.equal(moved.roleArn, undefined);
      const roleArn = 'arn:aws:iam::123456789012:role/service-role/SageMakerWorkbenchLocal';
      const plan = deployPlan(
        { kind: 'new', model: moved, roleArn },
        { ...choice, endpoint: 'boston' },
        { region: 'eu-west-1', now: Date.now() },
      );
      assert.match(plan.model?.PrimaryContainer?.Image ?? '', /^141502667606\.dkr\.ecr\.eu-west-1/);
      assert.equal((await makeDeployment(other.clients, plan, { wish })).error, undefined);
      const { EndpointStatus, FailureReason } = await there.settled('boston');
      assert.equal(EndpointStatus, 'InService', FailureReason);
      assert.equal((await there.invoke('boston')).text, (await endpoints.invoke('boston')).text);
    } finally {
      there.close();
      other.dispose();
      await engine.remove();
    }
  });

  it("pack a PyTorch model's script into it, beside the job's output", async () => {
    await models.put('torch/output/model.tar.gz', await archive({ 'model.pth': 'weights', 'code/old.py': 'old' }));
    await models.put(
      'torch/source.tar.gz',
      await archive({ 'train.py': 'def model_fn(folder): ...', 'lib/part.py': '' }),
    );
    const model: DeployableModel = {
      origin: 'torch',
      image: '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.3.0-cpu-py311',
      data: { uri: `s3://${bucket}/torch/output/model.tar.gz`, isArchive: true },
      environment: { SAGEMAKER_PROGRAM: 'train.py', SAGEMAKER_SUBMIT_DIRECTORY: `s3://${bucket}/torch/source.tar.gz` },
      isIsolated: false,
    };
    const { clients } = session;
    const moved = await moveModel(model, await findModelFiles(clients, model), { from: clients, to: clients, bucket });
    assert.equal(moved.data?.uri, `s3://${bucket}/torch/output/with-code/model.tar.gz`);
    assert.equal(moved.environment['SAGEMAKER_SUBMIT_DIRECTORY'], '/opt/ml/model/code');
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: 'torch/output/with-code/model.tar.gz' }),
    );
    const entries = extract();
    entries.end(gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()));
    const names: string[] = [];
    for await (const entry of entries) {
      names.push(entry.header.name);
      entry.resume();
    }
    assert.deepEqual(names.sort(), ['code/lib/part.py', 'code/train.py', 'model.pth']);
  });
});
