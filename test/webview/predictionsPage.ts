import type { Browser, Page } from 'playwright-core';
import type { HostMessage, ViewMessage } from '../../src/protocol/predictionsPanel.ts';
import type { InvocationResult } from '../../src/sagemaker/predictions/invokeEndpoint.ts';
import {
  PredictionsFeed,
  type PredictionsFeedOptions,
  type SentText,
} from '../../src/sagemaker/predictions/predictionsFeed.ts';
import type { PredictionsModel } from '../../src/sagemaker/predictions/predictionsModel.ts';
import { systemClock } from '../../src/shared/node/systemClock.ts';
import type { PanelServer, ThemeName } from './panelPage.ts';

export interface PredictionsPageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What the editor had kept for the view. */
  readonly state?: unknown;
  /** How a person knows the place. */
  readonly connection?: string;
  readonly compose?: PredictionsFeedOptions['compose'];
  readonly answerTo?: (sent: SentText) => Promise<InvocationResult>;
}

/** The predictions panel in a browser; its host is the real feed over a real model. */
export class PredictionsPage {
  /** Messages that the view has sent. */
  readonly sent: ViewMessage[] = [];
  /** What the view asked to be done. */
  readonly done: string[] = [];
  private feed: PredictionsFeed | undefined;

  private constructor(readonly page: Page) {}

  static async open(
    browser: Browser,
    server: PanelServer,
    model: PredictionsModel,
    {
      theme = 'dark',
      width = 1280,
      height = 900,
      state,
      connection = 'Local engine',
      compose,
      answerTo,
    }: PredictionsPageOptions = {},
  ): Promise<PredictionsPage> {
    const page = await browser.newPage({ viewport: { width, height } });
    const panel = new PredictionsPage(page);
    const note = (what: string) => () => void panel.done.push(what);
    panel.feed = new PredictionsFeed(model, {
      clock: systemClock,
      connection,
      ...(compose && { compose }),
      actions: {
        send: (sent) => answerTo?.(sent) ?? Promise.reject(new Error('nobody answers')),
        cancel: note('cancel'),
        save: note('save'),
        copy: note('copy'),
        openLogs: note('openLogs'),
      },
      post: (message) => void panel.post(message),
      onError: (error) => void panel.post({ type: 'error', message: (error as Error).message }),
    });
    await page.exposeFunction('toHost', (message: ViewMessage) => {
      panel.sent.push(message);
      panel.feed?.receive(message);
    });
    // tsx marks functions with a helper that the page does not have.
    await page.addInitScript({ content: 'globalThis.__name = (marked) => marked;' });
    await page.addInitScript((stored) => {
      const kept = { state: stored, violations: [] as string[] };
      document.addEventListener('securitypolicyviolation', (event) =>
        kept.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
      );
      window.addEventListener('error', (event) => kept.violations.push(event.message));
      const { toHost } = window as unknown as { toHost: (message: unknown) => Promise<void> };
      Object.assign(window, {
        kept,
        acquireVsCodeApi: () => ({
          postMessage: (message: unknown) => void toHost(message),
          getState: () => kept.state,
          setState: (next: unknown) => void (kept.state = next),
        }),
      });
    }, state);
    await page.goto(server.url(theme));
    await page.waitForSelector('main:not([hidden])');
    return panel;
  }

  async state(): Promise<unknown> {
    return this.page.evaluate(() => (window as unknown as { kept: { state: unknown } }).kept.state);
  }

  /** Breaches of the content policy and uncaught errors. */
  async violations(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as { kept: { violations: string[] } }).kept.violations);
  }

  async close(): Promise<void> {
    this.feed?.dispose();
    await this.page.close();
  }

  /** As the extension does: doubles as typed arrays, everything else through JSON. */
  async post(message: HostMessage): Promise<void> {
    const json = JSON.stringify(message, (_, value: unknown) =>
      value instanceof Float64Array ? { doubles: [...value].map(String) } : value,
    );
    await this.page
      .evaluate((text) => {
        const data: unknown = JSON.parse(text, (_, value: unknown) =>
          typeof value === 'object' && value !== null && 'doubles' in value
            ? Float64Array.from((value.doubles as string[]).map(Number))
            : value,
        );
        window.postMessage(data, '*');
      }, json)
      .catch((error: unknown) => {
        if (!this.page.isClosed()) throw error;
      });
  }
}
