import type { ServiceModel } from '../../../serviceModel/serviceModel.ts';
import { refusalOf, validateRequest } from '../../../serviceModel/validate.ts';
import { AwsError } from '../../server/awsError.ts';
import { withDecimals } from '../../server/decimal.ts';
import type { JsonObject, JsonOperation, JsonService } from '../../server/jsonService.ts';

/** SageMaker's operations by name, each checked against the service model before it runs. */
export function createSageMakerService(
  model: ServiceModel,
  operations: Readonly<Record<string, JsonOperation>>,
): JsonService {
  const checked = Object.entries(operations).map(([name, operation]): [string, JsonOperation] => [
    name,
    async (input, call) => {
      check(model, name, input);
      const answer = await operation(input, call);
      const decimals = model.decimalsOf(name);
      return decimals === undefined ? answer : (withDecimals(answer, decimals) as JsonObject);
    },
  ]);
  return { targetPrefix: 'SageMaker', jsonVersion: '1.1', operations: Object.fromEntries(checked) };
}

/** Members that the model does not know are ignored, as AWS ignores them. */
function check(model: ServiceModel, operation: string, input: JsonObject): void {
  const refusal = refusalOf(validateRequest(model, model.inputOf(operation), input));
  if (refusal !== undefined) throw new AwsError(refusal.code, refusal.message);
}
