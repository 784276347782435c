import assert from 'node:assert/strict';
import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import { brokenOffEnd, changeEnd, isArrived } from '../../../../src/sagemaker/endpoints/changeEnd.ts';
import { readEndpointChange, type EndpointChange } from '../../../../src/sagemaker/endpoints/endpointChange.ts';

const before = { modified: 1_000, reason: '' };
const made = [{ kind: 'endpointConfig', name: 'new' }] as const;
const changes: readonly EndpointChange[] = [
  { kind: 'deployment', made },
  { kind: 'update', config: 'new', old: 'old', made, before },
  { kind: 'rollBack', config: 'old', before },
  { kind: 'weights', weights: [{ name: 'A', weight: 1 }], before },
];
const endpoint = {
  EndpointConfigName: 'new',
  CreationTime: new Date(0),
  LastModifiedTime: new Date(65_000),
  ProductionVariants: [{ VariantName: 'A', CurrentWeight: 1 }],
} as unknown as DescribeEndpointOutput;

describe('the change of an endpoint', () => {
  it('is remembered as plain data', () => {
    const pending = changes.flatMap((change) => [
      { ...change, pending: {} },
      { ...change, pending: { copiesTo: 'bucket' } },
    ]);
    for (const change of [...changes, ...pending])
      assert.deepEqual(readEndpointChange(JSON.parse(JSON.stringify(change))), change);
    for (const wrong of [
      undefined,
      'deployment',
      {},
      { kind: 'deployment' },
      { kind: 'deployment', made: [{ kind: 'bucket', name: 'b' }] },
      { kind: 'rollBack', config: 'old' },
      { kind: 'weights', weights: [{ name: 'A' }], before },
      { kind: 'update', config: 'new', made, before },
      { kind: 'other', config: 'new', old: 'old', made, before },
    ])
      assert.equal(readEndpointChange(wrong), undefined, JSON.stringify(wrong));
  });

  it('has arrived where the endpoint is what it was to become', () => {
    assert.deepEqual(
      changes.map((change) => isArrived(change, endpoint)),
      [true, true, false, true],
    );
  });

  it('is told with what can be done next', () => {
    const ends = changes.map((change) => changeEnd('boston', change, { kind: 'arrived', endpoint }));
    assert.deepEqual(
      ends.map(({ message, next }) => [message, next.join()]),
      [
        ['boston is in service, after 1 min 5 s.', 'invoke,copyPython'],
        ['boston is updated and in service. What it ran before, the configuration old, is kept.', 'invoke,rollBack'],
        ['boston runs the configuration old again.', 'invoke'],
        ['boston answers with A 100 %.', 'invoke'],
      ],
    );
  });

  it('is told with the reason where it did not come about', () => {
    const told = (kind: 'failed' | 'rolledBack') =>
      changes.map((change) => {
        const { message, next, tone } = changeEnd('boston', change, { kind, endpoint, reason: 'No ping' });
        assert.equal(tone, 'error');
        return `${message} ${next.join()}`;
      });
    const weights = 'The weights of boston are not what was asked for: No ping. openLogs';
    const deployment = 'boston could not be deployed: No ping. openLogs,remove';
    const back = 'boston was rolled back and runs what it ran before: No ping. openLogs';
    const dead = 'boston does not answer any more: No ping. openLogs';
    assert.deepEqual(told('rolledBack'), [deployment, `${back},remove`, back, weights]);
    assert.deepEqual(told('failed'), [deployment, dead, dead, weights]);
  });

  it('is told with what there is of it where a reload ended it before it began', () => {
    const model = { kind: 'model', name: 'm' } as const;
    const told = changes.map((change) => {
      const { message, next } = brokenOffEnd('boston', { ...change, pending: {} }, 'made' in change ? [model] : []);
      return `${message} ${next.join()}`;
    });
    const ended = 'ended with the reload of the window, before';
    const change = `The change of boston ${ended} it began; it runs what it ran before.`;
    assert.deepEqual(told, [
      `The deployment of boston ${ended} there was an endpoint. There is the model m now. deploy,remove`,
      `${change} There is the model m now. update,remove`,
      `${change} update`,
      `${change} setWeights`,
    ]);
    const { message } = brokenOffEnd('boston', { kind: 'deployment', made, pending: { copiesTo: 'b' } }, []);
    assert.match(message, /before there was an endpoint\. What was copied stays in s3:\/\/b\.$/);
  });
});
