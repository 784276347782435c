import assert from 'node:assert/strict';
import { creations } from '../../../../src/jobs/clone/creation.ts';
import { requestOf } from '../../../../src/jobs/clone/requestOf.ts';
import { loadServiceModel, type ServiceModel } from '../../../../src/serviceModel/serviceModel.ts';
import { validateRequest } from '../../../../src/serviceModel/validate.ts';
import { generatedRequests, generatedTuningRequests } from '../../../support/fullRequest.ts';

const xgboost = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1';
const metrics = [{ Name: 'train:rmse', Regex: '.*' }];

describe('the request of a description', () => {
  let model: ServiceModel;
  before(async () => (model = await loadServiceModel()));

  it('leaves out the metric definitions of a built-in algorithm, which a request may not name, and keeps those of scripts and own images', () => {
    const algorithmOf = (TrainingImage: string, HyperParameters: Record<string, string>): unknown => {
      const AlgorithmSpecification = { TrainingImage, TrainingInputMode: 'File', MetricDefinitions: metrics };
      return requestOf(model, 'trainingJob', { AlgorithmSpecification, HyperParameters })['AlgorithmSpecification'];
    };
    const without = { TrainingImage: xgboost, TrainingInputMode: 'File' };
    assert.deepEqual(algorithmOf(xgboost, {}), without);
    assert.deepEqual(algorithmOf(xgboost, { sagemaker_program: 'train.py' }), {
      ...without,
      MetricDefinitions: metrics,
    });
    const own = '123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1';
    assert.deepEqual(algorithmOf(own, {}), { ...without, TrainingImage: own, MetricDefinitions: metrics });
  });

  it('leaves out what a tuning job added to its training jobs and to itself', () => {
    const HyperParameters = { _tuning_objective_metric: 'validation:rmse', eta: '0.1' };
    assert.deepEqual(requestOf(model, 'trainingJob', { HyperParameters }), { HyperParameters: { eta: '0.1' } });
    const { _tuning_objective_metric } = HyperParameters;
    assert.deepEqual(requestOf(model, 'trainingJob', { HyperParameters: { _tuning_objective_metric } }), {});
    const TrainingJobDefinition = { StaticHyperParameters: HyperParameters };
    assert.deepEqual(requestOf(model, 'tuningJob', { TrainingJobDefinition }), {
      TrainingJobDefinition: { StaticHyperParameters: { eta: '0.1' } },
    });
    assert.deepEqual(requestOf(model, 'tuningJob', { TrainingJobDefinitions: [TrainingJobDefinition] }), {
      TrainingJobDefinitions: [{ StaticHyperParameters: { eta: '0.1' } }],
    });
  });

  it('names the artifact of a model once, where the description tells it in both ways', () => {
    const ModelDataUrl = 's3://bucket/model.tar.gz';
    const S3DataSource = { S3Uri: ModelDataUrl, S3DataType: 'S3Object', CompressionType: 'Gzip' };
    const both = { ModelDataUrl, ModelDataSource: { S3DataSource } };
    assert.deepEqual(requestOf(model, 'model', { PrimaryContainer: both }), { PrimaryContainer: { ModelDataUrl } });
    const unpacked = {
      ModelDataSource: { S3DataSource: { ...S3DataSource, S3DataType: 'S3Prefix', CompressionType: 'None' } },
    };
    assert.deepEqual(requestOf(model, 'model', { Containers: [unpacked, both] }), {
      Containers: [unpacked, { ModelDataUrl }],
    });
  });

  it('has the tags but those that AWS itself sets', () => {
    const tags = [
      { Key: 'Owner', Value: 'me' },
      { Key: 'aws:cloudformation:stack-name', Value: 'x' },
    ];
    assert.deepEqual(requestOf(model, 'model', {}, tags), { Tags: [{ Key: 'Owner', Value: 'me' }] });
    assert.deepEqual(requestOf(model, 'model', {}, tags.slice(1)), {});
  });

  it('keeps empty values of variables, and required members that are empty', () => {
    assert.deepEqual(
      requestOf(model, 'processingJob', {
        Environment: { A: '' },
        ProcessingOutputConfig: { Outputs: [], KmsKeyId: '' },
      }),
      {
        Environment: { A: '' },
        ProcessingOutputConfig: { Outputs: [] },
      },
    );
  });

  it('keeps everything of a request that has every member that the API knows', () => {
    for (const [kind, { unbroken }] of [
      ['trainingJob', generatedRequests(model, 7)],
      ['tuningJob', generatedTuningRequests(model, 7)],
    ] as const) {
      const { Tags: _tags, ...whole } = unbroken;
      const request = requestOf(model, kind, whole);
      // To say no is to say nothing.
      const said = Object.keys(whole).filter((member) => whole[member] !== false);
      assert.deepEqual(Object.keys(request), said);
      const { operation, nameField } = creations[kind];
      assert.deepEqual(validateRequest(model, model.inputOf(operation), request), []);
      assert.equal(request[nameField], whole[nameField]);
    }
  });
});
