import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { JobOnHost, xgboostLog } from './jobMessages.ts';
import { usePanel } from './panelFixture.ts';
import type { PanelPage } from './panelPage.ts';

describe('training job panel, laid out and zoomed', function () {
  this.timeout(20_000);
  let panel: PanelPage;
  const { openDrawn } = usePanel((opened) => (panel = opened));

  it('never zooms beyond the data, and keeps the cursor on its step', async () => {
    await openDrawn({
      host: new JobOnHost(xgboostLog(31)),
      state: {
        view: { zooms: [{ group: 'rmse', from: 25, to: 45 }], tables: [], follow: true, logLine: 0, pageScroll: 0 },
      },
    });
    const lastZoom = async (): Promise<unknown[]> => {
      const { from, to } = (await panel.sent('requestSeries')).at(-1) ?? {};
      return [from, to];
    };
    await panel.page.getByRole('button', { name: 'Reset zoom' }).waitFor();
    assert.deepEqual(await lastZoom(), [10, 30]);
    assert.equal(await panel.page.getByText('Drag to zoom').isVisible(), false);
    await panel.page.locator('.chart-canvas').focus();
    await panel.page.keyboard.press('End');
    await panel.page.keyboard.press('+');
    await panel.page.getByText('22 points of 62 points').waitFor();
    assert.deepEqual(await lastZoom(), [20, 30]);
    assert.equal(await panel.page.locator('.legend-step').textContent(), 'step 30');
    await panel.page.keyboard.press('-');
    await panel.page.getByText('42 points of 62 points').waitFor();
    await panel.page.keyboard.press('-');
    await panel.page.getByText('Drag to zoom').waitFor();
    assert.deepEqual(await lastZoom(), [undefined, undefined]);
    assert.equal(await panel.page.locator('.legend-step').textContent(), 'step 30');
  });

  it('keeps a zoom that the host still holds when the panel comes back in another width', async () => {
    const host = new JobOnHost(xgboostLog(31));
    const view = { zooms: [{ group: 'rmse', from: 10, to: 20 }], tables: [], follow: true, logLine: 0, pageScroll: 0 };
    const state = { view };
    host.answer({ type: 'requestSeries', group: 'rmse', width: 300, from: 10, to: 20 });
    await openDrawn({ host, state, width: 700 });
    await panel.page.waitForFunction(() => window.recorder.sent.some(({ type }) => type === 'requestSeries'));
    const { from, to } = (await panel.sent('requestSeries')).at(-1) ?? {};
    assert.deepEqual([from, to], [10, 20]);
    await panel.page.locator('.chart-canvas').focus();
    await panel.page.keyboard.press('-');
    await panel.page.getByText('Drag to zoom').waitFor();
  });

  it('orders tiles, legend and table alike, whichever metric the log wrote first', async () => {
    const log = ['validation-rmse:3', 'train-rmse:2', 'validation-mae:1', 'train-mae:0'].map((message) => ({
      timestamp: 1,
      message,
    }));
    const names = ['train:rmse', 'validation:rmse', 'train:mae', 'validation:mae'];
    const definitions = names.map((name) => ({ Name: name, Regex: `${name.replace(':', '-')}:(\\d)` }));
    await openDrawn({ host: new JobOnHost(log, {}, {}, definitions) });
    for (const toggle of await panel.page.getByRole('checkbox', { name: 'Show as table' }).all()) await toggle.click();
    assert.deepEqual(await panel.page.locator('.tile dt').allTextContents(), names);
    assert.deepEqual(await panel.page.locator('.legend-name').allTextContents(), names);
    assert.deepEqual(await panel.page.locator('.chart-table thead th:not(:first-child)').allTextContents(), names);
  });

  it('says where the job is, and marks production with its reason', async () => {
    const connection = 'acme-prod · eu-west-1 · 123456789012';
    await openDrawn({ host: new JobOnHost(xgboostLog(1), { connection }, {}) });
    assert.match((await panel.page.locator('.meta').textContent()) ?? '', /acme-prod · eu-west-1 · 123456789012, /);
    const mark = panel.page.locator('.job-header .production');
    assert.equal(await mark.isVisible(), false);
    await panel.send({ type: 'error', message: 'Not up to date.' });
    await panel.send({ type: 'production', reason: 'the profile acme-prod is named like production' });
    await mark.waitFor();
    assert.equal(await mark.textContent(), 'PRODUCTION');
    assert.match((await mark.getAttribute('title')) ?? '', /because the profile acme-prod is named like production\.$/);
    assert.ok(await panel.page.getByText('Not up to date.').isVisible(), 'what is wrong stays');
    await panel.send({ type: 'production' });
    await mark.waitFor({ state: 'hidden' });
  });

  for (const [width, height] of [
    [520, 808],
    [1000, 650],
    [700, 600],
    [2200, 900],
  ] as const) {
    it(`with tiles, curve and the newest log line at once in ${width} x ${height}`, async () => {
      await openDrawn({ width, height, host: new JobOnHost(xgboostLog(200)) });
      await panel.page.getByText('203 lines, following').waitFor();
      const newest = await panel.page.locator('[data-line="203"]').boundingBox();
      assert.ok(newest && newest.y + newest.height <= height, `newest line at ${newest?.y}`);
      const log = await panel.page.locator('.log').boundingBox();
      assert.ok(log && log.height >= 120 && log.y + log.height <= height, `log box ${JSON.stringify(log)}`);
      const tiles = await panel.page
        .locator('.tile')
        .evaluateAll((all) => all.map((tile) => tile.getBoundingClientRect().top));
      assert.deepEqual(tiles, [tiles[0], tiles[0]]);
      await panel.page.screenshot({ path: `out/screenshots/training-job-${width}x${height}.png` });
    });
  }

  it('shows a long URI in one line that is copied whole', async () => {
    await openDrawn({ width: 1000, host: new JobOnHost(xgboostLog(3)) });
    const uri = panel.page.getByTitle('s3://sagemaker-us-east-1-000000000000/boston/validation.csv');
    assert.ok(((await uri.boundingBox())?.height ?? 99) < 24);
    const copied = await uri.evaluate((node) => {
      const selection = window.getSelection();
      selection?.selectAllChildren(node);
      return selection?.toString();
    });
    assert.equal(copied, 's3://sagemaker-us-east-1-000000000000/boston/validation.csv');
  });

  for (const width of [400, 800, 1900]) {
    it(`${width} pixels wide, without a sideways scroll bar`, async () => {
      await openDrawn({ width, theme: 'dark', host: new JobOnHost(xgboostLog(31)) });
      assert.equal(await panel.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
      await panel.page.screenshot({ path: `out/screenshots/training-job-${width}.png`, fullPage: true });
    });
  }
});
