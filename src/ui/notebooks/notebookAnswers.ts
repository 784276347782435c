import type { Place } from '../../connections/connectionsModel.ts';
import type { NotebookPlan } from '../../sagemaker/notebooks/notebookPlan.ts';
import { defaultNotebookInstance } from '../../sagemaker/notebooks/notebookInstances.ts';
import { defaultVolumeInGb } from '../../sagemaker/notebooks/notebookPlan.ts';

/** What was answered so far. */
export interface NotebookAnswers extends NotebookPlan {
  readonly place: Place;
}

export function firstAnswers(place: Place, roleArn: string): NotebookAnswers {
  return {
    ...{ place, roleArn, name: '', instanceType: defaultNotebookInstance },
    ...{ lifecycle: { kind: 'none' }, repositories: [], volumeInGb: defaultVolumeInGb },
  };
}
