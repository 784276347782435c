import { Buffer } from 'node:buffer';
import type { NotebookInstanceLifecycleHook } from '@aws-sdk/client-sagemaker';
import type { SdkClients } from '../clients.ts';

export const lifecycleHooks = ['OnCreate', 'OnStart'] as const;
/** When a script runs: once, after the instance was made; or at each start, the first one included. */
export type LifecycleHook = (typeof lifecycleHooks)[number];

/** The scripts of a configuration, as text. */
export type LifecycleScripts = Readonly<Partial<Record<LifecycleHook, string>>>;

const sdk = () => import('../sdk/notebookSdk.ts');

export const contentOf = (script: string): string => Buffer.from(script).toString('base64');

/** @returns The scripts, and when they were last changed in epoch milliseconds. */
export async function readLifecycleScripts(
  clients: SdkClients,
  name: string,
): Promise<{ readonly scripts: LifecycleScripts; readonly modified: number }> {
  const [{ DescribeNotebookInstanceLifecycleConfigCommand: Command }, client] = await Promise.all([
    sdk(),
    clients.sagemaker(),
  ]);
  const { OnCreate, OnStart, LastModifiedTime } = await client.send(
    new Command({ NotebookInstanceLifecycleConfigName: name }),
  );
  const [created, started] = [textOf(OnCreate), textOf(OnStart)];
  return {
    scripts: {
      ...(created !== undefined && { OnCreate: created }),
      ...(started !== undefined && { OnStart: started }),
    },
    modified: LastModifiedTime?.getTime() ?? 0,
  };
}

/** Makes a configuration with one script. */
export async function createLifecycleConfig(
  clients: SdkClients,
  name: string,
  hook: LifecycleHook,
  script: string,
): Promise<void> {
  const [{ CreateNotebookInstanceLifecycleConfigCommand: Command }, client] = await Promise.all([
    sdk(),
    clients.sagemaker(),
  ]);
  await client.send(new Command({ NotebookInstanceLifecycleConfigName: name, ...hooksOf({ [hook]: script }) }));
}

/** Changes one script of a configuration, or takes it away where the text is blank. Instances run it at their next start. */
export async function writeLifecycleScript(
  clients: SdkClients,
  name: string,
  hook: LifecycleHook,
  script: string,
): Promise<void> {
  const [{ UpdateNotebookInstanceLifecycleConfigCommand: Command }, client] = await Promise.all([
    sdk(),
    clients.sagemaker(),
  ]);
  const { scripts } = await readLifecycleScripts(clients, name);
  // What an update leaves out may be taken for none, so the other one is sent too.
  const both = { ...scripts, [hook]: script };
  await client.send(new Command({ NotebookInstanceLifecycleConfigName: name, ...hooksOf(both, true) }));
}

function hooksOf(
  scripts: LifecycleScripts,
  withEmpty = false,
): Partial<Record<LifecycleHook, NotebookInstanceLifecycleHook[]>> {
  const hooks = lifecycleHooks.map((hook) => {
    const script = scripts[hook] ?? '';
    return [hook, script.trim() === '' ? [] : [{ Content: contentOf(script) }]] as const;
  });
  return Object.fromEntries(hooks.filter(([, list]) => withEmpty || list.length > 0));
}

function textOf(hooks: readonly NotebookInstanceLifecycleHook[] | undefined): string | undefined {
  const content = hooks?.[0]?.Content;
  return content === undefined ? undefined : Buffer.from(content, 'base64').toString('utf8');
}
