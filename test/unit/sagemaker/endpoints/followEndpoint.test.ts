import assert from 'node:assert/strict';
import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import {
  followEndpoint,
  markOf,
  type EndpointEnd,
  type EndpointMark,
} from '../../../../src/sagemaker/endpoints/followEndpoint.ts';
import { ManualClock } from '../../../support/manualClock.ts';

type Answer =
  | (Partial<Record<'EndpointStatus' | 'EndpointConfigName' | 'FailureReason', string>> & { LastModifiedTime?: Date })
  | Error;
const missing = Object.assign(new Error('Could not find endpoint "arn".'), { name: 'ValidationException' });

/** Follows through the answers, the last of which is given again and again. */
async function follow(
  answers: readonly Answer[],
  more: { isArrived?: (endpoint: DescribeEndpointOutput) => boolean; before?: EndpointMark; signal?: AbortSignal } = {},
): Promise<{ end: EndpointEnd; asked: number; heard: string[] }> {
  const clock = new ManualClock();
  const heard: string[] = [];
  let asked = 0;
  let isOver = false;
  const following = followEndpoint({
    clock,
    interval: 1_000,
    onStatus: (text) => heard.push(text),
    ...more,
    describe: async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      if (answer instanceof Error) throw answer;
      return answer as DescribeEndpointOutput;
    },
  }).finally(() => (isOver = true));
  following.catch(() => undefined);
  while (!isOver) {
    await clock.advance(1_000);
  }
  return { end: await following, asked, heard };
}

const isNew = ({ EndpointConfigName }: DescribeEndpointOutput): boolean => EndpointConfigName === 'new';
const old = { EndpointStatus: 'InService', EndpointConfigName: 'old' };

describe('followEndpoint', () => {
  it('arrives', async () => {
    const { end, heard } = await follow(
      [{ EndpointStatus: 'Creating' }, { EndpointStatus: 'InService', EndpointConfigName: 'new' }],
      { isArrived: isNew },
    );
    assert.equal(end.kind, 'arrived');
    assert.deepEqual(heard, ['Creating', 'InService']);
  });

  it('tells a rollback with its reason, and is not misled by an answer from before the change', async () => {
    const { end } = await follow(
      [
        old,
        old,
        { EndpointStatus: 'Updating', EndpointConfigName: 'old' },
        { EndpointStatus: 'RollingBack' },
        { ...old, FailureReason: 'It did not pass the ping.' },
      ],
      { isArrived: isNew },
    );
    assert.deepEqual([end.kind, 'reason' in end && end.reason], ['rolledBack', 'It did not pass the ping.']);
  });

  it('takes a change that is never seen for one that did not come about', async () => {
    const { end, asked } = await follow([old], { isArrived: isNew });
    assert.equal(end.kind, 'rolledBack');
    assert.ok(asked >= 30);
  });

  it('tells at once what was over before anybody looked, by what the endpoint said before', async () => {
    const was = { ...old, LastModifiedTime: new Date(1_000), FailureReason: 'An older one.' };
    for (const news of [{ LastModifiedTime: new Date(1_001) }, { FailureReason: 'It did not pass the ping.' }]) {
      const { end, asked } = await follow([was, { ...was, ...news }], { isArrived: isNew, before: markOf(was) });
      assert.deepEqual([end.kind, asked], ['rolledBack', 2]);
    }
  });

  it('fails at once where a creation failed, and not yet where a failed one is to be deleted', async () => {
    const failed = { EndpointStatus: 'Failed', FailureReason: 'No image.' };
    assert.equal((await follow([failed], { isArrived: isNew })).end.kind, 'failed');
    assert.equal((await follow([failed, { EndpointStatus: 'Deleting' }, missing])).end.kind, 'gone');
  });

  it('goes on after errors, and gives up when nothing was heard for minutes', async () => {
    const cut = new Error('socket hang up');
    const arrived = { EndpointStatus: 'InService', EndpointConfigName: 'new' };
    assert.equal((await follow([cut, cut, arrived], { isArrived: isNew })).end.kind, 'arrived');
    await assert.rejects(
      follow([{ EndpointStatus: 'Creating' }, cut]),
      /cannot be told, though it goes on: socket hang up/,
    );
  });

  it('ends with the signal', async () => {
    const signal = AbortSignal.abort(new Error('cancelled'));
    await assert.rejects(follow([{ EndpointStatus: 'Creating' }], { signal }), /cancelled/);
  });
});
