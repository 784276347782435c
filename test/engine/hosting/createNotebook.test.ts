import assert from 'node:assert/strict';
import { createNotebook, nameIsTaken } from '../../../src/sagemaker/notebooks/createNotebook.ts';
import { followNotebook, lacksJupyter } from '../../../src/sagemaker/notebooks/followNotebook.ts';
import {
  createLifecycleConfig,
  readLifecycleScripts,
  writeLifecycleScript,
} from '../../../src/sagemaker/notebooks/lifecycleScripts.ts';
import type { NotebookPlan } from '../../../src/sagemaker/notebooks/notebookPlan.ts';
import { enterNotebook, presignedNotebookUrl } from '../../../src/sagemaker/notebooks/notebookServer.ts';
import { SdkClients } from '../../../src/sagemaker/clients.ts';
import { notebookKind } from '../../../src/sagemaker/resources/kinds/notebookKind.ts';
import { systemClock } from '../../../src/shared/node/systemClock.ts';
import { EngineProcess } from '../../support/engineProcess.ts';
import { processesOf } from '../../support/notebookInstances.ts';
import { pythonOrSkip } from '../../support/python.ts';

describe('notebook instances made in the editor', function () {
  this.timeout(120_000);
  let engine: EngineProcess;
  let clients: SdkClients;

  const plan = (name: string, more: Partial<NotebookPlan> = {}): NotebookPlan => ({
    ...{ name, instanceType: 'ml.t3.medium', roleArn: 'arn:aws:iam::000000000000:role/notebooks' },
    ...{ lifecycle: { kind: 'none' }, repositories: [], volumeInGb: 5 },
    ...more,
  });
  const clientsOf = ({ announcement, clientConfiguration: { credentials } }: EngineProcess): SdkClients =>
    new SdkClients({
      ...{ id: 'local:000000000000:us-east-1', kind: 'local', label: 'local' },
      ...{ accountId: '000000000000', region: 'us-east-1', endpoint: announcement.endpoint, credentials },
    });
  const follow = (of: SdkClients, name: string, statuses: string[] = []) =>
    followNotebook({
      describe: async () => notebookKind.describe(of, name),
      clock: systemClock,
      interval: 100,
      signal: AbortSignal.timeout(60_000),
      onStatus: (status) => statuses.push(status),
    });

  before(async function () {
    engine = await EngineProcess.start(undefined, ['--jupyter', pythonOrSkip(this)]);
    clients = clientsOf(engine);
  });
  after(async () => {
    clients?.dispose();
    await engine?.remove();
    if (engine) assert.deepEqual(await processesOf(engine), [], 'no Jupyter is left');
  });

  it('come into service with the script that is new with them, and are entered by a program', async () => {
    const script = '#!/bin/bash\necho "from the script" > ~/SageMaker/made.txt\n';
    await createNotebook(clients, plan('mine', { lifecycle: { kind: 'new', name: 'notes', hook: 'OnStart', script } }));
    assert.equal(await nameIsTaken(clients, 'notebook', 'mine'), true);
    assert.equal(await nameIsTaken(clients, 'notebook', 'other'), false);
    const statuses: string[] = [];
    assert.deepEqual(await follow(clients, 'mine', statuses), { kind: 'inService' });
    assert.equal(statuses[0], 'Pending');
    const url = await presignedNotebookUrl(clients, 'mine');
    const { baseUrl, token = '' } = await enterNotebook(url, AbortSignal.timeout(10_000));
    const ask = (headers: Record<string, string>) => fetch(`${baseUrl}api/contents/made.txt`, { headers });
    const made = (await (await ask({ authorization: `token ${token}` })).json()) as { content: string };
    assert.equal(made.content, 'from the script\n');
    assert.equal((await ask({})).status, 403, 'nobody else is let in');
  });

  it('leave no configuration behind where they are refused', async () => {
    const lifecycle = { kind: 'new', name: 'left', hook: 'OnCreate', script: 'true' } as const;
    await assert.rejects(
      createNotebook(clients, plan('mine', { lifecycle })),
      /Cannot create a duplicate Notebook Instance/,
    );
    assert.equal(await nameIsTaken(clients, 'lifecycleConfig', 'left'), false);
  });

  it('run scripts that can be read and changed one by one', async () => {
    await createLifecycleConfig(clients, 'both', 'OnCreate', 'echo "ünïcode"\n');
    await writeLifecycleScript(clients, 'both', 'OnStart', 'echo started\n');
    const { scripts, modified } = await readLifecycleScripts(clients, 'both');
    assert.deepEqual(scripts, { OnCreate: 'echo "ünïcode"\n', OnStart: 'echo started\n' });
    assert.ok(Math.abs(Date.now() - modified) < 60_000);
    await writeLifecycleScript(clients, 'both', 'OnCreate', '\n');
    assert.deepEqual((await readLifecycleScripts(clients, 'both')).scripts, { OnStart: 'echo started\n' });
  });

  it('say that this machine has no Jupyter', async () => {
    const bare = await EngineProcess.start();
    const own = clientsOf(bare);
    try {
      await createNotebook(own, plan('bare'));
      const end = await follow(own, 'bare');
      assert.ok(end.kind === 'failed' && lacksJupyter(end.reason), JSON.stringify(end));
    } finally {
      own.dispose();
      await bare.remove();
    }
  });
});
