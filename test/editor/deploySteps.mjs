// From a training job to its endpoint in a window, for the suites that deploy.
import { join } from 'node:path';
import { notificationTexts, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { eventuallyIn, openViewlet, pictures } from './editorWindow.mjs';

/**
 * @param {() => import('playwright-core').Page} page - The window's, once it is open.
 * @param {string} name - What the pictures' names begin with.
 * @param {number} patience - Milliseconds, where a wait names no others.
 */
export function deploySteps(page, name, patience) {
  const eventually = (what, condition, milliseconds = patience) => eventuallyIn(page(), what, condition, milliseconds);
  const widget = () => page().locator('.quick-input-widget');
  const dialog = () => page().locator('.monaco-dialog-box');
  const row = (label) => page().locator(`.monaco-list-row[aria-label^="${label}"]`).first();
  const picture = (what) => takePicture(page(), join(pictures, `${name}-${what}.png`));

  /** Waits for a question. */
  async function step(title, what) {
    await widget().locator('.quick-input-title', { hasText: title }).waitFor();
    await page().waitForTimeout(200); // its rows are drawn after its title
    if (what !== undefined) await picture(what);
  }

  async function chooseFromMenu(of, entry) {
    await row(of).click({ button: 'right' });
    const item = page().locator('.context-view .action-label', { hasText: entry });
    await item.waitFor();
    await page().waitForTimeout(500); // a menu ignores the button until it is sure that it is not the click that opened it
    await item.click();
  }

  /** Waits for a notification. */
  const told = (text, milliseconds) =>
    eventually(text, async () => (await notificationTexts(page())).some((one) => one.includes(text)), milliseconds);

  /** Runs the example's training job to its end, and leaves the window on its row. */
  async function trainBoston() {
    await openViewlet(page(), 'Explorer');
    await page().locator('.explorer-folders-view .monaco-list-row[aria-label^="boston.training-job.yaml"]').dblclick();
    await runCommand(page(), 'SageMaker: Run Job Definition Locally');
    await openViewlet(page(), 'SageMaker');
    await row('Training job boston-').and(page().locator('[aria-label*="Completed"]')).waitFor({ timeout: 60_000 });
  }

  return { eventually, widget, dialog, row, picture, step, chooseFromMenu, told, trainBoston };
}
