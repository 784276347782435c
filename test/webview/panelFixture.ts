import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, afterEach, before } from 'mocha';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { PanelPage, PanelServer, type PanelOptions } from './panelPage.ts';

/**
 * Gives the calling suite the panel of a training job in a browser. After each test its page must have kept to its content policy, and
 * thrown nothing.
 * @param take - Keeps the panel that was opened last.
 */
export function usePanel(take: (panel: PanelPage) => unknown) {
  let browser: Browser;
  let server: PanelServer;
  let panel: PanelPage | undefined;

  before(async function () {
    browser = await launchBrowser(this);
    server = await PanelServer.start('webview/trainingJob/main.ts');
    await mkdir('out/screenshots', { recursive: true });
  });

  afterEach(async () => {
    if (!panel) return;
    assert.deepEqual(await panel.violations(), [], 'content policy and script errors');
    await panel.page.close();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(options: PanelOptions): Promise<PanelPage> {
    panel = await PanelPage.open(browser, server, options);
    take(panel);
    return panel;
  }

  /** Also waits for its curves. */
  async function openDrawn(options: PanelOptions): Promise<PanelPage> {
    const opened = await open(options);
    await opened.page.waitForSelector('.chart canvas');
    return opened;
  }

  return { open, openDrawn };
}
