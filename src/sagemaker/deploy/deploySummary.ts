import { bytesText } from '../../shared/bytesText.ts';
import type { Connection } from '../connection.ts';
import type { DeployPlan } from './deployPlan.ts';

/** What a person agrees to before anything is made. */
export interface DeploySummary {
  readonly question: string;
  /** One fact per line. */
  readonly facts: readonly string[];
}

export interface SummaryParts {
  readonly connection: Connection;
  readonly plan: DeployPlan;
  /** `training job boston`. */
  readonly from: string;
  /** What the instances cost, as `1 × ml.m5.large: $0.115 an hour`. */
  readonly price: string;
  /** Bytes that are copied first, and whether a script is packed into the model on the way. */
  readonly move?: { readonly bytes: number; readonly from: Connection; readonly packsCode: boolean };
}

/** The question before a deployment. */
export function deploySummary({ connection, plan, from, price, move }: SummaryParts): DeploySummary {
  const { model, config, endpoint } = plan;
  const isLocal = connection.kind === 'local';
  const { accountId, region, label, redirectedTo } = connection;
  const [variant] = config.ProductionVariants ?? [];
  return {
    question: `Deploy the ${from} as the endpoint ${endpoint.EndpointName}?`,
    facts: [
      ...(isLocal ? ['Place: this machine'] : [`Account: ${accountId} (${label})`, `Region: ${region}`]),
      ...(redirectedTo === undefined ? [] : [`Endpoint: ${redirectedTo} (not AWS's own)`]),
      isLocal
        ? `Instances: ${variant?.InitialInstanceCount ?? 1}, no bill`
        : `Cost: ${price}; billed until it is deleted`,
      ...(move === undefined ? [] : [moveText(move, connection)]),
      ...(model === undefined
        ? [`Model: ${variant?.ModelName}`]
        : [`Creates the model: ${model.ModelName}`, `Image: ${model.PrimaryContainer?.Image}`]),
      `Creates the configuration: ${config.EndpointConfigName}`,
      `Variant: ${variant?.VariantName}`,
      ...(model?.ExecutionRoleArn === undefined || isLocal ? [] : [`Role: ${model.ExecutionRoleArn}`]),
    ],
  };
}

function moveText({ bytes, from, packsCode }: SummaryParts['move'] & object, to: Connection): string {
  const where = from.id === to.id ? 'within S3' : `from ${from.label} to ${to.label}`;
  return `Copies first: ${bytesText(bytes)} ${where}${packsCode ? ', with its script packed into the model' : ''}`;
}
