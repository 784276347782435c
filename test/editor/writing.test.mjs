// Writing a definition in the editor's own window: what typing alone brings up.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBrowser, launchBrowser } from '../../scripts/lib/browser.mjs';
import { ensureEditor } from '../../scripts/lib/editor.mjs';
import { openEditorPage, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { editorUrl, startEditorServer } from '../../scripts/lib/editorServer.mjs';

const root = resolve(import.meta.dirname, '../..');
const pictures = join(root, 'out', 'screenshots');

describe('typing in a definition', function () {
  this.timeout(120_000);
  let home, server, browser, page;

  before(async () => {
    const [serverMain, executable] = [await ensureEditor(root), await ensureBrowser()];
    home = await mkdtemp(join(tmpdir(), 'workbench-writing-'));
    const folder = join(home, 'project');
    await mkdir(folder);
    for (const name of ['empty.training-job.yaml', 'empty.training-job.json']) await writeFile(join(folder, name), '');
    const settings = { 'sagemakerWorkbench.local.stateDirectory': join(home, 'state') };
    server = await startEditorServer({ serverMain, dataDirectory: join(home, 'server'), settings });
    browser = await launchBrowser(executable);
    page = await openEditorPage(browser, editorUrl(server.port, { folder, extension: root }));
    page.setDefaultTimeout(20_000);
    await page.locator('.activitybar a[aria-label^="SageMaker"]').waitFor();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await takePicture(page, join(pictures, 'writing-failed.png'));
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
