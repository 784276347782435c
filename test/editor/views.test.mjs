// The views of the sidebar in the editor's own window, with some of everything on the local engine.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runCommand, takePicture, webviewShows } from '../../scripts/lib/editorPage.mjs';
import { EngineProcess } from '../support/engineProcess.ts';
import { makeResources } from '../support/exampleResources.ts';
import { eventuallyIn, openViewlet, pictures, useEditorWindow } from './editorWindow.mjs';

/** Of a view's header: further to the right are its actions. */
const atTitle = { position: { x: 20, y: 10 } };

describe('the views in the window', function () {
  this.timeout(120_000);
  let page, engine;
  async function prepare({ home }) {
    engine = await EngineProcess.start(join(home, 'state'));
    await makeResources(engine);
  }
  useEditorWindow('views', prepare, (window) => ({ page } = window));

  const eventually = (what, condition, milliseconds = 20_000) => eventuallyIn(page, what, condition, milliseconds);
  const row = (label) => page.locator(`.monaco-list-row[aria-label^="${label}"]`).first();
  const labelOf = async (label) => (await row(label).getAttribute('aria-label')) ?? '';
  const pane = (name) => page.locator('.pane', { has: page.locator(`.pane-header[aria-label^="${name}"]`) });

  /** Opens one view and closes the others, so that it has room. */
  async function openOnly(name) {
    for (const other of ['Notebooks', 'Jobs', 'Models', 'Endpoints', 'Data']) {
      const header = page.locator(`.pane-header[aria-label^="${other}"]`);
      const isOpen = (await header.getAttribute('aria-expanded')) === 'true';
      if (isOpen !== (other === name)) await header.click(atTitle);
    }
  }

  async function expand(label) {
    await row(label).click();
    if ((await row(label).getAttribute('aria-expanded')) !== 'true') await page.keyboard.press('ArrowRight');
    await eventually(`${label} to be open`, async () => (await row(label).getAttribute('aria-expanded')) === 'true');
  }

  /** Of headings and of what stands right below them. */
  const labelsIn = (name) =>
    pane(name)
      .locator('.monaco-list-row')
      .evaluateAll((rows) =>
        rows
          .filter((each) => Number(each.getAttribute('aria-level')) <= 2)
          .map((each) => each.getAttribute('aria-label')),
      );
  const description = (name) => page.locator(`.pane-header[aria-label^="${name}"] .description`);
  const choose = async (text) => {
    await page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
  };
  const typeName = (text) => page.locator('.quick-input-widget input[type="text"]').fill(text);

  it('show the jobs in their groups, what runs above', async () => {
    await openViewlet(page, 'SageMaker');
    await row('Training job endless').waitFor();
    await takePicture(page, join(pictures, 'views-first.png'));
    await openOnly('Jobs');
    await eventually('the groups', async () => {
      const [running, endless, recent] = await labelsIn('Jobs');
      return /^Running, 1/.test(running) && /^Training job endless/.test(endless) && /^Recent/.test(recent);
    });
    for (const label of [
      'Processing job prepare, Completed',
      'Transform job score, Completed',
      'Tuning job search, Completed',
      'Training job broken, Failed',
    ])
      await row(label).waitFor();
    await eventually('its best first', async () =>
      /^search\s*best [\d.]+ rmse · 6 jobs/.test(await row('Tuning job search').innerText()),
    );
    await takePicture(page, join(pictures, 'views-jobs.png'));
    await row('Training job broken').hover();
    const hover = page.locator('.monaco-hover', { hasText: 'Why:' });
    await hover.waitFor();
    assert.match(await hover.innerText(), /Status: Failed[\s\S]*Price: no bill/);
    await takePicture(page, join(pictures, 'views-hover.png'));
  });

  it('open a completed training job into its model, and the model into the endpoint that it serves', async () => {
    await expand('Training job prices');
    await row('Model prices-model, model').waitFor();
    await expand('Model prices-model, model');
    await row('Endpoint prices-endpoint, serves').waitFor();
    await takePicture(page, join(pictures, 'views-job-lineage.png'));
  });

  it('open an endpoint into its variants, their model, and the job that this came from', async () => {
    await openOnly('Endpoints');
    await expand('Endpoint prices-endpoint, InService');
    await row('Variant steady, 70 % of requests, model prices-model').waitFor();
    await row('Variant fresh, 30 % of requests').waitFor();
    await expand('Variant steady');
    await expand('Model prices-model, model');
    await row('Training job prices, from job').waitFor();
    await expand('Endpoint configurations');
    await row('Endpoint configuration prices-config, 2 variants').waitFor();
    await takePicture(page, join(pictures, 'views-endpoints.png'));
    await row('Training job prices, from job').click();
    await eventually('the panel of the job', () => webviewShows(page, 'prices'));
  });

  it('open a notebook into what it was set up with', async () => {
    await openOnly('Notebooks');
    await expand('Notebook instance desk');
    await row('Lifecycle configuration desk-setup, lifecycle configuration').waitFor();
    await row('https://github.com/aws/amazon-sagemaker-examples.git').waitFor();
    await takePicture(page, join(pictures, 'views-notebooks.png'));
  });

  it('find by name while it is typed, and say what is looked for', async () => {
    await openOnly('Jobs');
    await runCommand(page, 'SageMaker: Find in Jobs…');
    await typeName('sea');
    await eventually('the one that matches', async () => {
      const labels = await labelsIn('Jobs');
      return labels.length === 2 && /^Tuning job search/.test(labels[1]);
    });
    await eventually('the count', async () =>
      /Show what matches \(1\)/.test(await page.locator('.quick-input-list').innerText()),
    );
    await takePicture(page, join(pictures, 'views-find.png'));
    await typeName('search-00');
    await eventually('the training jobs of the tuning job', async () => {
      const labels = await labelsIn('Jobs');
      return labels.length === 7 && labels.slice(1).every((label) => /^Training job search-00/.test(label));
    });
    await page.keyboard.press('Escape');
    await row('Training job prices').waitFor();
    assert.equal(await description('Jobs').innerText(), '');
  });

  it('find by status and tag through the API, say when there is nothing, and keep it over a reload', async () => {
    await runCommand(page, 'SageMaker: Find in Jobs…');
    await choose('Status');
    await choose('Completed');
    await choose('Tag');
    await page.locator('.quick-input-title', { hasText: /^Tag$/ }).waitFor();
    await typeName('team=a');
    await page.keyboard.press('Enter');
    await choose(/Show what matches \(1\)/);
    await eventually('the tagged job alone', async () => {
      const labels = await labelsIn('Jobs');
      return labels.length === 2 && /^Training job prices, Completed/.test(labels[1]);
    });
    assert.equal(await description('Jobs').innerText(), 'filter: Completed · tag team=a');
    await page.reload();
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    await eventually('it again', async () => /^Training job prices, Completed/.test((await labelsIn('Jobs'))[1] ?? ''));
    await runCommand(page, 'SageMaker: Find in Jobs…');
    await typeName('two words');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Names are made of letters' }).waitFor();
    await typeName('nothing-like-it');
    await choose('Show what matches (0)');
    await page.getByText('No jobs match the filter.').waitFor();
    await takePicture(page, join(pictures, 'views-nothing-found.png'));
    await runCommand(page, 'SageMaker: Clear Filter of Jobs');
    await row('Training job endless').waitFor();
    await row('Training job prices').waitFor();
  });

  it('can be read in every theme', async () => {
    await openOnly('Jobs');
    await page.locator('.pane-header[aria-label^="Endpoints"]').click(atTitle);
    await expand('Endpoint prices-endpoint, InService');
    for (const [theme, kind] of [
      ['Light Modern', 'vs'],
      ['Dark High Contrast', 'hc-black'],
      ['Light High Contrast', 'hc-light'],
      ['Dark Modern', 'vs-dark'],
    ]) {
      await runCommand(page, 'Preferences: Color Theme');
      await typeName(theme);
      await choose(theme);
      await page.locator(`.monaco-workbench.${kind}`).waitFor();
      await row('Variant steady').waitFor();
      await page.waitForTimeout(500); // icons follow
      await takePicture(page, join(pictures, `views-${theme.toLowerCase().replaceAll(' ', '-')}.png`));
    }
  });
});
