// Writing a definition in the editor's own window: what typing alone brings up.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { pictures, useEditorWindow } from './editorWindow.mjs';

describe('typing in a definition', function () {
  this.timeout(120_000);
  let page;
  async function prepare({ folder }) {
    for (const name of ['empty.training-job.yaml', 'empty.training-job.json']) await writeFile(join(folder, name), '');
  }
  useEditorWindow('writing', prepare, (window) => {
    ({ page } = window);
    page.setDefaultTimeout(20_000);
  });

  async function open(name) {
    await runCommand(page, 'View: Show Explorer');
    await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    // Until the language part is there, nobody answers to what is typed.
    await page.locator('.codelens-decoration', { hasText: 'Show resolved request' }).waitFor();
    await page.locator('.editor-instance .view-lines').click();
  }
  const suggestion = (label) => page.locator(`.suggest-widget.visible .monaco-list-row[aria-label^="${label}"]`);

  it('suggests fields in YAML, and nothing in a comment', async () => {
    await open('empty.training-job.yaml');
    await page.keyboard.type('Alg', { delay: 100 });
    await suggestion('AlgorithmSpecification').waitFor();
    await page.waitForTimeout(200); // its rows are drawn one after the other
    await takePicture(page, join(pictures, 'writing-fields.png'));
    await page.keyboard.press('Enter');
    await page.locator('.view-line', { hasText: 'TrainingImage' }).waitFor();
    await page.keyboard.type('xgb', { delay: 100 });
    await suggestion('xgboost:1.7-1').waitFor();
    await takePicture(page, join(pictures, 'writing-images.png'));
    await page.keyboard.press('Escape');
    await runCommand(page, 'Select All');
    await page.keyboard.type('# Alg', { delay: 100 });
    await page.waitForTimeout(1_000);
    assert.equal(await page.locator('.suggest-widget.visible').count(), 0);
  });

  it('suggests the whole request in an empty JSON file', async () => {
    await open('empty.training-job.json');
    await runCommand(page, 'Trigger Suggest');
    await suggestion('{ … }').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.view-line', { hasText: 'TrainingJobName' }).waitFor();
  });
});
