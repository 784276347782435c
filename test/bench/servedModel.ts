import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { CreateModelCommand, DescribeModelCommand } from '@aws-sdk/client-sagemaker';
import { Endpoints } from '../support/endpoints.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { judgesInterpreter } from '../support/python.ts';
import { putTables } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';

/** A model of built-in XGBoost behind an endpoint of one Python worker, which can be called without the engine too. */
export interface ServedModel {
  readonly engine: EngineProcess;
  readonly jobs: TransformJobs;
  /** Of the endpoint and, for jobs, of a model whose worker chooses its own port. */
  readonly name: string;
  /** The worker's own. */
  readonly workerPort: number;
  readonly enginePort: number;
  readonly close: () => Promise<void>;
}

export async function serveModel(): Promise<ServedModel> {
  const name = 'served';
  const engine = await EngineProcess.start();
  const wish = { runner: 'python', interpreter: judgesInterpreter } as const;
  const jobs = new TransformJobs(engine, wish);
  const { client } = jobs;
  await putTables(engine);
  await jobs.model(name);
  const { PrimaryContainer } = await client.send(new DescribeModelCommand({ ModelName: name }));
  const workerPort = await freePort();
  const ModelName = 'reached';
  await client.send(
    new CreateModelCommand({
      ModelName,
      ExecutionRoleArn: 'arn:aws:iam::000000000000:role/service-role/test',
      PrimaryContainer: { ...PrimaryContainer, Environment: { SAGEMAKER_BIND_TO_PORT: String(workerPort) } },
    }),
  );
  const endpoints = new Endpoints(engine, wish);
  await endpoints.config(name, { AllTraffic: { ModelName } });
  await endpoints.create(name, name);
  const { EndpointStatus, FailureReason } = await endpoints.settled(name);
  assert.equal(EndpointStatus, 'InService', FailureReason);
  const enginePort = Number(new URL(engine.announcement.endpoint).port);
  const close = async (): Promise<void> => {
    jobs.close();
    endpoints.close();
    await engine.end();
    await engine.remove();
  };
  return { engine, jobs, name, workerPort, enginePort, close };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
