import assert from 'node:assert/strict';
import {
  isProductionName,
  productionQuestion,
  productionReason,
  usualProductionNames,
} from '../../../src/connections/production.ts';

describe('production', () => {
  for (const name of [
    'prod',
    'PROD',
    'acme-prod',
    'prod_eu',
    'AcmeProd',
    'prod2',
    'team.production',
    'Live',
    'my-prd-1',
  ])
    it(`is told by the name ${name}`, () => assert.ok(isProductionName(name, usualProductionNames)));

  for (const name of [
    'default',
    'nonprod',
    'non-prod',
    'not_production',
    'pre-prod',
    'product',
    'delivery',
    'reproduce',
    'alive',
    '',
  ])
    it(`is not meant by the name "${name}"`, () => assert.ok(!isProductionName(name, usualProductionNames)));

  it('is what the user says it is, with * for any characters', () => {
    assert.ok(isProductionName('customer-eu-main', ['customer-*']));
    assert.ok(isProductionName('a.b', ['a.b']));
    assert.ok(!isProductionName('axb', ['a.b*']), 'a dot is a dot');
    assert.ok(!isProductionName('prod', []), 'an empty list asks nowhere');
    assert.ok(!isProductionName('anything', [' ']));
  });

  it('goes by the profile’s own word, then its name, then the alias of the account', () => {
    const patterns = usualProductionNames;
    assert.equal(
      productionReason({ profile: 'prod', declared: false, accountAlias: 'acme-prod' }, patterns),
      undefined,
    );
    assert.match(productionReason({ profile: 'a', declared: true }, patterns) ?? '', /a is marked as production/);
    assert.match(productionReason({ profile: 'prod' }, patterns) ?? '', /the profile prod is named/);
    assert.match(
      productionReason({ profile: 'a', accountAlias: 'acme-prod' }, patterns) ?? '',
      /the account acme-prod/,
    );
    assert.equal(productionReason({ profile: 'a', accountAlias: 'acme' }, patterns), undefined);
  });

  it('is named in the question, as far as it is known', () => {
    const reason = 'the profile prod is named like production';
    assert.equal(productionQuestion('Delete a?', { reason, isCertain: true }), 'Delete a in PRODUCTION?');
    assert.equal(productionQuestion('Delete a?', { reason, isCertain: false }), 'Delete a in what may be PRODUCTION?');
  });
});
