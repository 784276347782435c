import * as vscode from 'vscode';
import type { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import { walkSteps } from '../../jobs/wizard/stepWalk.ts';
import { createNotebook } from '../../sagemaker/notebooks/createNotebook.ts';
import { confirmChange } from '../connections/confirmChange.ts';
import type { UiParts } from '../parts.ts';
import { ResourceTarget } from '../resources/resourceTarget.ts';
import { requireTrust } from '../trust.ts';
import { firstAnswers, type NotebookAnswers } from './notebookAnswers.ts';
import { costOf, notebookSteps } from './notebookSteps.ts';
import { tellNotebook } from './tellNotebook.ts';

/** **SageMaker: Create Notebook Instance…**: asks, makes it where the connection in use is, and follows it until it can be opened. */
export function createNotebookCommand(parts: UiParts, defaults: RunDefaults) {
  return async (): Promise<void> => {
    requireTrust('created');
    const place = parts.connections.active;
    const { connection } = await place.sessions.connect();
    const start = firstAnswers(
      place,
      defaults.roleOf(connection) ?? localRole(connection.accountId, place.choice.kind),
    );
    const target = await walkSteps(start, notebookSteps, make);
    if (target !== undefined) await tellNotebook(parts, target, 'Creating');
  };
}

/** The local engine's own; it restricts nothing. */
const localRole = (accountId: string, kind: string): string =>
  kind === 'local' ? `arn:aws:iam::${accountId}:role/service-role/SageMakerWorkbenchLocal` : '';

/** @returns Undefined when the user decided otherwise. */
async function make(answers: NotebookAnswers): Promise<ResourceTarget | undefined> {
  const { place, name } = answers;
  if (!(await agrees(answers))) return undefined;
  if (!(await confirmChange(place, { verb: 'Create', what: `the notebook instance ${name}` }))) return undefined;
  const { clients, lists } = await place.sessions.connect();
  await createNotebook(clients, answers);
  lists.of('notebook').refreshNow();
  if (answers.lifecycle.kind === 'new') lists.of('lifecycleConfig').refreshNow();
  return new ResourceTarget(place, 'notebook', name);
}

/** What costs is confirmed; this machine's costs nothing. */
async function agrees(answers: NotebookAnswers): Promise<boolean> {
  const { place, name, instanceType, lifecycle, repositories } = answers;
  if (place.choice.kind === 'local') return true;
  const { connection, prices } = await place.sessions.connect();
  const facts = [
    `Where: ${connection.label}, account ${connection.accountId}, ${connection.region}`,
    `Instance: ${instanceType}, ${costOf(prices.hourly(instanceType, 'Notebook'))}, until it is stopped`,
    `Volume: ${answers.volumeInGb} GB, billed until it is deleted`,
    `Role: ${answers.roleArn}`,
    ...(lifecycle.kind === 'none'
      ? []
      : [`Lifecycle configuration: ${lifecycle.name}${lifecycle.kind === 'new' ? ' (new)' : ''}`]),
    ...(repositories.length === 0 ? [] : [`Repositories: ${repositories.join(', ')}`]),
    ...(connection.redirectedTo === undefined ? [] : [`Requests go to ${connection.redirectedTo}, not to AWS`]),
  ];
  const create = 'Create';
  const options = { modal: true, detail: facts.join('\n') };
  return (
    (await vscode.window.showInformationMessage(`Create the notebook instance ${name}?`, options, create)) === create
  );
}
