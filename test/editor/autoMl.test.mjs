// An AutoML job of an account is cloned and made again, in the editor's own window. moto's server poses as AWS, reached through a profile.
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateAutoMLJobV2Command, ListAutoMLJobsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { notificationTexts, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { kindOf } from '../../src/sagemaker/resources/resourceKinds.ts';
import { autoMlRequest } from '../support/managedJobs.ts';
import { MotoServer } from '../support/motoServer.ts';
import { pythonOrSkip } from '../support/python.ts';
import { chooseItemIn, eventuallyIn, menuItemIn, openViewlet, pictures, useEditorWindow } from './editorWindow.mjs';

describe('an AutoML job in the window', function () {
  this.timeout(120_000);
  let moto, client, page, folder, python;
  before(function () {
    python = pythonOrSkip(this);
  });
  after(async () => {
    client?.destroy();
    await moto?.stop();
  });

  async function prepare({ home }) {
    moto = await MotoServer.start(python);
    const { region, endpoint, credentials } = moto.connection;
    client = new SageMakerClient({ region, endpoint, credentials });
    await client.send(new CreateAutoMLJobV2Command(autoMlRequest));
    const [config, keys] = [join(home, 'config'), join(home, 'credentials')];
    await writeFile(config, `[profile work]\nregion = ${region}\nendpoint_url = ${endpoint}\n`);
    const { accessKeyId, secretAccessKey } = credentials;
    await writeFile(keys, `[work]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`);
    return { env: { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: keys, HOME: home } };
  }
  useEditorWindow('automl', prepare, (window) => {
    ({ page, folder } = window);
    page.setDefaultTimeout(20_000);
  });

  const eventually = (what, condition, milliseconds = 30_000) => eventuallyIn(page, what, condition, milliseconds);
  const row = (label) => page.locator(`.pane-body .monaco-list-row[aria-label^="${label}"]`).first();
  const dialog = (text) => page.locator('.monaco-dialog-box', { hasText: text });
  const picture = (name) => takePicture(page, join(pictures, `automl-${name}.png`));
  const told = (pattern) => async () => (await notificationTexts(page)).some((text) => pattern.test(text));
  const names = async () =>
    (await client.send(new ListAutoMLJobsCommand({}))).AutoMLJobSummaries.map((job) => job.AutoMLJobName);

  it('is cloned from its row, which has no page in the console to offer', async () => {
    await openViewlet(page, 'SageMaker');
    await page.locator('.statusbar-item[id*="sagemakerWorkbench.connection"]').click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'work' }).first().click();
    await row('AutoML job churn').waitFor();
    await row('AutoML job churn').click({ button: 'right' });
    await menuItemIn(page, 'Clone to Definition').waitFor();
    assert.equal(await menuItemIn(page, 'Open in AWS Console').count(), 0);
    await picture('menu');
    await chooseItemIn(page, 'Clone to Definition');
    await page.locator('.tab.active[data-resource-name="churn.automl-job.yaml"]').waitFor();
    await page.locator('.codelens-decoration a', { hasText: 'Create…' }).waitFor();
    assert.equal(await page.locator('.view-overlays .squiggly-error').count(), 0);
    await picture('clone');
  });

  it('is checked while it is written', async () => {
    await page.locator('.editor-instance .view-lines').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('RoleAn: x');
    await page.locator('.view-overlays .squiggly-error').first().waitFor();
    await picture('checked');
    for (const _ of 'RoleAn: x') await page.keyboard.press('Backspace');
    await eventually('the fault to go', async () => (await page.locator('.squiggly-error').count()) === 0);
    await page.keyboard.press('Control+Home'); // where its lens is
  });

  it('is made again from there, after saying where', async () => {
    // Of a text that has just changed, the editor shows a lens for a moment whose command it has forgotten.
    await eventually('the question', async () => {
      await page.locator('.codelens-decoration a', { hasText: 'Create…' }).click();
      return dialog('Create the AutoML job churn-')
        .waitFor({ timeout: 2000 })
        .then(
          () => true,
          () => false,
        );
    });
    assert.match(await dialog('Create the AutoML job').innerText(), /123456789012/);
    await picture('asked');
    await dialog('Create the AutoML job').getByRole('button', { name: 'Create', exact: true }).click();
    await eventually('the job', async () => (await names()).length === 2);
    const [made] = (await names()).filter((name) => name !== 'churn');
    await eventually('word of it', told(new RegExp(`the AutoML job ${made}`)));
    await row(`AutoML job ${made}`).waitFor();
    const clients = { sagemaker: () => Promise.resolve(client) };
    const described = async (name) => {
      const { AutoMLProblemTypeConfig, ModelDeployConfig, SecurityConfig } = await kindOf('autoMlJob').describe(
        clients,
        name,
      );
      return { AutoMLProblemTypeConfig, ModelDeployConfig, SecurityConfig };
    };
    assert.deepEqual(await described(made), await described('churn'));
    assert.deepEqual(await readdir(folder), [], 'nothing was written');
    await picture('made');
  });
});
