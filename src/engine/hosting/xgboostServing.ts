import { availableParallelism } from 'node:os';
import { JobFailure } from '../execution/jobFailure.ts';
import { described, whyNoXgboost } from '../execution/runnerChooser.ts';
import { InProcessPredictor } from './inProcessPredictor.ts';
import type { ExecutionParameters } from './predictor.ts';
import type { PreparedModel, UnpackedContainer } from './preparedModel.ts';
import { servedByPython } from './pythonServing.ts';
import type { ServingTools } from './servingTools.ts';

/** The image's own limit for a request, in bytes (sagemaker-xgboost-container, serve.py). */
const defaultContentLength = 6_291_456;

/**
 * A model of built-in XGBoost: with the real library where the interpreter has it, else in TypeScript.
 * @throws JobFailure when what was wished for cannot take it.
 */
export async function prepareXgboost(
  tag: string,
  unpacked: UnpackedContainer,
  tools: ServingTools,
): Promise<PreparedModel> {
  const { environment, wish, modelFolder } = unpacked;
  const { finder, workerUrl } = tools;
  const inProcess = (instead: string | undefined): PreparedModel => {
    const input = {
      modelFolder,
      imageTag: tag,
      batch: environment['SAGEMAKER_BATCH'] !== undefined,
      defaultAccept: environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT'] ?? 'text/csv',
      maxContentLength: contentLengthOf(environment),
      inferenceOutput: environment['SAGEMAKER_INFERENCE_OUTPUT'],
    };
    const introduction = [
      `Local engine: in-process runner, built-in XGBoost in TypeScript as image version ${tag}.`,
      ...(instead === undefined ? [] : [`The python runner was not taken: ${instead.replace(/\.$/, '')}.`]),
    ];
    return { open: () => InProcessPredictor.open(workerUrl, input, introduction, parametersOf(environment)) };
  };
  if (wish.runner === 'in-process') return inProcess(undefined);
  const python = await finder.find(wish.interpreter);
  const lack = typeof python === 'string' ? python : whyNoXgboost(python, tag);
  if (typeof python === 'string' || lack !== undefined) {
    if (wish.runner === 'python') throw refusal(lack ?? 'No Python was found');
    return inProcess(lack);
  }
  const introduction = `Local engine: python runner, built-in XGBoost as image version ${tag} with xgboost ${python.libraries['xgboost']} in ${described(python)}.`;
  return servedByPython(
    python,
    { program: 'xgboost_serve.py', args: [modelFolder, tag], introduction },
    unpacked,
    tools,
  );
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
