import { creatableKinds, creations, type CreatableKind } from './creation.ts';

/** The kinds whose file is the request itself, sent as it stands; the others' are job definitions. */
export type RequestKind = Exclude<CreatableKind, 'trainingJob' | 'tuningJob'>;

export const requestKinds = creatableKinds.filter((kind): kind is RequestKind => !creations[kind].isDefinition);

const ending = /\.([a-z-]+)\.ya?ml$/i;

/** What a file by its name asks for, as in `churn.endpoint-config.yaml`; undefined for files of other names. */
export function requestKindOf(path: string): RequestKind | undefined {
  const named = ending.exec(path)?.[1]?.toLowerCase();
  return requestKinds.find((kind) => creations[kind].fileKind === named);
}

/** Whether a text with such a name is a request and not somebody else's file: at its root it gives the resource a name. */
export function isRequestText(kind: RequestKind, text: string): boolean {
  return new RegExp(`^["']?${creations[kind].nameField}["']?\\s*:`, 'm').test(text);
}
