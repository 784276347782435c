import { ensureBrowser } from './browser.mjs';
import { ensureEditor } from './editor.mjs';
import { ensureJudges } from './python.mjs';
import { ensureRegistry } from './registry.mjs';
import { StepFailure } from './steps.mjs';

const ensure = { python: ensureJudges, editor: ensureEditor, browser: ensureBrowser, registry: ensureRegistry };

/**
 * Fetches tools that are not packages of this project.
 * @param {string} root
 * @param {Iterable<import('./suites.mjs').Tool>} needed
 * @returns {Promise<Record<string, string>>} Why a tool is missing, by its name.
 */
export async function prepareTools(root, needed) {
  const missing = {};
  for (const tool of new Set(needed)) {
    try {
      await ensure[tool](root);
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      missing[tool] = error.message;
      console.log(`      ${error.message}`);
    }
  }
  return missing;
}
