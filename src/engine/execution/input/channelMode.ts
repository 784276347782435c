import type { Channel, TrainingJobRequest } from '../../services/sagemaker/trainingJobRecord.ts';

/** The mode of a channel: its own, else the job's. */
export function inputModeOf(request: Pick<TrainingJobRequest, 'AlgorithmSpecification'>, channel: Channel): string {
  return channel.InputMode ?? request.AlgorithmSpecification.TrainingInputMode;
}
