import type * as vscode from 'vscode';
import type { ConnectionsModel, Memory, Place } from '../../connections/connectionsModel.ts';
import { RunDefaults } from '../../jobs/aws/runDefaults.ts';
import { defaultBucketOf } from '../../sagemaker/s3/bucketList.ts';
import { listTrainingRoles } from '../../sagemaker/roles.ts';
import type { Session } from '../../sagemaker/session.ts';
import { messageOf } from '../../shared/errors.ts';
import { connectTo } from '../connections/chooseConnectionCommand.ts';
import { awsRunQuestions } from '../jobs/awsRunQuestions.ts';
import { pickStep, type StepTexts } from '../jobs/train/stepInput.ts';

interface PlaceItem extends vscode.QuickPickItem {
  readonly choose: () => Promise<Place | undefined>;
}

/** Where something is served: where it is, on this machine, or in an account. @returns `again` when no account was picked after all. */
export async function askPlace(
  connections: ConnectionsModel,
  own: Place,
  texts: StepTexts,
  chosen: Place | undefined,
): Promise<Place | 'back' | 'again' | undefined> {
  const here: PlaceItem = { ...placeText(own), choose: async () => own };
  const local: PlaceItem = {
    label: '$(vm) This machine',
    detail: 'No account, no bill. The model is copied from AWS first.',
    choose: async () => connections.local,
  };
  const other: PlaceItem = {
    label: own.choice.kind === 'local' ? '$(cloud) On AWS…' : '$(cloud) Another account…',
    detail: 'In an account that you choose now. The model is copied there first.',
    choose: () => pickAws(connections, own),
  };
  const items = own.choice.kind === 'local' ? [here, other] : [here, local, other];
  const isOwn = chosen === undefined || isSamePlace(chosen, own);
  const active = isOwn ? here : chosen === connections.local ? local : other;
  const picked = await pickStep(texts, items, active);
  if (picked === undefined || picked === 'back') return picked;
  return (await picked.choose()) ?? 'again';
}

/** A place is made anew each time that it is asked for; its sessions are not. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.sessions === other.sessions;
}

function placeText({ choice, sessions }: Place): vscode.QuickPickItem {
  if (choice.kind === 'local') return { label: '$(vm) This machine', detail: 'No account, no bill.' };
  const { label = '', region = '' } = sessions.current?.connection ?? {};
  return { label: `$(cloud) AWS: ${label}`, detail: `In ${region}, where it is. It costs until you delete it.` };
}

async function pickAws(connections: ConnectionsModel, own: Place): Promise<Place | undefined> {
  const { pickConnection } = await import('../connections/pickConnection.ts');
  const choice = await pickConnection(own.choice, { only: 'aws' });
  if (choice === undefined) return undefined;
  const place = connections.placeOf(choice);
  return (await connectTo(place)) === undefined ? undefined : place;
}

/** The role that a model runs as in a place that it does not come from, as for jobs that are run there. */
export async function roleIn({ connection, clients }: Session, memory: Memory): Promise<string | undefined> {
  const { accountId } = connection;
  if (connection.kind === 'local') return `arn:aws:iam::${accountId}:role/service-role/SageMakerWorkbenchLocal`;
  const defaults = new RunDefaults(memory);
  const known = defaults.roleOf(connection);
  if (known !== undefined) return known;
  const offer = await listTrainingRoles(clients).then(
    (roles) => ({ accountId, roles }),
    (error: unknown) => ({ accountId, roles: [], denied: messageOf(error) }),
  );
  const chosen = await awsRunQuestions.chooseRole(offer);
  if (chosen !== undefined) await defaults.setRole(connection, chosen);
  return chosen;
}

/** The bucket that copies go to, as uploads of jobs do. */
export function bucketIn({ connection }: Session, memory: Memory): string {
  return new RunDefaults(memory).bucketOf(connection) ?? defaultBucketOf(connection);
}
