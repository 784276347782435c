import assert from 'node:assert/strict';
import path from 'node:path';
import { judge, pythonOrSkip } from '../support/python.ts';
import { readNdArrays } from '../support/ndarrayFile.ts';

const programs = path.resolve(import.meta.dirname, '../../src/engine/python');

// Written by MXNet 1.9.1: mxnet.recordio.MXRecordIO, of records that hold the magic number itself; mxnet.nd.save of a list and a dict.
const records = [
  '0a23d7ce02000000616200000a23d7ce04000020616263640a23d7ce0300006065666700',
  '0a23d7ce000000200a23d7ce000000400a23d7ce0100006078000000',
  '0a23d7ce080000006162630a23d7ce64',
].join('');
const list = [
  '120100000000000000000000000000000100000000000000c9fa93f900000000020000000200000000000000030000000000000001000000',
  '0000000000000000000000000000803f0000004000004040000080400000a0400000000000000000',
].join('');
const dict = [
  '120100000000000000000000000000000200000000000000c9fa93f900000000010000000200000000000000010000000000000000000000',
  '0000803f00000040c9fa93f900000000020000000200000000000000020000000000000001000000000000000000000000',
  '00803f0000004000004040000080400200000000000000010000000000000073010000000000000076',
].join('');

describe('what built-in algorithms read and write', function () {
  this.timeout(60_000);
  let judged: { wrong: string[]; frames: string[]; list: string; dict: string };

  before(function () {
    judged = judge(pythonOrSkip(this), 'recordsJudge.py', { programs, frames: records });
  });

  it('reads every record that the SageMaker Python SDK writes, and refuses what is none', () => {
    assert.deepEqual(judged.wrong, []);
  });

  it('puts a record together that MXNet wrote in parts', () => {
    const magic = '0a23d7ce';
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    const expected = [
      hex('ab'),
      hex('abcd') + magic + hex('efg'),
      magic + magic + hex('x'),
      hex('abc') + magic + hex('d'),
    ];
    assert.deepEqual(judged.frames, expected);
  });

  it('writes arrays byte for byte as MXNet does', () => {
    assert.equal(judged.list, list);
    assert.equal(judged.dict, dict);
  });

  it('has a reader for the other tests that reads MXNet’s own file', () => {
    const { s, v } = readNdArrays(Buffer.from(dict, 'hex'));
    assert.deepEqual([s?.shape, [...(s?.values ?? [])]], [[2], [1, 2]]);
    assert.deepEqual(
      [v?.shape, [...(v?.values ?? [])]],
      [
        [2, 2],
        [1, 2, 3, 4],
      ],
    );
    assert.deepEqual(readNdArrays(Buffer.from(list, 'hex'))['0']?.shape, [2, 3]);
  });
});
