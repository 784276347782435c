// Resources made again from their requests, and what a selection means to commands, in the editor's own window on the local engine.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateModelCommand,
  CreateProcessingJobCommand,
  DescribeModelCommand,
  DescribeProcessingJobCommand,
  ListModelsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { notificationTexts, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { EngineProcess } from '../support/engineProcess.ts';
import { bucket, putTables, xgboostRequest } from '../support/trainingRequests.ts';
import { waitFor } from '../support/waitFor.ts';
import { chooseItemIn, eventuallyIn, openViewlet, pictures, useEditorWindow } from './editorWindow.mjs';

const role = 'arn:aws:iam::000000000000:role/service-role/test';

/** A model that is listed and never served. */
const served = {
  ModelName: 'served',
  ExecutionRoleArn: role,
  PrimaryContainer: {
    Image: xgboostRequest('any').AlgorithmSpecification.TrainingImage,
    ModelDataUrl: `s3://${bucket}/data/train.csv`,
    Environment: { ON: 'on' },
  },
  Tags: [{ Key: 'Project', Value: 'boston' }],
};

const processing = (name, script) => ({
  ProcessingJobName: name,
  RoleArn: role,
  AppSpecification: {
    ImageUri: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
    ContainerEntrypoint: ['bash', '-c', script],
  },
  ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 5 } },
});

describe('creating from requests in the window', function () {
  this.timeout(60_000);
  let page, folder, client;
  async function prepare({ home }) {
    const engine = await EngineProcess.start(join(home, 'state'));
    client = new SageMakerClient(engine.clientConfiguration);
    await putTables(engine);
    await client.send(new CreateModelCommand(served));
    await client.send(new CreateProcessingJobCommand(processing('over', 'exit 0')));
    await waitFor('the job', async () => ((await statusOf('over')) === 'Completed' ? true : undefined), 30_000);
    await client.send(new CreateProcessingJobCommand(processing('endless', 'while true; do sleep 0.2; done')));
  }
  useEditorWindow('create', prepare, (window) => ({ page, folder } = window));
  after(() => client?.destroy());

  const statusOf = async (name) =>
    (await client.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }))).ProcessingJobStatus;
  const modelNames = async () => (await client.send(new ListModelsCommand({}))).Models.map((one) => one.ModelName);
  const eventually = (what, condition, milliseconds = 20_000) => eventuallyIn(page, what, condition, milliseconds);
  const treeRow = (label) => page.locator(`.pane-body .monaco-list-row[aria-label^="${label}"]`).first();
  const dialog = (text) => page.locator('.monaco-dialog-box', { hasText: text });
  const picture = (name) => takePicture(page, join(pictures, `create-${name}.png`));
  const told = (pattern) => async () => (await notificationTexts(page)).some((text) => pattern.test(text));

  async function choose(row, label) {
    await treeRow(row).click({ button: 'right' });
    await chooseItemIn(page, label);
  }

  it('sends a clone that was never saved, after saying what and where, and shows what was made', async () => {
    await openViewlet(page, 'SageMaker');
    await page.locator('.pane-header[aria-label^="Models"]').click({ position: { x: 40, y: 10 } });
    await treeRow('Model served').waitFor();
    await choose('Model served', 'Clone to Definition');
    await page.locator('.tab.active[data-resource-name="served.model.yaml"]').waitFor();
    const lens = page.locator('.codelens-decoration a', { hasText: 'Create…' });
    await lens.waitFor();
    await picture('clone');
    await lens.click();
    await dialog('Create the model served-').waitFor();
    assert.match(await dialog('Create the model').innerText(), /Where: local/);
    await picture('asked');
    await dialog('Create the model').getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(await modelNames(), ['served'], 'what was not meant is not made');
    await lens.click();
    await dialog('Create the model').getByRole('button', { name: 'Create', exact: true }).click();
    await eventually('the model', async () => (await modelNames()).length === 2);
    const [made] = (await modelNames()).filter((name) => name !== 'served');
    const { PrimaryContainer } = await client.send(new DescribeModelCommand({ ModelName: made }));
    assert.deepEqual(PrimaryContainer.Environment, { ON: 'on' });
    await page.locator(`.pane-body .monaco-list-row.selected[aria-label^="Model ${made}"]`).waitFor();
    await eventually('word of it', told(new RegExp(`the model ${made} was created`)));
    assert.deepEqual(await readdir(folder), [], 'nothing was written');
    await picture('made');
  });

  it('names the field that the service refuses, and marks it', async () => {
    await runCommand(page, 'SageMaker: Create from Request…');
    await dialog('Create the model').getByRole('button', { name: 'Create', exact: true }).click();
    await eventually(
      'the refusal',
      told(/was not created because of ModelName \(line \d\): Cannot create already existing/),
    );
    await page.locator('.view-overlays .squiggly-error').first().waitFor();
    await picture('refused');
    assert.equal((await modelNames()).length, 2);
  });

  it('deploys, from the palette, what is selected first of all', async () => {
    await treeRow('Model served,').click();
    await runCommand(page, 'SageMaker: Deploy…');
    const first = page.locator('.quick-input-list .monaco-list-row').first();
    await eventually('the selected row', async () => /^served\s*model · selected/.test(await first.innerText()));
    await picture('deploy-selected');
    await page.keyboard.press('Escape');
  });

  it('stops what runs of a mixed selection, and says what it leaves out', async () => {
    await treeRow('Processing job over').click();
    await treeRow('Processing job endless').click({ modifiers: ['Control'] });
    // A menu of several has only what is for all of them; the button of a row is meant for those of the selection too.
    await treeRow('Processing job endless').locator('.action-label[aria-label^="Stop"]').click();
    await eventually('the job to be stopped', async () => /^Stop/.test(await statusOf('endless')));
    await eventually('what was left out', told(/"Stop.*" leaves out the processing job over \(Completed\)\./));
    await picture('left-out');
  });
});
