// What the suites of the editor's own window have in common.
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBrowser, launchBrowser } from '../../scripts/lib/browser.mjs';
import { ensureEditor } from '../../scripts/lib/editor.mjs';
import { openEditorPage, runCommand, takePicture, webviewFrames } from '../../scripts/lib/editorPage.mjs';
import { editorUrl, shelveExtensions, startEditorServer } from '../../scripts/lib/editorServer.mjs';
import { stopEngine } from '../../scripts/lib/localEngine.mjs';

export const root = resolve(import.meta.dirname, '../..');
export const pictures = join(root, 'out', 'screenshots');

/**
 * Opens the editor on a folder of its own for the calling suite, and closes it afterwards; a test that fails leaves a picture.
 * @param {string} name - Of the suite, for folders and pictures.
 * @param {(places: {home: string, folder: string}) => Promise<{env?: Record<string, string>, extensions?: string[]} | void>} prepare - Fills
 *   the folder before it is opened, and may add to the editor's environment and to its extensions.
 * @param {(window: {folder: string, stateDirectory: string, page: import('playwright-core').Page}) => unknown} take - Keeps what the
 *   suite uses of the open window, and may prepare more.
 */
export function useEditorWindow(name, prepare, take) {
  let home, stateDirectory, server, browser, page;

  before(async () => {
    const [serverMain, executable] = [await ensureEditor(root), await ensureBrowser()];
    home = await mkdtemp(join(tmpdir(), `workbench-${name}-`));
    stateDirectory = join(home, 'state');
    const folder = join(home, 'project');
    await mkdir(folder);
    const { env, extensions = [] } = (await prepare({ home, folder })) ?? {};
    server = await startEditorServer({
      serverMain,
      dataDirectory: join(home, 'server'),
      settings: { 'sagemakerWorkbench.local.stateDirectory': stateDirectory },
      env,
    });
    browser = await launchBrowser(executable);
    const extension =
      extensions.length === 0 ? root : await shelveExtensions(join(home, 'shelf'), [root, ...extensions]);
    page = await openEditorPage(browser, editorUrl(server.port, { folder, extension }));
    // A menu opened before the extension is there would lack its entries.
    await page.locator('.activitybar a[aria-label^="SageMaker"]').waitFor();
    await take({ folder, stateDirectory, page });
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await stopEngine(stateDirectory);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const title = this.currentTest.title.slice(0, 40).replaceAll(/\W+/g, '-');
    await takePicture(page, join(pictures, `${name}-failed-${title}.png`));
  });
}

/** Puts the Boston example into a folder. */
export async function putExample(folder) {
  await cp(join(root, 'examples', 'boston'), folder, { recursive: true });
}

/** Adds to the example a job that runs until it is stopped: `endless.<kind>.yaml`. */
export async function putEndless(folder, kind) {
  const example = await readFile(join(folder, `boston.${kind}.yaml`), 'utf8');
  await writeFile(
    join(folder, `endless.${kind}.yaml`),
    example
      .replace('JobName: boston', 'JobName: endless')
      .replace(/num_round: .*/, "num_round: '1000000'")
      .replace(/\n *early_stopping_rounds: .*/, ''),
  );
}

/** Waits until a condition in the window holds. */
export async function eventuallyIn(page, what, condition, milliseconds) {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await page.waitForTimeout(100)) {
    if (await condition()) return;
  }
  assert.fail(`Waited in vain for ${what}.`);
}

/** An entry of the menu that is open. */
export function menuItemIn(page, label) {
  return page.locator(`.monaco-menu .action-label[aria-label^="${label}"]`).first();
}

/** Chooses it; a menu that has just opened takes no click yet. */
export async function chooseItemIn(page, label) {
  const item = menuItemIn(page, label);
  await item.waitFor();
  await eventuallyIn(
    page,
    `${label} to be chosen`,
    async () => {
      if (!(await item.isVisible())) return true;
      await item.click({ timeout: 2_000 }).catch((error) => assert.match(error.message, /Timeout|detached/)); // it went meanwhile
      return false;
    },
    20_000,
  );
}

/** A click on the icon of the view that is open would close it; the badge on the icon takes the click like the icon. */
export async function openViewlet(page, name) {
  const icon = page.locator(`.activitybar .action-item:has(a[aria-label^="${name}"])`);
  if (!((await icon.getAttribute('class')) ?? '').includes('checked')) await icon.click({ force: true });
}

/**
 * Runs a command that asks. A view that had the focus, and is drawn anew just as the question opens, takes it back, which closes the question
 * (CONVENTIONS.md, known debts): then the command is run once more, as a person does.
 */
export async function runAsking(page, title) {
  const widget = page.locator('.quick-input-widget');
  for (let tries = 3; ; tries--) {
    await runCommand(page, title);
    await widget.waitFor();
    await page.waitForTimeout(300);
    if (tries === 1 || (await widget.isVisible())) return;
  }
}

/** What all webviews say. */
export async function panelTextIn(page) {
  // A webview that is being replaced has no text; the next look asks its successor.
  const text = (frame) => frame.evaluate(() => document.body.innerText).catch(() => '');
  return (await Promise.all(webviewFrames(page).map(text))).join('\n');
}
