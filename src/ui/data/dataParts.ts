import type { UiParts } from '../parts.ts';
import type { DataTreeProvider } from './dataTreeProvider.ts';

/** What the commands of the Data view are made with. */
export interface DataParts extends Pick<UiParts, 'connections' | 'log'> {
  readonly view: DataTreeProvider;
}
