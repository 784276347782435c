import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { xgboost } from '../../../catalog/algorithms/xgboost.ts';
import { canonicalHyperparameters, validateHyperparameters } from '../../../catalog/hyperparameters.ts';
import { codeOf, messageOf } from '../../../shared/errors.ts';
import type { ContainerExit, ContainerHost } from '../../execution/container.ts';
import { train, type WatchedData } from './boosting.ts';
import { checkChannels, formatNote, type ChannelConfig } from './channelConfig.ts';
import { ClientError } from './clientError.ts';
import { imageVersion, type ImageVersion } from './imageVersion.ts';
import { readChannels, type InputChannels } from './inputChannels.ts';
import type { XgboostModel } from './model.ts';
import { modelText } from './modelFile.ts';
import { readParameters, type TrainingParameters } from './parameters.ts';
import { TrainingLog } from './trainingLog.ts';

/** 128 + SIGTERM, as Docker reports a process that the signal ended. */
const terminatedExitCode = 143;

interface Job {
  readonly parameters: TrainingParameters;
  readonly channels: InputChannels;
}

/**
 * Stands for the built-in XGBoost image: trains from `input/`, logs one line per round, and writes `model/xgboost-model`, or
 * `output/failure` with one sentence. Blocks until training ends, so it belongs in a thread of its own.
 */
export function runXgboostContainer(host: ContainerHost): ContainerExit {
  const version = imageVersion(host.imageTag);
  const log = new TrainingLog(host, version);
  try {
    return run(host, prepare(host, version, log), log);
  } catch (error) {
    return fail(host, log, error);
  }
}

/** Everything that can be wrong is found here, before the first round. */
function prepare(host: ContainerHost, version: ImageVersion, log: TrainingLog): Job {
  const values = readConfig<Record<string, string>>(host, 'hyperparameters.json') ?? {};
  const problems = validateHyperparameters(xgboost, values, host.imageTag);
  if (problems.length > 0) throw new ClientError(problems.map((problem) => problem.message).join(' '));
  const hosts = readConfig<{ hosts?: string[] }>(host, 'resourceconfig.json')?.hosts ?? [];
  if (hosts.length > 1) {
    throw new ClientError(
      `The in-process trainer runs on one host, not on ${hosts.length}: set InstanceCount to 1, or run this job on AWS.`,
    );
  }
  const config = readConfig<Record<string, ChannelConfig>>(host, 'inputdataconfig.json') ?? {};
  checkChannels(config);
  const note = formatNote(config);
  if (note !== undefined) log.note(note, 'WARNING');
  const hasValidation = config['validation'] !== undefined;
  const parameters = readParameters(canonicalHyperparameters(xgboost, values), version, hasValidation);
  if (values['early_stopping_rounds'] !== undefined && !parameters.earlyStopping) {
    log.note('No early stopping: this image needs eval_metric and a validation channel for it.', 'WARNING');
  }
  return { parameters, channels: readNoted(path.join(host.mlRoot, 'input/data'), config, parameters, note) };
}

/** Where channels have different formats, that is said beside what is wrong with the data. */
function readNoted(
  ...[folder, config, parameters, note]: [...Parameters<typeof readChannels>, string | undefined]
): InputChannels {
  try {
    return readChannels(folder, config, parameters);
  } catch (error) {
    if (note === undefined || !(error instanceof ClientError)) throw error;
    throw new ClientError(`${error.message} ${note}`, { cause: error });
  }
}

function run(host: ContainerHost, job: Job, log: TrainingLog): ContainerExit {
  const { parameters, channels } = job;
  const watched: [WatchedData, ...WatchedData[]] = [{ name: 'train', data: channels.train }];
  log.note(`Train matrix has ${channels.train.rows} rows and ${channels.train.columns} columns`);
  if (channels.validation) {
    watched.push({ name: 'validation', data: channels.validation });
    log.note(`Validation matrix has ${channels.validation.rows} rows`);
  }
  const rule = parameters.earlyStopping;
  const outcome = train(parameters, watched, {
    stopRequested: () => host.stopRequested(),
    afterRound(result) {
      log.round(result);
      if (rule && result.round === 0) log.announceEarlyStopping(rule, result);
    },
  });
  if (outcome.ending === 'terminated') {
    log.note('SIGTERM received, training ends.', 'WARNING');
    if (!parameters.saveModelOnTermination || outcome.model.trees.length === 0) return { exitCode: terminatedExitCode };
  }
  if (outcome.ending === 'stoppedEarly') log.stoppedEarly(outcome.bestRound);
  saveModel(host, outcome.model);
  return { exitCode: 0 };
}

function saveModel(host: ContainerHost, model: XgboostModel): void {
  const directory = path.join(host.mlRoot, 'model');
  const file = path.join(directory, 'xgboost-model');
  mkdirSync(directory, { recursive: true });
  // Renamed when whole, so that a killed process never leaves half a model to be uploaded.
  writeFileSync(`${file}.tmp`, modelText(model));
  renameSync(`${file}.tmp`, file);
}

/** The failure file's content is the job's failure reason; the service marks the user's own mistakes as ClientError. */
function fail(host: ContainerHost, log: TrainingLog, error: unknown): ContainerExit {
  const kind = error instanceof ClientError ? 'ClientError' : 'AlgorithmError';
  const reason = `${kind}: ${messageOf(error)}`;
  log.note(reason, 'ERROR');
  const directory = path.join(host.mlRoot, 'output');
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'failure'), reason);
  return { exitCode: 1 };
}

/** A file of `input/config`; undefined when it is not there. */
function readConfig<T>(host: ContainerHost, name: string): T | undefined {
  const file = path.join(host.mlRoot, 'input/config', name);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new Error(`input/config/${name} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
