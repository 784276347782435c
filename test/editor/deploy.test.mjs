// From a trained model to an endpoint and back, in the editor's own window, with the local engine.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notificationTexts, runCommand } from '../../scripts/lib/editorPage.mjs';
import { findEngine } from '../../scripts/lib/localEngine.mjs';
import { deploySteps } from './deploySteps.mjs';
import { putExample, useEditorWindow } from './editorWindow.mjs';

describe('deploying in the window', function () {
  this.timeout(120_000);
  let folder, stateDirectory, page;
  useEditorWindow(
    'deploy',
    ({ folder: project }) => putExample(project),
    (window) => {
      ({ folder, stateDirectory, page } = window);
      page.setDefaultTimeout(15_000);
    },
  );

  const { eventually, widget, dialog, row, picture, step, chooseFromMenu, told, trainBoston } = deploySteps(
    () => page,
    'deploy',
    20_000,
  );
  const typed = () => widget().locator('input[type="text"]').first().inputValue();
  const notification = (text) => page.locator('.notification-list-item', { hasText: text });

  async function confirm(button, name) {
    await dialog().waitFor();
    const text = await dialog().innerText();
    await picture(name);
    await dialog().locator('.monaco-button', { hasText: button }).click();
    return text;
  }

  const clear = () => runCommand(page, 'Notifications: Clear All Notifications');

  async function useTheme(theme) {
    await mkdir(join(folder, '.vscode'), { recursive: true });
    await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    await page.waitForTimeout(1_500);
  }

  /** Until the row says so, its menu is that of what is being changed. */
  async function isInService(endpoint) {
    const inService = page.locator('[aria-label*="InService"],[aria-label*="in service"]');
    await row(`Endpoint ${endpoint}`).and(inService).waitFor({ timeout: 30_000 });
  }

  /** Up to the confirm of an update to the model that cannot be loaded. */
  async function updateToBroken() {
    await chooseFromMenu('Endpoint boston', 'Update Endpoint…');
    await step('Update boston');
    await page.keyboard.press('Enter');
    await step('Update boston: model');
    await page.keyboard.type('broken');
    await widget().locator('.monaco-list-row.focused', { hasText: 'broken' }).waitFor();
    await page.keyboard.press('Enter');
  }

  /** Sends SageMaker's own requests to the engine of the window. */
  async function withClient(use) {
    const { port } = await findEngine(stateDirectory);
    const credentials = JSON.parse(await readFile(join(stateDirectory, 'credentials.json'), 'utf8'));
    const sdk = await import('@aws-sdk/client-sagemaker');
    const client = new sdk.SageMakerClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
    try {
      return await use(client, sdk);
    } finally {
      client.destroy();
    }
  }

  it('offers what can be done instead where there is nothing to deploy', async () => {
    await runCommand(page, 'SageMaker: Deploy…');
    await told('There is nothing to deploy yet');
    for (const button of ['Train a Model', 'Open the Example', 'Choose Connection'])
      await notification('nothing to deploy').locator('.monaco-button', { hasText: button }).waitFor();
    await picture('0-nothing');
    await notification('nothing to deploy').locator('.monaco-button', { hasText: 'Choose Connection' }).click();
    await step('where jobs run');
    await page.keyboard.press('Escape');
    await clear();
  });

  it('asks where, by which name and how many, and makes nothing before the confirm', async () => {
    await trainBoston();
    await clear();
    await chooseFromMenu('Training job boston-', 'Deploy…');
    await step('Deploy boston-', '1-where');
    assert.match(await widget().locator('.monaco-list-row.focused').innerText(), /This machine/);
    await page.keyboard.press('Enter');
    await step(': name (2/4)', '2-name');
    assert.equal(await typed(), 'boston');
    await page.keyboard.type('not_a name');
    await widget().getByText('letters, digits and hyphens only').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('boston');
    await page.keyboard.press('Enter');
    await step(': instances (3/4)', '3-instances');
    await page.keyboard.press('Control+Alt+Minus');
    await step(': name (2/4)');
    await page.keyboard.press('Enter');
    await step(': instances (3/4)');
    await page.keyboard.press('Enter');
    await step(': variant (4/4)', '4-variant');
    await page.keyboard.press('Enter');
    const text = await confirm('Cancel', '5-confirm');
    for (const fact of ['as the endpoint boston?', 'This machine', 'no bill', 'AllTraffic', 'sagemaker-xgboost:1.7-1'])
      assert.ok(text.toLowerCase().includes(fact.toLowerCase()), `${fact} in\n${text}`);
    const { Endpoints, Models } = await withClient(async (client, sdk) => ({
      ...(await client.send(new sdk.ListEndpointsCommand({}))),
      ...(await client.send(new sdk.ListModelsCommand({}))),
    }));
    assert.deepEqual([Endpoints, Models], [[], []]);
  });

  it('brings a model into service by Enter alone, and offers what to do with it', async () => {
    await chooseFromMenu('Training job boston-', 'Deploy…');
    for (const title of ['Deploy boston-', ': name (2/4)', ': instances (3/4)', ': variant (4/4)']) {
      await step(title);
      await page.keyboard.press('Enter');
    }
    await confirm('Deploy', '6-confirm');
    await told('boston is in service');
    for (const button of ['Invoke…', 'Copy Python'])
      await notification('boston is in service').locator('.monaco-button', { hasText: button }).waitFor();
    await isInService('boston');
    await picture('7-in-service');
    await clear();
  });

  it('says that a name is taken, and proposes the next', async () => {
    await chooseFromMenu('Training job boston-', 'Deploy…');
    await step('Deploy boston-');
    await page.keyboard.press('Enter');
    await step(': name (2/4)');
    assert.equal(await typed(), 'boston-2');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('boston');
    await page.keyboard.press('Enter');
    await widget().getByText('There is an endpoint boston already').waitFor();
    await picture('8-taken');
    await page.keyboard.press('Escape');
    await widget().waitFor({ state: 'hidden' });
  });

  it('counts the questions of an update from the first to the last, and goes back to each', async () => {
    await isInService('boston');
    await runCommand(page, 'SageMaker: Update Endpoint…');
    for (const way of ['there', 'and once more']) {
      await step('Update Endpoint (1)', way === 'there' ? '9-update-endpoint' : undefined);
      await widget().locator('.monaco-list-row.focused', { hasText: 'boston' }).waitFor();
      await page.keyboard.press('Enter');
      await step('Update boston (2/3)');
      await page.keyboard.press('Enter');
      await step('Update boston: model (3/3)');
      if (way !== 'there') break;
      await page.keyboard.press('Control+Alt+Minus');
      await step('Update boston (2/3)');
      await page.keyboard.press('Control+Alt+Minus');
    }
    await page.keyboard.press('Escape');
    await widget().waitFor({ state: 'hidden' });
  });

  it('updates it, and goes back to what it was', async () => {
    await isInService('boston');
    await chooseFromMenu('Endpoint boston', 'Update Endpoint…');
    await step('Update boston', '9-update');
    await page.keyboard.type('instances');
    await page.keyboard.press('Enter');
    await step('Update boston: instances (2/2)');
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    const text = await confirm('Update', '10-update-confirm');
    assert.match(text, /1 → 2/);
    await told('boston is updated and in service');
    await picture('11-updated');
    await notification('is updated').locator('.monaco-button', { hasText: 'Roll Back' }).click();
    await told('again');
    await clear();
  });

  it('tells a roll-back with its reason, and takes away what was made for it', async () => {
    await withClient(async (client, sdk) => {
      const { TrainingJobSummaries } = await client.send(new sdk.ListTrainingJobsCommand({}));
      const [{ TrainingJobName }] = TrainingJobSummaries;
      const job = await client.send(new sdk.DescribeTrainingJobCommand({ TrainingJobName }));
      const { TrainingImage: Image } = job.AlgorithmSpecification;
      const ModelDataUrl = job.InputDataConfig[0].DataSource.S3DataSource.S3Uri; // a table, and no archive
      const container = { ExecutionRoleArn: job.RoleArn, PrimaryContainer: { Image, ModelDataUrl } };
      await client.send(new sdk.CreateModelCommand({ ModelName: 'broken', ...container }));
    });
    await isInService('boston');
    await updateToBroken();
    assert.match(await confirm('Update', '19-update-model'), /→ model broken/);
    await told('boston was rolled back and runs what it ran before');
    await picture('20-rolled-back');
    const message = notification('was rolled back');
    await message.locator('.monaco-button', { hasText: 'Open Logs' }).waitFor();
    await page.waitForTimeout(800); // of more than three notifications in this time VS Code shows no more
    await message.locator('.monaco-button', { hasText: 'Delete What Was Made' }).click();
    await told('Deleted the configuration boston-');
    await clear();
  });

  it('sets the weights of two variants, all at once and with their shares', async () => {
    await withClient(async (client, sdk) => {
      const { Models } = await client.send(new sdk.ListModelsCommand({ NameContains: 'boston' }));
      const [{ ModelName }] = Models;
      const variant = (VariantName, InitialVariantWeight) => ({
        ...{ VariantName, ModelName, InitialVariantWeight },
        ...{ InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      });
      const ProductionVariants = [variant('A', 1), variant('B', 1)];
      await client.send(new sdk.CreateEndpointConfigCommand({ EndpointConfigName: 'pair', ProductionVariants }));
      await client.send(new sdk.CreateEndpointCommand({ EndpointName: 'pair', EndpointConfigName: 'pair' }));
    });
    await isInService('pair');
    await chooseFromMenu('Endpoint pair', 'Set Weights…');
    await step('Weights of pair', '12-weights');
    assert.match(await widget().locator('.monaco-list-row.focused').innerText(), /^A(?!ll)/);
    await page.keyboard.type('All at once');
    await page.keyboard.press('Enter');
    await eventually('the weights', async () => (await typed()) === 'A=1, B=1');
    await page.keyboard.type('A=70, B=30');
    await widget().getByText('A 70 %, B 30 %').waitFor();
    await picture('13-weights-typed');
    await page.keyboard.press('Enter');
    await step('Weights of pair', '14-weights-apply');
    assert.match(await widget().locator('.monaco-list-row.focused').innerText(), /Apply/);
    await page.keyboard.press('Enter');
    await told('pair answers with A 70 %, B 30 %');
    await clear();
  });

  it('deletes an endpoint with what nothing else uses, and tells who uses the rest', async () => {
    await useTheme('Default Dark Modern');
    await chooseFromMenu('Endpoint pair', 'Delete Endpoint…');
    await step('what goes too', '15-delete-dark');
    const rows = await widget().locator('.monaco-list-row').allInnerTexts();
    assert.match(rows[0], /pair[\s\S]*Used by nothing else/);
    assert.match(rows[1], /Used by endpoint boston, configuration boston-/);
    const checked = await widget()
      .locator('.monaco-list-row input[type=checkbox], .monaco-list-row .monaco-checkbox')
      .evaluateAll((boxes) => boxes.map((box) => box.checked ?? box.getAttribute('aria-checked') === 'true'));
    assert.deepEqual(checked, [true, false]);
    await useTheme('Default High Contrast');
    await picture('16-delete-contrast');
    await page.keyboard.press('Enter');
    await confirm('Delete', '17-delete-confirm-contrast');
    await told('Deleted the endpoint pair and the configuration pair.');
    await row('Endpoint pair').waitFor({ state: 'detached' });
    await picture('18-deleted-contrast');
    assert.match(await row('Endpoint boston').getAttribute('aria-label'), /boston/);
  });

  /** Milliseconds within which VS Code in a browser writes down what it is told to keep. */
  const writtenWithin = 400;

  /** Chooses another number of instances in *Update…*, up to the confirm. */
  async function updateInstances(count) {
    await isInService('boston');
    await chooseFromMenu('Endpoint boston', 'Update Endpoint…');
    await step('Update boston');
    await page.keyboard.type('instances');
    await page.keyboard.press('Enter');
    await step('Update boston: instances (2/2)');
    await page.keyboard.type(String(count));
    await page.keyboard.press('Enter');
  }

  it('tells the end of an update after a reload in its middle, with what can be done next', async () => {
    await useTheme('Default Light Modern');
    await withClient(async (client, sdk) => {
      const boston = { EndpointName: 'boston' };
      const { EndpointConfigName } = await client.send(new sdk.DescribeEndpointCommand(boston));
      // The old instances stay for some seconds, of this update and of those after it.
      const BlueGreenUpdatePolicy = {
        TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 },
        TerminationWaitInSeconds: 5,
      };
      const DeploymentConfig = { BlueGreenUpdatePolicy };
      await client.send(new sdk.UpdateEndpointCommand({ ...boston, EndpointConfigName, DeploymentConfig }));
    });
    await row('Endpoint boston').and(page.locator('[aria-label*="Updating"]')).waitFor();
    await isInService('boston');
    await updateInstances(2);
    await confirm('Update', '21-update-confirm');
    await told('updating boston: Updating');
    await page.waitForTimeout(writtenWithin);
    await page.reload();
    await told('boston is updated and in service', 40_000);
    for (const button of ['Invoke…', 'Roll Back'])
      await notification('boston is updated').locator('.monaco-button', { hasText: button }).waitFor();
    await picture('22-told-after-reload');
  });

  it('tells what became of an update whose window was reloaded at once', async () => {
    await clear();
    await updateInstances(1);
    await confirm('Update', '23-update-confirm');
    await page.waitForTimeout(writtenWithin);
    await page.reload();
    await eventually(
      'the end, or that it never began',
      async () =>
        (await notificationTexts(page)).some((text) =>
          /boston is updated and in service|change of boston ended with the reload/.test(text),
        ),
      40_000,
    );
    await picture('24-told-after-quick-reload');
  });

  it('tells a rollback again whose message a reload took away, and deletes what was made for it', async () => {
    await isInService('boston');
    await clear();
    await updateToBroken();
    await confirm('Update', '25-update-to-broken');
    await told('boston was rolled back', 40_000);
    await page.waitForTimeout(writtenWithin);
    await page.reload();
    await told('boston was rolled back', 40_000);
    await picture('26-rollback-told-again');
    await notification('boston was rolled back').locator('.monaco-button', { hasText: 'Delete What Was Made' }).click();
    await told('Deleted the configuration boston-');
  });
});
