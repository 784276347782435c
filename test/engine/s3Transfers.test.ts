import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { SdkClients } from '../../src/sagemaker/clients.ts';
import { downloadFiles } from '../../src/sagemaker/s3/download.ts';
import { existingFiles, planDownload } from '../../src/sagemaker/s3/downloadPlan.ts';
import { headObject } from '../../src/sagemaker/s3/objectList.ts';
import { createFolder, existingKeys, uploadFiles } from '../../src/sagemaker/s3/upload.ts';
import { ignoreFileOf, planUpload } from '../../src/sagemaker/s3/uploadPlan.ts';
import { useS3Data, type S3Data } from '../support/s3Data.ts';
import { startS3Proxy } from '../support/s3Proxy.ts';
import { useTemporaryFolders } from '../support/temporaryFolder.ts';

const bucket = 'data';
const rules = { windows: false, caseInsensitive: false };
const mebibyte = 1024 * 1024;

describe('files to and from S3', function () {
  this.timeout(60_000);
  const folders = useTemporaryFolders();
  let data: S3Data;
  let clients: SdkClients;

  useS3Data(bucket, (given) => ({ clients } = data = given));

  describe('uploads', () => {
    it('a folder with its paths, follows links but not in circles, and leaves out what it is told', async () => {
      const folder = join(await folders(), 'set 1');
      await mkdir(join(folder, 'deep', 'ö'), { recursive: true });
      await writeFile(join(folder, 'a b.csv'), '1');
      await writeFile(join(folder, 'deep', 'ö', 'c.bin'), '');
      await writeFile(join(folder, 'deep', 'x.tmp'), 'tmp');
      await writeFile(join(folder, '.gitignore'), '*.tmp\n');
      await symlink(folder, join(folder, 'deep', 'circle'));
      await symlink(join(folder, 'nowhere'), join(folder, 'deep', 'dangling'));
      await symlink(join(folder, 'a b.csv'), join(folder, 'link.csv'));
      const all = await planUpload([folder]);
      assert.deepEqual(
        all.files.map(({ key }) => key),
        ['set 1/.gitignore', 'set 1/a b.csv', 'set 1/deep/x.tmp', 'set 1/deep/ö/c.bin', 'set 1/link.csv'],
      );
      assert.deepEqual(all.leftOut, [
        { path: join(folder, 'deep', 'circle'), why: 'circle' },
        { path: join(folder, 'deep', 'dangling'), why: 'nowhere' },
      ]);
      const ignore = (await ignoreFileOf(folder)) ?? '';
      const { files } = await planUpload([folder], { ignore });
      assert.deepEqual(files.length, 4);

      assert.deepEqual(await existingKeys(clients, { bucket, key: 'to/' }, files), new Set());
      const told: number[] = [];
      assert.equal(
        await uploadFiles(clients, { bucket, key: 'to/' }, files, {
          onProgress: ({ bytesDone }) => told.push(bytesDone),
        }),
        4,
      );
      assert.deepEqual(await data.keys(), [
        'to/set 1/.gitignore',
        'to/set 1/a b.csv',
        'to/set 1/deep/ö/c.bin',
        'to/set 1/link.csv',
      ]);
      assert.equal(told.at(-1), 1 + 6 + 0 + 1);
      assert.equal((await data.get('to/set 1/a b.csv')).contentType, 'text/csv');
      assert.deepEqual(
        await existingKeys(clients, { bucket, key: 'to/' }, files),
        new Set(files.map(({ key }) => key)),
      );
    });

    it('knows which of many files are there already', async () => {
      const files = Array.from({ length: 60 }, (_, index) => ({
        path: '',
        key: index < 50 ? `f/${index}` : `${index}`,
        size: 0,
      }));
      await data.put('to/f/7');
      await data.put('to/55');
      await data.put('to/other/1');
      assert.deepEqual(await existingKeys(clients, { bucket, key: 'to/' }, files), new Set(['f/7', '55']));
    });

    it('a large file in parts', async () => {
      const path = join(await folders(), 'large.bin');
      const content = randomBytes(21 * mebibyte);
      await writeFile(path, content);
      await uploadFiles(clients, { bucket, key: '' }, [{ path, key: 'large.bin', size: content.length }]);
      assert.ok((await data.get('large.bin')).content.equals(content));
      assert.match((await headObject(clients, { bucket, key: 'large.bin' }))?.etag ?? '', /-3"$/);
    });

    it('nothing of a file that is cancelled, and none after it', async () => {
      const folder = await folders();
      const files = await Promise.all(
        Array.from({ length: 8 }, async (_, index) => {
          const path = join(folder, `${index}.bin`);
          await writeFile(path, randomBytes(24 * mebibyte));
          return { path, key: `${index}.bin`, size: 24 * mebibyte };
        }),
      );
      const cancel = new AbortController();
      const work = uploadFiles(clients, { bucket, key: '' }, files, {
        signal: cancel.signal,
        onProgress: ({ bytesDone }) => bytesDone > 0 && cancel.abort(new Error('cancelled')),
      });
      await assert.rejects(work, /^Error: cancelled/);
      assert.ok((await data.keys()).length < files.length);
      // What is told of begins and ends with the call: no request is on its way any more.
      const { Uploads = [] } = await data.s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      assert.deepEqual(Uploads, []);
    });

    it('says which file could not be read', async () => {
      const missing = join(await folders(), 'gone.csv');
      await assert.rejects(
        planUpload([missing]),
        /^UserError: .*gone\.csv cannot be read \(ENOENT\); nothing was uploaded\./,
      );
      const work = uploadFiles(clients, { bucket, key: '' }, [{ path: missing, key: 'gone.csv', size: 1 }]);
      await assert.rejects(work, /^UserError: Uploading to s3:\/\/data\/gone\.csv failed: ENOENT/);
    });
  });

  describe('downloads', () => {
    it('objects and prefixes with their paths, and tells what is there already', async () => {
      await data.put('run 1/out/model.tar.gz', 'model');
      await data.put('run 1/out/a/b.csv', 'b');
      await createFolder(clients, { bucket, key: 'run 1/out/empty/' });
      await data.put('run 1/log.txt', 'log');
      const folder = await folders();
      const sources = [
        { bucket, key: 'run 1/out/', isObject: false },
        { bucket, key: 'run 1/log.txt', isObject: true },
      ];
      const plan = await planDownload(clients, sources, folder, rules);
      assert.deepEqual(
        plan.files.map(({ path }) => path),
        ['out/a/b.csv', 'out/model.tar.gz', 'log.txt'].map((path) => join(folder, path)),
      );
      assert.deepEqual([plan.emptyFolders, plan.renamed], [[join(folder, 'out', 'empty')], []]);
      await writeFile(join(folder, 'log.txt'), 'mine');
      assert.deepEqual(await existingFiles(plan.files), new Set([join(folder, 'log.txt')]));
      await downloadFiles(clients, plan.files);
      assert.equal(await readFile(join(folder, 'log.txt'), 'utf8'), 'log');
      assert.deepEqual((await readdir(join(folder, 'out'))).sort(), ['a', 'model.tar.gz']);
    });

    it('leave no part of what is cancelled, and the file that was there', async () => {
      const content = randomBytes(32 * mebibyte);
      await data.put('large.bin', content);
      const folder = await folders();
      await writeFile(join(folder, 'large.bin'), 'before');
      const { files } = await planDownload(clients, [{ bucket, key: 'large.bin', isObject: true }], folder, rules);
      const cancel = new AbortController();
      const onProgress = (): void => cancel.abort(new Error('cancelled'));
      await assert.rejects(downloadFiles(clients, files, { signal: cancel.signal, onProgress }), /^Error: cancelled/);
      assert.deepEqual(await readdir(folder), ['large.bin']);
      assert.equal(await readFile(join(folder, 'large.bin'), 'utf8'), 'before');
    });

    it('go on where the connection was cut, and refuse another version of the object', async () => {
      const content = randomBytes(6 * mebibyte);
      await data.put('cut.bin', content);
      let cuts = 3;
      const proxy = await startS3Proxy(data.engine, {
        pass: (answer, response) => {
          let sent = 0;
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.on('data', (chunk: Buffer) => {
            sent += chunk.length;
            response.write(chunk);
            if (cuts > 0 && sent > mebibyte) {
              cuts--;
              setTimeout(() => response.destroy(), 20);
            }
          });
          answer.on('end', () => response.end());
        },
      });
      const through = new SdkClients({ ...data.engine.connection, endpoint: proxy.endpoint });
      try {
        const folder = await folders();
        const { files } = await planDownload(through, [{ bucket, key: 'cut.bin', isObject: true }], folder, rules);
        await downloadFiles(through, files);
        assert.ok((await readFile(join(folder, 'cut.bin'))).equals(content));
        assert.equal(cuts, 0);
        await data.put('cut.bin', 'another');
        await assert.rejects(downloadFiles(through, files), /^UserError: s3:\/\/data\/cut\.bin was changed meanwhile/);
        assert.deepEqual(await readdir(folder), ['cut.bin']);
      } finally {
        through.dispose();
        await proxy.close();
      }
    });
  });
});
