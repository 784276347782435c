// The editor's own window, used as a person uses it: sidebar, palette, context menu, CodeLens, panel.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { curvesAreDrawn, notificationTexts, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { findEngine } from '../../scripts/lib/localEngine.mjs';
import {
  eventuallyIn,
  openViewlet,
  panelTextIn,
  pictures,
  putEndless,
  putExample,
  useEditorWindow,
} from './editorWindow.mjs';

describe("the editor's window", function () {
  this.timeout(120_000);
  let folder, stateDirectory, page;
  async function prepare(places) {
    await putExample(places.folder);
    await putEndless(places.folder, 'training-job');
  }
  useEditorWindow('window', prepare, (window) => ({ folder, stateDirectory, page } = window));

  const eventually = (what, condition, milliseconds = 20_000) => eventuallyIn(page, what, condition, milliseconds);
  const openSidebar = () => openViewlet(page, 'SageMaker');
  const openExplorer = () => openViewlet(page, 'Explorer');
  const row = (name) => page.locator(`.monaco-list-row[aria-label^="Training job ${name}"]`).first();

  async function openFile(name) {
    await openExplorer();
    await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  const panelText = () => panelTextIn(page);

  it('says what to do next while there are no jobs', async () => {
    await openSidebar();
    await page.getByText('No jobs yet.').waitFor();
    await page.locator('.welcome-view-content .monaco-button', { hasText: 'Run a Job Definition' }).waitFor();
    await takePicture(page, join(pictures, 'window-welcome.png'));
    assert.equal(await findEngine(stateDirectory), undefined, 'looking starts no engine');
  });

  it('runs a definition from its CodeLens, and draws its curves', async () => {
    await openFile('boston.training-job.yaml');
    const lens = page.locator('.codelens-decoration a', { hasText: 'Run locally' });
    let box = null; // of a line that is just being drawn anew there is none
    await eventually(
      'the CodeLens',
      async () => (box = await lens.boundingBox({ timeout: 1000 }).catch(() => null)) !== null,
    );
    const { x, y, width, height } = box;
    // A hand that clicks once too often means one job.
    for (let click = 0; click < 3; click++) await page.mouse.click(x + width / 2, y + height / 2);
    await eventually('the curves', () => curvesAreDrawn(page));
    await eventually('the log', async () => /Completed[\s\S]*\[260\]\s+train-rmse/.test(await panelText()));
    await openSidebar();
    await eventually('its row with its metric', async () =>
      /2\.\d+ rmse/.test((await row('boston-').innerText()) ?? ''),
    );
    assert.match((await row('boston-').getAttribute('aria-label')) ?? '', /^Training job boston-.*, Completed, /);
  });

  it('follows a running job in the tree, and stops it there', async () => {
    await openFile('endless.training-job.yaml');
    await runCommand(page, 'SageMaker: Run Job Definition Locally');
    await openSidebar();
    await row('endless-').waitFor();
    await eventually('the metric', async () => / s · [\d.]+ rmse/.test(await row('endless-').innerText()));
    const before = await row('endless-').innerText();
    await eventually('the row to change', async () => (await row('endless-').innerText()) !== before);
    await takePicture(page, join(pictures, 'window-running.png'));
    await row('endless-').hover();
    await row('endless-').locator('a[aria-label^="Stop"]').click();
    await eventually('it to stop', async () =>
      /, Stopped, /.test((await row('endless-').getAttribute('aria-label')) ?? ''),
    );
  });

  it("runs a definition from the file's context menu", async () => {
    await openExplorer();
    await page
      .locator('.explorer-folders-view .monaco-list-row[aria-label^="boston.training-job.yaml"]')
      .click({ button: 'right' });
    const entry = page.locator('.context-view .action-label', { hasText: 'Run Job Definition Locally' });
    await entry.waitFor();
    await page.waitForTimeout(500); // a menu ignores the button until it is sure that it is not the click that opened it
    await entry.click();
    await entry.waitFor({ state: 'detached' });
    await openSidebar();
    await eventually(
      'a second row',
      async () => (await page.locator('.monaco-list-row[aria-label^="Training job boston-"]').count()) === 2,
    );
  });

  it('brings the panel back after a reload of the window', async () => {
    await page.reload();
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    await eventually('the curves', () => curvesAreDrawn(page), 40_000);
  });

  it('says in one sentence why a definition cannot be run', async () => {
    await writeFile(join(folder, 'bad.training-job.yaml'), 'TrainingJobName: bad\nHyperParametrs: {}\n');
    await openFile('bad.training-job.yaml');
    await runCommand(page, 'SageMaker: Run Job Definition Locally');
    await eventually('the message', async () =>
      (await notificationTexts(page)).some((text) => /bad\.training-job\.yaml line \d+: /.test(text)),
    );
    await takePicture(page, join(pictures, 'window-bad-definition.png'));
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('shows a job whose engine was killed as Failed, with the reason', async () => {
    await openFile('endless.training-job.yaml');
    await runCommand(page, 'SageMaker: Run Job Definition Locally');
    await eventually('it to train', async () => /Training in progress/.test(await panelText()));
    process.kill((await findEngine(stateDirectory)).pid, 'SIGKILL');
    await eventually(
      'the reason',
      async () => /The local engine ended .* while this job was running/.test(await panelText()),
      40_000,
    );
    await eventually(
      'no job to be counted as running',
      async () => (await page.locator('.activitybar .badge[aria-label*="running"]').count()) === 0,
    );
    await takePicture(page, join(pictures, 'window-killed.png'));
  });

  it('can be read in every theme', async () => {
    for (const theme of ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast']) {
      await runCommand(page, 'Preferences: Color Theme');
      const input = page.locator('.quick-input-widget input[type="text"]');
      await input.fill(theme);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: theme }).first().waitFor();
      await page.keyboard.press('Enter');
      await openSidebar();
      const name = /boston-\S+(?=,)/.exec((await row('boston-').getAttribute('aria-label')) ?? '')?.[0];
      await row('boston-').click();
      await eventually(
        'the panel',
        async () => (await panelText()).includes(name) && (await panelText()).includes('Completed'),
      );
      await eventually('its metric in the tree', async () => /2\.\d+ rmse/.test(await row('boston-').innerText()));
      await eventually(`the curves in ${theme}`, () => curvesAreDrawn(page));
      await takePicture(page, join(pictures, `window-${theme.toLowerCase().replaceAll(' ', '-')}.png`));
    }
  });
});
