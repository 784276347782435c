import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateNotebookInstanceCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  CreatePresignedNotebookInstanceUrlCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  type CreateNotebookInstanceCommandInput,
  type DescribeNotebookInstanceCommandOutput,
} from '@aws-sdk/client-sagemaker';
import type { EngineProcess } from './engineProcess.ts';
import { waitFor } from './waitFor.ts';

/** Notebook instances of an engine, for tests. */
export class TestNotebooks {
  readonly client: SageMakerClient;
  private readonly logs: CloudWatchLogsClient;

  constructor(private readonly engine: EngineProcess) {
    this.client = new SageMakerClient(engine.clientConfiguration);
    this.logs = new CloudWatchLogsClient(engine.clientConfiguration);
  }

  close(): void {
    this.client.destroy();
    this.logs.destroy();
  }

  async create(name: string, more: Partial<CreateNotebookInstanceCommandInput> = {}): Promise<void> {
    await this.client.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: name,
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::000000000000:role/notebooks',
        ...more,
      }),
    );
  }

  async config(name: string, scripts: { readonly OnCreate?: string; readonly OnStart?: string }): Promise<void> {
    const hook = (script?: string) => script && [{ Content: Buffer.from(script).toString('base64') }];
    await this.client.send(
      new CreateNotebookInstanceLifecycleConfigCommand({
        NotebookInstanceLifecycleConfigName: name,
        OnCreate: hook(scripts.OnCreate) || undefined,
        OnStart: hook(scripts.OnStart) || undefined,
      }),
    );
  }

  describe(name: string): Promise<DescribeNotebookInstanceCommandOutput> {
    return this.client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name }));
  }

  /** Waits until it has this status; none that it has for good stands in its way. */
  settled(name: string, status: string): Promise<DescribeNotebookInstanceCommandOutput> {
    return waitFor(
      `${name} to be ${status}`,
      async () => {
        const now = await this.describe(name);
        if (now.NotebookInstanceStatus === status) return now;
        assert.notEqual(now.NotebookInstanceStatus, 'Failed', now.FailureReason);
        return undefined;
      },
      60_000,
    );
  }

  async url(name: string): Promise<URL> {
    const command = new CreatePresignedNotebookInstanceUrlCommand({ NotebookInstanceName: name });
    return new URL((await this.client.send(command)).AuthorizedUrl ?? '');
  }

  async log(name: string, stream: string): Promise<string[]> {
    const logStreamName = `${name}/${stream}`;
    const command = new GetLogEventsCommand({
      logGroupName: '/aws/sagemaker/NotebookInstances',
      logStreamName,
      startFromHead: true,
    });
    return ((await this.logs.send(command)).events ?? []).map(({ message = '' }) => message);
  }

  processes(): Promise<number[]> {
    return processesOf(this.engine);
  }
}

/** The processes that the instances of an engine's state directory have started and that still run. */
export async function processesOf({ stateDirectory }: EngineProcess): Promise<number[]> {
  const mark = `SAGEMAKER_LOCAL_WORK_FOLDER=${join(stateDirectory, 'work')}`;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.includes(mark) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}
