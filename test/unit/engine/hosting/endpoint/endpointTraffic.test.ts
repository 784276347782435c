import assert from 'node:assert/strict';
import type { Deployment } from '../../../../../src/engine/hosting/endpoint/deployment.ts';
import { EndpointTraffic, NoVariantError } from '../../../../../src/engine/hosting/endpoint/endpointTraffic.ts';
import { PredictorGoneError } from '../../../../../src/engine/hosting/predictor.ts';
import { ManualClock } from '../../../../support/manualClock.ts';
import { startScripted, variantOf } from '../../../../support/scriptedDeployment.ts';
import { ScriptedPredictor } from '../../../../support/scriptedPredictor.ts';
import { seededRandom } from '../../../../support/seededRandom.ts';
import { useTemporaryFolders } from '../../../../support/temporaryFolder.ts';

const request = { body: Buffer.from('1') };
const count = 10_000;

function assertShare(hits: number, total: number, share: number, what: string): void {
  const error = Math.sqrt(total * share * (1 - share));
  assert.ok(Math.abs(hits - total * share) <= 5 * error, `${what}: ${hits} of ${total}, not ${share}`);
}

describe('The requests of an endpoint', () => {
  const temporaryFolder = useTemporaryFolders();
  let traffic: EndpointTraffic;
  let blue: Deployment;
  let green: Deployment;
  let blueContainers: ScriptedPredictor[];
  beforeEach(async () => {
    const parts = {
      clock: new ManualClock(),
      folder: await temporaryFolder(),
      signal: new AbortController().signal,
    };
    blueContainers = [];
    const makeBlue = (): ScriptedPredictor => {
      const container = new ScriptedPredictor();
      blueContainers.push(container);
      return container;
    };
    traffic = new EndpointTraffic(seededRandom(7));
    blue = await startScripted([variantOf('a'), variantOf('b'), variantOf('c')], { ...parts, make: makeBlue });
    green = await startScripted([variantOf('a'), variantOf('d')], { ...parts, make: () => new ScriptedPredictor() });
  });

  async function ask(target?: string): Promise<Map<string, number>> {
    const hits = new Map<string, number>();
    for (let at = 0; at < count; at++) {
      const { variant, answer } = traffic.invoke(request, target, 60_000);
      await answer;
      hits.set(variant, (hits.get(variant) ?? 0) + 1);
    }
    return hits;
  }

  const splits: readonly (readonly number[])[] = [
    [1, 1, 1],
    [0.2, 0.3, 0.5],
    [9, 0, 1],
    [1, 99, 0],
  ];
  for (const weights of splits)
    it(`are split by the weights ${weights.join(', ')}`, async () => {
      const variants = ['a', 'b', 'c'].map((name, at) => variantOf(name, weights[at]));
      traffic.direct([{ deployment: blue, variants, share: 1 }]);
      const hits = await ask();
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (const { name, weight } of variants) assertShare(hits.get(name) ?? 0, count, weight / total, name);
    });

  it('go to a canary as its share says, and by the weights within it', async () => {
    traffic.direct([
      { deployment: blue, variants: [variantOf('b', 1), variantOf('c', 3)], share: 0.75 },
      { deployment: green, variants: [variantOf('a', 2), variantOf('d', 2)], share: 0.25 },
    ]);
    const hits = await ask();
    for (const [name, share] of [
      ['b', 0.1875],
      ['c', 0.5625],
      ['a', 0.125],
      ['d', 0.125],
    ] as const)
      assertShare(hits.get(name) ?? 0, count, share, name);
  });

  it('go to the variant that is named, whatever its weight', async () => {
    traffic.direct([
      { deployment: blue, variants: [variantOf('a', 0), variantOf('b', 1)], share: 0.9 },
      { deployment: green, variants: [variantOf('d', 1)], share: 0.1 },
    ]);
    assert.deepEqual([...(await ask('a'))], [['a', count]]);
    assert.deepEqual([...(await ask('d'))], [['d', count]]);
    assert.throws(() => traffic.invoke(request, 'missing', 1000), NoVariantError);
  });

  it('that wait for a set that is ended go to the one that replaces it', async () => {
    traffic.direct([{ deployment: blue, variants: [variantOf('b')], share: 1 }]);
    for (const container of blueContainers) container.die();
    const directed = traffic.invoke(request, undefined, 60_000);
    const lost = traffic.invoke(request, 'b', 60_000);
    const gone = assert.rejects(lost.answer, PredictorGoneError);
    traffic.direct([{ deployment: green, variants: [variantOf('d')], share: 1 }]);
    await blue.close();
    assert.equal((await directed.answer).status, 200);
    assert.equal(directed.variant, 'd');
    await gone;
  });

  it('are refused while nothing serves', () => {
    assert.throws(() => traffic.invoke(request, undefined, 1000), NoVariantError);
  });
});
