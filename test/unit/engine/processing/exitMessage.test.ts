import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JobFailure } from '../../../../src/engine/execution/jobFailure.ts';
import { hostsOf, type JobHost } from '../../../../src/engine/execution/jobHosts.ts';
import { exitMessageOf } from '../../../../src/engine/processing/exitMessage.ts';
import { useTemporaryFolders } from '../../../support/temporaryFolder.ts';

describe('the exit message of a processing job', () => {
  const folders = useTemporaryFolders();
  const hostsThatSay = async (...messages: (string | Uint8Array | undefined)[]): Promise<JobHost[]> => {
    const hosts = hostsOf({ ResourceConfig: { InstanceCount: messages.length } }, await folders());
    for (const [index, { mlRoot }] of hosts.entries()) {
      await mkdir(join(mlRoot, 'output'), { recursive: true });
      const message = messages[index];
      if (message !== undefined) await writeFile(join(mlRoot, 'output/message'), message);
    }
    return hosts;
  };

  it('is what the hosts said, one after the other', async () => {
    assert.equal(await exitMessageOf(await hostsThatSay('one ', undefined, 'drei ß')), 'one drei ß');
    assert.equal(await exitMessageOf(await hostsThatSay(undefined)), undefined);
    assert.equal(await exitMessageOf(await hostsThatSay('')), undefined);
  });

  it('has 1,024 bytes at most and no half character', async () => {
    assert.equal(await exitMessageOf(await hostsThatSay('x'.repeat(5000), 'y')), 'x'.repeat(1024));
    assert.equal(await exitMessageOf(await hostsThatSay(`x${'ß'.repeat(1000)}`)), `x${'ß'.repeat(511)}`);
    assert.equal(await exitMessageOf(await hostsThatSay('x'.repeat(1023), 'ß')), 'x'.repeat(1023));
  });

  it('fails the job where it is no UTF-8', async () => {
    const hosts = await hostsThatSay('good', Uint8Array.of(0xff, 0xfe));
    await assert.rejects(exitMessageOf(hosts), (error: Error) => {
      assert.ok(error instanceof JobFailure);
      assert.match(error.message, /^ClientError: .* of algo-2 is not UTF-8/);
      return true;
    });
    await assert.rejects(exitMessageOf(await hostsThatSay(Uint8Array.of(0x41, 0xc3))), /not UTF-8/); // ends in half a character
  });
});
