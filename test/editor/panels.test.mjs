// Which tabs the clicks on jobs leave behind, in the editor's own window.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../scripts/lib/editorPage.mjs';
import { eventuallyIn, openViewlet, panelTextIn, putExample, useEditorWindow } from './editorWindow.mjs';

describe('the tabs of jobs in the window', function () {
  this.timeout(120_000);
  let folder, page;
  useEditorWindow(
    'panels',
    ({ folder: project }) => putExample(project),
    (window) => ({ folder, page } = window),
  );

  const row = (name) => page.locator(`.monaco-list-row[aria-label^="Training job ${name}-"]`).first();
  const tabs = async () =>
    (await page.locator('.tab').allInnerTexts()).map((text) => text.trim().replace(/-.*$/s, '')).sort();
  const eventually = (what, condition) => eventuallyIn(page, what, condition, 40_000);
  const tabsAre = (...names) => eventually(`the tabs ${names}`, async () => String(await tabs()) === String(names));

  /** What VS Code has written down of its editors: in a browser it does so every few seconds, and not when the window goes. */
  const keptEditors = () =>
    page.evaluate(async () => {
      const answer = (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const texts = [];
      for (const { name } of await indexedDB.databases()) {
        if (!name.startsWith('vscode-web-state-db-')) continue;
        const database = await answer(indexedDB.open(name));
        const items = database.transaction('ItemTable').objectStore('ItemTable');
        texts.push(await answer(items.get('memento/workbench.parts.editor')));
        database.close();
      }
      return texts.join();
    });
  const keptTabsAre = (...names) =>
    eventually(`VS Code to keep the tabs ${names}`, async () => {
      const text = await keptEditors();
      const kept = ['one', 'two', 'three'].filter((name) => text.includes(`${name}-2`));
      return !text.includes('.yaml') && String(kept.sort()) === String(names);
    });

  it('are one for looking, and stay where they are kept', async () => {
    const example = await readFile(join(folder, 'boston.training-job.yaml'), 'utf8');
    for (const name of ['one', 'two', 'three']) {
      await writeFile(
        join(folder, `${name}.training-job.yaml`),
        example.replace('TrainingJobName: boston', `TrainingJobName: ${name}`).replace("'300'", "'5'"),
      );
      await openViewlet(page, 'Explorer');
      await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}.training-job.yaml"]`).dblclick();
      await page.locator(`.tab.active[data-resource-name="${name}.training-job.yaml"]`).waitFor();
      await runCommand(page, 'SageMaker: Run Job Definition Locally');
      await openViewlet(page, 'SageMaker');
      await row(name).and(page.locator('[aria-label*="Completed"]')).waitFor({ timeout: 40_000 });
    }
    await runCommand(page, 'View: Close All Editors');
    await tabsAre();
    await row('one').click();
    await tabsAre('one');
    await row('two').click();
    await tabsAre('two');
    await row('two').click(); // a second look keeps it
    await row('one').click();
    await tabsAre('one', 'two');
    await row('three').click();
    await tabsAre('three', 'two');
  });

  it('are not doubled after a reload of the window', async () => {
    await keptTabsAre('three', 'two');
    await page.reload();
    await row('two').waitFor({ timeout: 40_000 });
    await tabsAre('three', 'two');
    await row('two').click();
    await eventually('its panel', async () => /\btwo-/.test(await panelTextIn(page)));
    assert.deepEqual(await tabs(), ['three', 'two']);
    await row('three').click();
    await page.waitForTimeout(1_000);
    assert.deepEqual(await tabs(), ['three', 'two']);
    await row('one').click();
    await tabsAre('one', 'three', 'two'); // none of what stood there makes room
  });
});
