import assert from 'node:assert/strict';
import type { AwsLook } from '../../../../src/connections/setup/awsLook.ts';
import { clockCheck, identityCheck, regionCheck } from '../../../../src/connections/setup/connectionChecks.ts';

describe('the checks of AWS without a connection', () => {
  const lost = () => Promise.reject(new Error('expired'));
  const looks = { 'with the local engine': { isLocal: true }, 'where AWS cannot be reached': { session: lost } };

  for (const [where, look] of Object.entries(looks))
    it(`offer one ${where}`, async () => {
      for (const check of [identityCheck, clockCheck, regionCheck]) {
        const { state, fix } = await check(look as unknown as AwsLook).run(new AbortController().signal);
        assert.deepEqual([state, fix?.title], ['absent', 'Choose Connection']);
      }
    });
});
