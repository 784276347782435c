import type { Place } from '../../connections/connectionsModel.ts';
import type { TunedJobEntry } from '../../sagemaker/tunedJobsModel.ts';
import { JobItem } from './jobItem.ts';

/** A training job below its tuning job. */
export class TunedJobItem extends JobItem {
  constructor(
    place: Place,
    job: TunedJobEntry,
    readonly tuningJob: string,
  ) {
    // One that is looked for may stand by itself too.
    super(place, job, { label: numberOf(job.name, tuningJob), below: `${tuningJob} > ` });
  }
}

/** The name without what is the tuning job's, and without the random end where that leaves something. */
function numberOf(name: string, tuningJob: string): string {
  const own = name.startsWith(`${tuningJob}-`) ? name.slice(tuningJob.length + 1) : name;
  return own.replace(/-[0-9a-f]{8}$/, '');
}
