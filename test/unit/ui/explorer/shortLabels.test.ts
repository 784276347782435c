import assert from 'node:assert/strict';
import { shortLabels } from '../../../../src/ui/explorer/shortLabels.ts';

describe('long labels of rows', () => {
  it('that begin alike keep the end that tells them apart', () =>
    assert.deepEqual(
      shortLabels([
        'sagemaker-xgboost-2026-11-21-009999',
        'sagemaker-xgboost-2026-11-21-009998',
        'team_forecast_experiment_lr.1',
        'team_forecast_experiment_lr.2',
        'anExperimentWithoutSeparators17',
        'anExperimentWithoutSeparators18',
        'churn-model-of-the-week · 07:54 AM',
        'churn-model-of-the-week · 08:10 AM',
        'boston',
      ]),
      [
        'sagemaker…009999',
        'sagemaker…009998',
        'team_forecast…1',
        'team_forecast…2',
        'anExperiment…ators17',
        'anExperiment…ators18',
        'churn-model…07:54 AM',
        'churn-model…08:10 AM',
        'boston',
      ],
    ));

  it('that nothing else begins like stay whole, and so do those that have room', () => {
    const labels = [
      'a-rather-long-name-of-an-experiment',
      'another-rather-long-name-of-one',
      'prices-experiment-0003',
      'prices-experiment-0004',
    ];
    assert.deepEqual(shortLabels(labels), labels);
  });

  it('stay different, also where names of several beginnings end alike', () => {
    const labels = ['churn', 'fraud'].flatMap((what) =>
      ['eu', 'us'].flatMap((where) =>
        Array.from({ length: 200 }, (_, at) => `sagemaker-${what}-${where}-2026-11-21-${String(at).padStart(6, '0')}`),
      ),
    );
    assert.equal(new Set(shortLabels(labels)).size, labels.length);
  });
});
