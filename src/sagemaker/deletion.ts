import type { KindId } from './resources/resourceKind.ts';
import { kindOf } from './resources/resourceKinds.ts';

/**
 * What a deletion takes and what it leaves, of one and of several, as the API reference of each Delete operation says; kinds that the API does not
 * delete are left out.
 */
const effects = {
  trainingJob: [
    'Its description and tags go. Its artifact, checkpoints and logs stay.',
    'Their descriptions and tags go. Their artifacts, checkpoints and logs stay.',
  ],
  tuningJob: [
    'Its description and tags go. Its training jobs, their artifacts and logs stay.',
    'Their descriptions and tags go. Their training jobs, the artifacts and logs of those stay.',
  ],
  processingJob: [
    'Its description and tags go. Its outputs and logs stay.',
    'Their descriptions and tags go. Their outputs and logs stay.',
  ],
  model: [
    'Its description goes. Its artifact and image stay; an endpoint that serves it cannot be changed or scaled any more.',
    'Their descriptions go. Their artifacts and images stay; an endpoint that serves one of them cannot be changed or scaled any more.',
  ],
  endpointConfig: [
    'Its description goes. Its models stay; an endpoint that uses it cannot be changed or scaled any more.',
    'Their descriptions go. Their models stay; an endpoint that uses one of them cannot be changed or scaled any more.',
  ],
  notebook: [
    'Its volume goes, with every file and notebook on it. What is in S3 or in a repository stays.',
    'Their volumes go, with every file and notebook on them. What is in S3 or in a repository stays.',
  ],
  lifecycleConfig: [
    'Its scripts go. The notebook instances that were made with it stay.',
    'Their scripts go. The notebook instances that were made with them stay.',
  ],
} as const satisfies Partial<Record<KindId, readonly [one: string, several: string]>>;

export type DeletableKind = keyof typeof effects;

/** The kinds that *Delete* is for; endpoints have a command of their own. */
export const deletableKinds = Object.keys(effects) as DeletableKind[];

/** What goes and what stays, a sentence or two for each kind that is among them. @param kinds - Of each that is deleted. */
export function deletionEffects(kinds: readonly KindId[]): string {
  const isOneKind = new Set(kinds).size === 1;
  const known = [...new Set(kinds)].filter((kind): kind is DeletableKind => kind in effects);
  const texts = known.map((kind) => {
    const text = effects[kind][kinds.filter((each) => each === kind).length === 1 ? 0 : 1];
    return isOneKind ? text : `${capital(kindOf(kind).plural)}: ${text}`;
  });
  return texts.join(' ');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a person types to show that the deletion is meant: the name, or how many. */
export function deletionWord(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `delete ${names.length}`;
}
