import assert from 'node:assert/strict';
import { whyUnserved } from '../../../../src/engine/server/unservedOperations.ts';

describe('Operations that are not served', () => {
  it('are refused by the name of what they belong to', () => {
    for (const [target, message] of [
      [
        'AnyScaleFrontendService.RegisterScalableTarget',
        'The local engine does not serve autoscaling today (RegisterScalableTarget): leave it out, or use AWS.',
      ],
      [
        'SageMaker.CreateInferenceComponent',
        'The local engine does not serve inference components today (CreateInferenceComponent): leave it out, or use AWS.',
      ],
      ['SageMaker.CreateModel2', undefined],
    ] as const)
      assert.equal(whyUnserved(target), message);
  });

  it('are known where the SageMaker Python SDK asks for them', () => {
    for (const [operation, what] of [
      ['ListMonitoringSchedules', 'Model Monitor'], // Predictor.list_monitors
      ['ListModelQualityJobDefinitions', 'Model Monitor'],
      ['ListContexts', 'lineage'], // Predictor.endpoint_context
      ['ListArtifacts', 'lineage'],
      ['ListActions', 'lineage'],
      ['ListAssociations', 'lineage'],
      ['QueryLineage', 'lineage'],
      ['ListTrialComponents', 'experiments'],
      ['ListFeatureGroups', 'the Feature Store'],
      ['StartPipelineExecution', 'pipelines of jobs'],
      ['CreateAutoMLJobV2', 'AutoML jobs'],
      ['ListHubContents', 'hubs'],
      ['DescribeUserProfile', 'Studio'],
    ] as const)
      assert.ok(whyUnserved(`SageMaker.${operation}`)?.includes(`serve ${what} today (${operation})`), operation);
    assert.match(whyUnserved('Logs_20140328.DeleteLogGroup') ?? '', /DeleteLogGroup/);
  });

  it('are none that this engine has, but for requests that are only checked before they go to AWS', async () => {
    const { default: model } = await import('../../../../src/serviceModel/tables/sagemaker.json', {
      with: { type: 'json' },
    });
    const unserved = Object.keys(model.operations).filter((name) => whyUnserved(`SageMaker.${name}`) !== undefined);
    assert.deepEqual(unserved, ['CreateLabelingJob', 'CreateAutoMLJob', 'CreateAutoMLJobV2']);
  });
});
