import assert from 'node:assert/strict';
import { boston, Workspace } from './workspace.ts';

describe('the first lines of local data', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.create();
    await workspace.write('project/data/rows.libsvm', '24 1:0.006 2:18\n21.6 1:0.027\n');
    await workspace.write('project/data/classes.csv', '0,1.5\n2,2.5\n1,3.5\n');
    await workspace.write('project/data/header.csv', 'a,b\n1,2\n');
    await workspace.write('project/data/one.csv', '1\n2\n');
  });
  after(() => workspace.remove());

  async function marks(text: string): Promise<string[]> {
    const findings = await workspace.findings(text);
    return findings.map(({ code, start, end, replacement = '' }) =>
      `${code}: ${text.slice(start, end)} ${replacement}`.trim(),
    );
  }
  const train = (path: string) => boston.replace('data/train.csv', path);
  const untyped = (text: string) => text.replace(/ {4}ContentType: text\/csv\n/, '');
  const libsvm = (text: string) => text.replace('ContentType: text/csv', 'ContentType: text/libsvm');

  it('have the format that ContentType says, libsvm when it says nothing', async () => {
    assert.deepEqual(await marks(train('data/rows.libsvm')), ['wrong-content-type: text/csv text/libsvm']);
    assert.deepEqual(await marks(libsvm(train('data/rows.libsvm'))), []);
    assert.deepEqual(await marks(untyped(train('data/rows.libsvm'))), []);
    assert.deepEqual(await marks(libsvm(boston)), ['wrong-content-type: text/libsvm text/csv']);
    assert.deepEqual(await marks(untyped(boston)), ['wrong-content-type: train']);
  });

  it('have labels that are classes, where classes are learned', async () => {
    const classes = (count: number) =>
      train('data/classes.csv')
        .replace('reg:squarederror', `multi:softmax\n  num_class: ${count}`)
        .replace(/ {2}- ChannelName: validation[\s\S]*?(?=ResourceConfig)/, '');
    assert.deepEqual(await marks(classes(3)), []);
    assert.deepEqual(await marks(classes(2)), ['csv-label: data/classes.csv']);
    const [finding] = await workspace.findings(classes(2));
    assert.match(
      finding?.message ?? '',
      /row 2 has the label 2, but multi:softmax with num_class 2 takes whole numbers from 0 to 1/,
    );
  });

  it('have no header for other algorithms that read CSV either', async () => {
    const kmeans = (path: string) =>
      train(path)
        .replace('xgboost:1.7-1', 'kmeans')
        .replace(/HyperParameters:[\s\S]*?(?=InputDataConfig)/, 'HyperParameters: { k: 2, feature_dim: 2 }\n')
        .replace(/ {2}- ChannelName: validation[\s\S]*?(?=ResourceConfig)/, '')
        .replace('text/csv', 'text/csv;label_size=0')
        .replace('S3DataType: S3Prefix', 'S3DataType: S3Prefix\n        S3DataDistributionType: ShardedByS3Key');
    assert.deepEqual(await marks(kmeans('data/header.csv')), ['csv-header: data/header.csv']);
    assert.deepEqual(await marks(kmeans('data/one.csv')), [], 'no column of it is a label');
  });

  it('are the script’s own business where one is named', async () => {
    await workspace.write('project/train.py', 'print()\n');
    assert.deepEqual(await marks(`${untyped(train('data/header.csv'))}EntryPoint: train.py\n`), []);
  });
});
