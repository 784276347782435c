import * as vscode from 'vscode';
import { creatableKinds } from '../../jobs/clone/creation.ts';
import { callEndpointCode, callModelCode, createCode } from '../../jobs/clone/pythonCode.ts';
import { readRequest } from '../../jobs/clone/readRequest.ts';
import { baseJobName } from '../../jobs/jobName.ts';
import type { SdkClients } from '../../sagemaker/clients.ts';
import type { UiParts } from '../parts.ts';
import { copyText } from './copyText.ts';
import { pickCreatable, type CreatableTarget } from './pickCreatable.ts';

/** @param name - What the name of what is created begins with. */
type Code = (clients: SdkClients, target: CreatableTarget, name: string) => string | Promise<string>;

/** **SageMaker: Copy as Python**: boto3 code that creates the same under a new name, or calls a model or an endpoint; of several, one after the other. */
export function copyPythonCommand({ connections }: Pick<UiParts, 'connections'>) {
  return async (...args: unknown[]): Promise<void> => {
    const targets = await pickCreatable(connections, args, {
      kinds: creatableKinds,
      title: 'Copy as Python',
      none: 'There is nothing to copy yet.',
    });
    const code = targets.length === 0 ? undefined : await choose(targets);
    if (code === undefined) return;
    const names = distinctNames(targets);
    const programs = targets.map(async (target, index) => {
      const { clients } = await target.place.sessions.connect();
      return code(clients, target, names[index] ?? target.name);
    });
    const what = targets.length === 1 ? 'the code for boto3 is' : `the code for boto3 of ${targets.length} is`;
    await copyText((await Promise.all(programs)).join('\n\n'), what);
  };
}

const create: Code = async (clients, { kind, name }, newName) =>
  createCode(kind, newName, await readRequest(clients, kind, name), clients.connection);

const call: Code = ({ connection }, { kind, name }) =>
  kind === 'endpoint' ? callEndpointCode(name, connection) : callModelCode(name, connection);

/** @returns Undefined when the user picked none. */
async function choose(targets: readonly CreatableTarget[]): Promise<Code | undefined> {
  const [isCalled, isDeployed] = [
    targets.every(({ kind }) => kind === 'endpoint'),
    targets.every(({ kind }) => kind === 'model'),
  ];
  if (!isCalled && !isDeployed) return create;
  const items = [
    {
      label: 'Call It',
      detail: isCalled ? 'Sends one row to the endpoint.' : 'Deploys it, sends one row, deletes the endpoint.',
      code: call,
    },
    { label: 'Create It Again', detail: 'The same under a new name.', code: create },
  ];
  return (await vscode.window.showQuickPick(items, { title: 'Copy as Python', placeHolder: 'What is it to do?' }))
    ?.code;
}

/** The code adds the second that it runs in: where two names would begin the same, the later ones are numbered. */
function distinctNames(targets: readonly CreatableTarget[]): string[] {
  const seen = new Map<string, number>();
  return targets.map(({ name }) => {
    const base = baseJobName(name);
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return count === 1 ? name : `${base}-${count}`;
  });
}
