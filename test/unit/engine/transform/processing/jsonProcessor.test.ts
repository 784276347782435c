import assert from 'node:assert/strict';
import { RecordError } from '../../../../../src/engine/transform/fileFailure.ts';
import { parseJsonPath } from '../../../../../src/engine/transform/processing/jsonPath.ts';
import { JsonInput, JsonOutput } from '../../../../../src/engine/transform/processing/jsonProcessor.ts';
import { readJsonValues } from '../../../../../src/engine/transform/processing/jsonText.ts';
import { seededRandom } from '../../../../support/seededRandom.ts';

const refused = (pattern: RegExp) => (error: unknown) => error instanceof RecordError && pattern.test(error.message);
const filtered = (path: string, record: string | Buffer, isLines = false): string =>
  new JsonInput(parseJsonPath(path), isLines).filterInput([Buffer.from(record)]).toString();
const combined = (path: string, joins: boolean, records: readonly string[], answer: string, isLines = true): string =>
  new JsonOutput(parseJsonPath(path), joins, isLines)
    .combine(
      records.map((record) => Buffer.from(record)),
      Buffer.from(answer),
    )
    .toString();

/** Undefined for what is no JSON. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RecordError) return undefined;
    throw error;
  }
}

describe('DataProcessing of JSON', () => {
  it('writes what it chooses as it was written', () => {
    const record = '{"b": 1.0, "7": 12345678901234567890, "a": [1E5, "\\u00e9\\"\\\\"], "b": 2.50}';
    assert.equal(filtered('$', record), '{"b":2.50,"7":12345678901234567890,"a":[1E5,"\\u00e9\\"\\\\"]}');
    assert.equal(filtered('$.a', record, true), '[1E5,"\\u00e9\\"\\\\"]\n');
    assert.equal(filtered("$['7']", record), '12345678901234567890');
    assert.equal(filtered('$.a[-1]', record), '"\\u00e9\\"\\\\"');
  });

  it('follows the paths of the developer guide', () => {
    const record = '{"id": 4, "features": [1, 2, 3, 4, 5, 6], "field1": {"child1": 1, "child2": 2, "x": {"y": 3}}}';
    for (const [path, text] of [
      ['$.id', '4'],
      ['$.features[1,3,5]', '[2,4,6]'],
      ['$.features[2:5]', '[3,4,5]'],
      ['$.features[:5]', '[1,2,3,4,5]'],
      ["$.field1.['child1','child2']", '{"child1":1,"child2":2}'],
      ["$['id','SageMakerOutput']", '{"id":4}'],
      ['$.field1.*', '[1,2,{"y":3}]'],
      ['$.field1.x.y', '3'],
    ])
      assert.equal(filtered(path ?? '', record), text, path);
    assert.throws(() => filtered("$.field1.['child1','x.y']", record), refused(/^Invalid JsonPath: /));
    assert.throws(() => filtered('$.nobody', record), refused(/^The filter \$\.nobody names 'nobody', which is not/));
    assert.throws(() => filtered('$.features[6]', record), refused(/names index 6 of 6/));
    assert.throws(() => filtered('$.id[0]', record), refused(/names an index of what is no array/));
    assert.throws(
      () => filtered('$[0:2,246:]', record),
      refused(
        /^Invalid JsonPath: \$\[0:2,246:\]: only single range filters of format \(eg: \[1:5\]\) are supported\. Format \[0:2,246:\] is not supported$/,
      ),
    );
  });

  it('adds the answer to an object, and makes one of what is none', () => {
    assert.equal(
      combined('$', true, ['{"key":1}'], '{"label":1}', false),
      '{"key":1,"SageMakerOutput":{"label":1}}',
      'the guide’s own example',
    );
    assert.equal(
      combined('$', true, ['[1, 2]\n', '{"SageMakerOutput": 0, "a": 1}\n'], '0.5\n"b"\n'),
      '{"SageMakerInput":[1,2],"SageMakerOutput":0.5}\n{"SageMakerOutput":"b","a":1}\n',
    );
    assert.equal(
      combined("$['id','SageMakerOutput']", true, ['{"id":1,"x":2}'], '[3]'),
      '{"id":1,"SageMakerOutput":[3]}\n',
    );
  });

  it('reads answers on lines, over several lines, or one after the other', () => {
    assert.equal(combined('$.p', false, [], '{\n  "p": [1,\n 2]\n}\n', false), '[1,2]');
    assert.equal(combined('$.p', false, [], '{"p":1}{"p":2}\r\n\n{"p":3}'), '1\n2\n3\n');
    assert.throws(
      () => combined('$', true, ['{}', '{}'], '[1,2]'),
      refused(/mismatched line count between the input and the output \(2 and 1\)/),
    );
  });

  it('takes for one document what JSON.parse takes, and says the same', () => {
    const random = seededRandom(11);
    const from = <T>(list: ArrayLike<T>): T => list[Math.floor(random() * list.length)] as T;
    const seeds = [
      '{"a": [1, -0.5e+3, {"b\\n": null}], "": "x\\u00e9\\\\"}',
      '[[], {}, "\\"", true, false, 0]',
      ' -12.25 ',
    ];
    let taken = 0;
    for (let round = 0; round < 30_000; round++) {
      let text = from(seeds);
      for (let change = Math.floor(random() * 3); change > 0; change--) {
        const at = Math.floor(random() * text.length);
        text =
          text.slice(0, at) + from(['', ...'{}[]",:.eE+-0123\\ntu \n']) + text.slice(at + Math.floor(random() * 2));
      }
      const expected = attempt(() => JSON.parse(text) as unknown);
      const found = attempt(() => [...readJsonValues(Buffer.from(text))]);
      if (expected === undefined) assert.notEqual(found?.length, 1, text);
      else assert.deepEqual(JSON.parse(found?.join('') ?? ''), expected, text);
      taken += expected === undefined ? 0 : 1;
    }
    assert.ok(taken > 5000 && taken < 25_000, String(taken));
  });

  it('says where a text is no JSON', () => {
    for (const text of [
      '{',
      '[1,]',
      '{"a" 1}',
      "{'a':1}",
      '{"a":1,}',
      '01',
      '1.',
      'tru',
      'nan',
      '"a',
      '"\t"',
      '"\\x"',
      '[1]]',
      '12a',
    ])
      assert.throws(
        () => filtered('$', text),
        refused(/^Failed to parse input as JSON: there is .* at character \d+/),
        text,
      );
    assert.throws(() => filtered('$', Buffer.from([0x22, 0xff, 0x22])), refused(/it is not UTF-8/));
    assert.throws(() => filtered('$', '['.repeat(100_000)), refused(/more than 1000 levels/));
    assert.throws(
      () => combined('$', true, ['1'], 'score: 1'),
      refused(/^Failed to parse output from the algorithm as JSON: there is no value at character 0, near: score: 1$/),
    );
    assert.equal(filtered('$', `\uFEFF"${'é'.repeat(3_000_000)}"`).length, 3_000_002, 'long strings');
  });
});
