import { labelNameOf, labelValuesOf, type RowsAnswers } from '../../jobs/predictions/rowsAnswers.ts';
import { trainedLabel } from '../../jobs/predictions/trainedLabel.ts';
import type { LabelFacts } from '../../sagemaker/predictions/labelFacts.ts';
import type { Session } from '../../sagemaker/session.ts';
import { messageOf } from '../../shared/errors.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';

/** What is known of the label that was chosen: by the file, and by the training job behind what is asked. Never rejects. */
export async function knownLabel(
  answers: RowsAnswers,
  { kind, name }: ResourceTarget,
  { clients }: Pick<Session, 'clients'>,
  { log }: Pick<UiParts, 'log'>,
  variant?: string,
): Promise<LabelFacts> {
  if (labelNameOf(answers) === undefined) return {};
  const values = labelValuesOf(answers);
  const trained = await trainedLabel(clients, { kind, name, variant }).catch((error: unknown) => {
    log.info(`What the answers of ${name} stand for is not known: ${messageOf(error)}`);
    return {};
  });
  return { ...(values && { values }), ...trained };
}
