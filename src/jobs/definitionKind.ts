/** Which request of the API a definition file stands for; the file's name tells. */
export interface DefinitionKind {
  /** As in `boston.training-job.yaml`. */
  readonly name: 'training-job' | 'tuning-job';
  readonly operation: 'CreateTrainingJob' | 'CreateHyperParameterTuningJob';
  readonly nameField: 'TrainingJobName' | 'HyperParameterTuningJobName';
  /** The most characters of a job's name (API reference). */
  readonly maxNameLength: number;
  /** What the AWS CLI calls the operation. */
  readonly cliCommand: string;
}

const trainingJobKind: DefinitionKind = {
  name: 'training-job',
  operation: 'CreateTrainingJob',
  nameField: 'TrainingJobName',
  maxNameLength: 63,
  cliCommand: 'create-training-job',
};

export const tuningJobKind: DefinitionKind = {
  name: 'tuning-job',
  operation: 'CreateHyperParameterTuningJob',
  nameField: 'HyperParameterTuningJobName',
  maxNameLength: 32,
  cliCommand: 'create-hyper-parameter-tuning-job',
};

const definitionName = /\.(training-job|tuning-job)\.(?:ya?ml|json)$/i;

/** Whether a file is a job definition by its name. */
export function isDefinitionName(path: string): boolean {
  return definitionName.test(path);
}

/** What a definition file's text describes. */
export function kindOfFile(path: string): DefinitionKind {
  return definitionName.exec(path)?.[1]?.toLowerCase() === tuningJobKind.name ? tuningJobKind : trainingJobKind;
}
