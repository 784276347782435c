import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { algorithmOf } from '../../catalog/images.ts';
import type { Clock } from '../../shared/clock.ts';
import type { RunnerWish } from '../../shared/node/runnerWish.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { machineVariables } from '../execution/python/machineVariables.ts';
import type { PythonFinder } from '../execution/python/pythonEnvironment.ts';
import { described, whyNoXgboost } from '../execution/runnerChooser.ts';
import type { ObjectStore } from '../store/objectStore.ts';
import { HttpPredictor } from './httpPredictor.ts';
import { InProcessPredictor } from './inProcessPredictor.ts';
import { unpackModel } from './modelArchive.ts';
import type { ExecutionParameters, Predictor } from './predictor.ts';
import type { ServedContainer } from './servedModel.ts';

export interface PredictorChooserParts {
  readonly objects: ObjectStore;
  readonly finder: PythonFinder;
  /** The bundled worker of the in-process predictor. */
  readonly workerUrl: URL;
  /** The shipped Python programs. */
  readonly programs: string;
  /** The engine's own environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
}

/** What is asked for: a container, and how it is started. */
export interface PredictorRequest {
  readonly container: ServedContainer;
  /** What the service adds to the container's own Environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly wish: RunnerWish;
  /** Of this predictor alone. */
  readonly folder: string;
  /** Takes each line that the program logs. */
  readonly log: (line: string) => void;
  /** Milliseconds; four minutes, as the service waits, unless said otherwise. */
  readonly loadTimeout?: number;
  /** Ends what is being loaded. */
  readonly signal?: AbortSignal;
}

/** Until which a container must answer its pings (contract, section 7). */
const defaultLoadTimeout = 4 * 60_000;

/** The image's own limit for a request, in bytes (sagemaker-xgboost-container, serve.py). */
const defaultContentLength = 6_291_456;

/** What can answer for models on this machine, and which of it a model gets: nothing is silently replaced by something else. */
export class PredictorChooser {
  constructor(private readonly parts: PredictorChooserParts) {}

  /** @throws JobFailure saying in one sentence why nothing here answers for the model, and what would. */
  async open(request: PredictorRequest): Promise<Predictor> {
    const { container, wish, folder, log, signal, loadTimeout = defaultLoadTimeout } = request;
    const { clock } = this.parts;
    const tag = xgboostTag(container);
    const environment = { ...container.Environment, ...request.environment };
    if (environment['SAGEMAKER_INFERENCE_OUTPUT'] !== undefined)
      throw refusal(
        'SAGEMAKER_INFERENCE_OUTPUT chooses what an answer holds, which the local engine does not follow: leave it out, or run this on AWS',
      );
    const modelFolder = join(folder, 'ml', 'model');
    await unpackModel(container.ModelDataUrl ?? '', modelFolder, this.parts.objects);
    if (wish.runner === 'in-process') return this.inProcess(tag, environment, modelFolder, undefined);
    const python = await this.parts.finder.find(wish.interpreter);
    const lack = typeof python === 'string' ? python : whyNoXgboost(python, tag);
    if (typeof python === 'string' || lack !== undefined) {
      if (wish.runner === 'python') throw refusal(lack ?? 'No Python was found');
      return this.inProcess(tag, environment, modelFolder, lack);
    }
    const program = join(this.parts.programs, 'xgboost_serve.py');
    const env = {
      ...machineVariables(python.interpreter, this.parts.env),
      PYTHONDONTWRITEBYTECODE: '1', // modules beside the program must leave none among the shipped files
      OMP_WAIT_POLICY: 'passive', // threads that spin between small requests make each some twenty times as slow on a busy machine
      ...environment,
    };
    const command = { program: python.interpreter, args: [program, modelFolder, tag], env, cwd: modelFolder };
    const introduction = `Local engine: python runner, built-in XGBoost as image version ${tag} with xgboost ${python.libraries['xgboost']} in ${described(python)}.`;
    return HttpPredictor.open(command, { folder, log, clock, loadTimeout, ...(signal && { signal }) }, [introduction]);
  }

  /** @param instead - Why the real library is not taken. */
  private inProcess(
    imageTag: string,
    environment: Readonly<Record<string, string>>,
    modelFolder: string,
    instead: string | undefined,
  ): Promise<Predictor> {
    const introduction = [
      `Local engine: in-process runner, built-in XGBoost in TypeScript as image version ${imageTag}.`,
      ...(instead === undefined ? [] : [`The python runner was not taken: ${instead.replace(/\.$/, '')}.`]),
    ];
    const input = {
      modelFolder,
      imageTag,
      batch: environment['SAGEMAKER_BATCH'] !== undefined,
      defaultAccept: environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT'] ?? 'text/csv',
      maxContentLength: contentLengthOf(environment),
    };
    return InProcessPredictor.open(this.parts.workerUrl, input, introduction, parametersOf(environment));
  }
}

/** @throws JobFailure for a container that is not built-in XGBoost, the only one that this version of the engine serves. */
function xgboostTag({ Image = '', Mode, ModelDataUrl, Environment = {} }: ServedContainer): string {
  const found = algorithmOf(Image);
  const here = 'the local engine serves models of built-in XGBoost today';
  if (['SAGEMAKER_PROGRAM', 'SAGEMAKER_SUBMIT_DIRECTORY'].some((name) => Environment[name] !== undefined))
    throw refusal(`The model answers with a script (SAGEMAKER_PROGRAM), and ${here}; run this on AWS`);
  if (found?.algorithm !== 'xgboost')
    throw refusal(`The image '${Image}' is not built-in XGBoost, and ${here}; run this on AWS`);
  if (Mode === 'MultiModel')
    throw refusal(`The container's Mode is MultiModel, and ${here}, one in each container; run this on AWS`);
  if (ModelDataUrl === undefined)
    throw refusal('The model has no ModelDataUrl, from which built-in XGBoost is loaded; name its model.tar.gz');
  return found.tag;
}

/** As `GET /execution-parameters` of the image answers. */
function parametersOf(environment: Readonly<Record<string, string>>): ExecutionParameters {
  return {
    maxConcurrentTransforms: availableParallelism(),
    batchStrategy: 'MultiRecord',
    maxPayloadInMB: Math.floor(contentLengthOf(environment) / 1024 ** 2),
  };
}

/** @throws JobFailure when MAX_CONTENT_LENGTH is no number. */
function contentLengthOf({ MAX_CONTENT_LENGTH: given }: Readonly<Record<string, string>>): number {
  if (given === undefined) return defaultContentLength;
  if (/^\d+$/.test(given)) return Number(given);
  throw refusal(`MAX_CONTENT_LENGTH is '${given}', which is no number of bytes; set it to one`);
}

const refusal = (problem: string): JobFailure => new JobFailure(`ClientError: ${problem.replace(/\.$/, '')}.`);
