import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StepFailure } from './steps.mjs';

/**
 * Opens VS Code in a page of its own profile and waits until it can be used.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url - From editorUrl.
 * @param {{width?: number, height?: number, onTestsEnd?: (exitCode: number) => void}} [options]
 * @returns {Promise<import('playwright-core').Page>}
 */
export async function openEditorPage(browser, url, { width = 1440, height = 900, onTestsEnd } = {}) {
  const page = await browser.newPage({ viewport: { width, height } });
  if (onTestsEnd !== undefined) await page.exposeFunction('codeAutomationExit', onTestsEnd);
  await page.goto(url);
  try {
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  } catch (error) {
    throw new StepFailure(`VS Code's page at ${url} did not open within a minute; try again.`, { cause: error });
  }
  return page;
}

/** Runs a command by its title in the command palette, e.g. `SageMaker: Run Job Definition`. */
export async function runCommand(page, title) {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  const input = page.locator('.quick-input-widget input[type="text"]');
  for (let tries = 3; ; tries--) {
    await page.keyboard.press('F1');
    try {
      // A question that is just going takes the focus back, and with it the palette away.
      await input.fill(`>${title}`, { timeout: 5_000 });
      // An open palette does not learn of commands that a reloaded window enables only now: then it is opened once more.
      await row.click({ timeout: 10_000 });
      break;
    } catch (error) {
      if (tries === 1) throw error;
      await page.keyboard.press('Escape');
    }
  }
  // What is typed next is meant for what the command asks, not for the palette, which goes a moment later.
  await page.waitForFunction((typed) => {
    const input = document.querySelector('.quick-input-widget input[type="text"]');
    return !input || input.getClientRects().length === 0 || input.value !== typed;
  }, `>${title}`);
}

/** The texts of the notifications that are open. */
export function notificationTexts(page) {
  return page.locator('.notification-list-item-message').allInnerTexts();
}

/**
 * The documents of the webviews that are open.
 * @returns {import('playwright-core').Frame[]}
 */
export function webviewFrames(page) {
  // VS Code wraps each document in a frame of its own, which is a child of the page.
  return page.frames().filter((frame) => frame.parentFrame()?.parentFrame() === page.mainFrame());
}

/** Writes a picture of the whole window. */
export async function takePicture(page, file) {
  await mkdir(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
}

/**
 * Whether a canvas in one of the webviews shows curves: at least two colours that are not greys, each over a quarter of its width.
 * Axes, grid and text are grey in every theme.
 */
export function curvesAreDrawn(page) {
  return someWebview(page, (frame) => frame.evaluate(hasCurves));
}

/** Whether one of the webviews shows a text. */
export function webviewShows(page, text) {
  return someWebview(page, (frame) => frame.getByText(text).first().isVisible());
}

async function someWebview(page, question) {
  for (const frame of webviewFrames(page)) {
    try {
      if (await question(frame)) return true;
    } catch (error) {
      // A webview that is being replaced cannot be asked; the next poll asks its successor.
      if (!/detached|destroyed|closed|navigat/i.test(error.message)) throw error;
    }
  }
  return false;
}

/** Runs in the webview. */
function hasCurves() {
  return [...document.querySelectorAll('canvas')].some((canvas) => {
    const { width, height } = canvas;
    if (width === 0 || height === 0) return false;
    const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
    const columnsByHue = new Map();
    for (let i = 0; i < pixels.length; i += 4) {
      const [red, green, blue, alpha] = pixels.subarray(i, i + 4);
      const most = Math.max(red, green, blue);
      const spread = most - Math.min(red, green, blue);
      if (alpha < 200 || spread < 60) continue;
      const sector =
        most === red
          ? (green - blue) / spread
          : most === green
            ? 2 + (blue - red) / spread
            : 4 + (red - green) / spread;
      const hue = Math.round(((sector + 6) % 6) * 2) % 12;
      if (!columnsByHue.has(hue)) columnsByHue.set(hue, new Set());
      columnsByHue.get(hue).add((i / 4) % width);
    }
    return [...columnsByHue.values()].filter((columns) => columns.size > width / 4).length >= 2;
  });
}
