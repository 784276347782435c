import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PredictionsModel, type PredictionsContent } from '../../src/sagemaker/predictions/predictionsModel.ts';
import { usePredictions } from './panelFixture.ts';
import type { PredictionsPage } from './predictionsPage.ts';

const noRows: PredictionsContent = {
  subject: {
    ...{ kind: 'endpoint', name: 'boston', source: '', format: 'csv' },
    ...{ contentType: 'text/csv', columns: [], notes: [] },
  },
  rows: [],
  answers: [],
  requests: [],
};

describe('a text that is sent from the panel, in a browser', function () {
  this.timeout(20_000);
  let panel: PredictionsPage;
  const open = usePredictions((opened) => (panel = opened));

  it('keeps the chosen variant over a reload, in which nobody asks the endpoint for its variants', async () => {
    const compose = { contentTypes: ['text/csv'], text: '1,2', contentType: 'text/csv' };
    const told: (string | undefined)[] = [];
    const answerTo = (sent: { readonly variant?: string }) => {
      told.push(sent.variant);
      return Promise.resolve({ body: '1', status: 200, milliseconds: 1 });
    };
    const ask = async (variant: string | undefined): Promise<void> => {
      await panel.page.getByRole('button', { name: 'Send' }).click();
      await panel.page.getByRole('heading', { name: 'Answer' }).waitFor();
      assert.equal(told.pop(), variant);
    };
    const reload = async (): Promise<void> => {
      await panel.page.waitForTimeout(300);
      const state = await panel.state();
      await panel.close();
      await open(new PredictionsModel(noRows), { state, compose: { ...compose, variants: [] }, answerTo });
    };
    await open(new PredictionsModel(noRows), { compose: { ...compose, variants: ['steady', 'fresh'] }, answerTo });
    await panel.page.getByLabel('Variant').selectOption('fresh');
    await ask('fresh');
    await reload();
    assert.equal(await panel.page.getByLabel('Variant').inputValue(), 'fresh');
    await ask('fresh');
    await panel.page.getByLabel('Variant').selectOption('by weight');
    await reload();
    assert.equal(await panel.page.getByLabel('Variant').inputValue(), '');
    assert.deepEqual(await panel.page.getByLabel('Variant').locator('option').allTextContents(), [
      'by weight',
      'steady',
      'fresh',
    ]);
  });

  it('is not sent where it is blank, which a person is told', async () => {
    const compose = { variants: ['A'], contentTypes: ['text/csv'], text: '   ', contentType: 'text/csv' };
    const told: string[] = [];
    const answerTo = (sent: { readonly text: string }) => {
      told.push(sent.text);
      return Promise.resolve({ body: '1', status: 200, milliseconds: 1 });
    };
    await open(new PredictionsModel(noRows), { compose, answerTo });
    const body = panel.page.getByLabel('Body of the request');
    for (const blank of ['   ', ' \n\t ']) {
      await body.fill(blank);
      await body.press('Control+Enter');
      await panel.page.getByRole('alert').filter({ hasText: 'Type or paste what is sent' }).waitFor({ timeout: 3000 });
    }
    await body.fill(' 1,2\n');
    await body.press('Control+Enter');
    await panel.page.getByRole('heading', { name: 'Answer' }).waitFor();
    assert.deepEqual(told, [' 1,2\n'], 'as it was typed');
  });
});
