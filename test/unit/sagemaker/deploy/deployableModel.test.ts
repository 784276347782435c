import assert from 'node:assert/strict';
import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker';
import { modelOfJob, modelOfModel, modelRequest } from '../../../../src/sagemaker/deploy/deployableModel.ts';
import { deployPlan } from '../../../../src/sagemaker/deploy/deployPlan.ts';
import { nameProblem, proposedName } from '../../../../src/sagemaker/deploy/deployNames.ts';
import { needsCode } from '../../../../src/sagemaker/deploy/moveModel.ts';

const role = 'arn:aws:iam::123456789012:role/ml';
const job = (more: object = {}): DescribeTrainingJobResponse =>
  ({
    TrainingJobName: 'boston-2026-01-02-03-04-05-678',
    TrainingJobStatus: 'Completed',
    AlgorithmSpecification: {
      TrainingImage: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1',
    },
    ModelArtifacts: { S3ModelArtifacts: 's3://b/out/model.tar.gz' },
    RoleArn: role,
    ...more,
  }) as unknown as DescribeTrainingJobResponse;
const place = { name: 'm', region: 'eu-west-1', instanceType: 'ml.m5.large' };

describe('the model of a training job', () => {
  it('has the image, artifact and role of the job', () =>
    assert.deepEqual(modelRequest(modelOfJob(job()), place), {
      ModelName: 'm',
      PrimaryContainer: {
        Image: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1',
        ModelDataUrl: 's3://b/out/model.tar.gz',
      },
      ExecutionRoleArn: role,
    }));

  it('has the variables of its script, from hyperparameters that are JSON, and its network', () => {
    const vpc = { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
    const scripted = job({
      HyperParameters: { sagemaker_program: '"train.py"', sagemaker_submit_directory: '"s3://b/source.tar.gz"' },
      VpcConfig: vpc,
      EnableNetworkIsolation: true,
    });
    const request = modelRequest(modelOfJob(scripted), place);
    assert.deepEqual(request.PrimaryContainer?.Environment, {
      SAGEMAKER_PROGRAM: 'train.py',
      SAGEMAKER_SUBMIT_DIRECTORY: 's3://b/source.tar.gz',
      SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
      SAGEMAKER_REGION: 'eu-west-1',
    });
    assert.deepEqual([request.VpcConfig, request.EnableNetworkIsolation], [vpc, true]);
  });

  it('names a prefix of files that were not packed', () => {
    const unpacked = job({
      OutputDataConfig: { CompressionType: 'NONE' },
      ModelArtifacts: { S3ModelArtifacts: 's3://b/out/model' },
    });
    assert.deepEqual(modelRequest(modelOfJob(unpacked), place).PrimaryContainer?.ModelDataSource, {
      S3DataSource: { S3Uri: 's3://b/out/model/', S3DataType: 'S3Prefix', CompressionType: 'None' },
    });
  });

  it('is refused where there is none', () => {
    assert.throws(() => modelOfJob(job({ TrainingJobStatus: 'Failed' })), /has no model \(Failed\)/);
    assert.throws(() => modelOfJob(job({ ModelArtifacts: undefined })), /left no model artifact/);
    assert.throws(
      () => modelOfJob(job({ AlgorithmSpecification: { AlgorithmName: 'bought' } })),
      /ran the algorithm bought of a package/,
    );
    const gpuOnly = modelOfJob(job());
    assert.throws(
      () => modelRequest({ ...gpuOnly, image: 'x/own-training:1' }, place),
      /cannot be served: The image x\/own-training:1 is for training/,
    );
  });

  it('wants its script packed in where the image is PyTorch', () => {
    const image = '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.3.0-cpu-py311';
    const HyperParameters = { sagemaker_program: '"t.py"', sagemaker_submit_directory: '"s3://b/source.tar.gz"' };
    const pytorch = job({ AlgorithmSpecification: { TrainingImage: image }, HyperParameters });
    assert.equal(needsCode(modelOfJob(pytorch)), true);
    assert.equal(needsCode(modelOfJob(job({ HyperParameters }))), false);
  });
});

describe('the model of a model', () => {
  it('is what its one container says', () => {
    const model = {
      ModelName: 'm',
      ModelArn: 'arn',
      CreationTime: new Date(),
      PrimaryContainer: { Image: 'own', ModelDataUrl: 's3://b/m.tar.gz', Environment: { A: '1' } },
    };
    assert.deepEqual(modelOfModel(model), {
      origin: 'm',
      image: 'own',
      data: { uri: 's3://b/m.tar.gz', isArchive: true },
      environment: { A: '1' },
      isIsolated: false,
    });
    const pipeline = { ...model, PrimaryContainer: undefined, Containers: [{ Image: 'a' }, { Image: 'b' }] };
    assert.throws(() => modelOfModel(pipeline), /deploy it where it is/);
  });
});

describe('deployPlan', () => {
  const choice = { endpoint: 'boston', variant: 'AllTraffic', instanceType: 'ml.m5.large', instanceCount: 2 };
  const at = { region: 'eu-west-1', now: Date.UTC(2026, 0, 2, 3, 4, 5, 6) };

  it('makes model, configuration and endpoint, whose names say what they are for', () => {
    const { model, config, endpoint } = deployPlan({ kind: 'new', model: modelOfJob(job()) }, choice, at);
    assert.equal(model?.ModelName, 'boston-2026-01-02-03-04-05-006');
    assert.deepEqual(config.ProductionVariants, [
      {
        VariantName: 'AllTraffic',
        ModelName: model.ModelName,
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 2,
        InitialVariantWeight: 1,
      },
    ]);
    assert.deepEqual(endpoint, { EndpointName: 'boston', EndpointConfigName: config.EndpointConfigName });
  });

  it('makes no model of one that is there', () => {
    const { model, config } = deployPlan({ kind: 'existing', model: 'there' }, choice, at);
    assert.deepEqual([model, config.ProductionVariants?.[0]?.ModelName], [undefined, 'there']);
  });
});

describe('names of endpoints', () => {
  it('are proposed from what they are made of', () => {
    assert.equal(proposedName('boston-2026-01-02-03-04-05-678'), 'boston');
    assert.equal(proposedName('tune-260102-030405-001-abcdef12'), 'tune-260102-030405-001-abcdef12');
    assert.equal(proposedName('_'), 'model');
  });

  it('follow the rule of the API', () => {
    for (const name of ['a', 'Boston-1', 'a--b']) assert.equal(nameProblem(name, 'A name'), undefined, name);
    for (const name of ['', '-a', 'a-', 'a_b', 'ä', 'a b'])
      assert.match(nameProblem(name, 'A name') ?? '', /letters/, name);
    assert.match(nameProblem('a'.repeat(64), 'A name') ?? '', /at most 63/);
  });
});
