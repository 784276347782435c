import { JobFailure } from '../../execution/jobFailure.ts';
import { otherVersion } from '../../execution/frameworks.ts';
import { described, setUp, withoutPython } from '../../execution/runnerChooser.ts';
import type { ContainerKind } from '../containerKind.ts';
import type { PreparedModel, UnpackedContainer } from '../preparedModel.ts';
import { placeScript } from './placeScript.ts';
import { scriptFamily } from './scriptFamily.ts';
import type { ScriptServingTools } from './scriptContainer.ts';
import { ScriptModel } from './scriptModel.ts';

/**
 * A model that a script of the user's answers for, in an interpreter of this machine.
 * @throws JobFailure when there is no script, and where no interpreter can run it.
 */
export async function prepareScript(
  { framework, tag }: ContainerKind & { kind: 'script' },
  unpacked: UnpackedContainer,
  tools: ScriptServingTools,
): Promise<PreparedModel> {
  const family = scriptFamily(framework, tag);
  const { wish, container } = unpacked;
  if (wish.runner === 'in-process')
    throw refusal(
      'The in-process predictor serves built-in XGBoost only, and this model has a script: set the runner to auto or python',
    );
  const python = await tools.finder.find(wish.interpreter);
  if (typeof python === 'string') throw refusal(withoutPython('A script', python, setUp));
  const script = await placeScript(family, unpacked, tools.objects);
  const introduction = [
    `Local engine: python runner, ${script.program === undefined ? `the ${framework} image's own functions` : `the script ${script.program}`} with ${described(python)}.`,
    ...(framework === undefined
      ? [`The image '${container.Image}' is not pulled: the script has the programs and libraries of this machine.`]
      : otherVersion(python, framework, tag)),
  ];
  return new ScriptModel({ family, python, script, introduction, unpacked, tools });
}

const refusal = (problem: string): JobFailure => new JobFailure(`ClientError: ${problem.replace(/\.$/, '')}.`);
