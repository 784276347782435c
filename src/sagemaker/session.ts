import { join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import { Disposable } from '../shared/disposable.ts';
import type { Turns } from './budget/limitRequests.ts';
import { RequestBudget } from './budget/requestBudget.ts';
import { SlotFolder } from './budget/slotFolder.ts';
import { ListCache } from './cache/listCache.ts';
import { SdkClients } from './clients.ts';
import type { Connection } from './connection.ts';
import { PriceModel } from './cost/priceModel.ts';
import { placeFolder } from './placeFolder.ts';
import { ResourceLists } from './resources/resourceLists.ts';
import { Scheduler } from './scheduler.ts';
import { TrainingJobWatches } from './trainingJobWatches.ts';
import { TrainingJobsModel } from './trainingJobsModel.ts';
import { TuningJobsModel } from './tuningJobsModel.ts';
import type { WindowFocus } from './windowFocus.ts';

/** Everything that belongs to one connection; disposing it stops every request to that place. */
export class Session extends Disposable {
  readonly clients: SdkClients;
  readonly scheduler: Scheduler;
  readonly watches: TrainingJobWatches;
  readonly trainingJobs: TrainingJobsModel;
  readonly tuningJobs: TuningJobsModel;
  readonly lists: ResourceLists;
  readonly prices: PriceModel;
  /** Where its requests wait for their turns; none for the local engine. */
  readonly turns: Turns | undefined;

  /** @param storageFolder - Where what may be kept on disk is kept; without it nothing is. */
  constructor(
    readonly connection: Connection,
    clock: Clock,
    tell: (line: string) => void,
    storageFolder?: string,
  ) {
    super();
    // One log holds the lines of all connections: each says whose it is.
    const log = (line: string): void => tell(`[${connection.id}] ${line}`);
    const budget = budgetOf(connection, clock, log, storageFolder);
    this.turns = budget && this.register(budget);
    this.clients = this.register(new SdkClients(connection, budget));
    this.scheduler = this.register(new Scheduler(clock, log));
    this.watches = this.register(new TrainingJobWatches(this.clients, this.scheduler, clock));
    const cache = cacheOf(connection, clock, log, storageFolder);
    if (cache !== undefined) this.register(cache);
    const parts = { clients: this.clients, scheduler: this.scheduler, clock, cache };
    const tuningJobs = this.register(new TuningJobsModel(parts));
    const trainingJobs = this.register(new TrainingJobsModel(parts, this.watches, tuningJobs));
    tuningJobs.onDidChange(({ isNewOrder }) => isNewOrder && trainingJobs.tuningJobsChanged());
    this.tuningJobs = tuningJobs;
    this.trainingJobs = trainingJobs;
    this.prices = this.register(new PriceModel({ clients: this.clients, clock, log, storageFolder }));
    this.lists = this.register(new ResourceLists(parts, { trainingJob: trainingJobs, tuningJob: tuningJobs }));
  }

  /** While nobody works in the window, its account is asked once a minute at most. */
  keepPace(focus: WindowFocus): void {
    this.register(focus.pace(this.scheduler));
  }
}

/** What all windows together ask an account within; the local engine is asked as often as one likes. */
function budgetOf(
  connection: Connection,
  clock: Clock,
  log: (line: string) => void,
  storageFolder: string | undefined,
): RequestBudget | undefined {
  if (connection.kind === 'local' || storageFolder === undefined) return undefined;
  const slots = new SlotFolder(join(storageFolder, 'budget', placeFolder(connection)));
  return new RequestBudget({ slots, clock, log });
}

/** What the windows share of their answers; the local engine answers at once. */
function cacheOf(
  connection: Connection,
  clock: Clock,
  log: (line: string) => void,
  storageFolder: string | undefined,
): ListCache | undefined {
  if (connection.kind === 'local' || storageFolder === undefined) return undefined;
  return new ListCache(join(storageFolder, 'cache', placeFolder(connection)), connection.id, { clock, log });
}
