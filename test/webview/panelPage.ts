import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { viewMessage, type HostMessage, type ViewMessage } from '../../src/protocol/trainingJobPanel.ts';
import type { JobOnHost } from './jobMessages.ts';
import themes from './fixtures/themes.json' with { type: 'json' };

export type ThemeName = keyof typeof themes;

const nonce = 'dGVzdCBub25jZQ';

/** A webview's page as the editor serves it: the bundle, a strict policy, the theme's variables on the root element. */
function html(theme: ThemeName): string {
  const { bodyClass, variables } = themes[theme];
  const style = Object.entries(variables)
    .map(([name, value]) => `${name}: ${value};`)
    .join(' ');
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Training job</title>
<style nonce="${nonce}">:root { ${style} }</style>
<link rel="stylesheet" href="panel.css"></head>
<body class="${bodyClass}"><script nonce="${nonce}" src="panel.js"></script></body></html>`;
}

/** What the page's stand-in for the editor has recorded. */
interface Recorder {
  sent: ViewMessage[];
  violations: string[];
  state: unknown;
}

declare global {
  interface Window {
    recorder: Recorder;
    toHost(message: ViewMessage): Promise<void>;
  }
}

/** Serves one webview's bundle on 127.0.0.1. */
export class PanelServer {
  private constructor(
    private readonly server: Server,
    private readonly folder: string,
  ) {}

  static async start(entryPoint: string): Promise<PanelServer> {
    const folder = await mkdtemp(join(tmpdir(), 'workbench-webview-'));
    await build({
      entryPoints: { panel: entryPoint },
      bundle: true,
      format: 'iife',
      outdir: folder,
      logLevel: 'warning',
    });
    const files = new Map([
      ['/panel.js', { type: 'text/javascript', body: await readFile(join(folder, 'panel.js')) }],
      ['/panel.css', { type: 'text/css', body: await readFile(join(folder, 'panel.css')) }],
    ]);
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const theme = url.searchParams.get('theme');
      const file = files.get(url.pathname);
      if (file) response.setHeader('content-type', file.type).end(file.body);
      else if (theme === null || !Object.hasOwn(themes, theme)) response.writeHead(404).end();
      else {
        response.setHeader('content-type', 'text/html');
        response.setHeader(
          'content-security-policy',
          `default-src 'none'; style-src 'self' 'nonce-${nonce}'; script-src 'nonce-${nonce}'`,
        );
        response.end(html(theme as ThemeName));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PanelServer(server, folder);
  }

  url(theme: ThemeName): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/?theme=${theme}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true });
  }
}

export interface PanelOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What the editor had kept for the view. */
  readonly state?: unknown;
  /** Answers what the view asks for. */
  readonly host?: JobOnHost;
}

/** One open panel; the editor's side of it is played by the test. */
export class PanelPage {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, server: PanelServer, options: PanelOptions = {}): Promise<PanelPage> {
    const { theme = 'dark', width = 1280, height = 900, state, host } = options;
    const page = await browser.newPage({ viewport: { width, height } });
    const panel = new PanelPage(page);
    await page.exposeFunction('toHost', async (message: unknown) => {
      const asked = viewMessage(message, 'message');
      const answer = asked.type === 'ready' ? host?.snapshot() : host?.answer(asked);
      if (answer) await panel.send(answer);
    });
    // tsx marks functions with a helper that the page does not have.
    await page.addInitScript({ content: 'globalThis.__name = (marked) => marked;' });
    await page.addInitScript((stored) => {
      const recorder: Recorder = { sent: [], violations: [], state: stored };
      window.recorder = recorder;
      document.addEventListener('securitypolicyviolation', (event) =>
        recorder.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      );
      window.addEventListener('error', (event) => recorder.violations.push(event.message));
      Object.assign(window, {
        acquireVsCodeApi: () => ({
          postMessage: (message: ViewMessage) => {
            recorder.sent.push(message);
            void window.toHost(message);
          },
          getState: () => recorder.state,
          setState: (next: unknown) => {
            recorder.state = next;
          },
        }),
      });
    }, state);
    await page.goto(server.url(theme));
    await page.waitForFunction(() => window.recorder.sent.some(({ type }) => type === 'ready'));
    if (host) await page.waitForSelector('main:not([hidden])');
    return panel;
  }

  /** Sends a message as the extension does: doubles as typed arrays, everything else through JSON. */
  async send(message: HostMessage): Promise<void> {
    const json = JSON.stringify(message, (_, value: unknown) =>
      value instanceof Float64Array ? { doubles: [...value].map(String) } : value,
    );
    await this.page.evaluate((text) => {
      const data: unknown = JSON.parse(text, (_, value: unknown) =>
        typeof value === 'object' && value !== null && 'doubles' in value
          ? Float64Array.from((value.doubles as string[]).map(Number))
          : value,
      );
      window.postMessage(data, '*');
      // Two frames: one for the message, one for what it asked to draw.
      return new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    }, json);
  }

  /** Messages of a type that the view has sent so far. */
  async sent<T extends ViewMessage['type']>(type: T): Promise<Extract<ViewMessage, { type: T }>[]> {
    const all = await this.page.evaluate(() => window.recorder.sent);
    return all.filter((message): message is Extract<ViewMessage, { type: T }> => message.type === type);
  }

  state(): Promise<unknown> {
    return this.page.evaluate(() => window.recorder.state);
  }

  close(): Promise<void> {
    return this.page.close();
  }

  /** Breaches of the content policy and uncaught errors. */
  violations(): Promise<string[]> {
    return this.page.evaluate(() => window.recorder.violations);
  }
}
