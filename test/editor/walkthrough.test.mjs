// The walkthrough as a learner follows it, by the buttons of its steps: from the example to an endpoint that answers, and to nothing that runs.
import assert from 'node:assert/strict';
import { access, mkdir } from 'node:fs/promises';
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
  /** Where the example is put. */
  let target;
  useEditorWindow(
    'walkthrough',
    async ({ home, folder }) => {
      target = join(home, 'elsewhere');
      await Promise.all([putExample(folder), mkdir(target)]);
    },
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

  const checks = (title) => step(title).locator('.codicon-getting-started-step-checked').count();

  /** Opens the page, as who goes back to it does. */
  async function getStarted() {
    await runCommand(page, 'SageMaker: Get Started');
    await step('Open the example').waitFor();
    await page.waitForTimeout(2_000); // it is opened more than once, and would close a list that is open
  }

  /** Presses the button of one of the page's steps, and gives up what it opens: the step is not done by that. */
  async function giveUp(title, button) {
    await press(title, button);
    await widget().locator('.quick-input-title').waitFor();
    await page.waitForTimeout(500);
    await page.keyboard.press('Escape');
    await widget().waitFor({ state: 'hidden' });
    await page.waitForTimeout(1_000); // a step that is checked is so at once
    assert.equal(await checks(title), 0, `${title} is not done`);
  }

  /** The page says of a step that it is done. */
  async function isDone(title) {
    await getStarted();
    await eventually(`${title} to be checked`, async () => (await checks(title)) === 1);
  }

  /** Opens the page, and presses the button of one of its steps. */
  async function press(title, button) {
    await getStarted();
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

  it('opens the example, which is done when it is there', async () => {
    await giveUp('Open the example', 'Open the Example');
    const opened = page.context().waitForEvent('page');
    await press('Open the example', 'Open the Example');
    await widget().locator('.quick-input-title', { hasText: 'Folder to put the example in' }).waitFor();
    await widget().locator('input').first().fill(`${target}/`);
    await page.waitForTimeout(500); // the dialog looks at the folder
    await widget().locator('.monaco-button', { hasText: 'Copy Example Here' }).click();
    await (await opened).close();
    await access(join(target, 'boston', 'boston.training-job.yaml'));
    await eventually('the step to be checked', async () => (await checks('Open the example')) === 1);
  });

  it('trains a model, whose curves are drawn', async () => {
    await giveUp('Train a model on this machine', 'Run Job Definition');
    await press('Train a model on this machine', 'Run Job Definition');
    await item('boston.training-job.yaml').click();
    await eventually('the curves', () => curvesAreDrawn(page), 60_000);
    await eventually('the end', async () => /Completed/.test(await panelTextIn(page)));
    await isDone('Train a model on this machine');
    await isDone('Watch it learn');
    await press('Watch it learn', 'Open Training Job');
    await item('boston').click();
    await eventually('the curves again', () => curvesAreDrawn(page));
    await picture('curves');
  });

  it('deploys it', async () => {
    await giveUp('Deploy it', 'Deploy…');
    await press('Deploy it', 'Deploy…');
    await item('boston').click();
    await enter('Deploy boston-', ': name', ': instances', ': variant');
    await dialog().locator('.monaco-button', { hasText: 'Deploy' }).click();
    await told('boston is in service');
    await runCommand(page, 'Notifications: Clear All Notifications');
    await isDone('Deploy it');
  });

  it('asks it, and shows what it says', async () => {
    await giveUp('Ask it', 'Invoke…');
    await press('Ask it', 'Invoke…');
    await item('boston').click();
    await item('A text…').click();
    const isAsking = async () => /ASK WITH A TEXT/.test(await panelTextIn(page));
    await eventually('the panel', isAsking);
    await getStarted();
    assert.equal(await checks('Ask it'), 0, 'nothing was answered yet');
    await runCommand(page, 'View: Close Editor');
    await eventually('the panel again', isAsking);
    const body = webviewFrames(page).at(-1).getByLabel('Body of the request');
    await body.fill('0.00632,18,2.31,0,0.538,6.575,65.2,4.09,1,296,15.3,396.9,4.98');
    await body.press('Control+Enter');
    await eventually('the answer', async () => /status 200/.test(await panelTextIn(page)));
    await picture('answer');
    await isDone('Ask it');
  });

  it('shuts down what runs', async () => {
    await giveUp('Shut down what runs', 'Shut Down');
    await press('Shut down what runs', 'Shut Down');
    await item('boston').locator('.monaco-checkbox').click();
    await picture('shut-down');
    await widget().locator('.monaco-button', { hasText: 'OK' }).click();
    await enter('what goes too');
    await dialog().locator('.monaco-button', { hasText: 'Delete' }).click();
    await told('Deleted the endpoint boston');
    await eventually('the step to be checked', async () => (await checks('Shut down what runs')) === 1);
    await picture('end');
  });

  it('is as far after a reload', async () => {
    await page.reload();
    await page.locator('.activitybar a[aria-label^="SageMaker"]').waitFor();
    await getStarted();
    assert.equal(await page.locator('.getting-started-step .codicon-getting-started-step-checked').count(), 6);
  });
});
