// The Train wizard in the editor's own window, with the keyboard: from a dataset in the explorer to a trained model.
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { pictures, root, useEditorWindow } from './editorWindow.mjs';

describe('the Train wizard', function () {
  this.timeout(120_000);
  let folder, page;
  useEditorWindow(
    'train',
    (places) => cp(join(root, 'examples', 'boston', 'boston.csv'), join(places.folder, 'boston.csv')),
    async (window) => {
      ({ folder, page } = window);
      page.setDefaultTimeout(15_000);
      await runCommand(page, 'View: Show SageMaker');
      await page.getByText('No jobs yet.').waitFor();
    },
  );

  const widget = () => page.locator('.quick-input-widget');

  /** Waits for a step of the wizard, and keeps a picture of it. */
  async function step(title, number) {
    await widget().locator('.quick-input-title', { hasText: title }).waitFor();
    await page.waitForTimeout(200); // its rows are drawn after its title
    await takePicture(page, join(pictures, `train-${number}.png`));
  }
  const focused = () => widget().locator('.monaco-list-row.focused').innerText();

  async function openFromExplorer(name = 'boston.csv') {
    await runCommand(page, 'View: Show Explorer');
    await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).click({ button: 'right' });
    const entry = page.locator('.context-view .action-label', { hasText: 'Train a Model' });
    await entry.waitFor();
    await page.waitForTimeout(500); // a menu ignores the button until it is sure that it is not the click that opened it
    await entry.click();
  }

  it('writes nothing when it is left with Escape', async () => {
    await openFromExplorer();
    await step('Train a Model', '1-what');
    assert.match(await focused(), /^XGBoost/);
    await page.keyboard.press('Enter');
    await step('train data', '2-train');
    assert.match(await focused(), /boston\.csv/);
    await page.keyboard.press('Enter');
    await step('target column', '3-label');
    await page.keyboard.press('Escape');
    await widget().waitFor({ state: 'hidden' });
    assert.deepEqual(await readdir(folder), ['boston.csv']);
  });

  it('trains XGBoost on a CSV with a header, by Enter alone, with a step back in between', async () => {
    await openFromExplorer();
    await step('Train a Model', '1-what');
    await page.keyboard.press('Enter');
    await step('train data', '2-train');
    await page.keyboard.press('Enter');
    await step('target column', '3-label');
    assert.match(await focused(), /^MEDV/);
    await page.keyboard.press('Enter');
    await step('validation data', '4-validation');
    assert.match(await focused(), /Hold out 20 %/);
    await page.keyboard.press('Control+Alt+Minus'); // Go Back
    await step('target column', '3-label');
    await page.keyboard.press('Enter');
    await step('validation data', '4-validation');
    await page.keyboard.press('Enter');
    await step('num_round', '5-num-round');
    await page.keyboard.type('many');
    await widget().getByText("num_round must be a whole number, but is 'many'").waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('40');
    await page.keyboard.press('Enter');
    await step('hyperparameters of XGBoost (6/8)', '6-hyperparameters');
    assert.match(await focused(), /Continue/);
    await page.keyboard.press('Enter');
    await step('instance (7/8)', '7-instance');
    await page.keyboard.press('Control+Alt+Minus');
    await step('hyperparameters of XGBoost (6/8)', '6-hyperparameters');
    await page.keyboard.press('Control+Alt+Minus');
    await step('num_round (5/8)', '5-num-round');
    assert.equal(await widget().locator('input').first().inputValue(), '40');
    await page.keyboard.press('Enter');
    await step('hyperparameters of XGBoost (6/8)', '6-hyperparameters');
    await page.keyboard.press('Enter');
    await step('instance (7/8)', '7-instance');
    await page.keyboard.press('Enter');
    await step('where', '8-where');
    assert.match(await focused(), /On this machine/);
    await page.keyboard.press('Enter');
    await page.locator('.tab[data-resource-name="boston.training-job.yaml"]').waitFor();
    const text = await readFile(join(folder, 'boston.training-job.yaml'), 'utf8');
    assert.match(text, /objective: reg:squarederror/);
    assert.match(text, /num_round: '40'/);
    await runCommand(page, 'View: Show SageMaker');
    await page
      .locator('.monaco-list-row[aria-label^="Training job boston-"][aria-label*="Completed"]')
      .waitFor({ timeout: 60_000 });
    await takePicture(page, join(pictures, 'train-9-completed.png'));
    assert.deepEqual((await readdir(join(folder, 'boston-data'))).sort(), ['train.csv', 'validation.csv']);
  });

  it('proposes the data of the first run again, and not what that converted', async () => {
    await runCommand(page, 'SageMaker: Train a Model');
    await step('Train a Model', '10-again');
    await page.keyboard.press('Enter');
    await step('train data', '11-train');
    assert.match(await focused(), /boston\.csv/);
    await page.keyboard.press('Escape');
    await widget().waitFor({ state: 'hidden' });
  });

  it('trains a classifier of text, and stays at the data that cannot be used', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, row) => `${row},${row % 7},${row % 3},${['dog', 'cat', 'bird'][row % 3]}`,
    );
    await writeFile(join(folder, 'animals.csv'), ['id,weight,legs,animal', ...rows, ''].join('\n'));
    await writeFile(join(folder, 'ragged.csv'), 'a,y\n1,2\n3\n');
    await openFromExplorer('animals.csv');
    await step('Train a Model', '1-what');
    await page.keyboard.press('Enter');
    await step('train data', '20-classes-train');
    await page.keyboard.type('ragged');
    await page.waitForTimeout(300);
    assert.match(await focused(), /ragged\.csv/);
    await page.keyboard.press('Enter');
    await widget().getByText('ragged.csv line 3 has 1 cell instead of 2: make all lines alike.').waitFor();
    await step('train data', '21-classes-refused');
    await page.keyboard.type('animals');
    await page.waitForTimeout(300);
    assert.match(await focused(), /animals\.csv/);
    await page.keyboard.press('Enter');
    await step('target column', '22-classes-label');
    assert.match(await focused(), /^animal.*classification: 3 classes/s);
    await page.keyboard.press('Enter');
    await step('columns left out', '23-classes-columns');
    assert.match(await focused(), /id \(a running number\)/);
    await page.keyboard.press('Enter');
    await step('validation data', '24-classes-validation');
    await page.keyboard.press('Enter');
    await step('num_round', '25-classes-num-round');
    await page.keyboard.press('Enter');
    await step('hyperparameters of XGBoost', '26-classes-hyperparameters');
    await page.keyboard.press('Enter');
    await step('instance', '27-classes-instance');
    await page.keyboard.press('Enter');
    await step('where', '28-classes-where');
    await page.keyboard.press('Enter');
    await page.locator('.tab[data-resource-name="animals.training-job.yaml"]').waitFor();
    await takePicture(page, join(pictures, 'train-29-classes-definition.png'));
    await runCommand(page, 'View: Show SageMaker');
    await page
      .locator('.monaco-list-row[aria-label^="Training job animals-"][aria-label*="Completed"]')
      .waitFor({ timeout: 60_000 });
    assert.deepEqual(JSON.parse(await readFile(join(folder, 'animals-data', 'labels.json'), 'utf8')), {
      column: 'animal',
      classes: ['bird', 'cat', 'dog'],
    });
  });

  it('packs a script with its folder, and runs it', async () => {
    await mkdir(join(folder, 'counting'));
    await writeFile(
      join(folder, 'counting', 'train.py'),
      [
        'import argparse, os, rows',
        'parser = argparse.ArgumentParser()',
        "parser.add_argument('--learning-rate', type=float, default=0.1, help='How far a step goes')",
        'arguments = parser.parse_args()',
        "print('rows=%d' % rows.count(os.environ['SM_CHANNEL_TRAIN']))",
        'assert arguments.learning_rate == 0.25',
        '',
      ].join('\n'),
    );
    await writeFile(
      join(folder, 'counting', 'rows.py'),
      'import os\ndef count(folder):\n    return sum(len(list(open(os.path.join(folder, name)))) for name in os.listdir(folder))\n',
    );
    await openFromExplorer('counting');
    await step('Train a Model', '10-script-what');
    assert.match(await focused(), /^Script with scikit-learn/);
    await page.keyboard.press('Enter');
    await step('version', '11-script-version');
    await page.keyboard.press('Enter');
    await step('script', '12-script');
    assert.match(await focused(), /counting\/train\.py/);
    await page.keyboard.press('Enter');
    await step('train data', '13-script-data');
    await page.keyboard.type('boston.csv');
    await page.keyboard.press('Enter');
    await step('validation data', '14-script-validation');
    assert.match(await focused(), /None/);
    await page.keyboard.press('Enter');
    await step('hyperparameters of the script', '15-script-arguments');
    assert.match(await focused(), /Continue/);
    await page.keyboard.type('learning');
    await page.waitForTimeout(300);
    assert.match(await focused(), /learning-rate/);
    await page.keyboard.press('Enter');
    await step('hyperparameters of the script', '15-script-argument');
    assert.equal(await widget().locator('input').first().inputValue(), '0.1');
    await page.keyboard.type('0.25');
    await page.keyboard.press('Enter');
    await step('hyperparameters of the script', '15-script-arguments');
    assert.match(await focused(), /learning-rate/);
    await page.keyboard.press('ArrowUp');
    assert.match(await focused(), /Continue/);
    await page.keyboard.press('Enter');
    await step('instance', '15-script-instance');
    await page.keyboard.press('Enter');
    await step('where', '16-script-where');
    await page.keyboard.press('Enter');
    await page.locator('.tab[data-resource-name="train.training-job.yaml"]').waitFor();
    const row = page.locator('.monaco-list-row[aria-label^="Training job train-"][aria-label*="Completed"]');
    const panel = page.locator('.tab[aria-label^="train-2"]');
    // This script needs none of the image's libraries, which the machine's Python may lack.
    const anyway = page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Run Anyway' });
    await anyway.or(panel).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await panel.waitFor();
    const text = await readFile(join(folder, 'train.training-job.yaml'), 'utf8');
    assert.match(text, /SourceDir: counting\nEntryPoint: train\.py/);
    await runCommand(page, 'View: Show SageMaker');
    await row.waitFor({ timeout: 60_000 });
    await takePicture(page, join(pictures, 'train-17-script-completed.png'));
  });
});
