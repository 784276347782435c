import assert from 'node:assert/strict';
import { CreateTrainingJobCommand, type S3ModelDataSource } from '@aws-sdk/client-sagemaker';
import { Endpoints } from '../../support/endpoints.ts';
import { EngineProcess } from '../../support/engineProcess.ts';
import { bucket, putTables, waitForStatus, xgboostRequest } from '../../support/trainingRequests.ts';
import { TransformJobs } from '../../support/transformJobs.ts';

describe('a model’s data', function () {
  this.timeout(60_000);
  let engine: EngineProcess;
  let jobs: TransformJobs;
  let endpoints: Endpoints;
  let files: string;

  before(async () => {
    engine = await EngineProcess.start();
    await putTables(engine);
    jobs = new TransformJobs(engine, { runner: 'in-process' });
    endpoints = new Endpoints(engine, { runner: 'in-process' });
    await jobs.model('packed');
    const request = xgboostRequest('loose');
    const OutputDataConfig = { S3OutputPath: `s3://${bucket}/loose`, CompressionType: 'NONE' as const };
    await jobs.client.send(new CreateTrainingJobCommand({ ...request, OutputDataConfig }));
    const { ModelArtifacts, FailureReason } = await waitForStatus(jobs.client, 'loose', 'Completed', 'Failed');
    files = ModelArtifacts?.S3ModelArtifacts ?? '';
    assert.match(files, /\/$/, FailureReason);
  });
  after(async () => {
    jobs.close();
    endpoints.close();
    await engine.remove();
  });

  const create = (name: string, S3DataSource: S3ModelDataSource): Promise<void> =>
    jobs.createModel(name, { ModelDataSource: { S3DataSource } });

  it('may be the files of a prefix, one file, or an archive, named by ModelDataSource', async () => {
    const archive = `s3://${bucket}/output/packed/output/model.tar.gz`;
    const sources = [
      { S3Uri: files, S3DataType: 'S3Prefix', CompressionType: 'None' },
      { S3Uri: `${files}xgboost-model`, S3DataType: 'S3Object', CompressionType: 'None' },
      { S3Uri: archive, S3DataType: 'S3Object', CompressionType: 'Gzip' },
    ] as const;
    for (const [index, source] of sources.entries()) await create(`source-${index}`, source);
    const models = ['packed', ...sources.map((_, index) => `source-${index}`)];
    await endpoints.config('all', Object.fromEntries(models.map((ModelName) => [ModelName, { ModelName }])));
    await endpoints.create('all', 'all');
    const endpoint = await endpoints.settled('all');
    assert.equal(endpoint.EndpointStatus, 'InService', endpoint.FailureReason);
    const expected = await endpoints.invoke('all', 'packed');
    assert.match(expected.text, /^\d+\.\d+/);
    for (const variant of models)
      assert.deepEqual(await endpoints.invoke('all', variant), { text: expected.text, variant });
  });

  it('is looked for when the model is created', async () => {
    const S3Uri = `s3://${bucket}/nowhere/`;
    await assert.rejects(create('absent', { S3Uri, S3DataType: 'S3Prefix', CompressionType: 'None' }), {
      name: 'ValidationException',
      message: `Could not find model data at ${S3Uri}.`,
    });
    const S3DataSource = { S3Uri: files, S3DataType: 'S3Prefix', CompressionType: 'None' } as const;
    await assert.rejects(jobs.createModel('both', { ModelDataUrl: files, ModelDataSource: { S3DataSource } }), {
      name: 'ValidationException',
      message: 'A container takes ModelDataUrl or ModelDataSource, not both; leave one of them out.',
    });
  });
});
