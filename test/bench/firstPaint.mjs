import assert from 'node:assert/strict';
import { findBrowser, launchBrowser } from '../../scripts/lib/browser.mjs';
import { JobOnHost } from '../webview/jobMessages.ts';
import { PanelPage, PanelServer } from '../webview/panelPage.ts';

const points = 100_000;

/**
 * The panel's first chart: the points cut to the chart's columns on the host, then a fresh page from the message's arrival to the frame
 * that shows all curves. The way between the two is the editor's.
 * @returns {Promise<import('./benchmark.ts').PreparedBenchmark>}
 */
export async function prepareFirstPaint() {
  const job = new JobOnHost(log(), {}, { status: 'Completed' }, definitions);
  const browser = await launchBrowser(findBrowser());
  const server = await PanelServer.start('webview/trainingJob/main.ts');
  return {
    async subject() {
      const panel = await PanelPage.open(browser, server);
      const began = performance.now();
      const snapshot = job.snapshot();
      const onHost = performance.now() - began;
      const { milliseconds, charts } = await panel.page.evaluate(paint, transportable(snapshot));
      assert.deepEqual(await panel.violations(), []);
      assert.equal(charts, 5, 'charts that show curves');
      await panel.page.close();
      return onHost + milliseconds;
    },
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}

// Train and validation of one metric share a chart.
const names = ['rmse', 'mae', 'mape', 'logloss', 'error'].flatMap((metric) => [
  `train-${metric}`,
  `validation-${metric}`,
]);
const definitions = names.map((name) => ({ Name: name.replace('-', ':'), Regex: `#011${name}:(\\S+)` }));

/** Every round of a long job, each curve falling in a noise of its own. */
function log() {
  const value = (curve, round) => (curve + 9 / (1 + round / 5000) + Math.sin(round + curve)).toFixed(5);
  return Array.from({ length: points }, (_, round) => ({
    timestamp: round,
    message: `[${round}]${names.map((name, curve) => `#011${name}:${value(curve, round)}`).join('')}`,
  }));
}

/** The message as plain values, which is how a test reaches into a page; VS Code hands over the arrays themselves. */
function transportable(message) {
  return JSON.stringify(message, (_, value) =>
    value instanceof Float64Array ? { doubles: [...value].map(String) } : value,
  );
}

/** Runs in the page. */
async function paint(text) {
  const message = JSON.parse(text, (_, value) =>
    value?.doubles === undefined ? value : Float64Array.from(value.doubles.map(Number)),
  );
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  const began = performance.now();
  window.postMessage(message, '*');
  while (!document.querySelector('.chart canvas')) await frame();
  // The next frame begins when the one that drew is on the screen.
  await frame();
  const milliseconds = performance.now() - began;
  const isColored = (canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, at) => at % 4 === 0 && Math.abs(value - data[at + 2]) > 60);
  };
  return { milliseconds, charts: [...document.querySelectorAll('.chart canvas')].filter(isColored).length };
}
