import { arnOf } from '../../sagemaker/resources/arnOf.ts';
import { kindIds } from '../../sagemaker/resources/resourceKind.ts';
import { kindOf } from '../../sagemaker/resources/resourceKinds.ts';
import type { UiParts } from '../parts.ts';
import { copyText } from './copyText.ts';
import { pickResources } from './pickResources.ts';
import type { ResourceTarget } from './resourceTarget.ts';

/** **SageMaker: Copy ARN**: of several, one per line. */
export function copyArnCommand({ connections }: Pick<UiParts, 'connections'>) {
  return async (...args: unknown[]): Promise<void> => {
    const choice = { kinds: kindIds, title: 'Copy ARN', none: 'There is nothing that has an ARN yet.' };
    const targets = await pickResources(connections, args, choice, true);
    if (targets.length === 0) return;
    const arns = await Promise.all(targets.map(targetArn));
    await copyText(arns.join('\n'), arns.length === 1 ? 'the ARN is' : `${arns.length} ARNs are`);
  };
}

/** What its list knows needs no request. */
export async function targetArn({ place, kind, name }: ResourceTarget): Promise<string> {
  const { clients, lists } = await place.sessions.connect();
  return lists.of(kind).find(name)?.arn ?? arnOf(kind, await kindOf(kind).describe(clients, name));
}
