import { whereText, type Connection } from './connection.ts';
import type { KindId } from './resources/resourceKind.ts';

/** Of one that is to be stopped, what it is and where. */
export interface Stopped {
  readonly kind: KindId;
  readonly name: string;
  readonly connection: Connection;
}

/** A question has room for so many names. */
const mostNames = 8;

/** What a stop takes for good, as the API reference of each Stop operation says, ahead of what is true of every job. */
const losses: Readonly<Partial<Record<KindId, string>>> = {
  transformJob: 'A transform job that is stopped stores no output.',
  notebook:
    'What runs in a notebook is lost; the volume stays, with the files below SageMaker, and the instance can be started again.',
};

/**
 * What is said before something is stopped: what, where, and what cannot be undone.
 * @returns Undefined for one on the local engine, which is stopped without a question.
 */
export function stopDetail(stopped: readonly Stopped[]): string | undefined {
  const [first] = stopped;
  if (first === undefined || (stopped.length === 1 && first.connection.kind === 'local')) return undefined;
  const names = stopped.slice(0, mostNames).map(({ name }) => name);
  const more = stopped.length - names.length;
  const kinds = [...new Set(stopped.map(({ kind }) => kind))];
  return [
    ...(stopped.length === 1 ? [] : [...names, ...(more > 0 ? [`and ${more} more`] : [])]),
    `Where: ${[...new Set(stopped.map(({ connection }) => whereText(connection)))].join(', ')}`,
    ...kinds.flatMap((kind) => losses[kind] ?? []),
    ...(kinds.some((kind) => kind !== 'notebook')
      ? ['A job that is stopped cannot go on.', 'This cannot be undone.']
      : []),
  ].join('\n');
}
