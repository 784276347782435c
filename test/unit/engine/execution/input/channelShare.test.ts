import assert from 'node:assert/strict';
import { partOf, shareOf } from '../../../../../src/engine/execution/input/channelShare.ts';
import { hostsOf } from '../../../../../src/engine/execution/jobHosts.ts';
import { channelOf, inputRequest } from '../../../../support/inputSpace.ts';

const items = Array.from({ length: 10 }, (_, index) => index);
const sharded = channelOf('k', { S3DataDistributionType: 'ShardedByS3Key' });

describe('the part of a channel that a host gets', () => {
  const sharesOf = (channel: typeof sharded, instances: object) => {
    const hosts = hostsOf(inputRequest([], instances), '/work');
    return hosts.map((host) => shareOf({ host, hosts }, channel));
  };

  it('is all of it when it is replicated', () => {
    const shares = sharesOf(channelOf('k'), { InstanceCount: 2 });
    assert.deepEqual(shares, [
      { index: 0, count: 1 },
      { index: 0, count: 1 },
    ]);
  });

  it('is every n-th object when it is sharded, each object once', () => {
    const parts = sharesOf(sharded, { InstanceCount: 3 }).map((share) => share && partOf(items, share, undefined, 0));
    assert.deepEqual(parts, [
      [0, 3, 6, 9],
      [1, 4, 7],
      [2, 5, 8],
    ]);
  });

  it('is shared by the instance groups that the channel names', () => {
    const group = (InstanceGroupName: string, InstanceCount: number) => ({
      InstanceGroupName,
      InstanceCount,
      InstanceType: 'ml.m5.large',
    });
    const instances = { InstanceGroups: [group('a', 1), group('b', 2), group('c', 1)] };
    const source = { S3DataDistributionType: 'ShardedByS3Key' as const, InstanceGroupNames: ['b', 'c'] };
    assert.deepEqual(sharesOf(channelOf('k', source), instances), [
      undefined,
      { index: 0, count: 3 },
      { index: 1, count: 3 },
      { index: 2, count: 3 },
    ]);
  });

  it('is shuffled by the seed, anew in each epoch, and still holds each object once', () => {
    const halves = (seed: number, epoch: number) =>
      [0, 1].map((index) => partOf(items, { index, count: 2 }, seed, epoch));
    assert.deepEqual(halves(7, 0), halves(7, 0));
    const orders = [halves(7, 0), halves(7, 1), halves(8, 0)].map((parts) => parts.flat());
    assert.equal(new Set(orders.map(String)).size, 3);
    for (const order of orders)
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        items,
      );
    assert.notDeepEqual(new Set(halves(7, 0)[0]), new Set(halves(7, 1)[0]), 'a host gets other objects');
  });
});
