import type { ServiceModel } from '../../../serviceModel/serviceModel.ts';
import { refusalOf, validateRequest } from '../../../serviceModel/validate.ts';
import { AwsError } from '../../server/awsError.ts';
import { withDecimals } from '../../server/decimal.ts';
import type { JsonObject, JsonOperation, JsonService } from '../../server/jsonService.ts';
import { checkNewTags } from './checkNewTags.ts';
import type { Tag } from './tagOwner.ts';

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
  const shape = model.inputOf(operation);
  const refusal = refusalOf(validateRequest(model, shape, input));
  if (refusal !== undefined) throw new AwsError(refusal.code, refusal.message);
  if (model.shapeAt(shape, ['Tags']) !== undefined) checkNewTags(input['Tags'] as readonly Tag[] | undefined);
}
