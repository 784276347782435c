import { isDeepStrictEqual } from 'node:util';
import type { CreateModelInput, DescribeModelOutput } from '@aws-sdk/client-sagemaker';
import { baseName } from '../../shared/uniqueName.ts';
import { UserError } from '../../shared/errors.ts';
import { ifThere } from '../awsErrors.ts';
import type { SdkClients } from '../clients.ts';
import { describeModel, modelKind } from '../resources/kinds/modelKind.ts';
import { modelOfModel, type DeployableModel } from './deployableModel.ts';
import { proposedName } from './deployNames.ts';

/** Of an account with many models so many are looked at: those with a name like the job's, then the newest. */
const mostDescribed = 12;
/** Descriptions that are asked for at a time. */
const atOnce = 4;

/**
 * The model that a request would make once more: with the same container, role and network, whatever its name.
 * @param job - Of whose artifact it is made; `created` in epoch milliseconds.
 * @returns Its name; undefined where none is found.
 */
export async function madeModel(
  clients: SdkClients,
  request: CreateModelInput,
  job: { readonly name: string; readonly created: number | undefined },
): Promise<string | undefined> {
  const wanted = partsOf(request);
  if (wanted === undefined) return undefined;
  const created = job.created === undefined ? {} : { createdAfter: job.created };
  const { entries } = await modelKind.list(clients, { query: created, maxResults: 100 });
  const isLike = ({ name }: { readonly name: string }): boolean => baseName(name) === proposedName(job.name);
  const ordered = [...entries.filter(isLike), ...entries.filter((entry) => !isLike(entry))].slice(0, mostDescribed);
  for (let start = 0; start < ordered.length; start += atOnce) {
    const some = ordered.slice(start, start + atOnce).map(({ name }) => ifThere(describeModel(clients, name)));
    for (const model of await Promise.all(some))
      if (model !== undefined && isDeepStrictEqual(partsOf(model), wanted)) return model.ModelName;
  }
  return undefined;
}

/** Undefined for what no request for one artifact makes. */
function partsOf(model: DescribeModelOutput | CreateModelInput): Omit<DeployableModel, 'origin'> | undefined {
  try {
    const { origin: _name, ...parts } = modelOfModel(model as DescribeModelOutput);
    return parts;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
