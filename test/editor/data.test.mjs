// The Data view in the editor's own window, with buckets and objects of the local engine.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { putManyObjects } from '../support/manyObjects.ts';
import { S3Data } from '../support/s3Data.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { DataView } from './dataView.mjs';
import { pictures, root, useEditorWindow } from './editorWindow.mjs';

const home = 'sagemaker-us-east-1-000000000000';

describe('the Data view in the window', function () {
  this.timeout(120_000);
  let page, data, folder, view;

  async function prepare(places) {
    ({ folder } = places);
    const engine = await EngineProcess.start(join(places.home, 'state'));
    data = await S3Data.in(engine, 'data');
    await data.s3.send(new CreateBucketCommand({ Bucket: home }));
    await data.s3.send(new CreateBucketCommand({ Bucket: 'archive' }));
    await data.s3.send(
      new PutObjectCommand({ Bucket: home, Key: 'boston/train.csv', Body: '24.0,0.00632\n21.6,0.02731\n' }),
    );
    await data.put('boston/set 1/train.csv', '24.0,0.00632\n21.6,0.02731\n');
    await data.put('boston/set 1//twice.csv', 'between two slashes\n');
    await data.put('boston/long.csv', '1234567,89\n'.repeat(300_000));
    await data.put('boston/rows.json.gz', gzipSync('{"zipped": true}'));
    await data.put('boston/model.tar.gz', gzipSync('model'));
    await data.put('boston/icon.png', await readFile(join(root, 'media', 'icon.png')));
    await data.put('boston/ö & ünïcode.txt', 'ümlaut\n');
    await putManyObjects(
      engine,
      'data',
      Array.from({ length: 2_500 }, (_, index) => `many/part-${String(index).padStart(5, '0')}.csv`),
    );
    await writeFile(join(folder, 'notes.txt'), 'first\n');
  }
  useEditorWindow('data', prepare, (window) => {
    ({ page } = window);
    view = new DataView(page);
  });
  after(() => data?.clients.dispose());

  it('lists the default bucket first, folders before objects, and names that no disk has', async () => {
    await view.openAlone();
    await view.row('Bucket data').waitFor();
    assert.deepEqual(await view.labels(), [`Bucket ${home}, default`, 'Bucket archive', 'Bucket data']);
    await view.expand('Bucket data');
    await view.expand('Folder boston');
    await view.expand('Folder set 1');
    await view.expand('Folder (empty name)');
    await view.row('twice.csv').waitFor();
    const all = await view.labels();
    const below = all.slice(all.indexOf('Folder boston') + 1, all.indexOf('Folder many'));
    assert.deepEqual(
      below.map((label) => label.replace(/,.*/, '')),
      [
        'Folder set 1',
        'Folder (empty name)',
        'twice.csv',
        'train.csv',
        'icon.png',
        'long.csv',
        'model.tar.gz',
        'rows.json.gz',
        'ö & ünïcode.txt',
      ],
    );
    assert.match(below[5], /^long\.csv, 3\.1 MB, \d+\/\d+\/\d\d, \d+:\d\d\s[AP]M$/);
    await view.row('rows.json.gz').hover();
    const hover = page.locator('.monaco-hover', { hasText: 'Storage class' });
    await hover.waitFor();
    assert.match(
      await hover.innerText(),
      /URI: s3:\/\/data\/boston\/rows\.json\.gz[\s\S]*Storage class: STANDARD[\s\S]*ETag: [0-9a-f]{32}/,
    );
    await takePicture(page, join(pictures, 'data-hover.png'));
  });

  it('previews text, zipped text, the start of a long one and a picture, and says what is binary', async () => {
    await view.row('train.csv').click();
    await view.tab('train.csv').waitFor();
    await view.eventually('its text', async () =>
      /24\.0,0\.00632/.test(await page.locator('.editor-instance').innerText()),
    );
    await view.row('rows.json.gz').click();
    await view.tab('rows.json').waitFor();
    await view.row('long.csv').click();
    await view.tab('first 1 MB of long.csv').waitFor();
    await view.said(/long\.csv is longer \(3\.1 MB\): its first 1 MB is shown\./);
    await view.row('icon.png').click();
    await view.tab('icon.png').waitFor();
    await view.eventually('the picture', async () => {
      for (const frame of page.frames())
        if (
          await frame.evaluate(() => [...document.images].some((image) => image.naturalWidth > 100)).catch(() => false)
        )
          return true;
      return false;
    });
    await takePicture(page, join(pictures, 'data-picture.png'));
    await view.row('model.tar.gz').click();
    await view.said(/model\.tar\.gz is binary \(\d+ bytes\) and has no preview\./);
    await takePicture(page, join(pictures, 'data-preview.png'));
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('shows the next page of many, and goes to what stands far behind', async () => {
    await view.row('Folder boston').click(); // closes it
    await view.expand('Folder many');
    await view.row('part-00000.csv').waitFor();
    await view.row('part-00000.csv').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter'); // on Load more, 1000 shown
    await view.row('part-01000.csv').waitFor();
    await view.eventually('the focus to go on', async () =>
      /part-01000\.csv/.test((await page.locator('.monaco-list-row.focused').first().getAttribute('aria-label')) ?? ''),
    );
    await takePicture(page, join(pictures, 'data-more.png'));
    await runCommand(page, 'SageMaker: Find in Data…');
    await view.goTo('s3://data/many/part-0244');
    await view.row('Found, s3://data/many/part-0244').waitFor();
    await view.row('part-02440.csv').waitFor();
    await takePicture(page, join(pictures, 'data-found.png'));
    await runCommand(page, 'SageMaker: Clear Found Data');
    await view.eventually('the found row to go', async () => (await view.row('Found').count()) === 0);
    await view.collapseAll();
  });

  it('uploads the file of the editor, and asks before it overwrites', async () => {
    await page.keyboard.press('Control+P');
    await view.input.fill('notes.txt');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'notes.txt' }).first().waitFor();
    await page.keyboard.press('Enter');
    await view.tab('notes.txt').waitFor();
    await runCommand(page, 'SageMaker: Upload to S3…');
    await view.goTo('s3://archive/in/');
    await view.said(/1 file \(6 bytes\) uploaded to s3:\/\/archive\/in\//);
    await writeFile(join(folder, 'notes.txt'), 'second\n');
    await runCommand(page, 'SageMaker: Upload to S3…');
    await view.goTo('s3://archive/in/');
    await view.modal('Overwrite').waitFor();
    await takePicture(page, join(pictures, 'data-overwrite.png'));
    await view.modal('Overwrite').click();
    await view.said(/1 file \(7 bytes\) uploaded/);
    await view.expand('Bucket archive');
    await view.expand('Folder in');
    await view.row('notes.txt, 7 bytes').waitFor();
  });

  it('can be read in every theme', async () => {
    await runCommand(page, 'Notifications: Clear All Notifications');
    await view.expand('Bucket data');
    await view.expand('Folder boston');
    for (const [theme, kind] of [
      ['Light Modern', 'vs'],
      ['Dark High Contrast', 'hc-black'],
      ['Light High Contrast', 'hc-light'],
      ['Dark Modern', 'vs-dark'],
    ]) {
      await view.chooseTheme(theme, kind);
      await view.row('long.csv').waitFor();
      await takePicture(page, join(pictures, `data-${theme.toLowerCase().replaceAll(' ', '-')}.png`));
    }
  });
});
