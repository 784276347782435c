import { ResourceListModel } from '../../src/sagemaker/resources/resourceListModel.ts';
import { Scheduler } from '../../src/sagemaker/scheduler.ts';
import { ManualClock } from './manualClock.ts';
import { noClients, ScriptedService } from './scriptedKind.ts';

/** A list and all that it depends on. */
export interface ScriptedList {
  readonly clock: ManualClock;
  readonly service: ScriptedService;
  readonly scheduler: Scheduler;
  readonly model: ResourceListModel;
}

/**
 * Gives each test of the calling suite the list of a service of its own, in an account, on a clock that stands still.
 * @param use - Is handed it before each test, and whatever list a test opens in its place.
 * @param usual - `detailedKind`: descriptions tell more than the list.
 */
export function useScriptedList(use: (list: ScriptedList) => void, usual: 'kind' | 'detailedKind' = 'kind') {
  const made: { dispose(): void }[] = [];
  const start = new ManualClock().now();
  let list: ScriptedList;

  function make(clock: ManualClock, service: ScriptedService, place: 'aws' | 'local', kind: typeof usual): void {
    const scheduler = new Scheduler(
      clock,
      () => undefined,
      () => 0,
    );
    const model = new ResourceListModel(service[kind], { clients: noClients(place), scheduler, clock });
    made.push(model, scheduler);
    list = { clock, service, scheduler, model };
    use(list);
  }
  beforeEach(() => make(new ManualClock(), new ScriptedService(), 'aws', usual));
  afterEach(() => made.splice(0).forEach((one) => one.dispose()));

  return {
    /** When each test begins, in epoch milliseconds. */
    start,
    /** Another list of the same service. */
    openList: (place: 'aws' | 'local', kind = usual): void => make(list.clock, list.service, place, kind),
    /** Jobs `job-0` (newest) and on, a second apart. */
    fill: (count: number, status?: string): void => {
      for (let at = 0; at < count; at++) list.service.put(`job-${at}`, start - (at + 1) * 1000, status);
    },
    minutes: (count: number): Promise<void> => list.clock.advance(count * 60_000),
    show: async (): Promise<void> => {
      list.model.setVisible(true);
      await list.clock.advance(0);
    },
  };
}
