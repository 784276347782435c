import assert from 'node:assert/strict';
import { ConnectionCare } from '../../../src/connections/connectionCare.ts';
import { ManualClock } from '../../support/manualClock.ts';

describe('the care for a lost connection', () => {
  const minute = 60_000;
  let clock: ManualClock;
  let tries: number;
  let isLost: boolean;
  let watches: number;
  let care: ConnectionCare;

  beforeEach(() => {
    clock = new ManualClock();
    tries = watches = 0;
    isLost = true;
    const parts = {
      clock,
      log: () => undefined,
      watchCredentials: () => {
        watches++;
        return { dispose: () => watches-- };
      },
    };
    care = new ConnectionCare(parts, {
      filesChanged: async () => undefined,
      retry: async () => {
        tries++;
        if (tries < 3) care.lost(false);
        else care.found();
      },
      isLost: () => isLost,
    });
  });
  afterEach(() => care.dispose());

  it('tries every few minutes while somebody wants it, until it is there', async () => {
    care.keep();
    care.lost(false);
    await clock.advance(2 * minute);
    assert.equal(tries, 0);
    await clock.advance(60 * minute);
    assert.equal(tries, 3);
    assert.equal(clock.waiting, 0);
  });

  it('tries sooner where the network is gone', async () => {
    care.keep();
    care.lost(true);
    await clock.advance(30_000);
    assert.equal(tries, 1);
  });

  it('tries nothing for nobody, and again from when somebody wants it', async () => {
    const lease = care.keep();
    lease.dispose();
    care.lost(false);
    await clock.advance(60 * minute);
    assert.equal(tries, 0);
    care.keep();
    await clock.advance(4 * minute);
    assert.equal(tries, 1);
  });

  it('holds one watch, and none afterwards', () => {
    care.watch();
    care.watch();
    care.lost(false);
    assert.equal(watches, 1);
    care.dispose();
    assert.equal(watches, 0);
    assert.equal(clock.waiting, 0);
  });
});
