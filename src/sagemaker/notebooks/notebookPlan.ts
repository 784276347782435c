import type { CreateNotebookInstanceCommandInput } from '@aws-sdk/client-sagemaker';
import { contentOf, type LifecycleHook } from './lifecycleScripts.ts';

/** What an instance runs when it is made or started. */
type LifecycleAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'existing'; readonly name: string }
  | { readonly kind: 'new'; readonly name: string; readonly hook: LifecycleHook; readonly script: string };

/** A notebook instance to be made. */
export interface NotebookPlan {
  readonly name: string;
  readonly instanceType: string;
  readonly roleArn: string;
  readonly lifecycle: LifecycleAnswer;
  /** Addresses, the first of which is opened; at most `mostRepositories`. */
  readonly repositories: readonly string[];
  readonly volumeInGb: number;
}

/** The default one and the additional ones (service model: AdditionalCodeRepositoryNamesOrUrls). */
const mostRepositories = 4;
/** In gigabytes (service model: NotebookInstanceVolumeSizeInGB). */
const volume = { min: 5, max: 16_384 };
const longest = 63;

export const defaultVolumeInGb = volume.min;

export function notebookRequest(plan: NotebookPlan): CreateNotebookInstanceCommandInput {
  const { lifecycle, repositories } = plan;
  const [first, ...others] = repositories;
  return {
    NotebookInstanceName: plan.name,
    InstanceType: plan.instanceType as CreateNotebookInstanceCommandInput['InstanceType'],
    RoleArn: plan.roleArn,
    VolumeSizeInGB: plan.volumeInGb,
    ...(lifecycle.kind !== 'none' && { LifecycleConfigName: lifecycle.name }),
    ...(first !== undefined && { DefaultCodeRepository: first }),
    ...(others.length > 0 && { AdditionalCodeRepositories: others }),
  };
}

/** Why a text is no name of an instance or a configuration; undefined where it is one (service model: NotebookInstanceName). */
export function notebookNameProblem(text: string): string | undefined {
  if (text.length > longest) return `A name has at most ${longest} characters; this one has ${text.length}.`;
  if (/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(text)) return undefined;
  return 'A name has letters, digits and hyphens only, and no hyphen first or last.';
}

export function volumeProblem(text: string): string | undefined {
  const size = Number(text.trim());
  return /^\d+$/.test(text.trim()) && size >= volume.min && size <= volume.max
    ? undefined
    : `The volume has ${volume.min} to ${volume.max} gigabytes, as a whole number.`;
}

/** @param text - Addresses of repositories, with commas or spaces between them. */
export function repositoriesProblem(text: string): string | undefined {
  const found = repositoriesIn(text);
  if (found.length === 0) return 'Write at least one address, as https://github.com/you/project.git.';
  if (found.length > mostRepositories) return `An instance has at most ${mostRepositories} repositories.`;
  const wrong = found.find((one) => !/^https:\/\/[^/\s@]+\/\S+$/.test(one));
  return wrong === undefined
    ? undefined
    : `${wrong} is not taken: the address begins with https:// and has no user or password in it.`;
}

export function repositoriesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((one) => one !== ''))];
}

/**
 * The address of a Git remote as SageMaker takes it: `git@github.com:you/project.git` is `https://github.com/you/project.git`, and what
 * stands before the host (a user, a token) is left out. Undefined for a folder or what has no such form.
 */
export function repositoryUrl(remote: string): string | undefined {
  const text = remote.trim();
  const short = /^[\w.-]+@([\w.-]+):(?!\/)(\S+)$/.exec(text);
  if (short !== null) return `https://${short[1]}/${short[2]}`;
  const long = /^(?:https?|ssh|git):\/\/(?:[^/@\s]+@)?([\w.-]+)(?::\d+)?\/(\S+)$/.exec(text);
  return long === null ? undefined : `https://${long[1]}/${long[2]}`;
}

/** Why a script cannot be kept in a configuration; undefined where it can. */
export function scriptProblem(script: string): string | undefined {
  if (script.trim() === '') return 'The script is empty.';
  const { length } = contentOf(script);
  // Service model: NotebookInstanceLifecycleConfigContent.
  if (length <= 16_384) return undefined;
  return `The script is too long: ${length} characters in Base64, of 16,384 that SageMaker keeps; let it fetch the rest from S3.`;
}
