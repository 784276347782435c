import type { Clock } from '../shared/clock.ts';
import { Disposable } from '../shared/disposable.ts';
import { SdkClients } from './clients.ts';
import type { Connection } from './connection.ts';
import { Scheduler } from './scheduler.ts';
import { TrainingJobWatches } from './trainingJobWatches.ts';
import { TrainingJobsModel } from './trainingJobsModel.ts';
import { TuningJobsModel } from './tuningJobsModel.ts';

/** Everything that belongs to one connection; disposing it stops every request to that place. */
export class Session extends Disposable {
  readonly clients: SdkClients;
  readonly scheduler: Scheduler;
  readonly watches: TrainingJobWatches;
  readonly trainingJobs: TrainingJobsModel;
  readonly tuningJobs: TuningJobsModel;

  constructor(
    readonly connection: Connection,
    clock: Clock,
    log: (line: string) => void,
  ) {
    super();
    this.clients = this.register(new SdkClients(connection));
    this.scheduler = this.register(new Scheduler(clock, log));
    this.watches = this.register(new TrainingJobWatches(this.clients, this.scheduler, clock));
    const tuningJobs = this.register(new TuningJobsModel(this.clients, this.scheduler));
    this.tuningJobs = tuningJobs;
    this.trainingJobs = this.register(
      new TrainingJobsModel(this.clients, this.scheduler, this.watches, (name) => tuningJobs.owns(name)),
    );
  }
}
