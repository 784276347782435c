import { followSession } from '../../connections/followSession.ts';
import type { CostModels } from '../../sagemaker/cost/costModels.ts';
import { lazily } from '../commands.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';

/** What runs, what it costs, and its end; nothing is loaded before there is a connection that it could run at. */
export function registerCost(parts: UiParts): void {
  const { connections, clock, log, own, register, userMemory, storageFolder } = parts;
  let counts: CostModels | undefined;
  const count = async (): Promise<void> => {
    const [{ CostModels: Counts }, { CostStatusItem }, { IdleWatch }] = await Promise.all([
      import('../../sagemaker/cost/costModels.ts'),
      import('./costStatusItem.ts'),
      import('./idleWatch.ts'),
    ]);
    counts = own(new Counts({ clock, log: log.info, storageFolder }));
    own(new CostStatusItem(connections, counts, clock));
    own(new IdleWatch({ connections, counts, clock, log, memory: userMemory }));
  };
  let counting: Promise<void> | undefined;
  const connected = followSession(connections, (_place, session) => {
    if (session === undefined) return;
    counting ??= count().catch((error: unknown) => log.error('Counting what costs money', error));
  });
  own(connected);
  register(
    commands.shutDown,
    lazily(async () => {
      const { shutDownCommand } = await import('./shutDownCommand.ts');
      return shutDownCommand(parts, (session) => counts?.of(session)?.refreshNow());
    }),
  );
}
