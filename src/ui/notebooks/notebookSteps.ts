import * as vscode from 'vscode';
import { roleArnProblem } from '../../jobs/aws/roleArn.ts';
import type { Step, StepPosition } from '../../jobs/wizard/stepWalk.ts';
import { nameIsTaken } from '../../sagemaker/notebooks/createNotebook.ts';
import { notebookInstanceChoices } from '../../sagemaker/notebooks/notebookInstances.ts';
import { notebookNameProblem, volumeProblem } from '../../sagemaker/notebooks/notebookPlan.ts';
import { listTrainingRoles } from '../../sagemaker/roles.ts';
import { priceText, usdText, type Price } from '../../sagemaker/cost/price.ts';
import { messageOf } from '../../shared/errors.ts';
import { placeWords } from '../connections/placeWords.ts';
import { inputStep, pickStep } from '../jobs/train/stepInput.ts';
import { askLifecycle } from './lifecycleStep.ts';
import type { NotebookAnswers } from './notebookAnswers.ts';
import { askRepositories } from './repositoryStep.ts';

type Answer = Promise<NotebookAnswers | 'back' | undefined>;

/** The questions; on this machine an instance has no size, no role that restricts it and no volume of its own. */
export function notebookSteps({ place }: NotebookAnswers): Step<NotebookAnswers>[] {
  const isLocal = place.choice.kind === 'local';
  return [
    { id: 'name', ask: askName },
    ...(isLocal
      ? []
      : [
          { id: 'instance', ask: askInstance },
          { id: 'role', ask: askRole },
        ]),
    { id: 'lifecycle', ask: askLifecycle },
    { id: 'repositories', ask: askRepositories },
    ...(isLocal ? [] : [{ id: 'volume', ask: askVolume }]),
  ];
}

const titleOf = (what: string): string => `Create Notebook Instance: ${what}`;

async function askName(state: NotebookAnswers, position: StepPosition): Answer {
  const { clients, connection } = await state.place.sessions.connect();
  let { problem } = position;
  let value = state.name;
  for (;;) {
    const answer = await inputStep(
      {
        ...position,
        ...(problem !== undefined && { problem }),
        title: titleOf('name'),
        placeholder: 'Name of the notebook instance',
        prompt: `The instance's name ${placeWords(connection)}`,
        value,
      },
      notebookNameProblem,
    );
    if (answer === undefined || answer === 'back') return answer;
    if (!(await nameIsTaken(clients, 'notebook', answer.text))) return { ...state, name: answer.text };
    problem = `There is a notebook instance ${answer.text} already; choose another name.`;
    value = answer.text;
  }
}

/** Prices come in while the list is open. */
async function askInstance(state: NotebookAnswers, position: StepPosition): Answer {
  const { prices } = await state.place.sessions.connect();
  const choices = await notebookInstanceChoices();
  const items = () =>
    choices.map(({ type, description }) => ({
      label: type,
      // Only what is proposed: a price is a request.
      ...(description !== undefined && { description: costOf(prices.hourly(type, 'Notebook')), detail: description }),
    }));
  const shown = items();
  const texts = { ...position, title: titleOf('instance'), placeholder: 'Which machine? It costs until it is stopped' };
  const active = shown.find(({ label }) => label === state.instanceType);
  const chosen = await pickStep(texts, shown, active, (show) =>
    vscode.Disposable.from(prices.onDidChange(() => show(items()))),
  );
  return chosen === undefined || chosen === 'back' ? chosen : { ...state, instanceType: chosen.label };
}

/** `$0.05 an hour · $1.20 a day`. */
export function costOf(price: Price): string {
  return price.kind === 'known' ? `${priceText(price)} · ${usdText(24 * price.usd)} a day` : priceText(price);
}

async function askRole(state: NotebookAnswers, position: StepPosition): Answer {
  const { clients, connection } = await state.place.sessions.connect();
  const title = titleOf('role');
  const known = await listTrainingRoles(clients).catch((error: unknown) => messageOf(error));
  if (typeof known !== 'string' && known.length > 0) {
    const other = { label: '$(edit) Enter a role ARN…', detail: 'A role that is not listed', arn: '' };
    const items = [
      ...known.map(({ name, arn, description }) => ({ label: name, description: arn, detail: description, arn })),
      other,
    ];
    const placeholder = `What its programs may do in account ${connection.accountId}`;
    const active = items.find(({ arn }) => arn === state.roleArn);
    const chosen = await pickStep({ ...position, title, placeholder }, items, active);
    if (chosen === undefined || chosen === 'back') return chosen;
    if (chosen !== other) return { ...state, roleArn: chosen.arn };
  }
  const why = typeof known === 'string' ? 'The roles of this account may not be listed. ' : '';
  const answer = await inputStep(
    {
      ...position,
      title,
      placeholder: `arn:aws:iam::${connection.accountId}:role/service-role/AmazonSageMaker-ExecutionRole`,
      prompt: `${why}The ARN of the role that the instance's programs run as`,
      value: state.roleArn,
    },
    (arn) => roleArnProblem(arn.trim(), connection.accountId),
  );
  return answer === undefined || answer === 'back' ? answer : { ...state, roleArn: answer.text.trim() };
}

async function askVolume(state: NotebookAnswers, position: StepPosition): Answer {
  const answer = await inputStep(
    {
      ...position,
      title: titleOf('volume'),
      placeholder: 'Gigabytes',
      prompt: 'Gigabytes for what you keep; it can grow later and is billed while the instance is stopped, too',
      value: String(state.volumeInGb),
    },
    volumeProblem,
  );
  return answer === undefined || answer === 'back' ? answer : { ...state, volumeInGb: Number(answer.text.trim()) };
}
