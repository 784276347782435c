import type { Memory } from '../../connections/connectionsModel.ts';
import { readFilter, type ResourceFilter } from '../../sagemaker/find/resourceFilter.ts';
import type { ViewSpec } from '../explorer/viewSpecs.ts';

/** What is looked for in each view, kept by connection in this workspace. */
export class FilterMemory {
  constructor(private readonly memory: Memory) {}

  /** @param connection - Its id. */
  get(connection: string, view: ViewSpec['view']): ResourceFilter {
    return readFilter(this.memory.get(keyOf(connection, view)));
  }

  async set(connection: string, view: ViewSpec['view'], filter: ResourceFilter): Promise<void> {
    const isNone = Object.keys(filter).length === 0;
    await this.memory.update(keyOf(connection, view), isNone ? undefined : filter);
  }
}

const keyOf = (connection: string, view: string): string => `sagemakerWorkbench.filter.${connection}.${view}`;
