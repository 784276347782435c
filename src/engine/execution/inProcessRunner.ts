import { Worker } from 'node:worker_threads';
import { algorithmOf } from '../../catalog/images.ts';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import type { ContainerExit } from './container.ts';
import { hostCountOf } from './jobHosts.ts';
import type { Usage } from './process/groupUsage.ts';
import type { OutputSink, Runner, RunningContainer } from './runner.ts';
import type { WorkerInput, WorkerMessage } from './workerMessages.ts';

/** The exit code that Docker reports for a container that was killed. */
const killed = 137;

/** Built-in XGBoost in a worker thread of the engine: needs nothing but Node. */
export class InProcessRunner implements Runner {
  readonly name = 'in-process';

  /** @param workerUrl - The bundled worker; passed in because its place differs between the sources and the build. */
  constructor(private readonly workerUrl: URL) {}

  whyNot(request: TrainingJobRequest): string | undefined {
    const image = request.AlgorithmSpecification.TrainingImage ?? request.AlgorithmSpecification.AlgorithmName ?? '';
    if (algorithmOf(image)?.algorithm !== 'xgboost') {
      return `The image '${image}' is not built-in XGBoost, the only one that this version of the local engine runs; use an image such as xgboost:1.7-1, or run this job on AWS`;
    }
    const hosts = hostCountOf(request);
    if (hosts > 1)
      return `The job has ${hosts} instances and the in-process runner has one: set InstanceCount to 1, or the runner to python`;
    return undefined;
  }

  introduce(request: TrainingJobRequest): string {
    return `Local engine: in-process runner, built-in XGBoost in TypeScript as image version ${this.tagOf(request)}.`;
  }

  start(request: TrainingJobRequest, mlRoot: string, output: OutputSink): RunningContainer {
    const stopFlag = new SharedArrayBuffer(4);
    const workerData: WorkerInput = { mlRoot, imageTag: this.tagOf(request), stopFlag };
    const worker = new Worker(this.workerUrl, { workerData });
    return {
      ...follow(worker, output),
      terminate: () => Atomics.store(new Int32Array(stopFlag), 0, 1),
      kill: () => void worker.terminate(),
    };
  }

  private tagOf(request: TrainingJobRequest): string {
    return algorithmOf(request.AlgorithmSpecification.TrainingImage ?? '')?.tag ?? '1';
  }
}

/** Its time is told by the loop that it keeps busy, its memory by itself. */
function follow(worker: Worker, output: OutputSink): Pick<RunningContainer, 'exit' | 'usage'> {
  let memoryBytes: number | undefined;
  const exit = new Promise<ContainerExit>((resolve, reject) => {
    let exitCode: number | undefined;
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'lines') void output(message.lines);
      else if (message.kind === 'memory') memoryBytes = message.bytes;
      else exitCode = message.exitCode;
    });
    worker.once('error', reject);
    worker.once('exit', () => resolve({ exitCode: exitCode ?? killed }));
  });
  const usage = (): Promise<Usage> =>
    Promise.resolve({ cpuSeconds: worker.performance.eventLoopUtilization().active / 1000, memoryBytes });
  return { exit, usage };
}
