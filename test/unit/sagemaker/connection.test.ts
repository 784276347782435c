import assert from 'node:assert/strict';
import { whereText, type Connection } from '../../../src/sagemaker/connection.ts';

describe('where something is, in a head', () => {
  const aws: Connection = {
    id: 'aws:123456789012:eu-west-1',
    kind: 'aws',
    label: 'dev',
    accountId: '123456789012',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };

  it('is profile, region and account, with the server that answers instead of AWS', () => {
    assert.equal(whereText(aws), 'dev · eu-west-1 · 123456789012');
    const elsewhere = { ...aws, redirectedTo: 'http://127.0.0.1:4566' };
    assert.equal(whereText(elsewhere), 'dev · eu-west-1 · 127.0.0.1:4566 · 123456789012');
    assert.equal(whereText({ ...aws, kind: 'local', label: 'Local engine' }), 'Local engine');
  });
});
