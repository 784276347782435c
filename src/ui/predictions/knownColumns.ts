import { trainedColumns } from '../../jobs/predictions/trainedColumns.ts';
import type { Session } from '../../sagemaker/session.ts';
import { sleep } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import type { UiParts } from '../parts.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';

/** Longer than this no question waits for it. */
const longestWait = 5_000;

/** How many columns the model behind a job, model or endpoint takes; undefined where that cannot be told in time. Never rejects. */
export function knownColumns(
  { kind, name }: ResourceTarget,
  { clients }: Pick<Session, 'clients'>,
  { clock, log }: Pick<UiParts, 'clock' | 'log'>,
): Promise<number | undefined> {
  const asked = trainedColumns(clients, { kind, name }).catch((error: unknown) => {
    log.info(`What ${name} was trained on is not known: ${messageOf(error)}`);
    return undefined;
  });
  return Promise.race([asked, sleep(clock, longestWait).then(() => undefined)]);
}
