import { priceText, type Price } from '../../sagemaker/cost/price.ts';
import type { Connection } from '../../sagemaker/connection.ts';
import { bytesText } from '../../shared/bytesText.ts';
import { listed } from '../../shared/listed.ts';

/** What a person is asked to agree to. */
export interface TransformFacts {
  readonly title: string;
  readonly rows: number;
  readonly bytes: number;
  readonly labelName: string | undefined;
  /** Names of columns that are not sent, the label aside. */
  readonly leftOut: readonly string[];
  /** That the model was trained on others, as a sentence without its stop. */
  readonly columnsProblem?: string | undefined;
  readonly hasHeader: boolean;
  readonly model: string;
  /** The training job that the model is made of first. */
  readonly newModelOf?: string | undefined;
  /** The training job that was chosen, where a model of it is there already. */
  readonly madeModelOf?: string | undefined;
  readonly contentType: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly price: Price;
  readonly bucket: string;
  readonly isNewBucket: boolean;
}

/** The question and what is behind it, one fact a line. */
export function transformSummary(
  facts: TransformFacts,
  { kind, label, accountId, region }: Pick<Connection, 'kind' | 'label' | 'accountId' | 'region'>,
): { readonly question: string; readonly facts: readonly string[] } {
  const { title, rows, bytes, labelName, leftOut, hasHeader, model, newModelOf, madeModelOf, price, bucket } = facts;
  const without = [
    ...(hasHeader ? ['the header'] : []),
    ...(labelName === undefined ? [] : [`the label ${labelName}`]),
    ...leftOut,
  ];
  const place = kind === 'local' ? label : `${label} (account ${accountId}, ${region})`;
  const count = facts.instanceCount === 1 ? '' : `${facts.instanceCount} × `;
  return {
    question: `Run ${rows.toLocaleString('en-US')} rows of ${title} through ${newModelOf ?? madeModelOf ?? model}?`,
    facts: [
      ...(facts.columnsProblem === undefined ? [] : [`⚠ ${facts.columnsProblem}: is the label right?`]),
      `Where: ${place}`,
      `Sent: a copy without ${without.length === 0 ? 'empty lines' : listed(without)} (${bytesText(bytes)}), as ${facts.contentType}`,
      `To: s3://${bucket}/${facts.isNewBucket ? ' (a new bucket)' : ''}`,
      ...(newModelOf === undefined ? [] : [`Made first: the model ${model} of the training job ${newModelOf}`]),
      ...(madeModelOf === undefined ? [] : [`With: the model ${model}, which was made of it before`]),
      kind === 'local'
        ? `Runs on this machine: ${priceText(price)}`
        : `Instance: ${count}${facts.instanceType}, ${priceText(price)}`,
    ],
  };
}
