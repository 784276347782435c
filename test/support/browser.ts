import type { Browser } from 'playwright-core';
import { findBrowser, launchBrowser as launch } from '../../scripts/lib/browser.mjs';

/**
 * Starts a headless browser. Without one the suite is skipped by its name, but under CI it fails.
 * @throws Error in CI when no browser is installed.
 */
export async function launchBrowser(suite: Mocha.Context): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath !== undefined) return launch(executablePath);
  if (process.env['CI']) throw new Error('No Chromium or Chrome was found: install one or set CHROME_PATH.');
  return suite.skip();
}
