import { findAlgorithm } from '../../catalog/algorithms/registry.ts';
import { localAlgorithms } from '../../catalog/localAlgorithms.ts';
import { JobFailure } from '../execution/jobFailure.ts';
import { described, setUp, withoutPython } from '../execution/runnerChooser.ts';
import type { ContainerKind } from './containerKind.ts';
import type { PreparedModel, UnpackedContainer } from './preparedModel.ts';
import { servedByPython } from './pythonServing.ts';
import type { ServingTools } from './servingTools.ts';

/**
 * A model of a built-in algorithm other than XGBoost, served by its program in an interpreter of this machine.
 * @throws JobFailure for an algorithm that does not run here, and where no interpreter can serve it.
 */
export async function prepareBuiltIn(
  { algorithm }: ContainerKind & { kind: 'builtIn' },
  unpacked: UnpackedContainer,
  tools: ServingTools,
): Promise<PreparedModel> {
  const spec = await findAlgorithm(algorithm);
  const local = localAlgorithms[algorithm];
  if (spec === undefined || local === undefined)
    throw refusal(
      `The local engine does not serve models of ${algorithm}, only of ${Object.keys(localAlgorithms).join(', ')} and of scripts; run this on AWS`,
    );
  if (unpacked.wish.runner === 'in-process')
    throw refusal(
      `The in-process predictor serves built-in XGBoost only; set the runner to auto or python for ${spec.title}`,
    );
  const python = await tools.finder.find(unpacked.wish.interpreter);
  if (typeof python === 'string') throw refusal(withoutPython(spec.title, python, setUp));
  const missing = local.libraries.filter((name) => python.libraries[name] === undefined);
  if (missing.length > 0)
    throw refusal(
      `${spec.title} needs ${missing.join(' and ')} in ${python.interpreter}: install it there, ${setUp}, or run this on AWS`,
    );
  const using = local.libraries.map((name) => `${name} ${python.libraries[name]}`).join(', ');
  const introduction = `Local engine: python runner, built-in ${spec.title} with ${using} in ${described(python)}.`;
  return servedByPython(
    python,
    { program: local.serving, args: [unpacked.modelFolder], introduction },
    unpacked,
    tools,
  );
}

const refusal = (problem: string): JobFailure => new JobFailure(`ClientError: ${problem.replace(/\.$/, '')}.`);
