import type { JsonOperation } from '../../../server/jsonService.ts';
import type { Models } from './models.ts';

/** The operations on models. */
export function modelOperations(models: Models): Record<string, JsonOperation> {
  return {
    CreateModel: (input) => models.create(input),
    DescribeModel: (input) => models.describe(input),
    ListModels: (input) => models.list(input),
    DeleteModel: (input) => models.delete(input),
  };
}
