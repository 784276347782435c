import assert from 'node:assert/strict';
import { parseDefinition } from '../../../src/jobs/definition.ts';
import type { Finding } from '../../../src/jobs/finding.ts';

const parse = (text: string) => parseDefinition(text, { path: '/project/a.training-job.yaml' });
const at = (text: string, { start, end }: { start: number; end: number }): string => text.slice(start, end);

describe('parseDefinition', () => {
  it('keeps hyperparameters and environment as they are written, and other numbers as numbers', () => {
    const { value, findings } = parse(
      'HyperParameters: {num_round: 200, eta: 0.10, lambda: 1e-3, silent: true, csv: "0"}\nEnvironment: {DEBUG: 1}\nResourceConfig: {InstanceCount: 1}',
    );
    assert.deepEqual(findings, []);
    assert.deepEqual(value, {
      HyperParameters: { num_round: '200', eta: '0.10', lambda: '1e-3', silent: 'true', csv: '0' },
      Environment: { DEBUG: '1' },
      ResourceConfig: { InstanceCount: 1 },
    });
  });

  it('reads JSON, tabs included', () => {
    const { value, findings } = parse(
      '{\n\t"TrainingJobName": "a",\n\t"HyperParameters": {\n\t\t"eta": "0.1"\n\t}\n}\n',
    );
    assert.deepEqual(findings, []);
    assert.deepEqual(value, { TrainingJobName: 'a', HyperParameters: { eta: '0.1' } });
  });

  it('knows where keys and values stand, and where an absent one would', () => {
    const text = 'TrainingJobName: a\nInputDataConfig:\n  - ChannelName: train\n    ContentType: text/csv\n';
    const definition = parse(text);
    assert.equal(at(text, definition.rangeOf(['InputDataConfig', 0, 'ChannelName'])), 'train');
    assert.equal(at(text, definition.keyRangeOf(['InputDataConfig', 0, 'ChannelName'])), 'ChannelName');
    assert.equal(at(text, definition.keyRangeOf(['InputDataConfig', 0, 'DataSource'])), 'ChannelName: train');
    assert.equal(at(text, definition.rangeOf(['InputDataConfig', 3])), 'InputDataConfig');
    assert.equal(at(text, definition.keyRangeOf(['RoleArn'])), 'TrainingJobName: a');
  });

  const unreadable: [name: string, text: string, code: string][] = [
    ['an unclosed quote', 'TrainingJobName: "a\nRoleArn: b\n', 'not-yaml'],
    ['a tab as indentation', 'ResourceConfig:\n\tInstanceCount: 1\n', 'not-yaml'],
    ['two values on a line', 'a: b: c\n', 'not-yaml'],
    ['a repeated key', 'TrainingJobName: a\nTrainingJobName: b\n', 'duplicate-key'],
    ['two documents', 'TrainingJobName: a\n---\nTrainingJobName: b\n', 'not-yaml'],
    ['prose', 'this is no definition', 'not-a-mapping'],
    ['a list', '- a\n- b\n', 'not-a-mapping'],
    ['nothing', '', 'not-a-mapping'],
    ['comments only', '# later\n', 'not-a-mapping'],
    ['an unknown alias', 'TrainingJobName: *a\n', 'not-yaml'],
    ['a map as a key', '{a: b}: c\n', 'not-a-field'],
    ['an alias to its own parent', 'a: &a\n  b: *a\n', 'too-large'],
    ['brackets without end', '['.repeat(500_000), 'not-yaml'],
    ['dashes without end', '- '.repeat(400_000), 'not-yaml'],
    ['groups without end', '{a: '.repeat(200_000), 'not-yaml'],
    ['nesting deeper than any request', `a: ${'['.repeat(100)}${']'.repeat(100)}\n`, 'too-large'],
    ['bytes of a picture', '\u0000\u0001PNG\r\n\u001a: [', 'not-yaml'],
  ];
  for (const [name, text, code] of unreadable) {
    it(`survives ${name}, and says where it stands`, () => {
      const { findings } = parse(text);
      assert.ok(findings.length > 0);
      assert.equal(findings[0]?.code, code, JSON.stringify(findings[0]));
      for (const { start, end, severity } of findings) {
        assert.equal(severity, 'error');
        assert.ok(start >= 0 && start <= end && end <= text.length, `${start}..${end} of ${text.length}`);
      }
    });
  }

  const slips: [text: string, marked: string, message: RegExp][] = [
    ['ResourceConfig:\n\tInstanceCount: 1\n', '\t', /indent this line with spaces instead of a tab\.$/],
    ['A:\n  b: 1\n c: 2\n', ' ', /indent this line exactly like the others/],
    ['A: b\n  c: d\n', 'b', /second colon.*indent the next line/],
    ['A: {b: 1\nc: 2\n', 'c', /a closing } is missing\.$/],
    ['a:b\nc: 1\n', 'a:b', /name of the field, a colon and a space on one line\.$/],
    ['- a\nb: 1\n', 'b', /does not belong here/],
    ['a: @b\n', '@', /needs quotes around it\.$/],
    ['a: "b\n', '\n', /a closing quote is missing\.$/],
  ];
  for (const [text, marked, message] of slips) {
    it(`says once what to do about ${JSON.stringify(text)}`, () => {
      const { findings } = parse(text);
      assert.equal(findings.length, 1, JSON.stringify(findings));
      assert.match(findings[0]?.message ?? '', /^This is not valid YAML: /);
      assert.match(findings[0]?.message ?? '', message);
      assert.equal(at(text, findings[0] as Finding), marked);
    });
  }

  const badJson: [text: string, start: number, message: RegExp][] = [
    ['{"a": 1, "b": {"c": 2,\n', 21, /: the text ends before its last closing } or ]\.$/],
    ['{"a": {"b": 1}\n', 13, /: the text ends before its last/],
    ['{\n  "a": 1\n  "b": 2\n}\n', 13, /: expected ',' or '}' after property value\.$/],
    ['{"a": 1,}', 7, /: nothing follows this comma; remove it\.$/],
    ['{"a": tru}', 9, /: unexpected token '}'\.$/],
    ['{"a": "b', 7, /: unterminated string\.$/],
    ['', 0, /: the file is empty; begin with \{ and }\.$/],
  ];
  for (const [text, start, message] of badJson) {
    it(`judges ${JSON.stringify(text)} as JSON in a file of that name, once and at its place`, () => {
      const { findings } = parseDefinition(text, { path: '/project/a.training-job.json' });
      assert.equal(findings.length, 1, JSON.stringify(findings));
      assert.equal(findings[0]?.start, start, JSON.stringify(findings));
      assert.match(findings[0].message, /^This is not valid JSON: /);
      assert.match(findings[0].message, message);
    });
  }

  it('names the limit that a file is beyond', () => {
    const { findings } = parse('#'.repeat(1_000_001));
    assert.equal(
      findings[0]?.message,
      'A job definition has at most 1,000,000 characters, but this file has 1,000,001.',
    );
  });

  it('bounds aliases of aliases', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`,
    );
    const { findings } = parse(`a0: &a0 [x]\n${levels.join('\n')}\n`);
    assert.ok(findings.some(({ code }) => code === 'too-large'));
  });

  it('follows a plain alias', () => {
    const { value, findings } = parse('A: &source {S3Uri: "s3://b/k"}\nB: *source\n');
    assert.deepEqual(findings, []);
    assert.deepEqual(value['B'], { S3Uri: 's3://b/k' });
  });

  it('takes names that objects have anyway as plain names', () => {
    const { value } = parse('HyperParameters: {__proto__: 1, constructor: 2}\n');
    assert.deepEqual(Object.entries(value['HyperParameters'] as object), [
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });
});
