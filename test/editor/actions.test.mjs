// What is done with resources in the editor's own window: from the palette and from the menus of the views, on the local engine.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateModelCommand,
  CreateProcessingJobCommand,
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTagsCommand,
  ListProcessingJobsCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { notificationTexts, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { EngineProcess } from '../support/engineProcess.ts';
import { bucket, putTables, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';
import {
  chooseItemIn,
  eventuallyIn,
  menuItemIn,
  openViewlet,
  pictures,
  runAsking,
  useEditorWindow,
} from './editorWindow.mjs';

/** Runs until it is stopped, and says so. */
const ticking = {
  ProcessingJobName: 'endless',
  RoleArn: 'arn:aws:iam::000000000000:role/service-role/test',
  AppSpecification: {
    ImageUri: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
    ContainerEntrypoint: ['bash', '-c', 'for ((i = 0; ; i++)); do echo "tick $i"; sleep 0.3; done'],
  },
  ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 5 } },
};

/** A model that is listed and never served. */
const served = {
  ExecutionRoleArn: ticking.RoleArn,
  PrimaryContainer: {
    Image: xgboostRequest('any').AlgorithmSpecification.TrainingImage,
    ModelDataUrl: `s3://${bucket}/output/red/output/model.tar.gz`,
  },
};

describe('actions in the window', function () {
  this.timeout(90_000);
  let page, folder, client;
  async function prepare({ home }) {
    const engine = await EngineProcess.start(join(home, 'state'));
    client = new SageMakerClient(engine.clientConfiguration);
    await putTables(engine);
    for (const name of ['red', 'green']) {
      const Tags = [{ Key: 'Project', Value: name }];
      await client.send(new CreateTrainingJobCommand({ ...xgboostRequest(name), Tags }));
      await waitForStatus(client, name, 'Completed');
    }
    await client.send(new CreateTrainingJobCommand(xgboostRequest('broken', { objective: 'reg:logistic' })));
    await client.send(new CreateProcessingJobCommand(ticking));
    for (const name of ['first-of-all', ...Array.from({ length: 100 }, (_, index) => `later-${index}`)])
      await client.send(new CreateModelCommand({ ModelName: name, ...served }));
  }
  useEditorWindow('actions', prepare, (window) => ({ page, folder } = window));
  after(() => client?.destroy());

  const eventually = (what, condition, milliseconds = 20_000) => eventuallyIn(page, what, condition, milliseconds);
  const treeRow = (label) => page.locator(`.pane-body .monaco-list-row[aria-label^="${label}"]`).first();
  const pickRow = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  const input = () => page.locator('.quick-input-widget input[type="text"]');
  const menuItem = (label) => menuItemIn(page, label);
  const chooseItem = (label) => chooseItemIn(page, label);
  const picture = (name) => takePicture(page, join(pictures, `actions-${name}.png`));
  const tagsOf = async (name) => {
    const { TrainingJobArn } = await client.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
    const { Tags } = await client.send(new ListTagsCommand({ ResourceArn: TrainingJobArn }));
    return Tags.map(({ Key, Value }) => `${Key}=${Value}`).sort();
  };
  const trainingJobs = async () =>
    (await client.send(new ListTrainingJobsCommand({}))).TrainingJobSummaries.map((job) => job.TrainingJobName);
  const processingJobs = async () =>
    (await client.send(new ListProcessingJobsCommand({}))).ProcessingJobSummaries.map((job) => job.ProcessingJobName);

  async function type(text) {
    await input().waitFor();
    await input().fill(text);
  }

  it('are few in a menu, with the copies in one of their own', async () => {
    await openViewlet(page, 'SageMaker');
    await treeRow('Training job red').waitFor();
    await treeRow('Training job red').click({ button: 'right' });
    await menuItem('Edit Tags').waitFor();
    const labels = await page
      .locator('.monaco-menu .action-label[aria-label]')
      .evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')).filter((label) => label !== ''));
    for (const label of ['Open Curves', 'Open Logs', 'Download Artifact…', 'Retry…', 'Clone to Definition…', 'Delete…'])
      assert.ok(labels.includes(label), `${label} in ${labels.join(', ')}`);
    for (const label of ['Stop', 'Open in AWS Console']) assert.ok(!labels.includes(label), label);
    await menuItem('Copy').hover();
    await menuItem('Copy ARN').waitFor();
    await picture('menu');
    await chooseItem('Copy ARN');
    await eventually('the ARN', async () => (await notificationTexts(page)).some((text) => /the ARN is/.test(text)));
  });

  it('open a job as a definition that is not saved yet', async () => {
    await treeRow('Training job red').click({ button: 'right' });
    await chooseItem('Clone to Definition');
    await page.locator('.tab.active[data-resource-name="red.training-job.yaml"]').waitFor();
    await eventually('its text', async () =>
      /Cloned\sfrom\sthe\straining\sjob\sred/.test(
        await page.locator('.editor-instance .view-lines').first().innerText(),
      ),
    );
    assert.deepEqual(await readdir(folder), [], 'nothing was written');
    await picture('clone');
  });

  it('run such a definition, which is saved before', async () => {
    const before = (await trainingJobs()).length;
    await page.locator('.codelens-decoration a', { hasText: 'Run locally' }).click();
    await eventually('the new job', async () => (await trainingJobs()).length > before, 40_000);
    assert.deepEqual(await readdir(folder), ['red.training-job.yaml']);
    await page.locator('.tab[data-resource-name="red.training-job.yaml"]:not(.dirty)').waitFor();
  });

  it('change the tags of several at once, from the palette', async () => {
    await runAsking(page, 'SageMaker: Edit Tags…');
    for (const name of ['red', 'green']) {
      await type(name);
      await pickRow(new RegExp(`^${name}`))
        .locator('.monaco-checkbox, input')
        .first()
        .click();
    }
    await page.locator('.quick-input-widget', { hasText: '2 Selected' }).waitFor();
    await picture('pick-several');
    await input().press('Enter');
    await pickRow('several values').waitFor();
    await picture('tags');
    await pickRow('Add a Tag…').click();
    await type('Cost Center');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget', { hasText: 'Value of Cost Center' }).waitFor();
    await type('42');
    await page.keyboard.press('Enter');
    await pickRow('Apply 1 Change').waitFor();
    await picture('tags-drafted');
    await pickRow('Apply 1 Change').click();
    await eventually('the tags', async () => (await tagsOf('green')).length === 2);
    assert.deepEqual(await tagsOf('red'), ['Cost Center=42', 'Project=red']);
    assert.deepEqual(await tagsOf('green'), ['Cost Center=42', 'Project=green']);
  });

  it('are the same in the menu of several, and the palette begins with those', async () => {
    await treeRow('Training job red').click();
    await treeRow('Training job green').click({ modifiers: ['Control'] });
    await treeRow('Training job green').click({ button: 'right' });
    for (const label of ['Open Logs', 'Download Artifact…', 'Retry…', 'Clone to Definition…', 'Delete…'])
      await menuItem(label).waitFor();
    await menuItem('Copy').hover();
    await menuItem('Copy as AWS CLI Command').waitFor();
    await picture('menu-several');
    await chooseItem('Copy as AWS CLI Command');
    await eventually('the commands', async () =>
      (await notificationTexts(page)).some((text) => /the commands that create 2 training jobs are/.test(text)),
    );
    const before = (await trainingJobs()).length;
    await runAsking(page, 'SageMaker: Retry…');
    await page.locator('.quick-input-widget', { hasText: '2 Selected' }).waitFor();
    await picture('retry-selected');
    await input().press('Enter');
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Run 2 training jobs again?' });
    await dialog.waitFor();
    await picture('retry-several');
    await dialog.getByRole('button', { name: 'Run Again' }).click();
    await eventually('the new jobs', async () => (await trainingJobs()).length === before + 2);
    await eventually('what was started', async () =>
      (await notificationTexts(page)).some((text) => /2 training jobs were started/.test(text)),
    );
  });

  it('find by its name what is older than what is listed', async () => {
    await runAsking(page, 'SageMaker: Copy ARN');
    await pickRow('later-99').waitFor();
    assert.equal(await pickRow('first-of-all').count(), 0);
    await type('first-of');
    await pickRow('first-of-all').waitFor();
    await page.keyboard.press('Escape');
  });

  it('open the log of a job that runs, which follows', async () => {
    await runAsking(page, 'SageMaker: Open Logs');
    await type('endless');
    await pickRow('endless').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.tab.active[data-resource-name^="endless algo-1"]').waitFor();
    const lastLine = async () => {
      const lines = await page.locator('.editor-group-container.active .view-lines').innerText();
      return Math.max(...[...lines.matchAll(/tick\s(\d+)/g)].map(([, round]) => Number(round)), -1);
    };
    await eventually('its lines', async () => (await lastLine()) >= 0);
    const before = await lastLine();
    await eventually('later lines', async () => (await lastLine()) > before);
    await picture('log');
  });

  it('can be read in every theme', async () => {
    for (const [theme, kind] of [
      ['Dark Modern', 'vs-dark'],
      ['Dark High Contrast', 'hc-black'],
      ['Light Modern', 'vs'],
    ]) {
      await runCommand(page, 'Preferences: Color Theme');
      await input().fill(theme);
      await pickRow(theme).waitFor();
      await page.keyboard.press('Enter');
      await page.locator(`.monaco-workbench.${kind}`).waitFor();
      await runAsking(page, 'SageMaker: Delete…');
      await pickRow('later-99').waitFor();
      await picture(`pick-${kind}`);
      await page.keyboard.press('Escape');
    }
  });

  it('run a failed job again, after saying where', async () => {
    await runAsking(page, 'SageMaker: Retry…');
    await type('broken');
    await pickRow('broken').waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await picture('retry');
    await dialog.getByRole('button', { name: 'Run Again' }).click();
    await eventually('the new job', async () => (await trainingJobs()).some((name) => /^broken-\d{4}-/.test(name)));
  });

  it('delete the row in focus by key, not the one that was clicked before', async () => {
    await openViewlet(page, 'SageMaker');
    await treeRow('Training job red').click();
    await page.keyboard.press('ArrowUp');
    const focused = page.locator('.pane-body .monaco-list-row.focused:not(.selected)').first();
    const label = (await focused.getAttribute('aria-label')) ?? '';
    const [, kind = '', name = ''] = /^(\w+ job) ([\w-]+)/.exec(label) ?? [];
    await page.keyboard.press('Delete');
    const question = page.locator('.quick-input-widget', { hasText: 'This cannot be undone' });
    await question.waitFor();
    const words = (await question.innerText()).replaceAll('\u00a0', ' ');
    assert.ok(name !== '' && words.includes(`Delete the ${kind.toLowerCase()} ${name}`), `${label}: ${words}`);
    await picture('delete-key');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.pane-body .monaco-list-row.selected[aria-label^="Training job red"]').count(), 1);
  });

  it('delete what is named by typing it, what runs after it was stopped', async () => {
    await runAsking(page, 'SageMaker: Delete…');
    await type('endless');
    await pickRow('endless').waitFor();
    await page.keyboard.press('Enter'); // nothing is checked: the row in focus is meant
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await picture('delete-running');
    await dialog.getByRole('button', { name: 'Stop It and Delete…' }).click();
    await page.locator('.quick-input-widget', { hasText: 'This cannot be undone' }).waitFor();
    await picture('delete');
    await type('endles');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget', { hasText: 'That is not endless' }).waitFor();
    await type('endless');
    await page.keyboard.press('Enter');
    await eventually('it to be gone', async () => !(await processingJobs()).includes('endless'));
    await eventually('its row to be gone', async () => (await treeRow('Processing job endless').count()) === 0);
  });
});
