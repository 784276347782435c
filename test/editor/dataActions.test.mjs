// What is done to buckets and objects from the Data view's menus, in the editor's own window, with the local engine.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { notificationTexts, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { EngineProcess } from '../support/engineProcess.ts';
import { S3Data } from '../support/s3Data.ts';
import { DataView } from './dataView.mjs';
import { pictures, useEditorWindow } from './editorWindow.mjs';

describe('the menus of the Data view in the window', function () {
  this.timeout(120_000);
  let page, folder, data, view;

  async function prepare(places) {
    ({ folder } = places);
    data = await S3Data.in(await EngineProcess.start(join(places.home, 'state')), 'archive');
    await data.s3.send(new CreateBucketCommand({ Bucket: 'data' }));
    await data.put('local settings/kept.csv', 'of another folder\n');
    await mkdir(join(folder, 'local set', 'deep'), { recursive: true });
    await writeFile(join(folder, 'local set', 'one.csv'), '1\n');
    await writeFile(join(folder, 'local set', 'deep', 'two.csv'), '2\n');
    await mkdir(join(folder, 'down'));
  }
  useEditorWindow('data-actions', prepare, (window) => {
    ({ page } = window);
    page.setDefaultTimeout(20_000);
    view = new DataView(page);
  });
  after(() => data?.clients.dispose());

  const picture = (name) => takePicture(page, join(pictures, `data-${name}.png`));

  it('upload a folder, and download it again', async () => {
    await view.openAlone();
    await view.row('Bucket archive').waitFor();
    await view.chooseFromMenu('Bucket archive', 'Upload Folder…');
    await view.answerDialog('Upload Folder', join(folder, 'local set'));
    await view.said(/2 files \(4 bytes\) uploaded to s3:\/\/archive\//);
    await view.expand('Bucket archive');
    await view.expand('Folder local set');
    await view.expand('Folder deep');
    await view.row('two.csv').waitFor();
    await view.chooseFromMenu('Folder local set', 'Download…');
    await view.answerDialog('Download Here', join(folder, 'down'));
    await view.said(/2 files \(4 bytes\) downloaded into/);
    assert.equal(await readFile(join(folder, 'down', 'local set', 'deep', 'two.csv'), 'utf8'), '2\n');
    await picture('transferred');
  });

  it('delete a folder when its name is typed, and say how much goes', async () => {
    await view.chooseFromMenu('Folder local set', 'Delete Data…');
    const question = 'Delete 2 objects (4 bytes) below s3://archive/local set/';
    await page.locator('.quick-input-widget .quick-input-title', { hasText: question }).waitFor();
    assert.doesNotMatch((await notificationTexts(page)).join('\n'), /Counting/);
    await view.input.fill('local');
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-message', { hasText: 'That is not local set' }).waitFor();
    await picture('delete');
    await view.input.fill('local set');
    await page.keyboard.press('Enter');
    await view.eventually('the folder to go', async () => !(await view.labels()).includes('Folder local set'));
    assert.deepEqual(await data.keys(), ['local settings/kept.csv']);
  });

  it('send to the place that is typed, though it is confirmed before anything is listed of it', async () => {
    await page.keyboard.press('Control+P');
    await view.input.fill('one.csv');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'one.csv' }).first().waitFor();
    await page.keyboard.press('Enter');
    await view.tab('one.csv').waitFor();
    await runCommand(page, 'SageMaker: Upload to S3…');
    await view.input.fill('s3://archive/');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 's3://archive/' }).waitFor();
    await view.input.press('End');
    await page.keyboard.type('typed/');
    await page.keyboard.press('Enter');
    await view.said(/1 file \(2 bytes\) uploaded to s3:\/\/archive\/typed\//);
    assert.deepEqual(await data.keys(), ['local settings/kept.csv', 'typed/one.csv']);
  });

  it('send into the folder that is typed without its last slash, and show it there', async () => {
    await runCommand(page, 'SageMaker: Upload to S3…');
    await view.input.fill('s3://archive/bare');
    const own = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 's3://archive/bare/' });
    await own.waitFor();
    await page.keyboard.press('Enter');
    await view.said(/1 file \(2 bytes\) uploaded to s3:\/\/archive\/bare\//);
    await view.expand('Folder bare');
    await view.row('one.csv').waitFor();
    assert.deepEqual(await data.keys(), ['bare/one.csv', 'local settings/kept.csv', 'typed/one.csv']);
    await data.s3.send(new DeleteObjectCommand({ Bucket: 'archive', Key: 'bare/one.csv' }));
  });

  it('ask once for several, with what goes, and Escape ends it', async () => {
    for (const key of ['one/a.csv', 'one/deep/b.csv', 'two/a.csv', 'loose.csv']) await data.put(key, '1\n');
    await runCommand(page, 'SageMaker: Refresh Data');
    await view.row('Folder one').click();
    for (const label of ['loose.csv', 'Folder two']) await view.row(label).click({ modifiers: ['Control'] });
    await view.chooseFromMenu('Folder two', 'Delete Data…');
    const question = page.locator('.quick-input-widget .quick-input-title', {
      hasText: 'Delete 2 folders and 1 object with 4 objects (8 bytes) in all',
    });
    await question.waitFor();
    assert.match(
      await page.locator('.quick-input-message').innerText(),
      /s3:\/\/archive\/one\/, s3:\/\/archive\/loose\.csv, s3:\/\/archive\/two\/|s3:\/\/archive\/two\/, s3:\/\/archive\/one\/, s3:\/\/archive\/loose\.csv/,
    );
    await picture('delete-several');
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    await page.waitForTimeout(1_000); // for what must not come
    assert.equal(await page.locator('.quick-input-widget:visible').count(), 0, 'no second question');
    assert.equal((await data.keys()).filter((key) => /^(one|two)\/|^loose/.test(key)).length, 4);
    await view.chooseFromMenu('Folder two', 'Delete Data…');
    await question.waitFor();
    await view.input.fill('delete 3');
    await page.keyboard.press('Enter');
    await view.eventually('all to go', async () => !(await view.labels()).includes('Folder two'));
    assert.deepEqual(await data.keys(), ['local settings/kept.csv', 'typed/one.csv']);
  });

  it('say which objects are deleted', async () => {
    for (const key of ['x 1.csv', 'x 2.csv']) await data.put(key, '1');
    await runCommand(page, 'SageMaker: Refresh Data');
    await view.row('x 1.csv').click();
    await view.tab('x 1.csv').waitFor();
    await view.row('x 2.csv').click({ modifiers: ['Control'] });
    const selected = view.pane.locator('.monaco-list-row[aria-selected="true"]');
    await view.eventually('both to be selected', async () => (await selected.count()) === 2);
    const checked = page.locator('.quick-input-list .monaco-list-row[aria-checked="true"]');
    await runCommand(page, 'SageMaker: Copy S3 URI of Data');
    await view.eventually('both to be checked', async () => (await checked.count()) === 2);
    assert.deepEqual(
      (await checked.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim()),
      ['s3://archive/x 1.csv1 byte', 's3://archive/x 2.csv1 byte'],
    );
    await picture('palette');
    await page.keyboard.press('Escape');
    await view.chooseFromMenu('x 2.csv', 'Delete Data…');
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Delete 2 objects (2 bytes)?' });
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /Where: local\s+s3:\/\/archive\/x 1\.csv\s+s3:\/\/archive\/x 2\.csv\s/);
    await picture('delete-objects');
    await view.modal('Delete').click();
    await view.eventually('both to go', async () => (await view.row('x ').count()) === 0);
    assert.deepEqual(await data.keys(), ['local settings/kept.csv', 'typed/one.csv']);
  });

  it('leave the keys with the row of an object that is clicked', async () => {
    await runCommand(page, 'View: Close All Editors');
    await page.locator('.tab').first().waitFor({ state: 'detached' });
    await view.expand('Folder typed');
    await view.row('one.csv').click();
    await view.tab('one.csv').waitFor();
    await view.eventually('the text of the object', async () =>
      /^1\s*$/m.test(await page.locator('.editor-instance .view-lines').first().innerText()),
    );
    await page.keyboard.press('Delete');
    await page.locator('.monaco-dialog-box', { hasText: 'Delete s3://archive/typed/one.csv?' }).waitFor();
    await page.keyboard.press('Escape');
    assert.ok((await data.keys()).includes('typed/one.csv'));
  });

  it('make folders and buckets, and copy what a job definition says of data', async () => {
    await view.chooseFromMenu('Bucket archive', 'Create Folder…');
    await page.locator('.quick-input-title', { hasText: 'Create Folder' }).waitFor();
    await view.input.fill('new one');
    await page.keyboard.press('Enter');
    await view.row('Folder new one').waitFor();
    await runCommand(page, 'SageMaker: Create Bucket…');
    await page.locator('.quick-input-title', { hasText: 'Create Bucket' }).waitFor();
    await view.input.fill('Not Legal');
    await page.locator('.quick-input-message', { hasText: 'small letters' }).waitFor();
    await view.input.fill('made-here');
    await page.keyboard.press('Enter');
    await view.row('Bucket made-here').waitFor();
    await view.chooseFromMenu('Folder local settings', 'Use as Training Channel');
    await view.said(/InputDataConfig is copied/);
    await picture('made');
  });
});
