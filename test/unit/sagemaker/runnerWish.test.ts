import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SdkClients } from '../../../src/sagemaker/clients.ts';
import { createTrainingJob } from '../../../src/sagemaker/trainingJobs.ts';
import type { RunnerWish } from '../../../src/shared/node/runnerWish.ts';

describe('how a job wishes to be run', () => {
  let server: Server;
  let heard: IncomingHttpHeaders | undefined;

  before(async () => {
    server = createServer((request, response) => {
      heard = request.headers;
      request.resume().once('end', () => response.end('{"TrainingJobArn":"arn"}'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => server.close());

  async function send(kind: 'local' | 'aws', wish?: RunnerWish): Promise<IncomingHttpHeaders> {
    const clients = new SdkClients({
      ...{ id: kind, kind, label: kind, accountId: '123456789012', region: 'eu-west-1' },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    });
    const request = { TrainingJobName: 'a', OutputDataConfig: { S3OutputPath: 's3://b/' } };
    await createTrainingJob(
      clients,
      { ...request, RoleArn: 'r', ResourceConfig: { VolumeSizeInGB: 1 }, StoppingCondition: {} },
      wish,
    );
    clients.dispose();
    assert.ok(heard);
    return heard;
  }

  it('reaches the local engine in signed headers', async () => {
    const headers = await send('local', { runner: 'python', interpreter: '/home/José/.venv/bin/python' });
    assert.equal(headers['x-sagemaker-local-runner'], 'python');
    assert.equal(headers['x-sagemaker-local-python'], '%2Fhome%2FJos%C3%A9%2F.venv%2Fbin%2Fpython');
    assert.match(headers.authorization ?? '', /SignedHeaders=[^,]*x-sagemaker-local-python;x-sagemaker-local-runner/);
  });

  it('never reaches AWS', async () => {
    const headers = await send('aws', { runner: 'python', interpreter: '/home/me/python' });
    assert.deepEqual(
      Object.keys(headers).filter((name) => name.includes('sagemaker-local')),
      [],
    );
  });

  it('may be left out', async () => {
    assert.equal((await send('local'))['x-sagemaker-local-runner'], undefined);
  });
});
