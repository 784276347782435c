import type { Connection } from '../../sagemaker/connection.ts';

/** Where something is made, in a sentence. */
export function placeWords({ kind, label }: Pick<Connection, 'kind' | 'label'>): string {
  return kind === 'local' ? 'on this machine' : `in ${label}`;
}
