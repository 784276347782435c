// Production in the editor's own window. A second engine poses as AWS; a server beside it stands for IAM and answers when the test lets it.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { runCommand, takePicture } from '../../scripts/lib/editorPage.mjs';
import { AwsEngine } from '../support/awsEngine.ts';
import { putTables } from '../support/trainingRequests.ts';
import { TransformJobs } from '../support/transformJobs.ts';
import { eventuallyIn, openViewlet, pictures, useEditorWindow } from './editorWindow.mjs';

const long = 'a-very-long-profile-name-of-the-machine-learning-platform-team-in-frankfurt-prod';

describe('Production in the window', function () {
  this.timeout(120_000);
  let aws, iam, models, s3, page;
  let tellAlias;
  const told = new Promise((resolve) => (tellAlias = resolve));

  after(async () => {
    models?.close();
    s3?.destroy();
    iam?.closeAllConnections();
    iam?.close();
    await aws?.remove();
  });

  async function prepare() {
    aws = await AwsEngine.start();
    const { engine, env } = aws;
    await putTables(engine);
    models = new TransformJobs(engine, { runner: 'in-process' });
    for (const name of ['boosted', 'kept']) await models.model(name);
    s3 = new S3Client(engine.clientConfiguration);
    iam = createServer(async (request, response) => {
      request.resume();
      await told;
      response.setHeader('content-type', 'text/xml');
      response.end(
        '<ListAccountAliasesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccountAliasesResult><IsTruncated>false</IsTruncated><AccountAliases><member>acme-production</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>',
      );
    });
    iam.listen(0, '127.0.0.1');
    await once(iam, 'listening');
    for (const file of [env.AWS_CONFIG_FILE, env.AWS_SHARED_CREDENTIALS_FILE]) {
      const text = await readFile(file, 'utf8');
      const section = text.slice(text.search(/\[(profile )?work\]/));
      await writeFile(file, `${text}${section.replace('work]', `${long}]`)}`);
    }
    return { env: { ...env, AWS_ENDPOINT_URL_IAM: `http://127.0.0.1:${iam.address().port}` } };
  }
  useEditorWindow('production', prepare, (window) => ({ page } = window));

  const eventually = (what, condition, milliseconds = 30_000) => eventuallyIn(page, what, condition, milliseconds);
  const row = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  const status = () => page.locator('.statusbar-item[id*="sagemakerWorkbench.connection"]');
  const dialog = () => page.locator('.monaco-dialog-box');
  const widget = () => page.locator('.quick-input-widget');
  const picture = (name) => takePicture(page, join(pictures, `production-${name}.png`));
  const modelNames = async () =>
    (await models.client.send(new ListModelsCommand({}))).Models?.map(({ ModelName }) => ModelName).sort();

  it('is asked about while IAM does not tell what the account is called, and Enter changes nothing', async () => {
    await openViewlet(page, 'SageMaker');
    await status().click();
    await row('work').click();
    await eventually('the connection', async () =>
      /work · eu-west-1 · 123456789012 · /.test(await status().innerText()),
    );
    await runCommand(page, 'SageMaker: Create Bucket…');
    await widget().getByText('its name is one for all accounts').waitFor();
    await page.keyboard.type('not-meant');
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await picture('unknown');
    const text = await dialog().innerText();
    for (const part of ['Create the bucket not-meant in what may be PRODUCTION?', '123456789012', 'IAM did not tell'])
      assert.ok(text.includes(part), `${part} in\n${text}`);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    assert.ok(!Buckets?.some(({ Name }) => Name === 'not-meant'), 'nothing was made');
  });

  it('does not keep anybody who wants to leave: the list opens at once, and the mark follows', async () => {
    await status().click();
    await row('work').waitFor({ timeout: 4_000 });
    assert.ok(!(await row('work').innerText()).includes('PRODUCTION'), 'nobody knows yet');
    tellAlias();
    await eventually('the mark', async () => (await row('work').innerText()).includes('PRODUCTION'));
    assert.match((await row('work').getAttribute('class')) ?? '', /focused/, 'one stays where one is');
    await picture('list');
    await page.keyboard.press('Escape');
    await eventually('the status bar', async () => (await status().innerText()).includes('PRODUCTION · work'));
  });

  it('is deleted from with one question, which says where before a word is typed', async () => {
    await runCommand(page, 'SageMaker: Delete…');
    await row('boosted').waitFor();
    await widget().locator('input[type="text"]').fill('boosted');
    await row('kept').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter'); // nothing is checked: the row in focus is meant
    await widget().getByText('PRODUCTION · Delete the model boosted · work').waitFor();
    const asked = await page.locator('.quick-input-message').innerText();
    for (const part of ['eu-west-1', '123456789012', 'PRODUCTION, as the account acme-production', 'Type boosted'])
      assert.ok(asked.includes(part), `${part} in\n${asked}`);
    await picture('typed');
    await page.keyboard.type('boosted');
    await page.keyboard.press('Enter');
    await eventually('the end', async () => {
      assert.equal(await dialog().count(), 0, 'nothing is asked that the same Enter would answer');
      return !(await modelNames())?.includes('boosted');
    });
    assert.deepEqual(await modelNames(), ['kept']);
  });

  it('is seen beside account and region however long the profile is called', async () => {
    await status().click();
    await row('a-very-long-').click();
    await eventually('the connection', async () =>
      /PRODUCTION · a-very-long-….*furt-prod · eu-west-1 · 123456789012/.test(await status().innerText()),
    );
    const isCut = await status()
      .locator('a')
      .evaluate((label) => label.scrollWidth > label.clientWidth);
    await picture('long-name');
    assert.equal(isCut, false, 'nothing is cut off');
    const head = page.locator('.pane-header', { hasText: 'Endpoints' }).locator('.description');
    await eventually('the head', async () => (await head.innerText()).includes(' · eu-west-1'));
    assert.equal(await head.evaluate((label) => label.scrollWidth > label.clientWidth), false, 'nor in a head');
    await status().click();
    await row('a-very-long-').waitFor();
    assert.match(await row('a-very-long-').innerText(), /PRODUCTION · eu-west-1 · 123456789012/);
    await picture('long-list');
    await page.keyboard.press('Escape');
  });
});
