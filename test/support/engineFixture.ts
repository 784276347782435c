import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { Session } from '../../src/sagemaker/session.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import { EngineProcess } from './engineProcess.ts';
import { ProcessingJobs } from './processingJobs.ts';
import { pythonOrSkip } from './python.ts';
import { ScriptJobs } from './scriptJobs.ts';
import { putTables } from './trainingRequests.ts';

interface Given {
  readonly engine: EngineProcess;
  readonly client: SageMakerClient;
  readonly s3: S3Client;
  readonly logs: CloudWatchLogsClient;
}

/**
 * Starts an engine with the tables of `putTables` for the calling suite, and removes it afterwards.
 * @param take - Keeps what the suite uses of it, and may prepare more.
 */
export function useEngine(take: (given: Given) => unknown): void {
  let given: Given | undefined;
  before(async () => {
    const engine = await EngineProcess.start();
    const at = engine.clientConfiguration;
    given = { engine, client: new SageMakerClient(at), s3: new S3Client(at), logs: new CloudWatchLogsClient(at) };
    await putTables(engine);
    await take(given);
  });
  after(async () => {
    given?.client.destroy();
    given?.s3.destroy();
    given?.logs.destroy();
    await given?.engine.remove();
  });
}

/** The same with the workbench's own session. */
export function useSession(take: (given: Given & { readonly session: Session }) => unknown): void {
  let session: Session | undefined;
  after(() => session?.dispose());
  useEngine((given) => {
    session = new Session(given.engine.connection, systemClock, () => undefined);
    return take({ ...given, session });
  });
}

/** The same with jobs that run in the judges' Python; without that the suite is skipped as `pythonOrSkip` says. */
export function useScriptJobs(
  take: (given: Given & { readonly jobs: ScriptJobs; readonly python: string }) => unknown,
): void {
  let python: string;
  let jobs: ScriptJobs | undefined;
  before(function () {
    python = pythonOrSkip(this);
  });
  after(() => jobs?.close());
  useEngine((given) => {
    jobs = new ScriptJobs(given.engine, python);
    return take({ ...given, jobs, python });
  });
}

/** Processing jobs of the suite's engine, run by Python; skipped where there is none. */
export function useProcessingJobs(take: (given: Given & { readonly jobs: ProcessingJobs }) => unknown): void {
  let python: string;
  let jobs: ProcessingJobs | undefined;
  before(function () {
    python = pythonOrSkip(this);
  });
  after(() => jobs?.close());
  useEngine((given) => {
    jobs = new ProcessingJobs(given.engine, { runner: 'auto', interpreter: python });
    return take({ ...given, jobs });
  });
}
