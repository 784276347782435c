import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateTrainingJobCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { pack, type Pack } from 'tar-stream';
import { downloadArtifact } from '../../src/sagemaker/artifacts/downloadArtifact.ts';
import { extractArtifact } from '../../src/sagemaker/artifacts/extractArtifact.ts';
import { resourceUris } from '../../src/sagemaker/artifacts/resourceUris.ts';
import { describeTrainingJob } from '../../src/sagemaker/trainingJobs.ts';
import type { Session } from '../../src/sagemaker/session.ts';
import { useSession } from '../support/engineFixture.ts';
import { bucket, waitForStatus, xgboostRequest } from '../support/trainingRequests.ts';

const never = new AbortController().signal;

describe('an artifact on this machine', function () {
  this.timeout(60_000);
  let session: Session;
  let client: SageMakerClient;
  let s3: S3Client;
  let folder: string;
  useSession((given) => ({ session, client, s3 } = given));
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'artifact-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const archive = async (fill: (archive: Pack) => void): Promise<string> => {
    const entries = pack();
    fill(entries);
    entries.finalize();
    await pipeline(entries, createGzip(), createWriteStream(join(folder, 'made.tar.gz')));
    return join(folder, 'made.tar.gz');
  };

  it('of a training job is downloaded with progress, and unpacked', async () => {
    await client.send(new CreateTrainingJobCommand(xgboostRequest('trained')));
    await waitForStatus(client, 'trained', 'Completed');
    const uris = resourceUris('trainingJob', await describeTrainingJob(session.clients, 'trained'));
    assert.deepEqual(uris, [
      { what: 'Model artifact', uri: `s3://${bucket}/output/trained/output/model.tar.gz` },
      { what: 'Output folder', uri: `s3://${bucket}/output/trained/output/` },
    ]);
    const path = join(folder, 'model.tar.gz');
    const seen: number[] = [];
    let whole = 0;
    await downloadArtifact(session.clients, uris[0]?.uri ?? '', path, {
      signal: never,
      onProgress: ({ bytes, total }) => {
        seen.push(bytes);
        whole = total;
      },
    });
    assert.equal(seen.at(-1), whole);
    assert.equal((await readFile(path)).length, whole);
    assert.deepEqual(await extractArtifact(path, join(folder, 'model'), never), { files: 1, leftOut: [] });
    assert.deepEqual(await readdir(join(folder, 'model')), ['xgboost-model']);
  });

  it('that is cancelled or is not there leaves nothing, and what was there before stays', async () => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'large', Body: Buffer.alloc(8 * 1024 * 1024) }));
    const path = join(folder, 'large.tar.gz');
    await writeFile(path, 'before');
    const cancelled = new AbortController();
    const stopped = downloadArtifact(session.clients, `s3://${bucket}/large`, path, {
      signal: cancelled.signal,
      onProgress: () => cancelled.abort(),
    });
    await assert.rejects(stopped, { name: 'AbortError' });
    const missing = downloadArtifact(session.clients, `s3://${bucket}/nothing.tar.gz`, path, {
      signal: never,
      onProgress: () => undefined,
    });
    await assert.rejects(missing, { name: 'UserError', message: /nothing\.tar\.gz could not be downloaded/ });
    assert.deepEqual(await readdir(folder), ['large.tar.gz']);
    assert.equal(await readFile(path, 'utf8'), 'before');
  });

  it('with names that lead out is refused, and nothing is written', async () => {
    for (const name of ['../outside', 'a/../../outside', '/outside']) {
      const path = await archive((entries) => entries.entry({ name }, 'x'));
      await assert.rejects(extractArtifact(path, join(folder, 'model'), never), /would land outside of its folder/);
    }
    assert.deepEqual(await readdir(folder), ['made.tar.gz']);
  });

  it('is unpacked without its links, and not at all when it is cut', async () => {
    const path = await archive((entries) => {
      entries.entry({ name: './', type: 'directory' });
      entries.entry({ name: 'code/inference.py', mode: 0o777 }, 'x');
      entries.entry({ name: 'link', type: 'symlink', linkname: '/etc/passwd' });
    });
    assert.deepEqual(await extractArtifact(path, join(folder, 'model'), never), { files: 1, leftOut: ['link'] });
    assert.equal(await readFile(join(folder, 'model/code/inference.py'), 'utf8'), 'x');
    const cut = join(folder, 'cut.tar.gz');
    await writeFile(cut, (await readFile(path)).subarray(0, -20));
    await assert.rejects(extractArtifact(cut, join(folder, 'cut'), never), /could not be unpacked/);
    assert.deepEqual((await readdir(folder)).sort(), ['cut.tar.gz', 'made.tar.gz', 'model']);
  });
});
