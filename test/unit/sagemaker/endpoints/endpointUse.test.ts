import assert from 'node:assert/strict';
import { usedParts } from '../../../../src/sagemaker/endpoints/endpointUse.ts';

const variants = (...models: string[]) => models.map((model, index) => ({ name: `v${index}`, model }));

describe('usedParts', () => {
  const configOf = new Map([
    ['a', 'shared'],
    ['b', 'shared'],
    ['c', 'own'],
  ]);
  const variantsIn = new Map([
    ['shared', variants('m1')],
    ['own', variants('m1', 'm2')],
    ['left', variants('m2')],
  ]);
  const of = (...going: string[]) =>
    usedParts(new Set(going), configOf, variantsIn).map(({ name, usedBy }) => [name, usedBy] as const);

  it('keeps what another endpoint or configuration uses', () => {
    assert.deepEqual(of('a'), [
      ['shared', ['endpoint b']],
      ['m1', ['endpoint b', 'endpoint c']],
    ]);
    assert.deepEqual(of('c'), [
      ['own', []],
      ['m1', ['endpoint a', 'endpoint b']],
      ['m2', ['configuration left']],
    ]);
  });

  it('frees what only those use that go together', () =>
    assert.deepEqual(of('a', 'b', 'c'), [
      ['shared', []],
      ['own', []],
      ['m1', []],
      ['m2', ['configuration left']],
    ]));

  it('has the configurations too that updates of those left behind, and frees what they alone use', () => {
    const time = '-2026-11-22-08-00-00-000';
    const configs = new Map([
      ['shared', variants('m1')],
      [`a${time}`, variants('m1')],
      [`b${time}`, variants('m1')],
      [`ab${time}`, variants('m2')],
    ]);
    const running = new Map([
      ['a', 'shared'],
      ['b', `b${time}`],
    ]);
    const parts = usedParts(new Set(['a']), running, configs);
    assert.deepEqual(
      parts.map(({ name, usedBy, isLeft = false }) => [name, usedBy, isLeft]),
      [
        ['shared', [], false],
        ['m1', ['endpoint b'], false],
        [`a${time}`, [], true],
      ],
    );
    assert.deepEqual(usedParts(new Set(['a', 'b']), running, configs).find(({ name }) => name === 'm1')?.usedBy, []);
  });

  it('has nothing of a configuration that was deleted', () =>
    assert.deepEqual(usedParts(new Set(['a']), configOf, new Map()), []));
});
