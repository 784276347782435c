import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DescribeHyperParameterTuningJobCommand,
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import * as vscode from 'vscode';
import { commands, panels, settings } from '../../src/ui/contributions/ids.ts';
import { waitFor } from '../support/waitFor.ts';
import { manifest, mode } from './mode.ts';

const folder = (): vscode.Uri => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, 'a folder is open');
  return first.uri;
};
const tuning = (): vscode.Uri => vscode.Uri.joinPath(folder(), 'boston.tuning-job.yaml');
const definition = (): vscode.Uri => vscode.Uri.joinPath(folder(), 'boston.training-job.yaml');

const stateFile = (name: string): string =>
  join(vscode.workspace.getConfiguration().get<string>(settings.stateDirectory) ?? '', name);

/** The files of the workspace's folder and of those beside it, where a copy or a state would appear. */
async function filesAround(): Promise<string[]> {
  const parent = vscode.Uri.joinPath(folder(), '..').fsPath;
  const names = [...(await readdir(parent)), ...(await readdir(folder().fsPath, { recursive: true }))];
  return names.sort();
}

/** A client of the engine that the editor started, found as any other program would find it. */
async function engineClient(): Promise<SageMakerClient> {
  const read = async <T>(name: string): Promise<T> => JSON.parse(await readFile(stateFile(name), 'utf8')) as T;
  const { port } = await read<{ port: number }>('engine.lock');
  const credentials = await read<{ accessKeyId: string; secretAccessKey: string }>('credentials.json');
  return new SageMakerClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
}

const describeJob = async (name: string) =>
  (await engineClient()).send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
const run = (uri: vscode.Uri) => vscode.commands.executeCommand<string | undefined>(commands.runDefinition, uri);

function panelTabs(label: string): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input, label: text }) =>
      input instanceof vscode.TabInputWebview && input.viewType.endsWith(panels.trainingJob) && text === label,
  );
}

async function lenses(): Promise<string[]> {
  await vscode.workspace.openTextDocument(definition());
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', definition());
  return found.map(({ command }) => command?.title ?? '');
}

/** Writes a definition beside the example's and waits for what the editor marks in it. */
async function findingsOf(
  name: string,
  change: (text: string) => string,
): Promise<{ uri: vscode.Uri; messages: string[] }> {
  const uri = vscode.Uri.joinPath(folder(), `${name}.training-job.yaml`);
  await writeFile(uri.fsPath, change(await readFile(definition().fsPath, 'utf8')));
  await vscode.workspace.openTextDocument(uri);
  const found = await waitFor(`findings in ${name}`, () => {
    const list = vscode.languages.getDiagnostics(uri);
    return list.length > 0 ? list : undefined;
  });
  return { uri, messages: found.map(({ message }) => message) };
}

if (mode === 'trust') {
  describe('in a folder that is not trusted', () => {
    it('offers nothing that runs', async () => assert.deepEqual(await lenses(), ['Show resolved request']));

    /** What a command is called with from where it is offered. */
    const argumentOf = (command: string): unknown => {
      const ofJobs: string[] = [commands.openJob, commands.openBestJob, commands.stop];
      if (ofJobs.includes(command)) return 'boston-1';
      return command.includes('.jobs.') ? definition() : undefined;
    };
    for (const { command } of manifest().contributes?.commands ?? []) {
      it(`starts and writes nothing: ${command}`, async () => {
        const before = await filesAround();
        let ended: true | undefined;
        void vscode.commands.executeCommand(command, argumentOf(command)).then(() => (ended = true));
        await waitFor('the command to end, its picks left', async () => {
          await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
          return ended;
        });
        assert.equal(existsSync(stateFile('')), false, 'no engine was started, no environment made');
        assert.deepEqual(await filesAround(), before);
      });
    }

    it('shows a request all the same', async () => {
      await vscode.commands.executeCommand(commands.showResolvedRequest, definition());
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /sagemaker-us-east-1-000000000000/);
    });
  });
} else {
  describe('a training job from the editor', () => {
    it('is offered above its definition, which has no findings', async () => {
      assert.deepEqual(await lenses(), [
        '$(play)\u00a0Run locally',
        '$(cloud-upload)\u00a0Run on AWS…',
        'Show resolved request',
      ]);
      assert.equal((await vscode.workspace.openTextDocument(definition())).languageId, 'sagemaker-job-definition');
      assert.deepEqual(vscode.languages.getDiagnostics(definition()), []);
    });

    it('runs to its end, in a panel of its own', async () => {
      const name = (await run(definition())) ?? '';
      assert.match(name, /^boston-\d{4}-/);
      await waitFor('the panel', () => (panelTabs(name).length === 1 ? true : undefined));
      const job = await waitFor('the end of the job', async () => {
        const now = await describeJob(name);
        return now.TrainingJobStatus === 'InProgress' ? undefined : now;
      });
      assert.equal(job.TrainingJobStatus, 'Completed', job.FailureReason);
      await vscode.commands.executeCommand(commands.openJob, name);
      assert.equal(panelTabs(name).length, 1, 'the same panel comes to the front');
    });

    it('runs as many times as a tuning job asks, which shows its best', async function () {
      this.timeout(300_000);
      const name = (await run(tuning())) ?? '';
      assert.match(name, /^boston-\d{6}-\d{6}$/);
      const describe = async () =>
        (await engineClient()).send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }));
      const job = await waitFor(
        'the end of the tuning job',
        async () => {
          const now = await describe();
          return now.HyperParameterTuningJobStatus === 'InProgress' ? undefined : now;
        },
        280_000,
      );
      assert.equal(job.HyperParameterTuningJobStatus, 'Completed', job.FailureReason);
      const { Completed = 0, Stopped = 0 } = job.TrainingJobStatusCounters ?? {};
      assert.equal(Completed + Stopped, 20);
      const best = job.BestTrainingJob;
      assert.ok(Number(best?.FinalHyperParameterTuningJobObjectiveMetric?.Value) < 3.5);
      await vscode.commands.executeCommand(commands.openBestJob, name);
      await waitFor('its panel', () => (panelTabs(best?.TrainingJobName ?? '').length === 1 ? true : undefined));
      assert.deepEqual(vscode.languages.getDiagnostics(tuning()), []);
    });

    it('stops when it is told to', async () => {
      const uri = vscode.Uri.joinPath(folder(), 'endless.training-job.yaml');
      const text = await readFile(definition().fsPath, 'utf8');
      await writeFile(
        uri.fsPath,
        text.replace(/num_round: .*/, "num_round: '1000000'").replace(/\n *early_stopping_rounds: .*/, ''),
      );
      const name = (await run(uri)) ?? '';
      await waitFor('the job to train', async () =>
        (await describeJob(name)).SecondaryStatus === 'Training' ? true : undefined,
      );
      await vscode.commands.executeCommand(commands.stop, name);
      await waitFor('the job to stop', async () =>
        (await describeJob(name)).TrainingJobStatus === 'Stopped' ? true : undefined,
      );
    });

    const bad: [name: string, change: (text: string) => string, expected: RegExp][] = [
      ['not-yaml', () => 'TrainingJobName: [', /YAML/],
      ['unknown-field', (text) => `${text}\nTrainingJobNam: x\n`, /TrainingJobNam.*TrainingJobName/],
      ['missing-data', (text) => text.replace('data/train.csv', 'data/nothing.csv'), /data\/nothing\.csv/],
      ['header', (text) => text.replace('data/train.csv', 'boston.csv'), /boston\.csv/],
      ['unknown-hyperparameter', (text) => text.replace('max_depth:', 'max_dept:'), /max_dept.*max_depth/],
    ];
    for (const [name, change, expected] of bad) {
      it(`is refused, and nothing is made, when its definition is bad: ${name}`, async () => {
        const { uri, messages } = await findingsOf(name, change);
        assert.match(messages.join('\n'), expected);
        const count = async () =>
          (await (await engineClient()).send(new ListTrainingJobsCommand({ MaxResults: 100 }))).TrainingJobSummaries
            ?.length;
        const before = await count();
        assert.equal(await run(uri), undefined);
        assert.equal(await count(), before);
      });
    }

    it('shows what it would send', async () => {
      await vscode.commands.executeCommand(commands.showResolvedRequest, definition());
      const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
      assert.match(
        shown,
        /TrainingImage: ["']?683313688378\.dkr\.ecr\.us-east-1\.amazonaws\.com\/sagemaker-xgboost:1\.7-1/,
      );
      assert.match(shown, /S3Uri: ["']?s3:\/\/sagemaker-us-east-1-000000000000\/workbench\//);
    });
  });
}
