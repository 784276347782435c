import assert from 'node:assert/strict';
import { join } from 'node:path';
import { convertedDataFolder, dataOrder, isDataFile } from '../../../../src/jobs/wizard/dataOrder.ts';

const root = join('/', 'work', 'houses');
const at = (...path: string[]): string => join(root, ...path);

describe('the order of the files that are offered as data', () => {
  const converted = at('boston-data', 'train.csv');
  const files = [converted, at('data', 'raw', 'a.csv'), at('boston.csv'), at('data', 'b.csv')];
  const definitions = [at('boston.training-job.yaml')];

  it('has what the wizard converted for an earlier definition last, and the near before the deep', () =>
    assert.deepEqual(dataOrder(files, { definitions }), [
      at('boston.csv'),
      at('data', 'b.csv'),
      at('data', 'raw', 'a.csv'),
      converted,
    ]));

  it('has the file in front of the user first, whatever it is', () => {
    const [, deep] = files;
    assert.equal(dataOrder(files, { active: deep, definitions })[0], deep);
    assert.equal(dataOrder(files, { active: converted, definitions })[0], converted);
    assert.equal(dataOrder(files, { active: at('boston.training-job.yaml'), definitions })[0], at('boston.csv'));
  });

  it('takes a folder for the wizard’s only beside its definition', () => {
    assert.equal(dataOrder([at('z.csv'), at('a-data', 'x.csv')], { definitions: [] }).at(-1), at('a-data', 'x.csv'));
    const [first] = dataOrder([at('x', 'a-data', 'x.csv'), at('x', 'z', 'y.csv')], {
      definitions: [at('a.training-job.yaml')],
    });
    assert.equal(first, at('x', 'a-data', 'x.csv'));
    assert.equal(convertedDataFolder(at('x', 'a.training-job.yml')), at('x', 'a-data'));
  });

  it('knows data by their ending, and only inside the workspace', () => {
    assert.ok(isDataFile(at('data', 'A.CSV'), root));
    assert.ok(!isDataFile(at('train.py'), root));
    assert.ok(!isDataFile(join('/', 'work', 'other', 'a.csv'), root));
  });
});
