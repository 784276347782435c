import assert from 'node:assert/strict';
import type { AwsChoice, ConnectionChoice } from '../../../src/connections/connectionChoice.ts';
import { connectionRows, type ConnectionRow } from '../../../src/connections/connectionRows.ts';
import type { ProfileFacts } from '../../../src/connections/profiles.ts';

const profiles: readonly ProfileFacts[] = [
  { name: 'acme-prod', how: 'SSO', region: 'eu-west-1', asks: false },
  { name: 'dev', how: 'access key', region: 'eu-west-1', asks: false },
  { name: 'sandbox', how: 'role', asks: false },
];
const dev = (region?: string): AwsChoice => ({ kind: 'profile', profile: 'dev', ...(region && { region }) });
const rows = (current: ConnectionChoice, recent: readonly AwsChoice[] = []) =>
  connectionRows({ profiles, current, recent, env: {}, patterns: ['prod'] });
const named = (some: readonly ConnectionRow[]): string[] => some.map(({ name, region }) => `${name} ${region ?? '-'}`);

describe('the list of connections', () => {
  it('names the place in use exactly: choosing it keeps its region', () => {
    const { inUse, others } = rows(dev('us-east-1'), [dev('us-east-1'), dev('eu-west-1')]);
    assert.equal(inUse?.region, 'us-east-1');
    assert.deepEqual(inUse.choice, dev('us-east-1'));
    assert.deepEqual(named(others), ['acme-prod eu-west-1', 'sandbox -', 'Environment -'], 'dev only once');
  });

  it('has each place once, however it was chosen', () => {
    const recent = [dev(), dev('eu-west-1'), dev('us-east-1'), { kind: 'profile', profile: 'gone' } as const];
    const inDev = rows(dev(), recent);
    assert.deepEqual(named(inDev.recent), ['dev us-east-1'], 'in use without a region is in that of the profile');
    const onLocal = rows({ kind: 'local' }, recent);
    assert.equal(onLocal.inUse, undefined);
    assert.deepEqual(named(onLocal.recent), ['dev eu-west-1', 'dev us-east-1']);
    assert.deepEqual(named(onLocal.others), ['acme-prod eu-west-1', 'sandbox -', 'Environment -']);
  });

  it('marks production before it is chosen', () => {
    const [first, second] = rows({ kind: 'local' }).others;
    assert.deepEqual([first?.name, first?.production], ['acme-prod', 'the profile acme-prod is named like production']);
    assert.equal(second?.production, undefined);
  });

  it('says of each which requests go elsewhere', () => {
    const env = { AWS_ENDPOINT_URL_PRICING: 'http://127.0.0.1:4' };
    const { others } = connectionRows({ profiles, current: { kind: 'local' }, recent: [], env, patterns: [] });
    assert.equal(others[1]?.redirection, 'Requests to the price list go to http://127.0.0.1:4, not to AWS');
    assert.equal(rows({ kind: 'local' }).others[1]?.redirection, undefined);
  });
});
