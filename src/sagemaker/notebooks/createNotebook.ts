import type { SdkClients } from '../clients.ts';
import { isMissing } from '../awsErrors.ts';
import { lifecycleConfigKind } from '../resources/kinds/lifecycleConfigKind.ts';
import { notebookKind } from '../resources/kinds/notebookKind.ts';
import { createLifecycleConfig } from './lifecycleScripts.ts';
import { notebookRequest, type NotebookPlan } from './notebookPlan.ts';

/** Makes an instance, and before it the configuration that is new with it; that one goes again where the instance is refused. */
export async function createNotebook(clients: SdkClients, plan: NotebookPlan): Promise<void> {
  const { lifecycle } = plan;
  const isNew = lifecycle.kind === 'new';
  if (isNew) await createLifecycleConfig(clients, lifecycle.name, lifecycle.hook, lifecycle.script);
  try {
    const [{ CreateNotebookInstanceCommand }, client] = await Promise.all([
      import('../sdk/notebookSdk.ts'),
      clients.sagemaker(),
    ]);
    await client.send(new CreateNotebookInstanceCommand(notebookRequest(plan)));
  } catch (error) {
    if (isNew) await lifecycleConfigKind.remove?.(clients, lifecycle.name);
    throw error;
  }
}

/** Whether there is an instance, or a configuration, of the name. */
export async function nameIsTaken(clients: SdkClients, kind: 'notebook' | 'lifecycleConfig', name: string) {
  try {
    await (kind === 'notebook' ? notebookKind : lifecycleConfigKind).describe(clients, name);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
