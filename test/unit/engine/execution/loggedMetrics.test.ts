import assert from 'node:assert/strict';
import { loggedMetrics } from '../../../../src/engine/execution/loggedMetrics.ts';
import type { TrainingJobRecord } from '../../../../src/engine/services/sagemaker/trainingJobRecord.ts';
import { LogStore } from '../../../../src/engine/store/logStore.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('the metrics of a job whose engine is gone', () => {
  const folders = useTemporaryFolders();
  let logs: LogStore;
  beforeEach(async () => {
    logs = await LogStore.open(await folders(), { clock: new ManualClock(), caseInsensitive: false });
  });

  const record = (metrics: Readonly<Record<string, string>>, hosts = 1): TrainingJobRecord => ({
    arn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/churn',
    request: {
      TrainingJobName: 'churn',
      AlgorithmSpecification: {
        TrainingInputMode: 'File',
        MetricDefinitions: Object.entries(metrics).map(([Name, Regex]) => ({ Name, Regex })),
      },
      RoleArn: 'arn:aws:iam::000000000000:role/training',
      OutputDataConfig: { S3OutputPath: 's3://models/' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: hosts, VolumeSizeInGB: 5 },
      StoppingCondition: {},
    },
    status: 'InProgress',
    secondaryStatus: 'Training',
    transitions: [],
    creationTime: 1_700_000_000.25,
    lastModifiedTime: 1_700_000_000,
    finalMetrics: [],
  });

  /** Lines of a host, a second apart from `start`, in seconds. */
  async function write(messages: readonly string[], start = 0, host = 'algo-1-1700000000'): Promise<void> {
    const lines = messages.map((message, index) => ({ message, timestamp: (start + index) * 1000 }));
    const written = logs.append('/aws/sagemaker/TrainingJobs', `churn/${host}`, lines);
    await logs.close();
    await written;
  }

  it('are the last of each in its log, however far from its end', async () => {
    const rounds = Array.from({ length: 25_000 }, (_, round) => `[${round}] error: ${25_000 - round}`);
    await write(['samples: 12', 'samples: 13', ...rounds]);
    assert.deepEqual(await loggedMetrics(record({ error: 'error: (\\d+)', samples: 'samples: (\\d+)' }), logs), [
      { MetricName: 'error', Value: 1, Timestamp: 25_001 },
      { MetricName: 'samples', Value: 13, Timestamp: 1 },
    ]);
  });

  it('are those of the host that logged last', async () => {
    await write(['error: 1', 'error: 2'], 10);
    await write(['error: 3'], 5, 'algo-2-1700000000');
    await write(['error: 9'], 90, 'algo-1-1600000000'); // of a job of that name before
    const found = await loggedMetrics(record({ error: 'error: (\\d+)' }, 2), logs);
    assert.deepEqual(found, [{ MetricName: 'error', Value: 2, Timestamp: 11 }]);
  });

  it('leave out what has no number at its end, what cannot be searched for, and what was not logged', async () => {
    await write(['loss: 0.5', 'loss: nan', 'rate: 0.25']);
    const found = await loggedMetrics(
      record({ loss: 'loss: (\\S+)', bad: '(', rate: 'rate: (\\S+)', none: 'none (1)' }),
      logs,
    );
    assert.deepEqual(found, [{ MetricName: 'rate', Value: 0.25, Timestamp: 2 }]);
  });

  it('are none of a job that wrote nothing', async () => {
    assert.deepEqual(await loggedMetrics(record({ error: 'error: (\\d+)' }), logs), []);
    assert.equal(await logs.group('/aws/sagemaker/TrainingJobs'), undefined, 'and none is made by looking');
  });
});
