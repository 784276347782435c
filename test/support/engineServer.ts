import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { createEngineServer } from '../../src/engine/server/engineServer.ts';
import { Keyring } from '../../src/engine/server/signature/keyring.ts';
import { createIamHandler } from '../../src/engine/services/iam/iamHandler.ts';
import { createLogsService } from '../../src/engine/services/logs/logsService.ts';
import { cloudWatchOperations } from '../../src/engine/services/monitoring/cloudWatch.ts';
import { createCloudWatchHandler } from '../../src/engine/services/monitoring/cloudWatchHandler.ts';
import { createS3Handler } from '../../src/engine/services/s3/s3Handler.ts';
import { createStsHandler } from '../../src/engine/services/sts/stsHandler.ts';
import { LogStore } from '../../src/engine/store/logStore.ts';
import { MetricStore } from '../../src/engine/store/metricStore.ts';
import { ObjectStore } from '../../src/engine/store/objectStore.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';

export const testCredentials = { accessKeyId: 'AKIALOCALTEST0000000', secretAccessKey: 'secret/of+the/tests' };
export const testAccount = '000000000000';
const region = 'us-east-1';

/** A server with S3, STS and CloudWatch Logs on a free port of this process. */
export interface TestServer {
  readonly port: number;
  readonly endpoint: string;
  readonly logs: LogStore;
  readonly objects: ObjectStore;
  readonly s3: S3Client;
  readonly logsClient: CloudWatchLogsClient;
  /** What went to the engine's log: failures inside. */
  readonly faults: string[];
  readonly openRequests: () => number;
  close(): Promise<void>;
}

export async function startTestServer(stateDirectory: string, clock: Clock = systemClock): Promise<TestServer> {
  const faults: string[] = [];
  const objects = await ObjectStore.open(stateDirectory, { clock, caseInsensitive: false });
  const logs = await LogStore.open(stateDirectory, { clock, caseInsensitive: false });
  const metrics = await MetricStore.open(stateDirectory, clock, (message, cause) =>
    faults.push(`${message} ${String(cause)}`),
  );
  const identity = { region, accountId: testAccount };
  const keyring = new Keyring(testCredentials, clock);
  const server = createEngineServer({
    keyring,
    region,
    clock,
    jsonServices: [createLogsService(logs, identity), brokenService],
    s3: createS3Handler(objects, identity),
    sts: createStsHandler({ ...identity, keyring }),
    iam: createIamHandler(identity),
    monitoring: createCloudWatchHandler(cloudWatchOperations(metrics, clock)),
    health: () => ({ instance: 'test' }),
    log: (message, cause) => faults.push(`${message} ${String(cause)}`),
  });
  const port = await server.listen(0);
  const endpoint = `http://127.0.0.1:${port}`;
  const client = { endpoint, region, credentials: testCredentials, maxAttempts: 1 };
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const logsClient = new CloudWatchLogsClient(client);
  return {
    port,
    endpoint,
    logs,
    objects,
    s3,
    logsClient,
    faults,
    openRequests: () => server.openRequests,
    async close() {
      s3.destroy();
      logsClient.destroy();
      await server.close();
      await logs.close();
    },
  };
}

/** Fails as no service should, to see what a client is told. */
const brokenService = {
  targetPrefix: 'Broken',
  jsonVersion: '1.1',
  operations: {
    Fail: () => {
      throw new Error('a secret of the inside');
    },
  },
} as const;
