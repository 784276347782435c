// A tuning job in the editor's own window, by keyboard alone: run from the palette, followed, opened and stopped in the Jobs view.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { curvesAreDrawn, runCommand, takePicture, webviewShows } from '../../scripts/lib/editorPage.mjs';
import { eventuallyIn, pictures, putEndless, putExample, useEditorWindow } from './editorWindow.mjs';

/** Training jobs of the tuning job: enough to learn from those before. */
const most = 8;

describe('a tuning job in the window', function () {
  this.timeout(240_000);
  let page;
  async function prepare({ folder }) {
    await putExample(folder);
    await putEndless(folder, 'tuning-job');
    const file = join(folder, 'boston.tuning-job.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('Jobs: 20', `Jobs: ${most}`));
  }
  useEditorWindow('tuning', prepare, (window) => ({ page } = window));

  const eventually = (what, condition, milliseconds = 60_000) => eventuallyIn(page, what, condition, milliseconds);

  const tuningRow = (name) => page.locator(`.monaco-list-row[aria-label^="Tuning job ${name}"]`).first();
  const labelOf = async (row) => (await row.getAttribute('aria-label')) ?? '';
  const trainingRows = () => page.locator('.monaco-list-row[aria-label^="Training job "]');

  /** Of a list whose first row is the heading of what is recent. */
  async function focusTuningRow() {
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
  }

  /** Opens a file by its name, as one does without a mouse. */
  async function openFile(name) {
    await page.keyboard.press('Control+P');
    const input = page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    await input.fill(name);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  it('runs its definition, and shows in the Jobs view how far it is and the best so far', async () => {
    await openFile('boston.tuning-job.yaml');
    await runCommand(page, 'SageMaker: Run Job Definition Locally');
    await tuningRow('boston-').waitFor();
    await eventually('its progress with the best', async () =>
      new RegExp(`, InProgress, \\d+ of ${most}, best \\d+\\.\\d+ validation:rmse`).test(
        await labelOf(tuningRow('boston-')),
      ),
    );
    await eventually('its training jobs, one of them the best', async () => {
      const labels = await trainingRows().evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
      return (
        labels.filter((label) => /^Training job boston-.*, best, .*validation:rmse, .*eta /.test(label)).length === 1
      );
    });
    await takePicture(page, join(pictures, 'tuning-running.png'));
    await eventually('its end', async () =>
      new RegExp(`, Completed, ${most} jobs, best \\d+\\.\\d+ validation:rmse`).test(
        await labelOf(tuningRow('boston-')),
      ),
    );
    await eventually('all rows', async () => (await trainingRows().count()) === most);
  });

  it('puts the best training job first, and opens its panel from the row of the tuning job', async () => {
    await runCommand(page, 'Focus on Jobs View');
    await focusTuningRow();
    await eventually('the row', async () => /focused/.test((await tuningRow('boston-').getAttribute('class')) ?? ''));
    const first = await labelOf(trainingRows().first());
    assert.match(first, /, best, /);
    const name = /^Training job (\S+),/.exec(first)?.[1] ?? '';
    await page.keyboard.press('Enter');
    await eventually('the panel of the best job', () => webviewShows(page, name));
    await eventually('its curves', () => curvesAreDrawn(page));
  });

  it('closes and opens by key, and its training jobs open too', async () => {
    await runCommand(page, 'Focus on Jobs View');
    await focusTuningRow();
    await page.keyboard.press('ArrowLeft');
    await eventually('no rows below it', async () => (await trainingRows().count()) === 0);
    await page.keyboard.press('ArrowRight');
    await eventually('the rows below it', async () => (await trainingRows().count()) === most);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const second = /^Training job (\S+),/.exec(await labelOf(trainingRows().nth(1)))?.[1] ?? '';
    await page.keyboard.press('Enter');
    await eventually('the panel of the second best', () => webviewShows(page, second));
  });

  it('can be read in every theme', async () => {
    for (const [theme, kind] of [
      ['Light Modern', 'vs'],
      ['Dark High Contrast', 'hc-black'],
      ['Light High Contrast', 'hc-light'],
      ['Dark Modern', 'vs-dark'],
    ]) {
      await runCommand(page, 'Preferences: Color Theme');
      await page.locator('.quick-input-widget input[type="text"]').fill(theme);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: theme }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.locator(`.monaco-workbench.${kind}`).waitFor();
      await page.waitForTimeout(500); // icons and the panel follow
      await eventually(`the curves in ${theme}`, () => curvesAreDrawn(page));
      await takePicture(page, join(pictures, `tuning-${theme.toLowerCase().replaceAll(' ', '-')}.png`));
    }
  });

  it('stops with the training jobs that it runs', async () => {
    await openFile('endless.tuning-job.yaml');
    await runCommand(page, 'SageMaker: Run Job Definition Locally');
    await eventually('two jobs to run', async () => {
      const labels = await trainingRows().evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
      return labels.filter((label) => /^Training job endless-.*, Running/.test(label)).length === 2;
    });
    await runCommand(page, 'SageMaker: Stop');
    const choice = page.locator('.quick-input-list .monaco-list-row', { hasText: /^endless-.*tuning job/s });
    await choice.click();
    await page.keyboard.press('Enter');
    await eventually('it to stop', async () => /, Stopped, /.test(await labelOf(tuningRow('endless-'))));
    await eventually(
      'nothing to be counted as running',
      async () => (await page.locator('.activitybar .badge[aria-label*="running"]').count()) === 0,
    );
    await takePicture(page, join(pictures, 'tuning-stopped.png'));
  });
});
