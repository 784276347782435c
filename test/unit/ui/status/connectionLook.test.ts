import assert from 'node:assert/strict';
import { connectionLook, localLook } from '../../../../src/ui/status/connectionLook.ts';

describe('a connection in the status bar', () => {
  const facts = { name: 'work', region: 'eu-west-1', accountId: '123456789012' };

  it('shows account and region always', () => {
    const { text, label, background } = connectionLook(facts);
    assert.equal(text, '$(cloud) work · eu-west-1 · 123456789012');
    assert.equal(label, 'SageMaker connection: work, region eu-west-1, account 123456789012');
    assert.equal(background, undefined);
  });

  it('says where it works in plain words where it is pointed at', () => {
    assert.equal(
      connectionLook(facts).tooltip,
      'Connection work in eu-west-1, account 123456789012. Click to choose where jobs run.',
    );
    const gone = { name: 'work', region: '', problem: 'It is gone.' };
    assert.equal(
      connectionLook(gone).tooltip,
      'It is gone. Connection work, not connected. Click to choose where jobs run.',
    );
  });

  it('is red for production, before any other colour', () => {
    const production = 'the profile work is marked as production';
    const { text, tooltip, label, background } = connectionLook({
      ...facts,
      production,
      endpoint: 'http://127.0.0.1:1',
    });
    assert.equal(text, '$(shield) PRODUCTION · work · eu-west-1 · 123456789012 · 127.0.0.1:1');
    assert.match(tooltip, /asked before anything is changed, because the profile work is marked/);
    assert.match(label, /, production$/);
    assert.equal(background, 'statusBarItem.errorBackground');
  });

  it('has room for what matters beside a long name, which is told whole where it is pointed at', () => {
    const name = 'a-very-long-profile-name-of-the-machine-learning-platform-team-in-frankfurt';
    const look = connectionLook({ ...facts, name, production: 'it is marked', endpoint: 'http://127.0.0.1:1' });
    assert.equal(look.text, '$(shield) PRODUCTION · a-very-long-…n-frankfurt · eu-west-1 · 123456789012 · 127.0.0.1:1');
    for (const text of [look.tooltip, look.label]) assert.ok(text.includes(name), text);
  });

  it('says which requests go elsewhere', () => {
    const redirection = 'Requests to the price list go to http://p, not to AWS';
    const { text, tooltip, background } = connectionLook({ ...facts, redirection });
    assert.equal(text, '$(cloud) work · eu-west-1 · 123456789012');
    assert.match(tooltip, /account 123456789012\. Requests to the price list go to http:\/\/p, not to AWS\. Click/);
    assert.equal(background, undefined);
  });

  it('says what is wrong', () => {
    const { text, tooltip, label, background } = connectionLook({ name: 'work', region: '', problem: 'It is gone.' });
    assert.equal(text, '$(warning) work');
    assert.match(tooltip, /^It is gone\. /);
    assert.match(label, /not connected\. It is gone\.$/);
    assert.equal(background, 'statusBarItem.warningBackground');
  });

  it('says the region of the local engine too, and its account where there is room', () => {
    const { text, tooltip, label } = localLook('us-east-1', '000000000000', 'http://127.0.0.1:1');
    assert.equal(text, '$(server-process) SageMaker: local · us-east-1');
    assert.match(tooltip, /http:\/\/127\.0\.0\.1:1.*us-east-1.*000000000000.*no bill/);
    assert.match(label, /region us-east-1, account 000000000000$/);
  });
});
