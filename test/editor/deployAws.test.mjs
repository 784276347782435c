// A model that was trained here goes to an account and away again. A second engine poses as AWS, reached through a profile.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runCommand } from '../../scripts/lib/editorPage.mjs';
import { deploySteps } from './deploySteps.mjs';
import { putExample, root, useEditorWindow } from './editorWindow.mjs';

describe('deploying to an account in the window', function () {
  this.timeout(120_000);
  let aws, page;

  after(async () => {
    if (aws?.kill('SIGTERM')) await once(aws, 'exit');
  });

  useEditorWindow(
    'deploy-aws',
    async ({ home, folder }) => {
      await putExample(folder);
      const engine = join(root, 'dist', 'engine.js');
      const place = ['--state', join(home, 'aws'), '--region', 'eu-west-1', '--account', '123456789012'];
      aws = spawn(process.execPath, [engine, '--json', ...place], { stdio: ['ignore', 'pipe', 'ignore'] });
      const [line] = await once(createInterface(aws.stdout), 'line');
      const { endpoint, accessKeyId, secretAccessKey } = JSON.parse(line);
      const [config, credentials] = [join(home, 'config'), join(home, 'credentials')];
      await writeFile(config, `[profile work]\nregion = eu-west-1\nendpoint_url = ${endpoint}\n`);
      await writeFile(
        credentials,
        `[work]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
      );
      return { env: { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials, HOME: home } };
    },
    (window) => {
      ({ page } = window);
      page.setDefaultTimeout(15_000);
    },
  );

  const { widget, dialog, row, picture, step, chooseFromMenu, told, trainBoston } = deploySteps(
    () => page,
    'deploy-aws',
    30_000,
  );
  const picked = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

  it('copies a model that was trained here, after saying so, and brings it into service there', async () => {
    await trainBoston();
    await chooseFromMenu('Training job boston-', 'Deploy…');
    await step('Deploy boston-');
    await picked('On AWS…').click();
    await picked('work').click();
    await step(': name (2/5)');
    await page.keyboard.press('Enter');
    await step(': instance (3/5)', '1-instance');
    assert.match(await widget().locator('.monaco-list-row.focused').innerText(), /ml\.m5\.large[\s\S]*price unknown/);
    await page.keyboard.press('Enter');
    await step(': instances (4/5)');
    await page.keyboard.press('Enter');
    await step(': variant (5/5)');
    await page.keyboard.press('Enter');
    await picked('SageMakerWorkbenchLocal').click();
    await dialog().waitFor();
    await picture('2-confirm');
    const text = await dialog().innerText();
    for (const fact of [
      '123456789012',
      'eu-west-1',
      'price unknown',
      'Copies first: ',
      '141502667606.dkr.ecr.eu-west-1',
    ])
      assert.ok(text.includes(fact), `${fact} in\n${text}`);
    await dialog().locator('.monaco-button', { hasText: 'Deploy' }).click();
    await told('boston is in service');
    await row('Endpoint boston').waitFor();
    await picture('3-in-service');
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('deletes it there with its configuration and model once its name is typed', async () => {
    await chooseFromMenu('Endpoint boston', 'Delete Endpoint…');
    await step('what goes too', '4-delete');
    await page.keyboard.press('Enter');
    await step('Delete the endpoint boston ·', '5-typed');
    await page.keyboard.type('bost');
    await widget().getByText('Type boston, or press Escape').waitFor();
    await page.keyboard.type('on');
    await page.keyboard.press('Enter');
    await told('Deleted the endpoint boston, the configuration boston-');
    await row('Endpoint boston').waitFor({ state: 'detached' });
  });
});
