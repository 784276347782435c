// What a view shows of an account that cannot be reached: the last rows, greyed, with their age; and how it goes on. A second engine poses as AWS.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  CreateModelCommand,
  CreateNotebookInstanceCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { AwsEngine } from '../support/awsEngine.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { eventuallyIn, openViewlet, pictures, useEditorWindow } from './editorWindow.mjs';

/** Of a view's header: further to the right are its actions. */
const atTitle = { position: { x: 20, y: 10 } };

describe('a view of an account that cannot be reached', function () {
  this.timeout(120_000);
  let page, aws, again;

  async function prepare() {
    aws = await AwsEngine.start();
    const client = new SageMakerClient(aws.engine.clientConfiguration);
    await client.send(
      new CreateNotebookInstanceLifecycleConfigCommand({ NotebookInstanceLifecycleConfigName: 'setup' }),
    );
    await client.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: 'desk',
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::123456789012:role/service-role/test',
        LifecycleConfigName: 'setup',
      }),
    );
    await client.send(
      new CreateModelCommand({
        ModelName: 'prices',
        ExecutionRoleArn: 'arn:aws:iam::123456789012:role/service-role/test',
        PrimaryContainer: { Image: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1' },
      }),
    );
    client.destroy();
    return { env: aws.env };
  }
  useEditorWindow('stale', prepare, (window) => ({ page } = window));
  after(async () => {
    await again?.end();
    await aws?.remove();
  });

  const eventually = (what, condition, milliseconds = 40_000) => eventuallyIn(page, what, condition, milliseconds);
  const row = () => page.locator('.monaco-list-row[aria-label^="Notebook instance desk"]').first();
  const colorOfName = () =>
    row()
      .locator('.label-name')
      .evaluate((name) => getComputedStyle(name).color);
  const spoken = async () => (await row().getAttribute('aria-label')) ?? '';
  const message = () => page.locator('.tree-explorer-viewlet-tree-view .message').allInnerTexts();

  it('keeps its rows, greyed and with their age, and goes on when the account answers again', async () => {
    await runCommand(page, 'SageMaker: Choose Connection');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'work' }).first().click();
    await openViewlet(page, 'SageMaker');
    await page.locator('.pane-header[aria-label^="Notebooks"]').click(atTitle);
    await row().waitFor();
    await eventually('it to be up to date', async () => (await message()).every((text) => text.trim() === ''));
    const color = await colorOfName();

    await aws.engine.end('SIGKILL');
    await runCommand(page, 'SageMaker: Refresh Notebooks');
    await eventually('the age', async () =>
      (await message()).some((text) =>
        /^Not up to date, less than a minute old: AWS cannot be reached\.$/.test(text.trim()),
      ),
    );
    await eventually('the grey', async () => (await colorOfName()) !== color);
    assert.doesNotMatch(await spoken(), /up to date/, 'the message says so, once');
    await takePicture(page, join(pictures, 'stale.png'));

    // The next window has not signed in yet, and shows what this one has kept.
    await page.reload();
    await row().waitFor();
    await eventually('the age after the reload', async () =>
      (await message()).some((text) => /^Not up to date, less than .* old[:.].* cannot be reached/.test(text.trim())),
    );
    await eventually('the grey after the reload', async () => (await colorOfName()) !== color);
    assert.doesNotMatch(await spoken(), /up to date/, 'the message says so, once');
    await takePicture(page, join(pictures, 'stale-reloaded.png'));

    // At the same port, which a state directory keeps.
    again = await EngineProcess.start(aws.engine.stateDirectory, [
      '--region',
      'eu-west-1',
      '--account',
      '123456789012',
    ]);
    assert.equal(again.announcement.endpoint, aws.engine.announcement.endpoint);
    await runCommand(page, 'SageMaker: Refresh Notebooks');
    await eventually('it to be up to date again', async () => (await message()).every((text) => text.trim() === ''));
    await eventually('its own colour', async () => (await colorOfName()) === color);
    assert.doesNotMatch(await spoken(), /up to date/);
  });

  it('leaves nothing of it on the screen when another connection is chosen while it says nothing', async () => {
    await page.locator('.pane-header[aria-label^="Notebooks"]').click(atTitle);
    await page.locator('.pane-header[aria-label^="Models"]').click(atTitle);
    const model = page.locator('.monaco-list-row[aria-label^="Model prices"]').first();
    await model.waitFor();
    process.kill(again.pid, 'SIGSTOP'); // takes requests, and answers none
    try {
      await model.locator('.monaco-tl-twistie').click();
      await runCommand(page, 'SageMaker: Choose Connection');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Local engine' }).first().click();
      await eventually('the model to be gone', async () => (await model.count()) === 0, 5_000);
    } finally {
      process.kill(again.pid, 'SIGCONT');
    }
  });
});
