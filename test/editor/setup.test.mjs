// The first steps in the editor's own window: welcome texts, Check Setup and the walkthrough.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { eventuallyIn, openViewlet, pictures, useEditorWindow } from './editorWindow.mjs';

const themes = [
  ['Light Modern', 'vs '],
  ['Dark Modern', 'vs-dark'],
  ['Dark High Contrast', 'hc-black'],
];

describe('first steps in the window', function () {
  this.timeout(120_000);
  let page, stateDirectory;

  async function prepare({ home }) {
    const none = join(home, 'none');
    return { env: { HOME: home, AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none } };
  }
  useEditorWindow('setup', prepare, (window) => ({ stateDirectory, page } = window));

  const eventually = (what, condition, milliseconds = 30_000) => eventuallyIn(page, what, condition, milliseconds);
  const input = () => page.locator('.quick-input-widget input[type="text"]');
  const item = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  const pane = (name) => page.locator('.pane', { has: page.locator(`.pane-header[aria-label^="${name}"]`) });

  async function useTheme([name, kind]) {
    await runCommand(page, 'Preferences: Color Theme');
    await input().fill(name);
    await item(name).click();
    await page.locator(`.monaco-workbench[class*="${kind}"]`).waitFor();
  }

  async function openOnly(name) {
    for (const other of ['Notebooks', 'Jobs', 'Models', 'Endpoints', 'Data']) {
      const header = page.locator(`.pane-header[aria-label^="${other}"]`);
      const isOpen = (await header.getAttribute('aria-expanded')) === 'true';
      if (isOpen !== (other === name)) await header.click();
    }
  }

  it('are greeted in every view that has nothing yet, and starting nothing', async () => {
    await openViewlet(page, 'SageMaker');
    for (const [name, text, button] of [
      ['Notebooks', 'No notebook instances yet', 'Create Notebook Instance…'],
      ['Models', 'No models yet', 'Train a Model'],
      ['Endpoints', 'No endpoints yet', 'Deploy…'],
      ['Data', 'No buckets yet', undefined],
      ['Jobs', 'No jobs yet', 'Train a Model'],
    ]) {
      await openOnly(name);
      await pane(name).getByText(text).first().waitFor();
      if (button !== undefined) await pane(name).locator('.monaco-button', { hasText: button }).waitFor();
      await takePicture(page, join(pictures, `welcome-${name.toLowerCase()}.png`));
    }
    assert.equal(existsSync(stateDirectory), false, 'no engine was started');
  });

  it('look at the set-up, by keyboard, without starting anything', async () => {
    for (const theme of themes) {
      await useTheme(theme);
      await runCommand(page, 'SageMaker: Check Setup');
      await eventually('all answers', async () => {
        const title = await page.locator('.quick-input-title').innerText();
        return title.includes('Check Setup') && !title.includes('looking at');
      });
      await takePicture(page, join(pictures, `check-setup-${theme[0].toLowerCase().replaceAll(' ', '-')}.png`));
      if (theme !== themes.at(-1)) await page.keyboard.press('Escape');
    }
    assert.match(await item('Credentials').innerText(), /AWS is not set up; that is fine for local work/);
    assert.match(await item('Local engine').innerText(), /Not running; starts by itself/);
    assert.match(await item('Jupyter').innerText(), /Enter: Set Up Jupyter/);
    assert.equal(existsSync(stateDirectory), false, 'looking started no engine');
    // The first row is the local engine's: Enter starts it, and the list looks again.
    await input().fill('engine');
    await page.keyboard.press('Enter');
    await eventually(
      'the engine',
      async () => /answers on port \d+/.test(await item('Local engine').innerText()),
      40_000,
    );
    await page.keyboard.press('Escape');
  });

  it('are led through by a walkthrough', async () => {
    await runCommand(page, 'SageMaker: Get Started');
    await page.locator('.getting-started-step', { hasText: 'Watch it learn' }).first().waitFor({ timeout: 10_000 });
    await page.waitForTimeout(2_000); // it is opened more than once, and would close a list that is open
    for (const title of [
      'Open the example',
      'Train a model on this machine',
      'Watch it learn',
      'Deploy it',
      'Ask it',
      'Shut down what runs',
    ])
      await page.locator('.getting-started-step', { hasText: title }).first().waitFor();
    await page.locator('.getting-started-step', { hasText: 'Train a model on this machine' }).first().click();
    await page.waitForTimeout(500);
    for (const theme of themes) {
      await useTheme(theme);
      await page.waitForTimeout(700); // the picture is a webview that is drawn anew
      await takePicture(page, join(pictures, `walkthrough-${theme[0].toLowerCase().replaceAll(' ', '-')}.png`));
    }
    await runCommand(page, 'View: Close All Editors');
  });
});
