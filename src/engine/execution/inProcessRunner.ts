import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { algorithmOf } from '../../catalog/images.ts';
import { codeOf } from '../../shared/errors.ts';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import type { ContainerExit } from './container.ts';
import { JobFailure } from './jobFailure.ts';
import { hostCountOf } from './jobHosts.ts';
import type { Usage } from './process/groupUsage.ts';
import type { OutputSink, Runner, RunningContainer } from './runner.ts';
import type { WorkerInput, WorkerMessage } from './workerMessages.ts';

/** The exit code that Docker reports for a container that was killed. */
const killed = 137;

/** What a worker's heap may hold, in MiB. At V8's own limit, some 4 GB, the engine would end with the job. */
const mostHeap = Math.min(3072, Math.floor(totalmem() / 2 / 1024 ** 2));

/** Built-in XGBoost in a worker thread of the engine: needs nothing but Node. */
export class InProcessRunner implements Runner {
  readonly name = 'in-process';

  /**
   * @param workerUrl - The bundled worker; passed in because its place differs between the sources and the build.
   * @param heap - What a job's heap may hold, in MiB.
   */
  constructor(
    private readonly workerUrl: URL,
    private readonly heap: number = mostHeap,
  ) {}

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
    const worker = new Worker(this.workerUrl, { workerData, resourceLimits: { maxOldGenerationSizeMb: this.heap } });
    return {
      ...follow(worker, output, this.outOfMemory),
      terminate: () => Atomics.store(new Int32Array(stopFlag), 0, 1),
      kill: () => void worker.terminate(),
    };
  }

  private get outOfMemory(): JobFailure {
    return new JobFailure(
      `AlgorithmError: The job ran out of memory: its model was about to need more than the ${this.heap} MiB that the in-process runner gives to a job. Use fewer rounds (num_round) or shallower trees, or set the runner to python, exit code: ${killed}`,
    );
  }

  private tagOf(request: TrainingJobRequest): string {
    return algorithmOf(request.AlgorithmSpecification.TrainingImage ?? '')?.tag ?? '1';
  }
}

/** Its time is told by the loop that it keeps busy, its memory by itself. */
function follow(worker: Worker, output: OutputSink, outOfMemory: JobFailure): Pick<RunningContainer, 'exit' | 'usage'> {
  let memoryBytes: number | undefined;
  const exit = new Promise<ContainerExit>((resolve, reject) => {
    let exitCode: number | undefined;
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'lines') void output(message.lines);
      else if (message.kind === 'memory') memoryBytes = message.bytes;
      else if (message.kind === 'outOfMemory') reject(outOfMemory);
      else exitCode = message.exitCode;
    });
    worker.once('error', (error) => reject(codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory : error));
    worker.once('exit', () => resolve({ exitCode: exitCode ?? killed }));
  });
  const usage = (): Promise<Usage> =>
    Promise.resolve({ cpuSeconds: worker.performance.eventLoopUtilization().active / 1000, memoryBytes });
  return { exit, usage };
}
