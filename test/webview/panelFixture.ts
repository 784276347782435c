import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, afterEach, before } from 'mocha';
import type { Browser } from 'playwright-core';
import type { PredictionsModel } from '../../src/sagemaker/predictions/predictionsModel.ts';
import { launchBrowser } from '../support/browser.ts';
import { PanelPage, PanelServer, type PanelOptions } from './panelPage.ts';
import { PredictionsPage, type PredictionsPageOptions } from './predictionsPage.ts';

interface CheckedPage {
  violations(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Gives the calling suite a browser and a panel's script. After each test its page must have kept to its content policy, and thrown nothing.
 * @param main - The script, from the project's folder.
 * @returns Opens a page.
 */
function usePages<P extends CheckedPage>(
  main: string,
): (open: (browser: Browser, server: PanelServer) => Promise<P>) => Promise<P> {
  let browser: Browser;
  let server: PanelServer;
  let opened: P | undefined;

  before(async function () {
    browser = await launchBrowser(this);
    server = await PanelServer.start(main);
    await mkdir('out/screenshots', { recursive: true });
  });

  afterEach(async () => {
    if (!opened) return;
    assert.deepEqual(await opened.violations(), [], 'content policy and script errors');
    await opened.close();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  return async (open) => (opened = await open(browser, server));
}

/**
 * Gives the calling suite the panel of a training job in a browser.
 * @param take - Keeps the panel that was opened last.
 */
export function usePanel(take: (panel: PanelPage) => unknown) {
  const openPage = usePages<PanelPage>('webview/trainingJob/main.ts');

  async function open(options: PanelOptions): Promise<PanelPage> {
    const panel = await openPage((browser, server) => PanelPage.open(browser, server, options));
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

/** The same for the panel of predictions. */
export function usePredictions(take: (panel: PredictionsPage) => unknown) {
  const openPage = usePages<PredictionsPage>('webview/predictions/main.ts');
  return async (model: PredictionsModel, options?: PredictionsPageOptions): Promise<void> => {
    take(await openPage((browser, server) => PredictionsPage.open(browser, server, model, options)));
  };
}
