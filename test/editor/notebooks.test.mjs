// Notebook instances and their scripts in the editor's own window, on the local engine, with an extension that stands in for Jupyter's.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notificationTexts, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { eventuallyIn, openViewlet, pictures, root, useEditorWindow } from './editorWindow.mjs';

const judges = join(root, '.venv-test');

describe('notebook instances in the window', function () {
  this.timeout(120_000);
  let page, stateDirectory, answers;

  async function prepare({ home, folder }) {
    answers = join(home, 'answers.json');
    await writeFile(join(folder, 'setup.sh'), '#!/bin/bash\necho ready\n');
    return {
      env: { HOME: home, TEST_JUPYTER_ANSWERS: answers },
      extensions: [join(import.meta.dirname, 'jupyter-extension')],
    };
  }
  useEditorWindow('notebooks', prepare, (window) => ({ stateDirectory, page } = window));

  const eventually = (what, condition, milliseconds = 30_000) => eventuallyIn(page, what, condition, milliseconds);
  const input = () => page.locator('.quick-input-widget input[type="text"]');
  const item = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  const notification = (text) => page.locator('.notification-list-item', { hasText: text });
  const row = (name) => page.locator(`.monaco-list-row[aria-label^="Notebook instance ${name}"]`);

  it('say what a notebook instance lacks, with the way to have it', async () => {
    await createNotebook('science');
    const told = notification('there is no Jupyter for notebook instances on this machine yet');
    await told.locator('.monaco-button', { hasText: 'Set Up Jupyter' }).waitFor();
    await takePicture(page, join(pictures, 'notebook-without-jupyter.png'));
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('make a notebook instance and use it for kernels of the notebook editor', async function () {
    if (!existsSync(judges)) return this.skip();
    await mkdir(join(stateDirectory, 'jupyter'), { recursive: true });
    await symlink(judges, join(stateDirectory, 'jupyter', 'judges'));
    await writeFile(join(stateDirectory, 'jupyter', 'environment.json'), '{"folder": "judges", "requirements": ""}');
    await createNotebook('desk');
    await notification('desk is in service').waitFor({ timeout: 60_000 });
    await takePicture(page, join(pictures, 'notebook-ready.png'));
    await notification('desk is in service').locator('.monaco-button', { hasText: 'Use in Notebook Editor' }).click();
    await eventually('the kernel', async () => existsSync(answers));
    assert.deepEqual(JSON.parse(await readFile(answers, 'utf8')), {
      id: 'sagemakerWorkbench',
      label: 'SageMaker Notebook Instances',
      answers: [{ label: 'desk (local · us-east-1)', status: 201, kernel: 'python3' }],
    });
    await page.keyboard.press('Escape');
    await openViewlet(page, 'SageMaker');
    const header = page.locator('.pane-header[aria-label^="Notebooks"]');
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
    await row('desk').waitFor();
    await takePicture(page, join(pictures, 'notebook-rows.png'));
    await row('science').hover();
    await row('science').locator('.action-label[aria-label="Why the Notebook Instance Failed"]').click();
    await notification('there is no Jupyter for notebook instances').waitFor();
    assert.ok(!(await notificationTexts(page)).some((text) => /Cannot|undefined/.test(text)));
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('open one in the browser, through the address that only it gets', async function () {
    if (!existsSync(judges)) return this.skip();
    const opened = page.context().waitForEvent('page', { timeout: 20_000 });
    await row('desk').hover();
    await row('desk').locator('.action-label[aria-label="Open Notebook Instance in Browser"]').click();
    const jupyter = await opened;
    // The editor's way to a port of the machine it runs on, then Jupyter's own key.
    await eventually('its address', () => /\/proxy\/\d+\/[^?]*\?token=\w{16,}/.test(jupyter.url()));
    await jupyter.close();
  });

  it('keep a script as a lifecycle configuration, and change it where it is', async () => {
    await openViewlet(page, 'Explorer');
    await page.locator('.explorer-folders-view .monaco-list-row[aria-label^="setup.sh"]').dblclick();
    await page.locator('.tab.active[data-resource-name="setup.sh"]').waitFor();
    await runCommand(page, 'SageMaker: Create Lifecycle Configuration…');
    await item('At each start').click();
    await eventually('the name', async () => (await input().inputValue()) === 'setup');
    await page.keyboard.press('Enter');
    await eventually('the end', async () =>
      (await notificationTexts(page)).some((text) => text.includes('setup is there')),
    );
    await runCommand(page, 'SageMaker: Edit Lifecycle Script');
    await item('setup').click();
    await item('At each start').click();
    await page.locator('.tab.active[data-resource-name="OnStart.sh"]').waitFor();
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('echo changed');
    await page.keyboard.press('Control+s');
    await page.locator('.statusbar', { hasText: 'setup is changed' }).waitFor();
    await takePicture(page, join(pictures, 'lifecycle-script.png'));
  });

  /** On this machine: a name, no script, no repository. */
  async function createNotebook(name) {
    await runCommand(page, 'SageMaker: Create Notebook Instance…');
    await eventually('the name', async () => /name/.test(await page.locator('.quick-input-title').innerText()));
    await input().fill(name);
    await page.keyboard.press('Enter');
    await item('The instance starts as it comes').waitFor();
    await page.keyboard.press('Enter');
    await item('It starts with an empty folder').waitFor();
    await takePicture(page, join(pictures, `notebook-wizard-${name}.png`));
    await page.keyboard.press('Enter');
  }
});
