import type { RowsAnswers } from '../../jobs/predictions/rowsAnswers.ts';
import { transformInstances } from '../../jobs/predictions/transformInstances.ts';
import type { Step } from '../../jobs/wizard/stepWalk.ts';
import { priceText } from '../../sagemaker/cost/price.ts';
import type { Session } from '../../sagemaker/session.ts';
import { inputStep, pickStep } from '../jobs/train/stepInput.ts';

/** What the person has answered so far. */
export interface TransformAnswers extends RowsAnswers {
  readonly instanceType?: string;
  readonly instanceCount?: number;
}

/** What the request names where nothing is asked. */
export const usualInstance = 'ml.m5.large';

/** Which machines run the job; this one runs it with what it has, so nothing is asked of the local engine. */
export function instanceSteps(session: Session, title: string): Step<TransformAnswers>[] {
  return session.connection.kind === 'local' ? [] : [instanceStep(session, title), countStep(title)];
}

/** Which machine runs the job, with what an hour of it costs; prices come in while the list is open. */
function instanceStep({ prices }: Session, title: string): Step<TransformAnswers> {
  return {
    id: 'instance',
    async ask(answers, position) {
      const instances = await transformInstances();
      const items = () =>
        instances.map(({ type, description }) => ({
          label: type,
          // Only of what is proposed: a price is a request.
          ...(description !== undefined && {
            description: priceText(prices.hourly(type, 'Transform')),
            detail: description,
          }),
        }));
      const placeholder = 'Which machine runs it? It is paid for until the job has ended.';
      const shown = items();
      const chosen = await pickStep(
        { ...position, title: `${title}: instance`, placeholder },
        shown,
        shown.find(({ label }) => label === answers.instanceType),
        (show) => prices.onDidChange(() => show(items())),
      );
      return chosen === undefined || chosen === 'back' ? chosen : { ...answers, instanceType: chosen.label };
    },
  };
}

/** The API's own bound is the quota of the account (service model: TransformInstanceCount is only positive). */
const mostInstances = 100;

/** How many instances. One file goes to one of them. */
function countStep(title: string): Step<TransformAnswers> {
  return {
    id: 'count',
    async ask(answers, position) {
      const typed = await inputStep(
        {
          ...position,
          title: `${title}: number of instances`,
          placeholder: '1',
          value: String(answers.instanceCount ?? 1),
          prompt: 'A file goes to one instance, so more than one is of use for several files only',
        },
        (text) => {
          const count = Number(text.trim());
          const isCount = /^\d+$/.test(text.trim()) && count >= 1 && count <= mostInstances;
          return isCount ? undefined : `The number of instances is a whole number from 1 to ${mostInstances}.`;
        },
      );
      return typed === undefined || typed === 'back' ? typed : { ...answers, instanceCount: Number(typed.text.trim()) };
    },
  };
}
