import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  PredictionsModel,
  type PredictionsContent,
  type PredictionsSubject,
} from '../../src/sagemaker/predictions/predictionsModel.ts';
import { usePredictions } from './panelFixture.ts';
import type { ThemeName } from './panelPage.ts';
import type { PredictionsPage } from './predictionsPage.ts';

const hostile = '<img src=x onerror="window.hacked=1">';

const subject: PredictionsSubject = {
  kind: 'endpoint',
  name: 'boston',
  source: 'data/validation.csv',
  format: 'csv',
  contentType: 'text/csv',
  columns: ['CRIM', 'ZN', 'RM'],
  labelName: 'MEDV',
  notes: [],
};

/** Rows of a line each, predicted one too high for every tenth. */
function contentOf(rows: number): PredictionsContent {
  const of = Array.from({ length: rows }, (_, row) => row);
  return {
    subject,
    rows: of.map((row) => ({
      line: row + 2,
      input: `${row / 100},${row % 7},${row % 11}`,
      label: String(10 + (row % 40)),
    })),
    answers: of.map((row) => ({ answer: String(10 + (row % 40) + (row % 10 === 0 ? 1 : 0)), request: 0 })),
    requests: [
      { first: 0, count: rows, milliseconds: 42, status: 200, variant: 'AllTraffic', contentType: 'text/csv' },
    ],
  };
}

const regression = (rows: number): PredictionsModel => new PredictionsModel(contentOf(rows));

function classes(): PredictionsModel {
  const pairs = [
    ['0', '0.1'],
    ['0', '0.7'],
    ['1', '0.9'],
    ['1', '0.8'],
  ] as const;
  return new PredictionsModel({
    subject: { ...subject, labelName: 'churn' },
    rows: pairs.map(([label], row) => ({ line: row + 1, input: `${row},1,2`, label })),
    answers: pairs.map(([, answer]) => ({ answer })),
    requests: [],
  });
}

const noRows = { subject: { ...subject, source: '', columns: [] }, rows: [], answers: [], requests: [] };

describe('predictions panel in a browser', function () {
  this.timeout(20_000);
  let panel: PredictionsPage;
  const open = usePredictions((opened) => (panel = opened));
  const text = (selector: string): Promise<string> => panel.page.locator(selector).first().innerText();
  const row = (place: number) => panel.page.locator(`#row-${place}`);

  it('shows the answer of each row beside it, and how good all are', async () => {
    await open(regression(200));
    await row(10).waitFor();
    assert.deepEqual(await row(10).locator('.cell').allTextContents(), ['12', '21', '20', '+1', '0.1', '3', '10']);
    const tiles = await panel.page.locator('.tile').allInnerTexts();
    assert.deepEqual(
      tiles.map((tile) => tile.replace(/\s+/g, ' ')),
      ['rmse 0.316228', 'mae 0.1', 'R² 0.9992', 'latency, 1 request 42 ms'],
    );
    assert.match(await text('.decided'), /200 rows compared\. Labels and answers are numbers/);
    assert.deepEqual(await panel.page.locator('[role=columnheader]').allTextContents(), [
      'Line',
      'Prediction',
      'MEDV (label)',
      'Difference',
      'CRIM',
      'ZN',
      'RM',
    ]);
    assert.equal(await panel.page.locator('.grid').getAttribute('aria-rowcount'), '201');
  });

  it('marks production in its head', async () => {
    await open(regression(5));
    assert.equal(await panel.page.locator('header .production').isVisible(), false);
    await panel.post({ type: 'production', reason: 'the profile acme-prod is named like production' });
    await panel.page.locator('header .production', { hasText: 'PRODUCTION' }).waitFor();
  });

  it('asks for pages only, and keeps few rows in the page', async () => {
    await open(regression(50_000));
    await row(5).waitFor();
    assert.ok((await panel.page.locator('.grid-row').count()) < 60);
    await panel.page.locator('.grid').focus();
    await panel.page.keyboard.press('End');
    await row(49_999).locator('.cell', { hasText: '50001' }).waitFor();
    const asked = panel.sent.filter(({ type }) => type === 'requestPage');
    assert.ok(asked.length < 10, `${asked.length} pages`);
    assert.equal(await panel.page.locator('.grid').getAttribute('aria-activedescendant'), 'row-49999');
  });

  it('shows a row as it was sent and answered, by keyboard', async () => {
    await open(regression(200));
    await row(5).waitFor();
    await panel.page.locator('.grid').focus();
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.getByRole('heading', { name: 'Line 3' }).waitFor();
    const details = await text('.details');
    assert.match(details, /one of 200 rows of its request · status 200 · variant AllTraffic · 42 ms · text\/csv/);
    assert.match(details, /0\.01,1,1/);
  });

  it('puts the worst first', async () => {
    await open(regression(200));
    await row(5).waitFor();
    await panel.page.getByRole('button', { name: 'Show worst first' }).click();
    await panel.page.locator('#row-1 .cell', { hasText: /^12$/ }).waitFor();
    assert.deepEqual(await row(1).locator('.cell').first().textContent(), '12');
    await panel.page.getByRole('button', { name: 'Show in file order' }).waitFor();
  });

  it('draws predicted against true, with a table behind it', async () => {
    await open(regression(200));
    await panel.page.waitForSelector('.plot canvas');
    const drawn = await panel.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.plot canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let blue = 0;
      for (let at = 0; at < data.length; at += 4)
        if ((data[at + 3] ?? 0) > 100 && (data[at + 2] ?? 0) > (data[at] ?? 0) + 60) blue++;
      return blue;
    });
    assert.ok(drawn > 300, `${drawn} pixels of points`);
    await panel.page.locator('.plot vscode-checkbox').click();
    assert.equal(await panel.page.locator('.plot-table tbody tr').count(), 10);
    assert.deepEqual(await panel.page.locator('.plot-table tbody tr').first().locator('th, td').allTextContents(), [
      '10 to 13.9',
      '20',
      '11',
      '11.75',
      '13',
      '0.25',
    ]);
  });

  it('shows accuracy, log loss and the confusion table of classes', async () => {
    await open(classes());
    await row(3).waitFor();
    const tiles = (await panel.page.locator('.tile').allInnerTexts()).map((tile) => tile.replace(/\s+/g, ' '));
    assert.deepEqual(tiles, ['accuracy 75.00 %', 'log loss 0.409459']);
    assert.deepEqual(await panel.page.locator('.confusion tbody td').allTextContents(), ['1', '1', '0', '2']);
    assert.match(await text('.decided'), /taken for the probability of 1/);
    assert.equal(await row(1).locator('.cell').nth(3).textContent(), '1, wrong');
  });

  it('keeps order, place and text over a reload', async () => {
    await open(regression(5_000), {
      compose: { variants: ['A', 'B'], contentTypes: ['text/csv'], text: '', contentType: 'text/csv' },
    });
    await row(5).waitFor();
    await panel.page.getByLabel('Body of the request').fill('1,2,3');
    await panel.page.locator('.grid').focus();
    await panel.page.keyboard.press('End');
    await row(4_999).waitFor();
    await panel.page.waitForTimeout(300);
    const state = await panel.state();
    await panel.close();
    await open(regression(5_000), {
      state,
      compose: { variants: ['A', 'B'], contentTypes: ['text/csv'], text: '', contentType: 'text/csv' },
    });
    await row(4_999).waitFor();
    assert.equal(await panel.page.getByLabel('Body of the request').inputValue(), '1,2,3');
    assert.equal(await row(4_999).getAttribute('aria-selected'), 'true');
  });

  it('sends a text and shows the answer, pretty or as it came, and what went wrong', async () => {
    const answers = [
      {
        body: '{"predictions":[{"score":1.5}]}',
        status: 200,
        milliseconds: 12,
        variant: 'A',
        contentType: 'application/json',
      },
      {
        body: 'no such column',
        status: 400,
        milliseconds: 3,
        problem: `The model answered with status 400 and said: ${hostile}`,
      },
    ];
    const texts: string[] = [];
    await open(new PredictionsModel(noRows), {
      compose: {
        variants: ['A', 'B'],
        contentTypes: ['text/csv', 'application/json'],
        text: '1,2',
        contentType: 'text/csv',
      },
      answerTo: (sent) => {
        texts.push(JSON.stringify(sent));
        return Promise.resolve(answers.shift() ?? { body: '', milliseconds: 0 });
      },
    });
    await panel.page.getByLabel('Variant').selectOption('B');
    await panel.page.getByLabel('Body of the request').press('Control+Enter');
    await panel.page.getByRole('heading', { name: 'Answer' }).waitFor();
    assert.deepEqual(texts, ['{"text":"1,2","contentType":"text/csv","variant":"B","type":"send"}']);
    assert.match(await text('.answer pre'), /\{\n {2}"predictions": \[/);
    assert.match(await text('.answer .muted'), /status 200 · variant A · 12 ms · application\/json/);
    await panel.page.locator('.answer vscode-checkbox').click();
    assert.equal(await text('.answer pre'), '{"predictions":[{"score":1.5}]}');
    await panel.page.getByRole('button', { name: 'Send' }).click();
    await panel.page.getByRole('heading', { name: 'No answer' }).waitFor();
    assert.ok((await text('.answer .problem')).includes(hostile));
    await panel.page.getByRole('button', { name: 'Open Logs' }).click();
    await panel.page.waitForTimeout(100);
    assert.deepEqual(panel.done, ['openLogs']);
  });

  it('says what to do where there is no text, and shows the last answer after a reload', async () => {
    const compose = { variants: ['A'], contentTypes: ['text/csv'], text: '', contentType: 'text/csv' };
    const answerTo = () => Promise.resolve({ body: '24.1', status: 200, milliseconds: 7 });
    await open(new PredictionsModel(noRows), { compose, answerTo });
    await panel.page.getByRole('button', { name: 'Send' }).click();
    await panel.page.getByRole('alert').filter({ hasText: 'Type or paste what is sent' }).waitFor();
    await panel.page.getByLabel('Body of the request').fill('1,2,3');
    assert.equal(await panel.page.locator('.compose .problem').isVisible(), false);
    await panel.page.getByRole('button', { name: 'Send' }).click();
    await panel.page.getByRole('heading', { name: 'Answer' }).waitFor();
    const state = await panel.state();
    await panel.close();
    await open(new PredictionsModel(noRows), { state, compose });
    await panel.page.getByRole('heading', { name: 'Answer' }).waitFor();
    assert.equal(await text('.answer pre'), '24.1');
  });

  it('follows answers as they come, and tells of rows that were refused', async () => {
    const { subject: of, rows } = regression(4);
    const model = new PredictionsModel({ subject: of, rows, answers: [], requests: [] });
    await open(model);
    model.setRunning(true);
    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    model.accept({
      request: { first: 0, count: 2, milliseconds: 5, status: 400, problem: 'bad rows' },
      answers: [{ problem: 'bad rows' }, { problem: 'bad rows' }],
    });
    model.accept({ request: { first: 2, count: 2, milliseconds: 7 }, answers: [{ answer: '12' }, { answer: '14' }] });
    model.setRunning(false);
    await panel.page.getByText('2 rows answered, 2 rows refused').waitFor();
    await row(0).locator('.cell', { hasText: 'bad rows' }).waitFor();
    assert.equal(await row(3).locator('.cell').nth(3).textContent(), '+1');
    assert.deepEqual(panel.done, ['cancel']);
  });

  it('says of rows that were all refused that none was answered, and why, once and in full', async () => {
    const { subject: of, rows } = regression(2);
    const { labelName: _label, ...unlabelled } = of;
    const model = new PredictionsModel({ subject: unlabelled, rows, answers: [], requests: [] });
    const problem = `The model answered with status 415 and said: ${'Loading csv data failed with Exception. '.repeat(6)}${hostile}`;
    model.accept({ request: { first: 0, count: 2, milliseconds: 5, problem }, answers: [{ problem }, { problem }] });
    await open(model);
    await panel.page.getByText('No row answered, 2 rows refused', { exact: true }).waitFor();
    const reasons = panel.page.locator('.refusals li');
    assert.deepEqual(await reasons.allTextContents(), [`All rows: ${problem}`]);
    const isWhole = await reasons.evaluateAll((items) =>
      items.every((item) => item.scrollWidth <= item.clientWidth && item.getBoundingClientRect().height > 0),
    );
    assert.ok(isWhole, 'nothing of it is cut');
    // All rows are as bad as each other.
    assert.equal(await panel.page.locator('.rows .section-head vscode-button').isVisible(), false);
    await panel.page.screenshot({ path: 'out/screenshots/predictions-refused.png', fullPage: true });
  });

  it('tells the most frequent reasons first, and puts refused rows first where nothing is compared', async () => {
    const { subject: of, rows } = regression(7);
    const { labelName: _label, ...unlabelled } = of;
    const problems = ['a', 'b', 'b', 'c', 'd', 'e'].map((problem) => ({ problem }));
    const model = new PredictionsModel({
      subject: unlabelled,
      rows: rows.map(({ label: _own, ...row }) => row),
      answers: [{ answer: '12' }, ...problems],
      requests: [],
    });
    await open(model);
    assert.deepEqual(await panel.page.locator('.refusals li').allTextContents(), [
      '2 rows: b',
      '1 row: a',
      '1 row: c',
      '… and 2 other reasons, which the rows tell.',
    ]);
    await panel.page.getByRole('button', { name: 'Show refused first' }).click();
    await panel.page.locator('#row-6 .cell', { hasText: /^12$/ }).waitFor();
  });

  it('offers no order of rows that nothing tells apart, and shows a label with its whole name', async () => {
    const { subject: of, rows, answers } = regression(5);
    const { labelName: _label, ...unlabelled } = of;
    const plain = rows.map(({ label: _own, ...row }) => row);
    await open(new PredictionsModel({ subject: unlabelled, rows: plain, answers, requests: [] }));
    await row(2).waitFor();
    assert.equal(await panel.page.locator('.rows .section-head vscode-button').isVisible(), false);
    assert.equal(await panel.page.locator('.refusals').isVisible(), false);
    await panel.close();
    const many = Array.from({ length: 12 }, (_, index) => `column ${index}`);
    await open(
      new PredictionsModel({
        subject: { ...of, labelName: 'species_of_iris', columns: many },
        rows: rows.map((one) => ({ ...one, input: many.map(() => '1').join(',') })),
        answers,
        requests: [],
      }),
    );
    await row(2).waitFor();
    const head = panel.page.locator('[role=columnheader]', { hasText: 'species_of_iris (label)' });
    assert.ok(await head.evaluate((cell) => cell.scrollWidth <= cell.clientWidth), 'the header is whole');
  });

  it('says why labels and answers are not compared', async () => {
    await open(
      new PredictionsModel({
        subject: { ...subject, labelName: 'species', labelFacts: { count: 3 } },
        rows: ['versicolor', 'virginica'].map((label, line) => ({ line: line + 1, input: '1,2,3', label })),
        answers: [{ answer: '1' }, { answer: '2' }],
        requests: [],
      }),
    );
    await row(1).waitFor();
    assert.match(await text('.decided'), /cannot be told \(the model tells 3 classes apart, and these rows have 2\)/);
    assert.equal(await panel.page.locator('.tile').count(), 0);
  });

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const satisfies ThemeName[]) {
    it(`looks right in ${theme}`, async () => {
      await open(regression(300), { theme });
      await row(5).waitFor();
      await panel.page.waitForSelector('.plot canvas');
      await panel.page.locator('.grid').focus();
      await panel.page.keyboard.press('ArrowDown');
      await panel.page.getByRole('heading', { name: 'Line 2' }).waitFor();
      await panel.page.screenshot({ path: `out/screenshots/predictions-${theme}.png`, fullPage: true });
    });
  }

  for (const [width, theme] of [
    [1024, 'light'],
    [480, 'dark'],
    [480, 'high-contrast'],
  ] as const) {
    it(`${width} pixels wide in ${theme}, with where it is and that this is production`, async () => {
      const connection = 'work · eu-west-1 · 123456789012';
      const name = 'boston-2026-11-22-07-22-00-690-with-a-name-as-long-as-they-get';
      const model = new PredictionsModel({ ...contentOf(300), subject: { ...subject, name } });
      await open(model, { theme, width, connection });
      await panel.post({ type: 'production', reason: 'the profile work is named so' });
      await panel.page.locator('.production', { hasText: 'PRODUCTION' }).waitFor();
      await row(5).waitFor();
      await panel.page.waitForSelector('.plot canvas');
      const tops = await panel.page
        .locator('header vscode-button:visible')
        .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().top));
      assert.equal(new Set(tops).size, 1, `buttons in one line: ${tops.join()}`);
      assert.equal(await panel.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
      await panel.page.screenshot({ path: `out/screenshots/predictions-${width}-${theme}.png`, fullPage: true });
    });
  }
});
