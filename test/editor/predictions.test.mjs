// From a trained model to predictions beside their rows, in the editor's own window, with the local engine.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notificationTexts, runCommand, takePicture, webviewFrames } from '../../scripts/lib/editorPage.mjs';
import { eventuallyIn, openViewlet, panelTextIn, pictures, putExample, useEditorWindow } from './editorWindow.mjs';

describe('predictions in the window', function () {
  this.timeout(120_000);
  let folder, page;
  useEditorWindow(
    'predictions',
    ({ folder: project }) => putExample(project),
    (window) => {
      ({ folder, page } = window);
      page.setDefaultTimeout(15_000);
    },
  );

  const eventually = (what, condition, milliseconds = 20_000) => eventuallyIn(page, what, condition, milliseconds);
  const widget = () => page.locator('.quick-input-widget');
  const focused = () => widget().locator('.monaco-list-row.focused').innerText();
  const row = (label) => page.locator(`.monaco-list-row[aria-label^="${label}"]`).first();
  const picture = (name) => takePicture(page, join(pictures, `predictions-${name}.png`));

  async function step(title, name) {
    await widget().locator('.quick-input-title', { hasText: title }).waitFor();
    await page.waitForTimeout(200); // its rows are drawn after its title
    if (name !== undefined) await picture(name);
  }

  async function chooseFromMenu(of, entry) {
    await of.click({ button: 'right' });
    const item = page.locator('.context-view .action-label', { hasText: entry });
    await item.waitFor();
    await page.waitForTimeout(500); // a menu ignores the button until it is sure that it is not the click that opened it
    await item.click();
  }

  async function fileInExplorer() {
    await openViewlet(page, 'Explorer');
    const file = page.locator('.explorer-folders-view .monaco-list-row[aria-label^="boston.csv"]');
    await file.waitFor();
    return file;
  }

  async function panelSays(text, milliseconds) {
    await eventually(`a panel that says ${text}`, async () => (await panelTextIn(page)).includes(text), milliseconds);
  }

  /** The number under a name, of the panel in sight. */
  async function figure(name) {
    const text = await panelTextIn(page);
    return Number(new RegExp(`^${name}\\s+([\\d.]+)`, 'm').exec(text)?.[1]);
  }

  const clear = () => runCommand(page, 'Notifications: Clear All Notifications');
  const closeAll = () => runCommand(page, 'View: Close All Editors');

  async function useTheme(theme) {
    await mkdir(join(folder, '.vscode'), { recursive: true });
    await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    await page.waitForTimeout(1_500);
  }

  it('has a model in service to begin with', async () => {
    await openViewlet(page, 'Explorer');
    await page.locator('.explorer-folders-view .monaco-list-row[aria-label^="boston.training-job.yaml"]').dblclick();
    await runCommand(page, 'SageMaker: Run Job Definition Locally');
    await openViewlet(page, 'SageMaker');
    const job = row('Training job boston-');
    await job.and(page.locator('[aria-label*="Completed"]')).waitFor({ timeout: 60_000 });
    await clear();
    await chooseFromMenu(job, 'Deploy…');
    for (const title of ['Deploy boston-', ': name (2/4)', ': instances (3/4)', ': variant (4/4)']) {
      await step(title);
      await page.keyboard.press('Enter');
    }
    await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Deploy' }).click();
    await eventually('the endpoint', async () =>
      (await notificationTexts(page)).some((text) => text.includes('boston is in service')),
    );
    await clear();
    await closeAll();
  });

  it('shows the answers beside the rows of a file, with rmse and a plot', async () => {
    await chooseFromMenu(await fileInExplorer(), 'Invoke Endpoint…');
    await step('Invoke (1)', '1-endpoint');
    assert.match(await focused(), /^boston/);
    await page.keyboard.press('Enter');
    await step(': label (2/4)', '2-label');
    assert.match(await focused(), /^MEDV/);
    await page.keyboard.press('Enter');
    await step(': content type (3/4)', '3-content-type');
    assert.match(await focused(), /^text\/csv/);
    await page.keyboard.press('Control+Alt+Minus');
    await step(': label');
    await page.keyboard.press('Enter');
    await step(': content type');
    await page.keyboard.press('Enter');
    await step(': rows (4/4)', '4-rows');
    assert.match(await focused(), /All 506 rows/);
    await page.keyboard.press('Enter');
    await panelSays('506 rows answered');
    await panelSays('506 rows compared. Labels and answers are numbers');
    await page.waitForTimeout(500);
    await picture('5-panel-dark');
    // The model has seen 80 % of these rows, and its validation ends near 3.4.
    const rmse = await figure('rmse');
    assert.ok(rmse > 0.3 && rmse < 3, `rmse ${rmse}`);
    assert.ok((await figure('R²')) > 0.9);
    await webviewFrames(page).at(-1).getByRole('button', { name: 'Save as CSV…' }).click();
    await step('Save predictions');
    await page.keyboard.press('Enter');
    const file = join(folder, 'boston-predictions.csv');
    await eventually('the saved file', () => readFile(file).then(Boolean, () => false));
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
    assert.equal(lines.length, 507);
    assert.match(lines[0], /^line,CRIM,.*,LSTAT,MEDV,prediction,difference$/);
    assert.match(lines[1], /^3,0\.00632,18,.*,4\.98,24,2\d\.\d+,-?\d/);
  });

  it('looks right in light and high contrast, and comes back after a reload', async () => {
    await useTheme('Default Light Modern');
    await picture('6-panel-light');
    await useTheme('Default High Contrast');
    await picture('7-panel-high-contrast');
    await useTheme('Default Dark Modern');
    const rmse = await figure('rmse');
    await page.reload();
    await panelSays('506 rows answered', 40_000);
    assert.equal(await figure('rmse'), rmse);
    await closeAll();
  });

  it('asks with a text, and shows what the model says', async () => {
    await openViewlet(page, 'SageMaker');
    await runCommand(page, 'SageMaker: Invoke Endpoint…');
    await step('Invoke (1)');
    await page.keyboard.press('Enter');
    await step('Invoke boston (2)', '8-payload');
    await page.keyboard.press('Control+Alt+Minus');
    await step('Invoke (1)');
    await page.keyboard.press('Enter');
    await step('Invoke boston (2)');
    assert.match(await focused(), /A text…/);
    await page.keyboard.press('Enter');
    await panelSays('ASK WITH A TEXT');
    const frame = webviewFrames(page).at(-1);
    await frame.getByLabel('Body of the request').fill('0.00632,18,2.31,0,0.538,6.575,65.2,4.09,1,296,15.3,396.9,4.98');
    await frame.getByLabel('Body of the request').press('Control+Enter');
    await panelSays('status 200');
    await frame.getByLabel('Body of the request').fill('one,two');
    await frame.getByRole('button', { name: 'Send' }).click();
    const warning = page.locator('.monaco-dialog-box', { hasText: 'The first line is a header' });
    await warning.locator('.monaco-button', { hasText: 'Send Anyway' }).click();
    await panelSays('The model answered with status 415');
    await picture('9-text');
    await closeAll();
  });

  it('sends what is selected in the editor', async () => {
    await writeFile(join(folder, 'one-row.csv'), '0.00632,18,2.31,0,0.538,6.575,65.2,4.09,1,296,15.3,396.9,4.98\n');
    await openViewlet(page, 'Explorer');
    await page.locator('.explorer-folders-view .monaco-list-row[aria-label^="one-row.csv"]').dblclick();
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+a');
    await runCommand(page, 'SageMaker: Invoke Endpoint…');
    await step('Invoke');
    await page.keyboard.press('Enter');
    await step('Invoke boston', '14-selection');
    assert.match(await focused(), /The selection in the editor/);
    await page.keyboard.press('Enter');
    await panelSays('status 200');
    await picture('15-selection-answer');
    await closeAll();
  });

  it('proposes no label for a file that has just the columns of the model', async () => {
    await openViewlet(page, 'SageMaker');
    await chooseFromMenu(row('Training job boston-'), 'Batch Transform…');
    await step(': file');
    await page.keyboard.type('one-row.csv');
    await page.waitForTimeout(300);
    await page.keyboard.press('Enter');
    await step(': label', '16-no-label');
    assert.match(await focused(), /No label/);
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(), /12 columns are sent, but the model was trained on 13/);
    await page.keyboard.press('Escape');
  });

  it('runs a file through a model of a training job, and opens the output beside it', async () => {
    await openViewlet(page, 'SageMaker');
    await chooseFromMenu(row('Training job boston-'), 'Batch Transform…');
    await step(': file', '10-file');
    await page.keyboard.type('boston.csv');
    await page.waitForTimeout(300);
    assert.match(await focused(), /boston\.csv/);
    await page.keyboard.press('Enter');
    for (const [title, name] of [
      [': label', undefined],
      [': content type', '11-content-type'],
    ]) {
      await step(title, name);
      await page.keyboard.press('Enter');
    }
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await picture('12-confirm');
    const text = await dialog.innerText();
    for (const fact of [
      '506 rows of boston.csv',
      'without the header and the label MEDV',
      'no bill',
      'With: the model', // which Deploy… has made
    ])
      assert.ok(text.includes(fact), `${fact} in\n${text}`);
    await dialog.locator('.monaco-button', { hasText: 'Run' }).click();
    await panelSays('506 rows answered', 60_000);
    const rmse = await figure('rmse');
    assert.ok(rmse > 0.3 && rmse < 3, `rmse ${rmse}`);
    await page.waitForTimeout(500);
    await picture('13-batch');
    await closeAll();
    await runCommand(page, 'SageMaker: Open Batch Transform Results');
    await step('Open Results');
    await page.keyboard.press('Enter');
    await panelSays('506 rows answered', 60_000);
    assert.equal(await figure('rmse'), rmse);
  });
});
