import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { JobOnHost, xgboostLog } from './jobMessages.ts';
import { usePanel } from './panelFixture.ts';
import type { PanelPage, ThemeName } from './panelPage.ts';

const hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

describe('training job panel in a browser', function () {
  this.timeout(20_000);
  let panel: PanelPage;
  const { open, openDrawn } = usePanel((opened) => (panel = opened));

  /** Whether the canvas holds pixels of (nearly) this colour. */
  function countPixels(variable: string): Promise<number> {
    return panel.page.evaluate((name) => {
      const probe = document.createElement('canvas').getContext('2d');
      const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas');
      const drawn = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      if (!probe || !drawn) return 0;
      probe.fillStyle = getComputedStyle(document.documentElement)
        .getPropertyValue(name)
        .replace(/, [\d.]+\)$/, ')')
        .replace('rgba', 'rgb');
      probe.fillRect(0, 0, 1, 1);
      const wanted = probe.getImageData(0, 0, 1, 1).data;
      let count = 0;
      for (let at = 0; at < drawn.length; at += 4) {
        if (
          drawn[at + 3] === 255 &&
          [0, 1, 2].every((part) => Math.abs((drawn[at + part] ?? 0) - (wanted[part] ?? 0)) < 6)
        )
          count++;
      }
      return count;
    }, variable);
  }

  const legend = (): Promise<string[]> => panel.page.locator('.legend-value').allTextContents();

  describe('curves', () => {
    it('draws train and validation, each in its colour, with the latest values in the legend', async () => {
      await openDrawn({ host: new JobOnHost(xgboostLog(31)) });
      assert.ok((await countPixels('--vscode-charts-blue')) > 200);
      assert.ok((await countPixels('--vscode-charts-orange')) > 200);
      assert.deepEqual(await panel.page.locator('.legend-name').allTextContents(), ['train:rmse', 'validation:rmse']);
      assert.deepEqual(await legend(), ['1.71791', '3.40086']);
      assert.equal(await panel.page.locator('.chart-footer').textContent(), '62 points');
    });

    it('asks for buckets of its own pixel width, again after a resize, and then rests', async () => {
      await openDrawn({ host: new JobOnHost(xgboostLog(31)) });
      const drawnWidth = (): Promise<number | undefined> =>
        panel.page.evaluate(() => Math.round(document.querySelector('.u-over')?.getBoundingClientRect().width ?? 0));
      await panel.page.waitForFunction(() => window.recorder.sent.some(({ type }) => type === 'requestSeries'));
      assert.equal((await panel.sent('requestSeries')).at(-1)?.width, await drawnWidth());
      const before = (await panel.sent('requestSeries')).length;
      await panel.page.setViewportSize({ width: 700, height: 900 });
      await panel.page.waitForFunction(
        (count) => window.recorder.sent.filter(({ type }) => type === 'requestSeries').length > count,
        before,
      );
      await panel.page.waitForTimeout(200);
      const requests = await panel.sent('requestSeries');
      assert.equal(requests.at(-1)?.width, await drawnWidth());
      assert.ok(requests.length <= before + 2, `${requests.length - before} requests for one resize`);
    });

    it('shows the values under the crosshair', async () => {
      await openDrawn({ host: new JobOnHost(xgboostLog(31)) });
      const box = await panel.page.locator('.u-over').boundingBox();
      assert.ok(box);
      await panel.page.mouse.move(box.x + 1, box.y + 20);
      assert.deepEqual(await legend(), ['19.1', '19.6']);
      assert.equal(await panel.page.locator('.legend-step').textContent(), 'step 0');
      await panel.page.mouse.move(0, 0);
      assert.deepEqual(await legend(), ['1.71791', '3.40086']);
    });

    it('zooms by drag and resets by double click, and keeps the zoom in the state', async () => {
      await openDrawn({ host: new JobOnHost(xgboostLog(101)) });
      const box = await panel.page.locator('.u-over').boundingBox();
      assert.ok(box);
      await panel.page.mouse.move(box.x + box.width * 0.25, box.y + 50);
      await panel.page.mouse.down();
      await panel.page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 5 });
      await panel.page.mouse.up();
      await panel.page.getByRole('button', { name: 'Reset zoom' }).waitFor();
      const zoomed = (await panel.sent('requestSeries')).at(-1);
      assert.ok(Math.abs((zoomed?.from ?? 0) - 25) < 1 && Math.abs((zoomed?.to ?? 0) - 50) < 1);
      assert.match((await panel.page.locator('.chart-footer').textContent()) ?? '', /^\d\d points of 202 points$/);

      const state = await panel.state();
      await panel.close();
      await openDrawn({ host: new JobOnHost(xgboostLog(101)), state });
      await panel.page.getByRole('button', { name: 'Reset zoom' }).waitFor();
      await panel.page.locator('.u-over').dblclick();
      await panel.page.getByText('202 points', { exact: true }).waitFor();
      assert.deepEqual((await panel.sent('requestSeries')).at(-1)?.from, undefined);
    });

    it('can be read and zoomed by keyboard alone', async () => {
      await openDrawn({ host: new JobOnHost(xgboostLog(31)) });
      const chart = panel.page.locator('.chart-canvas');
      for (
        let presses = 0;
        presses < 20 && !(await chart.evaluate((node) => node === document.activeElement));
        presses++
      ) {
        await panel.page.keyboard.press('Tab');
      }
      await panel.page.keyboard.press('Home');
      assert.deepEqual(await legend(), ['19.1', '19.6']);
      await panel.page.keyboard.press('ArrowRight');
      assert.equal(await panel.page.locator('.legend-step').textContent(), 'step 1');
      await panel.page.keyboard.press('+');
      await panel.page.getByRole('button', { name: 'Reset zoom' }).waitFor();
      await panel.page.keyboard.press('0');
      await panel.page.getByRole('button', { name: 'Reset zoom' }).waitFor({ state: 'hidden' });
    });

    it('has a table with every value, and remembers that it is shown', async () => {
      const host = new JobOnHost(xgboostLog(31));
      await openDrawn({ host });
      await panel.page.getByRole('checkbox', { name: 'Show as table' }).click();
      const rows = await panel.page
        .locator('.chart-table tbody tr')
        .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
      const expected = [...(host.metrics.get('train:rmse')?.values ?? [])].map((value, at) => [
        String(at),
        String(value),
        String(host.metrics.get('validation:rmse')?.values[at]),
      ]);
      assert.deepEqual(rows, expected);
      const state = await panel.state();
      await panel.close();
      await open({ host, state });
      await panel.page.locator('.chart-table tbody tr').first().waitFor();
    });

    it('grows while the job logs', async () => {
      const host = new JobOnHost(xgboostLog(5));
      await openDrawn({ host });
      host.metrics.add(xgboostLog(31).slice(8));
      await panel.send({
        type: 'series',
        metrics: host.metrics.summaries(),
        groups: [host.metrics.buckets('rmse', { width: 600 }) ?? []].flat(),
      });
      assert.deepEqual(await legend(), ['1.71791', '3.40086']);
      assert.equal(await panel.page.locator('.chart-footer').textContent(), '62 points');
    });

    it('draws 200,000 points from their extremes, NaN and infinities as what they are', async () => {
      const host = new JobOnHost([], { metricNames: ['loss'] }, {}, [{ Name: 'loss', Regex: 'loss=(\\S+)' }]);
      host.metrics.add(
        (function* () {
          for (let step = 0; step < 200_000; step++) {
            const value =
              step % 50_000 === 10_000
                ? 'inf'
                : step > 120_000 && step < 125_000
                  ? 'nan'
                  : String(Math.sin(step / 9000) + (step % 7) / 20);
            yield { timestamp: step, message: `[${step}] loss=${value}` };
          }
        })(),
      );
      await openDrawn({ host });
      assert.equal(
        await panel.page.locator('.chart-footer').textContent(),
        '200,000 points; where they are dense, the band from lowest to highest',
      );
      // A band as high as the values spread, which a line through any choice of points would not fill.
      assert.ok((await countPixels('--vscode-charts-blue')) > 15_000);
      await panel.page.screenshot({ path: 'out/screenshots/training-job-dense.png' });
    });

    it('follows a change of theme', async () => {
      await openDrawn({ host: new JobOnHost(xgboostLog(31)) });
      await panel.page.evaluate(() => {
        document.documentElement.style.setProperty('--vscode-charts-blue', '#ff00ff');
        document.body.className = 'vscode-light';
      });
      await panel.page.waitForFunction(() => {
        const swatch = document.querySelector('.swatch');
        return swatch !== null && getComputedStyle(swatch).backgroundColor === 'rgb(255, 0, 255)';
      });
      assert.ok((await countPixels('--vscode-charts-blue')) > 200);
    });
  });

  describe('log', () => {
    const long = Array.from({ length: 100_000 }, (_, at) => ({ timestamp: at, message: `line number ${at + 1}` }));

    it('holds 100,000 lines in few nodes and follows the end', async () => {
      const host = new JobOnHost([...long]);
      await open({ host });
      const last = panel.page.getByText('line number 100000', { exact: true });
      await last.waitFor();
      assert.ok((await panel.page.locator('.log-row').count()) < 120);
      host.log.push({ timestamp: 1, message: 'one more' });
      await panel.send({ type: 'log', log: host.logWindow(100_000, 1) });
      await panel.page.getByText('one more', { exact: true }).waitFor();
      assert.match((await panel.page.locator('.log-section .muted').textContent()) ?? '', /^100,001 lines, following$/);
    });

    it('stops following when the user scrolls up, asks for the lines in sight, and jumps back', async () => {
      const host = new JobOnHost([...long]);
      await open({ host });
      await panel.page.getByText('line number 100000', { exact: true }).waitFor();
      await panel.page.locator('.log').evaluate((log) => log.scrollTo(0, 50_000 * 18));
      await panel.page.getByText('line number 50001', { exact: true }).waitFor();
      host.log.push({ timestamp: 1, message: 'unseen' });
      await panel.send({ type: 'log', log: host.logWindow(100_000, 1) });
      assert.equal(await panel.page.getByText('line number 50001', { exact: true }).isVisible(), true);
      assert.equal(await panel.page.getByText('unseen').count(), 0);
      const state = await panel.state();
      await panel.page.getByRole('button', { name: 'Jump to end' }).click();
      await panel.page.getByText('unseen', { exact: true }).waitFor();
      await panel.close();

      await open({ host: new JobOnHost([...long]), state });
      await panel.page.getByText('line number 50001', { exact: true }).waitFor();
    });

    it('shows levels by colour and hides what a terminal would act on', async () => {
      await open({
        host: new JobOnHost(
          ['\u001b[31mERROR\u001b[0m: no', 'ValueError: bad', 'WARNING: hm', '[0]#011train-error:0.5', 'a\rb'].map(
            (message) => ({ timestamp: 1, message }),
          ),
        ),
      });
      await panel.page.getByText('ERROR: no', { exact: true }).waitFor();
      assert.deepEqual(await panel.page.locator('.log-row.error .log-text').allTextContents(), [
        'ERROR: no',
        'ValueError: bad',
      ]);
      assert.deepEqual(await panel.page.locator('.log-row.warning .log-text').allTextContents(), ['WARNING: hm']);
      assert.deepEqual(await panel.page.locator('.log-row:not(.error):not(.warning) .log-text').allTextContents(), [
        '[0]\ttrain-error:0.5',
        'b',
      ]);
    });
  });

  describe('states', () => {
    it('stops a running job on a press, by keyboard too', async () => {
      await open({ host: new JobOnHost(xgboostLog(3)) });
      await panel.page.getByRole('button', { name: /^Stop / }).focus();
      await panel.page.keyboard.press('Enter');
      assert.equal((await panel.sent('stop')).length, 1);
      await panel.send({
        type: 'status',
        status: { ...new JobOnHost([]).statusNow(), status: 'Stopping', secondaryStatus: 'Stopping' },
      });
      assert.equal(await panel.page.getByRole('button', { name: /^Stop / }).isVisible(), false);
      assert.equal(await panel.page.getByRole('status').textContent(), 'Stopping');
    });

    it('says why a job failed', async () => {
      const failureReason =
        'ClientError: The file validation.csv has a header, and XGBoost reads numbers only. Remove line 1.';
      await open({ host: new JobOnHost(xgboostLog(0), {}, { status: 'Failed', failureReason }) });
      assert.match(
        (await panel.page.getByRole('alert').filter({ hasText: 'Training failed' }).textContent()) ?? '',
        /Remove line 1\./,
      );
      assert.equal(
        await panel.page.locator('.curves .empty').textContent(),
        'No metric was logged before the job failed.',
      );
      await panel.page.screenshot({ path: 'out/screenshots/training-job-failed.png' });
    });

    it('says what it waits for', async () => {
      await open({
        host: new JobOnHost([], {}, { secondaryStatus: 'Downloading', statusMessage: 'Downloading input data' }),
      });
      await panel.page.getByText('Waiting for the first metric.').waitFor();
      await panel.page.getByText('Waiting for the first log line.').waitFor();
      await panel.page.screenshot({ path: 'out/screenshots/training-job-waiting.png' });
    });

    it('says of a log whether it was read, could not be read, or is empty', async () => {
      await open({ host: new JobOnHost([], {}, { status: 'Completed' }) });
      const said = (): Promise<string | null> => panel.page.locator('.log-section .empty').textContent();
      const nothing = { total: 0, start: 0, lines: [] };
      const log = (extent: object): Promise<void> => panel.send({ type: 'log', log: { ...nothing, ...extent } });
      assert.equal(await said(), 'The log has not been read yet.');
      await log({ isWhole: false, problem: 'Rate exceeded.' });
      await panel.page.getByText('The log could not be read: Rate exceeded.').waitFor();
      await log({ isWhole: true });
      await panel.page.getByText('This job wrote no log.').waitFor();
    });

    it('keeps the log that it shows while it is read anew', async () => {
      await open({ host: new JobOnHost(xgboostLog(9), {}, { status: 'Completed' }) });
      const count = panel.page.locator('.log-section .section-head .muted');
      assert.equal(await count.textContent(), '12 lines');
      await panel.send({ type: 'log', log: { total: 0, start: 0, lines: [], isWhole: false, problem: 'Cut.' } });
      await panel.page.getByText('12 lines, the rest could not be read yet').waitFor();
      assert.equal(await panel.page.locator('.log-row').count(), 12);
    });

    it('counts from the beginning of the training, and says of a job that waits that it does', async () => {
      const created = Date.UTC(2026, 0, 5, 9, 0, 0);
      const elapsed = (): Promise<string | null> => panel.page.locator('.elapsed').textContent();
      await open({ host: new JobOnHost(xgboostLog(1), {}, { status: 'Completed', created }) });
      assert.equal(await elapsed(), '1 min 23 s');
      const { started: _, ...waiting } = new JobOnHost([], {}, { secondaryStatus: 'Starting' }).statusNow();
      await panel.send({ type: 'status', status: waiting });
      assert.equal(await elapsed(), 'waiting');
    });

    it('names the tuning job of a training job, and says what that stopped it for', async () => {
      const statusMessage =
        'Stopped early by tuning job boston: validation:rmse 21.9 at its 10th value is worse than 8.1';
      const host = new JobOnHost(xgboostLog(1), { tuningJob: 'boston' }, { status: 'Stopped', statusMessage });
      await open({ host });
      assert.match((await panel.page.locator('.meta').textContent()) ?? '', /Local, in-process, tuning job boston/);
      await panel.page.getByText(statusMessage).waitFor();
    });

    it('says after the end, too, what was not honoured', async () => {
      const ended = { notHonoured: 'VpcConfig', statusMessage: 'Training job completed' };
      await open({ host: new JobOnHost(xgboostLog(1), {}, { status: 'Completed', ...ended }) });
      await panel.page.getByText('Training job completed. Not honoured here: VpcConfig.').waitFor();
    });

    it('shows errors of the host and messages that it does not understand', async () => {
      await open({});
      await panel.send({ type: 'error', message: 'The engine is gone.' });
      await panel.page.getByText('The engine is gone.').waitFor();
      await panel.page.evaluate(() => window.postMessage({ type: 'status', status: { status: 'Sleeping' } }, '*'));
      await panel.page
        .getByText('do not understand each other (message.status.status: expected one of InProgress,')
        .waitFor();
    });

    it('never turns names or lines into markup', async () => {
      const name = hostile;
      const host = new JobOnHost(
        [{ timestamp: 1, message: `${hostile} m=1` }],
        {
          name,
          connection: name,
          image: name,
          hyperparameters: [{ name, value: name }],
          channels: [{ name, source: name, contentType: name }],
          metricProblems: [name],
        },
        {
          status: 'Failed',
          failureReason: name,
          secondaryStatus: name,
          statusMessage: name,
          artifact: name,
          runner: name,
        },
        [{ Name: name, Regex: 'm=(\\d)' }],
      );
      await openDrawn({ host });
      await panel.page.getByRole('checkbox', { name: 'Show as table' }).click();
      assert.equal(await panel.page.locator('h1').textContent(), name);
      assert.equal(await panel.page.locator('img, body script:not([src])').count(), 0);
      assert.equal(await panel.page.evaluate(() => 'hacked' in window), false);
    });
  });

  describe('looks', () => {
    for (const theme of ['light', 'dark', 'high-contrast', 'high-contrast-light'] satisfies ThemeName[]) {
      it(`in ${theme}`, async () => {
        await openDrawn({
          theme,
          host: new JobOnHost(
            xgboostLog(31),
            {},
            { status: 'Completed', artifact: 's3://sagemaker-us-east-1-000000000000/boston/output/model.tar.gz' },
          ),
        });
        const background = await panel.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(
          background,
          {
            light: 'rgb(255, 255, 255)',
            dark: 'rgb(31, 31, 31)',
            'high-contrast': 'rgb(0, 0, 0)',
            'high-contrast-light': 'rgb(255, 255, 255)',
          }[theme],
        );
        assert.ok((await countPixels('--vscode-charts-blue')) > 200);
        await panel.page.screenshot({ path: `out/screenshots/training-job-${theme}.png` });
      });
    }
  });
});
