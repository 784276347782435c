// The walkthrough as a learner follows it, by the buttons of its steps: from the example to an endpoint that answers, and to nothing that runs.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  curvesAreDrawn,
  notificationTexts,
  runCommand,
  takePicture,
  webviewFrames,
} from '../../scripts/lib/editorPage.mjs';
import { eventuallyIn, panelTextIn, pictures, putExample, useEditorWindow } from './editorWindow.mjs';

describe('the walkthrough in the window', function () {
  this.timeout(120_000);
  let page;
  useEditorWindow(
    'walkthrough',
    ({ folder }) => putExample(folder),
    (window) => {
      ({ page } = window);
      page.setDefaultTimeout(20_000);
    },
  );

  const eventually = (what, condition, milliseconds = 30_000) => eventuallyIn(page, what, condition, milliseconds);
  const widget = () => page.locator('.quick-input-widget');
  const item = (text) => widget().locator('.monaco-list-row', { hasText: text }).first();
  const dialog = () => page.locator('.monaco-dialog-box');
  const step = (title) => page.locator('.getting-started-step', { hasText: title }).first();
  const picture = (name) => takePicture(page, join(pictures, `walkthrough-${name}.png`));
  const told = (text) => eventually(text, async () => (await notificationTexts(page)).join('\n').includes(text));

  /** Opens the page, as who goes back to it does, and presses the button of one of its steps. */
  async function press(title, button) {
    await runCommand(page, 'SageMaker: Get Started');
    await step(title).waitFor();
    await page.waitForTimeout(2_000); // it is opened more than once, and would close a list that is open
    await step(title).click();
    await step(title).locator('.monaco-button', { hasText: button }).click();
  }

  /** Goes through a list of steps, each with what is proposed. */
  async function enter(...titles) {
    for (const title of titles) {
      await widget().locator('.quick-input-title', { hasText: title }).waitFor();
      await page.waitForTimeout(300); // its rows are drawn after its title
      await page.keyboard.press('Enter');
    }
  }

  it('trains a model, whose curves are drawn', async () => {
    await press('Train a model on this machine', 'Run Job Definition');
    await item('boston.training-job.yaml').click();
    await eventually('the curves', () => curvesAreDrawn(page), 60_000);
    await eventually('the end', async () => /Completed/.test(await panelTextIn(page)));
    await press('Watch it learn', 'Open Training Job');
    await item('boston').click();
    await eventually('the curves again', () => curvesAreDrawn(page));
    await picture('curves');
  });

  it('deploys it', async () => {
    await press('Deploy it', 'Deploy…');
    await item('boston').click();
    await enter('Deploy boston-', ': name', ': instances', ': variant');
    await dialog().locator('.monaco-button', { hasText: 'Deploy' }).click();
    await told('boston is in service');
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('asks it, and shows what it says', async () => {
    await press('Ask it', 'Invoke…');
    await item('boston').click();
    await item('A text…').click();
    await eventually('the panel', async () => /ASK WITH A TEXT/.test(await panelTextIn(page)));
    const body = webviewFrames(page).at(-1).getByLabel('Body of the request');
    await body.fill('0.00632,18,2.31,0,0.538,6.575,65.2,4.09,1,296,15.3,396.9,4.98');
    await body.press('Control+Enter');
    await eventually('the answer', async () => /status 200/.test(await panelTextIn(page)));
    await picture('answer');
  });

  it('shuts down what runs', async () => {
    await press('Shut down what runs', 'Shut Down');
    await item('boston').locator('.monaco-checkbox').click();
    await picture('shut-down');
    await widget().locator('.monaco-button', { hasText: 'OK' }).click();
    await enter('what goes too');
    await dialog().locator('.monaco-button', { hasText: 'Delete' }).click();
    await told('Deleted the endpoint boston');
    assert.equal(await step('Shut down what runs').locator('.codicon-getting-started-step-checked').count(), 1);
    await picture('end');
  });
});
