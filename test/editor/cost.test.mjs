// Cost, its end and production in the editor's own window. A second engine poses as AWS, with a price list beside it.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListEndpointConfigsCommand, ListEndpointsCommand, ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { notificationTexts, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { AwsEngine } from '../support/awsEngine.ts';
import { Endpoints } from '../support/endpoints.ts';
import { startPricingServer } from '../support/pricingServer.ts';
import { putTables } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';
import { eventuallyIn, openViewlet, pictures, useEditorWindow } from './editorWindow.mjs';

describe('Cost in the window', function () {
  this.timeout(120_000);
  let aws, pricing, endpoints, page, config;

  after(async () => {
    endpoints?.close();
    pricing?.close();
    await aws?.remove();
  });

  async function prepare({ folder }) {
    await mkdir(join(folder, '.vscode'));
    const settings = { 'sagemakerWorkbench.cost.idleHours': 0.001 };
    await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
    aws = await AwsEngine.start();
    pricing = await startPricingServer();
    const { engine, env } = aws;
    await putTables(engine);
    const models = new TransformJobs(engine, { runner: 'in-process' });
    await models.model('boosted');
    models.close();
    endpoints = new Endpoints(engine, { runner: 'in-process' });
    await endpoints.config('one', { only: { ModelName: 'boosted' } });
    await endpoints.config('two', { only: { ModelName: 'boosted', InitialInstanceCount: 2 } });
    await endpoints.create('churn', 'one');
    await endpoints.create('fraud-detection', 'two');
    for (const name of ['churn', 'fraud-detection']) await endpoints.settled(name);
    config = env.AWS_CONFIG_FILE;
    const profiles = await readFile(config, 'utf8');
    await writeFile(config, profiles.replace('[profile work]', '[profile acme-prod]'));
    const credentials = await readFile(env.AWS_SHARED_CREDENTIALS_FILE, 'utf8');
    await writeFile(env.AWS_SHARED_CREDENTIALS_FILE, credentials.replace('[work]', '[acme-prod]'));
    return { env: { ...env, AWS_ENDPOINT_URL_PRICING: pricing.endpoint } };
  }
  useEditorWindow('cost', prepare, (window) => ({ page } = window));

  const eventually = (what, condition, milliseconds = 30_000) => eventuallyIn(page, what, condition, milliseconds);
  const row = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  const connection = () => page.locator('.statusbar-item[id*="sagemakerWorkbench.connection"]');
  const cost = () => page.locator('.statusbar-item[id*="sagemakerWorkbench.cost"]');
  const dialog = () => page.locator('.monaco-dialog-box');
  const title = () => page.locator('.quick-input-title').innerText();
  // On a check box that was clicked Enter checks.
  const accept = () => page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).click();
  const shows = async (text) => (await notificationTexts(page)).some((one) => one.includes(text));
  const picture = (name) => takePicture(page, join(pictures, `cost-${name}.png`));

  async function useTheme(theme) {
    await runCommand(page, 'Preferences: Color Theme');
    await page.locator('.quick-input-widget input[type="text"]').fill(theme);
    await row(theme).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  it('shows production in red, with account and region, and nothing of money before', async () => {
    await openViewlet(page, 'SageMaker');
    await connection().waitFor();
    assert.equal(await cost().count(), 0, 'the local engine has no bill');
    await connection().click();
    await row('acme-prod').click();
    await eventually('the connection', async () =>
      /PRODUCTION · acme-prod · eu-west-1 · 123456789012 · /.test(await connection().innerText()),
    );
    assert.match((await connection().getAttribute('class')) ?? '', /error-kind/);
  });

  it('says what runs costs an hour, by the price list', async () => {
    await eventually(
      'the cost',
      async () => (await cost().count()) > 0 && /≈ \$0\.345\/h · ≥ /.test(await cost().innerText()),
    );
    assert.match(
      (await cost().locator('a').getAttribute('aria-label')) ?? '',
      /^SageMaker cost: what runs costs about \$0\.345 an hour; at least \$\S+ today\. Activate to choose what to shut down\.$/,
    );
    await cost().hover();
    await page.locator('.monaco-hover table').waitFor();
    const table = await page.locator('.monaco-hover table').innerText();
    for (const part of ['fraud-detection', 'ml.m5.large × 2', '$0.23', 'churn', '$0.115', 'Together'])
      assert.ok(table.includes(part), `${part} in\n${table}`);
    await picture('tooltip');
  });

  it('lists what costs with check boxes and their sum, in every theme', async () => {
    for (const theme of ['Light Modern', 'Dark High Contrast', 'Dark Modern']) {
      await useTheme(theme);
      await cost().click();
      await row('fraud-detection').waitFor();
      await row('churn').locator('.monaco-checkbox').click();
      await eventually('the sum', async () => (await title()).includes('1 checked, $0.115 an hour'));
      await eventually('the prices', async () =>
        (await row('fraud-detection').innerText()).includes('endpoint · ml.m5.large × 2 · $0.23 an hour'),
      );
      assert.match(await row('fraud-detection').innerText(), /eu-west-1 · InService · for .* · will be deleted/);
      await picture(`list-${theme.toLowerCase().replaceAll(' ', '-')}`);
      await accept();
      await dialog().waitFor();
      await picture(`production-${theme.toLowerCase().replaceAll(' ', '-')}`);
      const text = await dialog().innerText();
      for (const part of ['Shut Down churn in PRODUCTION?', '123456789012', 'eu-west-1', 'acme-prod'])
        assert.ok(text.includes(part), `${part} in\n${text}`);
      await dialog().locator('.monaco-button', { hasText: 'Cancel' }).click();
      await dialog().waitFor({ state: 'detached' });
    }
    const { Endpoints: left } = await endpoints.client.send(new ListEndpointsCommand({}));
    assert.equal(left?.length, 2, 'nothing was changed');
  });

  it('asks once more before a model is deployed in production, and makes nothing when that is cancelled', async () => {
    const made = async () => {
      const { client } = endpoints;
      const [served, configs, models] = await Promise.all([
        client.send(new ListEndpointsCommand({})),
        client.send(new ListEndpointConfigsCommand({})),
        client.send(new ListModelsCommand({})),
      ]);
      return [
        served.Endpoints?.map(({ EndpointName }) => EndpointName),
        configs.EndpointConfigs?.map(({ EndpointConfigName }) => EndpointConfigName),
        models.Models?.map(({ ModelName }) => ModelName),
      ];
    };
    const before = await made();
    await runCommand(page, 'SageMaker: Deploy…');
    await row('boosted').click();
    for (const step of ['(1/', '(2/', '(3/', '(4/', '(5/']) {
      await eventually(`step ${step}`, async () => (await title()).includes(step));
      await page.waitForTimeout(300); // its rows are drawn after its title
      await page.keyboard.press('Enter');
    }
    await dialog().locator('.monaco-button', { hasText: 'Deploy' }).click();
    await eventually('production', async () => (await dialog().innerText()).includes('in PRODUCTION?'));
    await picture('deploy-production');
    const text = await dialog().innerText();
    for (const part of ['Deploy the endpoint boosted', '123456789012', 'eu-west-1', 'acme-prod'])
      assert.ok(text.includes(part), `${part} in\n${text}`);
    await dialog().locator('.monaco-button', { hasText: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    assert.deepEqual(await made(), before);
  });

  // Whether it is time is looked at once a minute.
  it('tells of what is idle in one notification, which leads to the list with all of it checked', async () => {
    const found = '2 endpoints seem not to be used, $0.345 an hour together:';
    await eventually('the notification', () => shows(found), 90_000);
    assert.equal((await notificationTexts(page)).filter((text) => text.includes('not to be used')).length, 1);
    await picture('idle');
    await page.locator('.notification-toast .monaco-button', { hasText: 'Show…' }).click();
    await eventually('the sum', async () => (await title()).includes('2 checked, $0.345 an hour'));
    await picture('idle-list');
    await page.keyboard.press('Escape');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  });

  it('deletes endpoints only when that is typed, and then shows but what they have cost today', async () => {
    await runCommand(page, 'SageMaker: Shut Down What Costs Money…');
    await row('fraud-detection').locator('.monaco-checkbox').click();
    await row('churn').locator('.monaco-checkbox').click();
    await eventually('the sum', async () => (await title()).includes('2 checked, $0.345 an hour'));
    await accept();
    await dialog().locator('.monaco-button', { hasText: 'Shut Down' }).click();
    const goes = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Used by nothing else' });
    await eventually('what goes too', async () => (await goes.count()) === 3);
    assert.match(await title(), /Delete 2 endpoints · what goes too/);
    await picture('what-goes-too');
    await row('boosted').locator('.monaco-checkbox').click();
    await accept();
    await page.locator('.quick-input-widget input[placeholder="delete 2"]').waitFor();
    const asked = await page.locator('.quick-input-message').innerText();
    for (const part of [
      'Deletes 2 endpoints: PRODUCTION: ',
      'churn',
      'fraud-detection',
      'acme-prod',
      'eu-west-1',
      'Goes too: ',
    ])
      assert.ok(asked.includes(part), `${part} in\n${asked}`);
    await page.keyboard.type('delete 3');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-message', { hasText: 'Type "delete 2" to confirm' }).waitFor();
    await picture('typed');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await eventually(
      'the end',
      async () => (await shows('Deleted the endpoint')) && (await shows('and the configuration')),
    );
    await eventually('the cost of today alone', async () => {
      const text = await cost().innerText();
      return /≥ \$[\d.]+ today/.test(text) && !text.includes('/h');
    });
    const { Endpoints: left } = await endpoints.client.send(new ListEndpointsCommand({}));
    assert.deepEqual(left, []);
    const { EndpointConfigs } = await endpoints.client.send(new ListEndpointConfigsCommand({}));
    const { Models } = await endpoints.client.send(new ListModelsCommand({}));
    assert.deepEqual([EndpointConfigs, Models?.map(({ ModelName }) => ModelName)], [[], ['boosted']]);
    await runCommand(page, 'Notifications: Clear All Notifications');
    await runCommand(page, 'SageMaker: Shut Down What Costs Money…');
    await row('Nothing runs that costs money in eu-west-1').waitFor();
    assert.equal(await title(), 'SageMaker: shut down what costs money');
    assert.equal(await page.locator('.quick-input-list .monaco-list-row').count(), 1);
    assert.equal(await page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).isVisible(), false);
    await picture('nothing');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  });

  it('asks once when the credentials are refused, and goes on by itself when they are good again', async () => {
    await openViewlet(page, 'SageMaker');
    const file = aws.env.AWS_SHARED_CREDENTIALS_FILE;
    const good = await readFile(file, 'utf8');
    await writeFile(file, good.replace(/(secret_access_key = ).*/, '$1wrong'));
    await eventually('the offer', () => shows('AWS does not accept the credentials of the profile acme-prod'));
    assert.equal(await connection().locator('.codicon-warning').count(), 1);
    await picture('refused');
    await writeFile(file, good);
    await eventually('the connection', async () => (await connection().locator('.codicon-warning').count()) === 0);
    assert.match(await connection().innerText(), /123456789012/);
    const asked = (await notificationTexts(page)).filter((text) => text.includes('does not accept'));
    assert.equal(asked.length, 1, 'asked once');
  });
});
