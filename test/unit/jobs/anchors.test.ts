import assert from 'node:assert/strict';
import { boston, Workspace } from './workspace.ts';

describe('anchors in a definition', () => {
  let workspace: Workspace;
  before(async () => (workspace = await Workspace.create()));
  after(() => workspace.remove());

  const shared = `x-table: &table
  ContentType: text/csv
  InputMode: File
x-more: &more { InputMode: Pipe, CompressionType: None }
`;
  const train = (entries: string) =>
    shared +
    boston.replace('  - ChannelName: train\n    ContentType: text/csv\n', `  - ChannelName: train\n${entries}`);
  const channel = (text: string): unknown => (workspace.parse(text).value['InputDataConfig'] as unknown[])[0];
  const data = { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 'data/train.csv' } } };

  it('are merged in, what is written in place winning and the earlier anchor over the later', async () => {
    const text = train('    <<: [*table, *more]\n    ContentType: csv\n');
    assert.deepEqual(await workspace.findings(text), []);
    const expected = { ChannelName: 'train', ContentType: 'csv', ...data, InputMode: 'File', CompressionType: 'None' };
    assert.deepEqual(channel(text), expected);
    assert.deepEqual(channel(train('    <<: *table\n')), {
      ChannelName: 'train',
      ...data,
      ContentType: 'text/csv',
      InputMode: 'File',
    });
  });

  it('are merged through one another', () => {
    const text = 'x-a: &a { Key: one, Value: two }\nx-b: &b { <<: *a, Value: three }\nTags: [{ <<: *b }]\n';
    assert.deepEqual(workspace.parse(text).value, { Tags: [{ Value: 'three', Key: 'one' }] });
  });

  it('stand under names with x- at the top only, which are no part of the request', async () => {
    assert.deepEqual(Object.keys(workspace.parse(shared).value), []);
    const deeper = boston.replace('ResourceConfig:', 'ResourceConfig:\n  x-own: 1');
    assert.deepEqual(
      (await workspace.findings(deeper)).map(({ code }) => code),
      ['unknown-field'],
    );
  });

  const slips: [entries: string, code: string, marked: string][] = [
    ['    <<: text\n', 'not-a-mapping', '<<'],
    ['    <<: *nothing\n', 'not-yaml', '*nothing'],
    ['    <<: *table\n    <<: *more\n', 'duplicate-key', '<<'],
    ['    <<: [*table, [*more]]\n', 'not-a-mapping', '<<'],
  ];
  for (const [entries, code, marked] of slips) {
    it(`are said once to be wrong in ${JSON.stringify(entries)}`, async () => {
      const text = train(entries);
      const found = (await workspace.findings(text)).map((one) => [one.code, text.slice(one.start, one.end)]);
      assert.deepEqual(found, [[code, marked]]);
    });
  }

  it('say what is wrong in them once, and where it stands', async () => {
    const text = train('    <<: *table\n').replace('InputMode: File', 'InputMode: Fil');
    const found = (await workspace.findings(text)).map((one) => [one.code, text.slice(one.start, one.end)]);
    assert.deepEqual(found, [['unknown-value', 'Fil']]);
    const twice = train('    <<: *table\n').replace('InputMode: File', 'InputMode: File\n  InputMode: File');
    assert.deepEqual(
      (await workspace.findings(twice)).map(({ code }) => code),
      ['duplicate-key'],
    );
  });

  it('do not grow without end', () => {
    const lines = ['x-0: &a0 { A: 1 }'];
    for (let at = 1; at < 40; at++)
      lines.push(`x-${at}: &a${at} { B${at}: *a${at - 1}, C: { <<: [*a${at - 1}, *a${at - 1}] } }`);
    const { findings } = workspace.parse(lines.join('\n'));
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['too-large'],
    );
    const own = workspace.parse('x-a: &a { <<: *a, Key: 1 }\nTrainingJobName: a\n');
    assert.deepEqual(
      own.findings.map(({ code }) => code),
      ['too-large'],
    );
  });

  it('is a name like any other in JSON', () => {
    assert.deepEqual(workspace.parse('{"<<": {"a": 1}}').value, { '<<': { a: 1 } });
  });
});
