import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { findAlgorithm } from '../../../catalog/algorithms/registry.ts';
import { nodeDefinitionFiles } from '../../../jobs/nodeDefinitionFiles.ts';
import {
  imagesOf,
  localTitles,
  runsLocally,
  trainChoices,
  type TrainChoice,
} from '../../../jobs/wizard/algorithmChoices.ts';
import { instanceChoices } from '../../../jobs/wizard/instanceChoices.ts';
import type { Step, StepPosition } from '../../../jobs/wizard/stepWalk.ts';
import { stepIdsOf, type StepId, type TrainAnswers, type TrainPlace } from '../../../jobs/wizard/trainAnswers.ts';
import { readArguments } from '../../../jobs/wizard/argumentReader.ts';
import type { SurveyTable } from '../../../jobs/wizard/takeData.ts';
import { loadServiceModel } from '../../../serviceModel/serviceModel.ts';
import { UserError } from '../../../shared/errors.ts';
import { askArguments } from './argumentStep.ts';
import { askColumns, askLabel } from './columnSteps.ts';
import { askData } from './dataStep.ts';
import { askHyperparameters, askRequired } from './hyperparameterStep.ts';
import { pickStep } from './stepInput.ts';

type Answer = Promise<TrainAnswers | 'back' | undefined>;

/** The wizard's questions as they follow from the answers so far. @param first - What the menu was opened on. */
export function trainSteps(
  answers: TrainAnswers,
  first: TrainChoice['kind'],
  survey: SurveyTable,
): Step<TrainAnswers>[] {
  return stepIdsOf(answers).map((id) => ({
    id: id.kind === 'data' ? id.channel : id.kind,
    ask: (state, position) => ask(id, state, position, { first, survey }),
  }));
}

function ask(
  id: StepId,
  answers: TrainAnswers,
  position: StepPosition,
  { first, survey }: { readonly first: TrainChoice['kind']; readonly survey: SurveyTable },
): Answer {
  switch (id.kind) {
    case 'what':
      return askWhat(answers, position, first);
    case 'image':
      return askImage(answers, position);
    case 'script':
      return askScript(answers, position);
    case 'data':
      return askData(answers, id, position, survey);
    case 'label':
      return askLabel(answers, position);
    case 'columns':
      return askColumns(answers, position);
    case 'required':
      return askRequired(answers, id.name, position);
    case 'arguments':
      return askArguments(answers, position);
    case 'hyperparameters':
      return askHyperparameters(answers, position);
    case 'instance':
      return askInstance(answers, position);
    case 'where':
      return askWhere(answers, position);
  }
}

async function askWhat(answers: TrainAnswers, position: StepPosition, first: TrainChoice['kind']): Answer {
  const items = trainChoices(first).map((choice) => ({
    label: choice.title,
    detail: choice.description,
    ...(!runsLocally(choice) && { description: 'on AWS' }),
    choice,
  }));
  const active = items.find(({ choice }) => choice.title === answers.what?.title);
  const texts = { ...position, title: 'Train a Model', placeholder: 'What is to be trained?' };
  const chosen = await pickStep(texts, items, active);
  if (chosen === undefined || chosen === 'back') return chosen;
  const { choice: what } = chosen;
  if (what.title === answers.what?.title) return answers;
  // What follows from the algorithm is asked, or looked at, anew.
  const {
    spec: _spec,
    image: _image,
    instanceType: _type,
    scriptArguments: _arguments,
    table: _table,
    ...others
  } = answers;
  const spec = what.kind === 'algorithm' ? await findAlgorithm(what.name) : undefined;
  const image = what.kind === 'algorithm' ? imagesOf(what)[0] : undefined;
  return { ...others, what, hyperparameters: {}, ...(spec && { spec }), ...(image !== undefined && { image }) };
}

async function askImage(answers: TrainAnswers, position: StepPosition): Answer {
  const items = (answers.what === undefined ? [] : imagesOf(answers.what)).map((label) => ({ label }));
  const texts = { ...position, title: 'Train a Model: version', placeholder: 'Which version of the framework?' };
  const chosen = await pickStep(
    texts,
    items,
    items.find(({ label }) => label === answers.image),
  );
  return chosen === undefined || chosen === 'back' ? chosen : { ...answers, image: chosen.label };
}

async function askScript(answers: TrainAnswers, position: StepPosition): Answer {
  const { workspaceRoot, script } = answers;
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(workspaceRoot, '**/*.{py,sh}'),
    new vscode.RelativePattern(workspaceRoot, '**/{node_modules,.venv,venv,.git,__pycache__,site-packages}/**'),
    500,
  );
  const paths = [...new Set([...(script === undefined ? [] : [script]), ...found.map(({ fsPath }) => fsPath)])];
  if (paths.length === 0) throw new UserError('There is no script in this workspace; write a train.py, then train it.');
  const items = paths.map((path) => ({ label: `$(file-code) ${vscode.workspace.asRelativePath(path, false)}`, path }));
  const texts = { ...position, title: 'Train a Model: script', placeholder: 'Which script is run?' };
  const chosen = await pickStep(
    texts,
    items,
    items.find(({ path }) => path === script),
  );
  if (chosen === undefined || chosen === 'back') return chosen;
  const next = { ...answers, script: chosen.path, scriptHasNeighbours: await hasNeighbours(chosen.path) };
  if (chosen.path === script && answers.scriptArguments !== undefined) return next;
  const scriptArguments = await argumentsOf(chosen.path);
  const known = scriptArguments.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]]));
  return { ...next, scriptArguments, hyperparameters: Object.fromEntries(known) as Record<string, string> };
}

const maxScript = 1024 * 1024;

async function argumentsOf(script: string) {
  if (!/\.py$/i.test(script)) return [];
  return readArguments(new TextDecoder().decode(await nodeDefinitionFiles.readHead(script, maxScript)));
}

/** Whether a script has files beside it that it may import or install. */
async function hasNeighbours(script: string): Promise<boolean> {
  const children = await nodeDefinitionFiles.children(dirname(script));
  return children.some(
    ({ name }) =>
      name !== basename(script) && (name.endsWith('.py') || ['requirements.txt', 'setup.py'].includes(name)),
  );
}

async function askInstance(answers: TrainAnswers, position: StepPosition): Answer {
  const model = await loadServiceModel();
  const shape = model.shape('TrainingInstanceType');
  const known = shape.type === 'string' ? (shape.enum ?? []) : [];
  const items = instanceChoices(answers.image ?? '', answers.spec, known).map(({ type, description }) => ({
    label: type,
    ...(description !== undefined && { description }),
  }));
  const texts = {
    ...position,
    title: 'Train a Model: instance',
    placeholder: 'Which machine on AWS? This computer trains with what it has.',
  };
  const chosen = await pickStep(
    texts,
    items,
    items.find(({ label }) => label === answers.instanceType),
  );
  return chosen === undefined || chosen === 'back' ? chosen : { ...answers, instanceType: chosen.label };
}

async function askWhere(answers: TrainAnswers, position: StepPosition): Answer {
  const local = answers.what !== undefined && runsLocally(answers.what);
  const items: (vscode.QuickPickItem & { where: TrainPlace })[] = [
    ...(local ? [{ label: '$(vm) On this machine', detail: 'No account, no bill.', where: 'local' as const }] : []),
    { label: '$(cloud) On AWS', detail: 'In your account; you see what is sent before it is.', where: 'aws' },
    { label: '$(file) Only write the file', detail: 'Run it later from its first line.', where: 'file' },
  ];
  const texts = {
    ...position,
    title: 'Train a Model: where',
    placeholder: local
      ? 'Where is it run?'
      : `Where is it run? The local engine trains ${localTitles()}, not ${answers.what?.title}.`,
  };
  const chosen = await pickStep(
    texts,
    items,
    items.find(({ where }) => where === answers.where),
  );
  return chosen === undefined || chosen === 'back' ? chosen : { ...answers, where: chosen.where };
}
