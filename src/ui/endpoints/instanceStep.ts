import { hostingInstances } from '../../sagemaker/deploy/hostingInstances.ts';
import type { Session } from '../../sagemaker/session.ts';
import { hourAndDay } from '../../sagemaker/endpoints/hostingPrice.ts';
import { inputStep, pickStep, type StepTexts } from '../jobs/train/stepInput.ts';

/** Which machine answers, with what an hour of it costs; prices come in while the list is open. */
export async function askInstanceType(
  session: Pick<Session, 'connection' | 'prices'>,
  image: string,
  texts: StepTexts,
  current: string | undefined,
): Promise<{ readonly instanceType: string } | 'back' | undefined> {
  const { connection, prices } = session;
  const instances = await hostingInstances(image, connection.region);
  const items = () =>
    instances.map(({ type, description }) => ({
      label: type,
      // Only what is proposed: a price is a request.
      ...(description !== undefined && {
        description: hourAndDay(prices.hourly(type, 'Hosting')),
        detail: description,
      }),
    }));
  const shown = items();
  const chosen = await pickStep(
    texts,
    shown,
    shown.find(({ label }) => label === current),
    (show) => prices.onDidChange(() => show(items())),
  );
  return chosen === undefined || chosen === 'back' ? chosen : { instanceType: chosen.label };
}

/** How many instances. */
export async function askInstanceCount(
  texts: StepTexts,
  current: number,
  connection: Session['connection'],
): Promise<number | 'back' | undefined> {
  const most = mostInstances(connection);
  const each = connection.kind === 'local' ? 'each is a process of this machine' : 'each of them answers, and costs';
  const answer = await inputStep({ ...texts, value: String(current), prompt: `From 1 to ${most}; ${each}` }, (text) =>
    countProblem(text, most),
  );
  return answer === undefined || answer === 'back' ? answer : Number(answer.text.trim());
}

function countProblem(text: string, most: number): string | undefined {
  const count = Number(text.trim());
  return /^\d+$/.test(text.trim()) && count >= 1 && count <= most
    ? undefined
    : `The number of instances is a whole number from 1 to ${most}.`;
}

/** The local engine's is one process each; AWS's the quota decides (service model: InitialTaskCount). */
function mostInstances({ kind }: Session['connection']): number {
  return kind === 'local' ? 20 : 1000;
}
