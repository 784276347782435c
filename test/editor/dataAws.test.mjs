// The Data view on an account: buckets of other regions, what one may not list, credentials that expire, and another connection while a list
// is being loaded. A second engine poses as AWS; what stands before its S3 refuses, and keeps waiting, as AWS and networks do.
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { notificationTexts, runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { AwsEngine } from '../support/awsEngine.ts';
import { EngineProcess } from '../support/engineProcess.ts';
import { startS3Proxy } from '../support/s3Proxy.ts';
import { DataView } from './dataView.mjs';
import { pictures, useEditorWindow } from './editorWindow.mjs';

const home = 'sagemaker-eu-west-1-123456789012';

describe('the Data view of an account', function () {
  this.timeout(120_000);
  let page, aws, proxy, view;
  let isExpired = false;
  /** Lets the list of `slow` be answered. */
  let release;
  /** What is not answered. */
  let held = () => false;
  let heldCount = 0;

  async function putObject(engine, Bucket, Key, more = {}) {
    const s3 = new S3Client(engine.clientConfiguration);
    await s3.send(new CreateBucketCommand({ Bucket, ...more }));
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: '1,2\n' }));
    s3.destroy();
  }

  function refuse(response, status, code, message) {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    return true;
  }

  function answers({ url }, response) {
    if (isExpired) return refuse(response, 400, 'ExpiredToken', 'The provided token has expired.');
    if (held(url)) return ++heldCount > 0;
    if (url.startsWith('/secret')) return refuse(response, 403, 'AccessDenied', 'User is not authorized.');
    if (!url.startsWith('/slow')) return false;
    release = () => {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(
        '<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>late.csv</Key><Size>4</Size></Contents></ListBucketResult>',
      );
    };
    return true;
  }

  async function prepare(places) {
    aws = await AwsEngine.start();
    const here = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } };
    for (const bucket of [home, 'secret', 'slow', 'team']) await putObject(aws.engine, bucket, 'train.csv', here);
    await putObject(await EngineProcess.start(join(places.home, 'state')), 'mine', 'own.csv');
    proxy = await startS3Proxy(aws.engine, { answers });
    const services = `services = proxied\n[services proxied]\ns3 =\n  endpoint_url = ${proxy.endpoint}\n`;
    await appendFile(aws.env.AWS_CONFIG_FILE, services);
    return { env: aws.env };
  }
  useEditorWindow('data-aws', prepare, (window) => {
    ({ page } = window);
    page.setDefaultTimeout(20_000);
    view = new DataView(page);
  });
  after(async () => {
    await proxy?.close();
    await aws?.remove();
  });

  const picture = (name) => takePicture(page, join(pictures, `data-aws-${name}.png`));

  async function connectTo(name) {
    await runCommand(page, 'SageMaker: Choose Connection');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  }

  it('keeps buckets of other regions apart, and says what may not be listed', async () => {
    await view.openAlone();
    await view.row('Bucket mine').waitFor();
    await connectTo('work');
    await view.row('Bucket team').waitFor();
    assert.deepEqual(await view.labels(), [
      `Bucket ${home}, default`,
      ...['Bucket secret', 'Bucket slow', 'Bucket team', 'Other regions, 1'],
    ]);
    await view.expand('Other regions');
    await view.row('Bucket far-away, us-east-1').waitFor();
    await view.expand('Bucket far-away');
    await view.row('Empty').waitFor();
    await view.expand('Bucket team');
    await view.row('train.csv').waitFor();
    await view.expand('Bucket secret');
    await view.row('Access denied: listing s3://secret is not allowed for this connection').waitFor();
    assert.equal(await view.row('Empty').count(), 1, 'what may not be listed is not empty');
  });

  it('can be read in every theme', async () => {
    for (const [theme, kind] of [
      ['Light Modern', 'vs'],
      ['Dark High Contrast', 'hc-black'],
      ['Dark Modern', 'vs-dark'],
    ]) {
      await view.chooseTheme(theme, kind);
      await picture(theme.toLowerCase().replaceAll(' ', '-'));
    }
  });

  it('keeps what it knows when the credentials expire, says so, and goes on when they are good again', async () => {
    isExpired = true;
    await runCommand(page, 'SageMaker: Refresh Data');
    const expired = view.row('Listing the buckets failed: the credentials have expired');
    await expired.waitFor();
    await view.row('Listing s3://team failed: the credentials have expired').waitFor();
    await view.row('train.csv').waitFor();
    await view.pane
      .getByText(/^Not up to date, less than a minute old\. Listing the buckets failed: the credentials/)
      .waitFor();
    await view.eventually('the rows to be greyed', async () => {
      const colors = await view.pane
        .locator(
          '.monaco-list-row[aria-label^="train.csv"] .label-name, .monaco-list-row[aria-label="Bucket team"] .label-name',
        )
        .evaluateAll((names) => names.map((name) => getComputedStyle(name).color));
      const [plain] = await view.pane
        .locator('.monaco-list-row[aria-label^="Other regions"] .label-name')
        .evaluateAll((names) => names.map((name) => getComputedStyle(name).color));
      return colors.length === 2 && colors.every((color) => color !== plain);
    });
    await picture('expired');
    isExpired = false;
    await runCommand(page, 'SageMaker: Refresh Data');
    await expired.waitFor({ state: 'detached' });
    await view.row('Listing s3://team failed').waitFor({ state: 'detached' });
    await view.pane.getByText(/^Not up to date/).waitFor({ state: 'detached' });
    await view.row('train.csv').waitFor();
  });

  it('asks nothing about a deletion that is cancelled before its question', async () => {
    held = (url) => /[?&]versioning\b/.test(url);
    heldCount = 0;
    await view.chooseFromMenu('Bucket team', 'Delete Data…');
    const counting = page.locator('.notification-toast', { hasText: 'Counting what is in s3://team/' });
    await counting.waitFor();
    await counting.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await counting.waitFor({ state: 'detached' });
    held = () => false;
    await page.waitForTimeout(1_000); // for what must not come
    assert.equal(await page.locator('.quick-input-widget:visible').count(), 0, 'no question');
    assert.ok(heldCount > 0);
  });

  it('shows nothing of an account that is not in use any more when its answer comes', async () => {
    await view.row('Bucket slow').click();
    await view.eventually('the request for the list', async () => release !== undefined);
    await connectTo('Local engine');
    await view.row('Bucket mine').waitFor();
    release();
    await view.expand('Bucket mine');
    await view.row('own.csv').waitFor();
    await page.waitForTimeout(500); // for what must not come
    assert.deepEqual((await view.labels()).map((label) => label.replace(/,.*/, '')), ['Bucket mine', 'own.csv']); // prettier-ignore
    await connectTo('work');
    await view.row('Bucket team').waitFor();
    assert.equal(await view.row('Bucket mine').count(), 0);
  });

  it('goes to nothing of an account that is left while its buckets are listed', async () => {
    await connectTo('Local engine');
    await view.row('Bucket mine').waitFor();
    await runCommand(page, 'Notifications: Clear All Notifications');
    held = (url) => /^\/\?/.test(url);
    heldCount = 0;
    await connectTo('work');
    await view.eventually('the request for the buckets', async () => heldCount > 0);
    await runCommand(page, 'SageMaker: Find in Data…');
    await view.goTo('s3://team/tr');
    await view.input.waitFor({ state: 'hidden' });
    await page.waitForTimeout(500); // the row is gone to
    await connectTo('Local engine');
    held = () => false;
    await view.row('Bucket mine').waitFor();
    await page.waitForTimeout(500); // for what must not come
    assert.deepEqual(await notificationTexts(page), []);
    assert.equal(await view.row('Found').count(), 0);
    assert.equal(await view.pane.locator('.monaco-list-row.selected').count(), 0);
  });
});
