import assert from 'node:assert/strict';
import { stopDetail, type Stopped } from '../../../src/sagemaker/stopping.ts';

const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
const common = { accountId: '123456789012', region: 'eu-west-1', credentials };
const aws = { ...common, id: 'aws', kind: 'aws', label: 'team' } as const;
const local = { ...common, id: 'local', kind: 'local', label: 'Local Engine' } as const;
const job = (name: string, connection: Stopped['connection']): Stopped => ({ kind: 'trainingJob', name, connection });

describe('the question before something is stopped', () => {
  it('is asked of one on AWS too, with where it is and that it cannot be undone', () =>
    assert.equal(
      stopDetail([job('boston', aws)]),
      'Where: team · eu-west-1 · 123456789012\nA job that is stopped cannot go on.\nThis cannot be undone.',
    ));

  it('is not asked of one on the local engine, and of several there it is', () => {
    assert.equal(stopDetail([]), undefined);
    assert.equal(stopDetail([job('boston', local)]), undefined);
    assert.match(stopDetail([job('a', local), job('b', local)]) ?? '', /^a\nb\nWhere: Local Engine\n/);
  });

  it('names the first of many, and where each is', () => {
    const many = Array.from({ length: 10 }, (_, index) => job(`job-${index}`, index === 9 ? local : aws));
    assert.match(stopDetail(many) ?? '', /^job-0\n[^]*job-7\nand 2 more\nWhere: team · .*, Local Engine\n/);
  });

  it('says of each kind what is lost', () => {
    assert.match(stopDetail([{ ...job('t', aws), kind: 'transformJob' }]) ?? '', /stores no output\.\nA job/);
    const notebook = stopDetail([{ ...job('n', aws), kind: 'notebook' }]) ?? '';
    assert.match(notebook, /can be started again\.$/);
    assert.doesNotMatch(notebook, /A job/);
  });
});
