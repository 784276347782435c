import { ClientError } from './clientError.ts';
import { isLogistic, isMulticlass, type ObjectiveName } from './objective.ts';

/** What decides which labels are right. */
export interface LabelRules {
  readonly objective: ObjectiveName;
  /** Classes of a multi-class objective. */
  readonly outputs: number;
  /** The second CSV column is the row's weight. */
  readonly csvWeights: boolean;
}

/**
 * @param name - The file, for the message.
 * @param row - Its row, from 0.
 * @throws ClientError when the objective does not take the label.
 */
export function checkLabel(label: number, name: string, row: number, { objective, outputs }: LabelRules): void {
  if (isLogistic(objective) && !(label >= 0 && label <= 1)) {
    throw new ClientError(`${found(name, row, label)} ${objective} takes labels from 0 to 1.`);
  }
  if (isMulticlass(objective) && !(Number.isInteger(label) && label >= 0 && label < outputs)) {
    throw new ClientError(
      `${found(name, row, label)} ${objective} with num_class ${outputs} takes whole numbers from 0 to ${outputs - 1}: number the classes from 0, or correct num_class.`,
    );
  }
}

function found(name: string, row: number, label: number): string {
  return `${name} row ${row + 1} has the label ${Number(label.toPrecision(7))}, but`;
}
