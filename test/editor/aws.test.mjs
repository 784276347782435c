// Run on AWS in the editor's own window. A second engine poses as AWS: other account, other region, reached through a profile.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  curvesAreDrawn,
  notificationTexts,
  runCommand,
  takePicture,
  webviewFrames,
} from '../../scripts/lib/editorPage.mjs';
import { findEngine } from '../../scripts/lib/localEngine.mjs';
import { EngineProcess } from '../support/engineProcess.ts';
import { FaultProxy } from '../support/faultProxy.ts';
import { eventuallyIn, openViewlet, panelTextIn, pictures, putExample, useEditorWindow } from './editorWindow.mjs';

const account = '123456789012';

describe('Run on AWS in the window', function () {
  this.timeout(120_000);
  let home, stateDirectory, aws, proxy, endpoint, page;

  after(async () => {
    await proxy?.close();
    await aws?.end();
  });

  async function prepare(places) {
    ({ home } = places);
    await putExample(places.folder);
    aws = await EngineProcess.start(join(home, 'aws'), ['--region', 'eu-west-1', '--account', account]);
    proxy = await FaultProxy.start(aws);
    const { accessKeyId, secretAccessKey } = aws.announcement;
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    ({ endpoint } = aws.announcement);
    await writeFile(
      join(home, 'config'),
      `[profile work]\nregion = eu-west-1\nendpoint_url = ${endpoint}\n[profile slow]\nregion = eu-west-1\nendpoint_url = ${proxy.endpoint}\n[profile nobody]\noutput = json\n[profile gone]\nregion = eu-west-1\nsso_session = s\nsso_account_id = ${account}\nsso_role_name = r\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n`,
    );
    await writeFile(join(home, 'credentials'), `[work]\n${keys}[slow]\n${keys}`);
    return {
      env: {
        AWS_CONFIG_FILE: join(home, 'config'),
        AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
        HOME: home,
      },
    };
  }
  useEditorWindow('aws', prepare, (window) => ({ stateDirectory, page } = window));

  const eventually = (what, condition, milliseconds = 30_000) => eventuallyIn(page, what, condition, milliseconds);
  const row = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  const status = () => page.locator('.statusbar-item[id*="sagemakerWorkbench.connection"]');
  const dialog = () => page.locator('.monaco-dialog-box');
  const panelText = () => panelTextIn(page);

  async function openDefinition() {
    await openViewlet(page, 'Explorer');
    const file = page.locator('.explorer-folders-view .monaco-list-row[aria-label^="boston.training-job.yaml"]');
    await file.dblclick();
    await page.locator('.tab.active[data-resource-name="boston.training-job.yaml"]').waitFor();
  }

  it('lists the profiles with their kind and region, and says what to do when one has no sign-in', async () => {
    await openDefinition();
    await page.locator('.codelens-decoration a', { hasText: 'Run on AWS…' }).click();
    await row('gone').waitFor();
    assert.match(await row('gone').innerText(), /eu-west-1 · SSO/);
    assert.match(await row('nobody').innerText(), /no region · no credentials/);
    assert.match(await row('work').innerText(), /eu-west-1 · access key[\s\S]*not to AWS/);
    assert.equal(await row('Local engine').count(), 0, 'only AWS is asked for');
    await takePicture(page, join(pictures, 'aws-pick.png'));
    await row('nobody').click();
    await eventually('the message', async () =>
      (await notificationTexts(page)).some((text) => text.includes('The profile nobody gives no credentials')),
    );
    assert.match(await status().innerText(), /local/, 'nothing was chosen');
    await page.locator('.codelens-decoration a', { hasText: 'Run on AWS…' }).click();
    await row('gone').click();
    await eventually('the message', async () =>
      (await notificationTexts(page)).some((text) => text.includes('run `aws sso login --profile gone`')),
    );
    await page
      .locator('.notification-list-item', { hasText: 'aws sso login' })
      .locator('.monaco-button', { hasText: 'Run Locally' })
      .waitFor();
    assert.match(await status().innerText(), /local/, 'what could not be connected is not in use');
    await takePicture(page, join(pictures, 'aws-no-sign-in.png'));
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('stays where it is when the last choice is refused at once, though one before it connects later', async () => {
    proxy.always({ kind: 'silence' });
    await status().click();
    await row('slow').click();
    await eventually('it to be asked who that is', () => proxy.passed.length > 0);
    await status().click();
    await row('nobody').click();
    await eventually('the message', async () =>
      (await notificationTexts(page)).some((text) => text.includes('The profile nobody gives no credentials')),
    );
    const connecting = page.locator('.statusbar-item', { hasText: 'connecting to the profile slow' });
    await connecting.waitFor();
    proxy.heal();
    await connecting.waitFor({ state: 'detached' });
    await page.waitForTimeout(1_000);
    assert.match(await status().innerText(), /local/, 'nobody chose it any more');
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('chooses a connection from the status bar, by keyboard alone, and shows where it leads', async () => {
    await status().click();
    await row('work').waitFor();
    await page.keyboard.type('work');
    await page.keyboard.press('Enter');
    await eventually('the status bar', async () =>
      (await status().innerText()).includes(`work · eu-west-1 · ${account} · ${endpoint.replace('http://', '')}`),
    );
    const label = /^SageMaker connection: work, region eu-west-1, account 123456789012, endpoint http/;
    await eventually('its label', async () =>
      label.test((await status().locator('a').getAttribute('aria-label')) ?? ''),
    );
    await takePicture(page, join(pictures, 'aws-status.png'));
  });

  it('runs after the confirm, which says what will happen, and not before', async () => {
    await openDefinition();
    await page.locator('.codelens-decoration a', { hasText: 'Run on AWS…' }).click();
    await row('SageMakerWorkbenchLocal').waitFor();
    assert.equal(await row('LambdaLocal').count(), 0, 'a role that SageMaker may not take on is not offered');
    await takePicture(page, join(pictures, 'aws-role.png'));
    await row('SageMakerWorkbenchLocal').click();
    await dialog().waitFor();
    await eventually('the notification to make room', async () => (await notificationTexts(page)).length === 0, 3_000);
    const text = await dialog().innerText();
    for (const fact of [
      account,
      'eu-west-1',
      'SageMakerWorkbenchLocal',
      '× 1',
      'Uploads: ',
      'Creates the bucket: ',
      endpoint,
    ])
      assert.ok(text.includes(fact), `${fact} in\n${text}`);
    await takePicture(page, join(pictures, 'aws-confirm.png'));
    await dialog().locator('.monaco-button', { hasText: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    assert.equal(webviewFrames(page).length, 0, 'nothing was run');

    await page.locator('.codelens-decoration a', { hasText: 'Run on AWS…' }).click();
    await dialog().locator('.monaco-button', { hasText: 'Run on AWS' }).click();
    await eventually('the curves', () => curvesAreDrawn(page));
    await eventually('the end', async () => /Completed/.test(await panelText()), 60_000);
    await openViewlet(page, 'SageMaker');
    await page.locator('.monaco-list-row[aria-label^="Training job boston-"]').first().waitFor();
    await takePicture(page, join(pictures, 'aws-running.png'));
    assert.equal(await findEngine(stateDirectory), undefined, 'the local engine had no part in it');
  });

  it('keeps connection and panel over a reload, and never asks the local engine for the job', async () => {
    await page.waitForTimeout(3_000); // VS Code writes down a moment later which tabs are open, and what their views keep
    await page.reload();
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    await eventually('the curves', () => curvesAreDrawn(page), 40_000);
    assert.match(await status().innerText(), /work · eu-west-1/);
    assert.equal(await findEngine(stateDirectory), undefined);
  });

  it('marks a connection whose profile is gone, and says so where it is pointed at', async () => {
    await writeFile(join(home, 'config'), '[default]\nregion = eu-west-1\n');
    await writeFile(join(home, 'credentials'), '');
    await page.reload();
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    await eventually('the mark', async () =>
      /There is no profile work in the AWS configuration any more/.test(
        (await status().locator('a').getAttribute('aria-label')) ?? '',
      ),
    );
    assert.equal(await status().locator('.codicon-warning').count(), 1);
    assert.match((await status().getAttribute('class')) ?? '', /warning-kind/);
    await takePicture(page, join(pictures, 'aws-gone.png'));
  });
});
