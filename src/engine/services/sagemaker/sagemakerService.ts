import type { ServiceModel } from '../../../serviceModel/serviceModel.ts';
import { refusalOf, validateRequest } from '../../../serviceModel/validate.ts';
import { AwsError } from '../../server/awsError.ts';
import type { JsonObject, JsonOperation, JsonService } from '../../server/jsonService.ts';
import { runnerWishOf } from './runnerWishOf.ts';
import type { TrainingJobs } from './trainingJobs.ts';

/** SageMaker's operations, each checked against the service model before it runs. */
export function createSageMakerService(model: ServiceModel, trainingJobs: TrainingJobs): JsonService {
  const operations: Record<string, JsonOperation> = {
    CreateTrainingJob: (input, { headers }) => trainingJobs.create(input, runnerWishOf(headers)),
    DescribeTrainingJob: (input) => trainingJobs.describe(input),
    ListTrainingJobs: (input) => trainingJobs.list(input),
    StopTrainingJob: (input) => trainingJobs.stop(input),
  };
  const checked = Object.entries(operations).map(([name, operation]): [string, JsonOperation] => [
    name,
    (input, call) => {
      check(model, name, input);
      return operation(input, call);
    },
  ]);
  return { targetPrefix: 'SageMaker', jsonVersion: '1.1', operations: Object.fromEntries(checked) };
}

/** Members that the model does not know are ignored, as AWS ignores them. */
function check(model: ServiceModel, operation: string, input: JsonObject): void {
  const refusal = refusalOf(validateRequest(model, model.inputOf(operation), input));
  if (refusal !== undefined) throw new AwsError(refusal.code, refusal.message);
}
