// The Data view in a window, for the suites that use it.
import { basename, dirname } from 'node:path';
import { notificationTexts, runCommand } from '../../scripts/lib/editorPage.mjs';
import { eventuallyIn, openViewlet } from './editorWindow.mjs';

/** The rows of the Data view and what is asked for beside them. */
export class DataView {
  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    this.pane = page.locator('.pane', { has: page.locator('.pane-header[aria-label^="Data"]') });
    this.input = page.locator('.quick-input-widget input[type="text"]');
  }

  row(label) {
    return this.pane.locator(`.monaco-list-row[aria-label^="${label}"]`).first();
  }

  labels() {
    return this.pane
      .locator('.monaco-list-row')
      .evaluateAll((rows) => rows.map((each) => each.getAttribute('aria-label')));
  }

  tab(name) {
    return this.page.locator(`.tab.active[data-resource-name="${name}"]`);
  }

  modal(button) {
    return this.page.locator('.monaco-dialog-box .monaco-button', { hasText: button });
  }

  eventually(what, condition, milliseconds = 20_000) {
    return eventuallyIn(this.page, what, condition, milliseconds);
  }

  /** Waits for a notification. */
  said(pattern) {
    return this.eventually(`${pattern}`, async () => pattern.test((await notificationTexts(this.page)).join('\n')));
  }

  /** Gives the Data view the whole side bar. */
  async openAlone() {
    await openViewlet(this.page, 'SageMaker');
    for (const name of ['Notebooks', 'Jobs', 'Models', 'Endpoints', 'Data']) {
      const header = this.page.locator(`.pane-header[aria-label^="${name}"]`);
      await header.press(name === 'Data' ? 'ArrowRight' : 'ArrowLeft');
    }
  }

  async expand(label) {
    const row = this.row(label);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'true') return;
    await row.click();
    await this.eventually(`${label} to be open`, async () => (await row.getAttribute('aria-expanded')) === 'true');
  }

  async collapseAll() {
    await this.pane.locator('.pane-header').hover();
    await this.pane.locator('.action-label[aria-label^="Collapse"]').click();
    await this.row('Bucket ').waitFor();
  }

  async chooseFromMenu(label, entry) {
    await this.row(label).click({ button: 'right' });
    const item = this.page.locator('.context-view .action-label', { hasText: entry }).first();
    await item.waitFor();
    await this.page.waitForTimeout(500); // a menu ignores the button until it is sure that it is not the click that opened it
    await item.click();
  }

  /** Types a place into the pick that is open and takes what is offered for it. */
  async goTo(uri) {
    await this.input.waitFor();
    await this.input.fill(uri);
    const own = this.page.locator('.quick-input-list .monaco-list-row', { hasText: uri }).first();
    await own.waitFor();
    await own.click();
  }

  /** Chooses a folder of the workspace in the editor's own file dialog, which opens on the workspace. */
  async answerDialog(button, path) {
    const accept = this.page.locator('.quick-input-widget .quick-input-action .monaco-button', { hasText: button });
    await accept.waitFor();
    // It is drawn before it has settled where it is, and does not go anywhere until it has read what is there.
    const shows = (folder) =>
      this.eventually(`the dialog on ${folder}`, async () => (await this.input.inputValue()) === `${folder}/`);
    await shows(dirname(path));
    await this.input.fill(path);
    const found = this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: basename(path) });
    await found.waitFor();
    await accept.click(); // goes into it
    await shows(path);
    await found.waitFor({ state: 'detached' });
    await accept.click();
    await accept.waitFor({ state: 'hidden' });
  }

  /** @param {'vs' | 'vs-dark' | 'hc-black' | 'hc-light'} kind - The theme's, by which the window shows that it has it. */
  async chooseTheme(theme, kind) {
    await runCommand(this.page, 'Preferences: Color Theme');
    await this.input.fill(theme);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: theme }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await this.page.waitForTimeout(500); // icons follow
  }
}
