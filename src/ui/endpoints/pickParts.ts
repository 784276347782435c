import * as vscode from 'vscode';
import type { Part } from '../../sagemaker/deploy/makeDeployment.ts';
import type { EndpointUse, UsedPart } from '../../sagemaker/endpoints/endpointUse.ts';
import { goesTooText } from '../../sagemaker/deploy/partsText.ts';
import { wordsFor } from '../resources/resourceWords.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';

interface PartItem extends vscode.QuickPickItem {
  readonly part: UsedPart;
}

const icons = { endpointConfig: '$(settings)', model: '$(package)', endpoint: '$(broadcast)' } as const;
const nouns = { endpointConfig: 'configuration', model: 'model', endpoint: 'endpoint' } as const;

/**
 * Which configurations and models go too; those that nobody else uses are checked already.
 * @returns None where the endpoints alone go; undefined when given up.
 */
export async function pickParts(
  targets: readonly ResourceTarget[],
  { parts, isComplete }: EndpointUse,
  saved: string,
): Promise<readonly Part[] | undefined> {
  if (parts.length === 0) return [];
  const items = parts.map((part): PartItem => {
    const { kind, name, of, isLeft = false } = part;
    const noun = isLeft ? 'earlier configuration' : nouns[kind];
    return {
      label: `${icons[kind]} ${name}`,
      description: targets.length === 1 ? noun : `${noun} of ${of.join(', ')}`,
      detail: useText(part, isComplete),
      picked: part.usedBy.length === 0 && isComplete,
      part,
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: `Delete ${wordsFor(targets)} · what goes too`,
    placeHolder: [goesTooText(targets.length), saved].join(' ').trim(),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ part: { kind, name } }) => ({ kind, name }));
}

function useText({ usedBy }: UsedPart, isComplete: boolean): string {
  if (usedBy.length === 0)
    return isComplete ? 'Used by nothing else' : 'Perhaps used by others: there are too many to look at';
  const [first, second, ...more] = usedBy;
  return `Used by ${[first, second].filter(Boolean).join(', ')}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}
