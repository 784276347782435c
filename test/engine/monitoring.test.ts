import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { CreateTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { EngineProcess } from '../support/engineProcess.ts';
import { pythonOrSkip } from '../support/python.ts';
import { ScriptJobs } from '../support/scriptJobs.ts';
import { servedJudge } from '../support/servedJudge.ts';
import { putTables, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';

const rounds = 20;

interface JudgeAnswer {
  readonly protocol: string;
  readonly label: string;
  readonly samples: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly recent: boolean[];
  readonly values: number;
  readonly metrics: string[];
  readonly sum: number[];
  readonly refused: [string, number];
  readonly tooMany: [string, number];
}

describe("a job's metrics in CloudWatch", function () {
  this.timeout(60_000);
  let engine: EngineProcess;

  before(async () => {
    engine = await EngineProcess.start();
    const client = new SageMakerClient(engine.clientConfiguration);
    await putTables(engine);
    await client.send(new CreateTrainingJobCommand(xgboostRequest('measured', { num_round: String(rounds) })));
    await waitForStatus(client, 'measured', 'Completed');
    client.destroy();
  });
  after(() => engine.end());

  // The codes of a refusal have their own names in the query protocol (botocore's model).
  for (const [protocol, suffix] of [
    ['smithy-rpc-v2-cbor', 'Exception'],
    ['json', 'Exception'],
    ['query', ''],
  ]) {
    it(`are the values that it logged, for boto3 speaking ${protocol}`, async function () {
      const python = pythonOrSkip(this);
      const { endpoint, region, accessKeyId, secretAccessKey } = engine.announcement;
      const answer = await servedJudge<JudgeAnswer>(python, 'monitoringJudge.py', {
        ...{ endpoint, region, accessKeyId, secretAccessKey },
        ...{ protocol, job: 'measured' },
      });
      assert.equal(answer.protocol, protocol);
      assert.equal(answer.label, 'validation:rmse');
      assert.equal(answer.samples, rounds);
      assert.equal(answer.values, rounds);
      assert.ok(answer.minimum < answer.maximum);
      assert.ok(answer.recent.every(Boolean));
      assert.ok(['train:rmse', 'validation:rmse'].every((name) => answer.metrics.includes(name)));
      assert.deepEqual(answer.sum, [2]);
      assert.deepEqual(answer.refused, [`InvalidParameterCombination${suffix}`, 400]);
      assert.deepEqual(answer.tooMany, [`InvalidParameterCombination${suffix}`, 400]);
    });
  }

  for (const protocol of [undefined, SmithyRpcV2CborProtocol]) {
    it(`are read by the AWS SDK v3 (${protocol?.name ?? 'its own choice'}), with times`, async () => {
      const client = new CloudWatchClient({ ...engine.clientConfiguration, ...(protocol && { protocol }) });
      const metric = {
        Namespace: '/aws/sagemaker/TrainingJobs',
        MetricName: 'train:rmse',
        Dimensions: [{ Name: 'TrainingJobName', Value: 'measured' }],
      };
      const range = { StartTime: new Date(Date.now() - 3_600_000), EndTime: new Date(Date.now() + 60_000) };
      const { Datapoints = [] } = await client.send(
        new GetMetricStatisticsCommand({ ...metric, ...range, Period: 300, Statistics: ['SampleCount'] }),
      );
      assert.equal(
        Datapoints.reduce((sum, { SampleCount = 0 }) => sum + SampleCount, 0),
        rounds,
      );
      assert.ok(Datapoints[0]?.Timestamp instanceof Date);
      const query = { Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'Minimum' } };
      const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({ ...range, MetricDataQueries: [query] }),
      );
      assert.ok((MetricDataResults[0]?.Values?.[0] ?? 0) > 0);
      const { Metrics = [] } = await client.send(new ListMetricsCommand({ MetricName: 'train:rmse' }));
      assert.deepEqual(Metrics, [metric]);
      const none = { ...range, ...metric, Period: 60, Statistics: [] };
      await assert.rejects(client.send(new GetMetricStatisticsCommand(none)), {
        name: 'InvalidParameterCombinationException',
      });
      client.destroy();
    });
  }

  it('tell what a script uses of the machine, per host', async function () {
    const jobs = new ScriptJobs(engine, pythonOrSkip(this));
    await jobs.submit('busy', {
      'train.py': 'import time\nheld = bytearray(200_000_000)\nend = time.time() + 4\nwhile time.time() < end: pass\n',
    });
    await jobs.ended('busy');
    const client = new CloudWatchClient(engine.clientConfiguration);
    const highest = async (MetricName: string): Promise<number> => {
      const { Datapoints = [] } = await client.send(
        new GetMetricStatisticsCommand({
          Namespace: '/aws/sagemaker/TrainingJobs',
          MetricName,
          Dimensions: [{ Name: 'Host', Value: 'busy/algo-1' }],
          StartTime: new Date(Date.now() - 3_600_000),
          EndTime: new Date(Date.now() + 60_000),
          Period: 60,
          Statistics: ['Maximum'],
          Unit: 'Percent',
        }),
      );
      return Math.max(...Datapoints.map(({ Maximum = 0 }) => Maximum));
    };
    const cpu = await highest('CPUUtilization');
    assert.ok(cpu > 20 && cpu < 120, `one busy core is ${cpu} percent`); // other programs have their share too
    const memory = ((await highest('MemoryUtilization')) / 100) * totalmem();
    assert.ok(memory > 200e6 && memory < 400e6, `${memory} bytes`);
    client.destroy();
    jobs.client.destroy();
  });
});
