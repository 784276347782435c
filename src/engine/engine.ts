import { join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import { Disposable } from '../shared/disposable.ts';
import { UserError, describeChain } from '../shared/errors.ts';
import {
  localAccountId,
  localRegion,
  sdkConfigPath,
  type EngineCredentials,
  type EngineHealth,
  type EngineIdentity,
} from '../shared/node/engineFiles.ts';
import { platform } from '../shared/node/platform.ts';
import { InProcessRunner } from './execution/inProcessRunner.ts';
import { killLeftovers } from './execution/process/leftovers.ts';
import type { EngineAccess } from './execution/python/childEnvironment.ts';
import { mountsOfThisMachine } from './execution/python/hostMounts.ts';
import { PythonProbe } from '../shared/node/probePython.ts';
import { PythonEnvironmentLoader } from '../shared/node/pythonEnvironmentLoader.ts';
import { PythonRunner } from './execution/python/pythonRunner.ts';
import { RequirementsInstaller } from './execution/python/requirements.ts';
import { runProgram } from './execution/python/runProgram.ts';
import { removeFolder } from './execution/removeFolder.ts';
import { RunnerChooser } from './execution/runnerChooser.ts';
import { PredictorChooser } from './hosting/predictorChooser.ts';
import type { EngineCommand } from './life/commandLine.ts';
import type { HeldLock } from './life/engineLock.ts';
import { createControlHandler } from './life/controlHandler.ts';
import { IdleWatch } from './life/idleWatch.ts';
import { listenAsBefore } from './life/lastPort.ts';
import { writeSdkConfig } from './life/sdkConfig.ts';
import { openState } from './life/stateDirectory.ts';
import { JupyterLoader } from './notebooks/jupyterLoader.ts';
import { ProcessorChooser } from './processing/processorChooser.ts';
import { createEngineServer, type EngineServer } from './server/engineServer.ts';
import { Keyring, type RoleSession } from './server/signature/keyring.ts';
import { openEcrService } from './services/ecr/ecrService.ts';
import { createIamHandler } from './services/iam/iamHandler.ts';
import { createLogsService } from './services/logs/logsService.ts';
import { cloudWatchOperations } from './services/monitoring/cloudWatch.ts';
import { createCloudWatchHandler, createCloudWatchJsonService } from './services/monitoring/cloudWatchHandler.ts';
import { RuntimeHandler } from './services/runtime/runtimeHandler.ts';
import { createS3Handler } from './services/s3/s3Handler.ts';
import { SageMaker } from './services/sagemaker/sageMaker.ts';
import { createStsHandler } from './services/sts/stsHandler.ts';
import { LogStore } from './store/logStore.ts';
import { MetricStore } from './store/metricStore.ts';
import { ObjectStore } from './store/objectStore.ts';

/** What an engine is made of; passed in so that tests own time and output. */
export interface EngineParts {
  readonly version: string;
  readonly clock: Clock;
  readonly lock: HeldLock;
  /** The bundled worker of the in-process runner. */
  readonly workerUrl: URL;
  /** The bundled worker of the in-process predictor. */
  readonly servingWorkerUrl: URL;
  /** The bundled worker of transform jobs' DataProcessing. */
  readonly dataProcessingWorkerUrl: URL;
  /** The folder of the Python programs that are shipped with the engine. */
  readonly pythonPrograms: string;
  /** The variables that the engine was started with. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** Called when the engine decides to end: nobody needs it, or a newer version waits. */
  readonly end: (reason: string) => void;
}

/** Seconds that a role's credentials are good for in a program that is not given new ones: a year. */
const longestRun = 365 * 24 * 3600;

/** A running local engine: its state, its services and its HTTP server. */
export class Engine extends Disposable {
  private constructor(
    readonly port: number,
    readonly credentials: EngineCredentials,
    readonly identity: EngineIdentity,
    private readonly server: EngineServer,
    private readonly sageMaker: SageMaker,
    private readonly logs: LogStore,
    private readonly metrics: MetricStore,
  ) {
    super();
  }

  /**
   * Opens the state, settles what an earlier engine left unfinished, and listens.
   * @throws UserError when the state cannot be used or the port is taken.
   */
  static async start(command: EngineCommand, parts: EngineParts): Promise<Engine> {
    const { clock, log } = parts;
    const { accountId = localAccountId, region = localRegion } = command;
    const state = command.stateDirectory;
    const credentials = await openState(state, parts.version);
    await writeSdkConfig(state, { region, accountId });
    const workDirectory = join(state, 'work');
    await killLeftovers(workDirectory); // what a killed engine could not end
    await removeFolder(workDirectory); // of jobs that a killed engine left
    const objects = await ObjectStore.open(state, { clock, caseInsensitive: platform.caseInsensitiveFiles });
    const logs = await LogStore.open(state, { clock, caseInsensitive: platform.caseInsensitiveFiles });
    const metrics = await MetricStore.open(state, clock, (message, error) => log(`${message} ${describeChain(error)}`));
    const pythons = new PythonEnvironmentLoader(
      { stateDirectory: state, interpreter: command.python, searchPath: parts.env['PATH'] ?? '' },
      new PythonProbe(runProgram),
    );
    if (command.python !== undefined) {
      const named = await pythons.find();
      if (typeof named === 'string') throw new UserError(named);
    }
    const mounts = mountsOfThisMachine();
    const keyring = new Keyring(credentials, clock);
    const access = (session?: RoleSession): EngineAccess => ({
      endpoint: `http://127.0.0.1:${port}`,
      region,
      sdkConfig: sdkConfigPath(state),
      ...(session === undefined ? credentials : keyring.issue(session, longestRun)),
    });
    const installer = new RequirementsInstaller({
      program: join(parts.pythonPrograms, 'install_requirements.py'),
      cacheFolder: join(state, 'python-packages'),
    });
    const runners = new RunnerChooser(
      new InProcessRunner(parts.workerUrl),
      new PythonRunner({
        objects,
        clock,
        mounts,
        programs: parts.pythonPrograms,
        installer,
        access,
        env: parts.env,
      }),
      pythons,
    );
    const processors = new ProcessorChooser({
      finder: pythons,
      mounts,
      clock,
      programs: parts.pythonPrograms,
      access,
      env: parts.env,
    });
    const predictors = new PredictorChooser({
      objects,
      finder: pythons,
      workerUrl: parts.servingWorkerUrl,
      programs: parts.pythonPrograms,
      mounts,
      installer,
      access,
      env: parts.env,
      clock,
    });
    const sageMaker = await SageMaker.open({
      stateDirectory: state,
      objects,
      logs,
      metrics,
      runners,
      processors,
      predictors,
      dataProcessingWorkerUrl: parts.dataProcessingWorkerUrl,
      clock,
      accountId,
      region,
      workDirectory,
      access,
      env: parts.env,
      jupyter: new JupyterLoader({ stateDirectory: state, interpreter: command.jupyter }, runProgram),
      programs: parts.pythonPrograms,
      mounts,
      report: log,
    });

    const activity = {
      lastRequest: () => (server.openRequests > 0 ? clock.now() : server.lastActivity),
      activeJobs: () => sageMaker.activeCount,
    };
    const idle = new IdleWatch(activity, command.idleMinutes, clock, parts.end);
    const health = (): EngineHealth => ({
      pid: process.pid,
      version: parts.version,
      instance: parts.lock.instance,
      activeJobs: sageMaker.activeCount,
      draining: idle.draining,
      accountId,
      region,
    });
    const ecr = await openEcrService({
      stateDirectory: state,
      registry: command.registry,
      credentials,
      clock,
      accountId,
      region,
      report: log,
    });
    const cloudWatch = cloudWatchOperations(metrics, clock);
    const server = createEngineServer({
      keyring,
      region,
      clock,
      log: (message, error) => log(`${message} ${describeChain(error)}`),
      jsonServices: [
        sageMaker.service,
        createLogsService(logs, { region, accountId }),
        ecr,
        createCloudWatchJsonService(cloudWatch),
      ],
      s3: createS3Handler(objects, { region, accountId }),
      health,
      sts: createStsHandler({ accountId, keyring }),
      iam: createIamHandler({ accountId }),
      monitoring: createCloudWatchHandler(cloudWatch),
      runtime: new RuntimeHandler({
        answering: (name) => sageMaker.endpoints.answering(name),
        metrics,
        clock,
        region,
        accountId,
      }),
      control: createControlHandler({
        drain: () => idle.drain(),
        stop: () => parts.end('it was asked to stop'),
        pythons,
      }),
    });
    const port = await listenAsBefore(server, command.port, state);
    sageMaker.startLeft();
    const engine = new Engine(port, credentials, { accountId, region }, server, sageMaker, logs, metrics);
    engine.register(idle);
    return engine;
  }

  /** Ends in order: no new requests, no job left InProgress, everything written. */
  async close(): Promise<void> {
    this.dispose();
    await this.server.close();
    await this.sageMaker.abandon();
    await this.metrics.close();
    await this.logs.close();
  }
}
