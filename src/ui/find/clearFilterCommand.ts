import type { ResourceTreeProvider } from '../explorer/resourceTreeProvider.ts';

/** **SageMaker: Clear Filter of …** one view. */
export function clearFilterCommand(view: Pick<ResourceTreeProvider, 'setFilter'>) {
  return (): Promise<void> => view.setFilter({});
}
