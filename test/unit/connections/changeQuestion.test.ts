import assert from 'node:assert/strict';
import { changeQuestion, typedQuestion } from '../../../src/connections/changeQuestion.ts';
import type { Connection } from '../../../src/sagemaker/connection.ts';

const connection: Connection = {
  id: 'aws:123456789012:eu-west-1',
  kind: 'aws',
  label: 'acme-prod',
  accountId: '123456789012',
  region: 'eu-west-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
};
const change = { verb: 'Delete', what: 'the model churn', detail: 'Its description goes.' };
const production = { reason: 'the profile acme-prod is named like production', isCertain: true };

describe('a question before a change', () => {
  it('that is answered by typing says that it is production first, then account, region and why', () => {
    assert.deepEqual(typedQuestion(change, [{ connection, production }]), {
      title: 'PRODUCTION · Delete the model churn · acme-prod',
      prompt:
        'In acme-prod · eu-west-1 · 123456789012: PRODUCTION, as the profile acme-prod is named like production. Its description goes.',
    });
  });

  it('that is answered by typing names account and region of other places too, and each of several', () => {
    assert.deepEqual(typedQuestion(change, [{ connection }]), {
      title: 'Delete the model churn · acme-prod',
      prompt: 'In acme-prod · eu-west-1 · 123456789012. Its description goes.',
    });
    const dev: Connection = { ...connection, label: 'dev', accountId: '210987654321' };
    const local: Connection = { ...connection, kind: 'local', label: 'Local engine' };
    const unknown = { reason: 'IAM did not tell what the account 210987654321 is called', isCertain: false };
    assert.deepEqual(typedQuestion(change, [{ connection: local }, { connection: dev, production: unknown }]), {
      title: 'PRODUCTION? · Delete the model churn · Local engine, dev',
      prompt:
        'In dev · eu-west-1 · 210987654321: perhaps PRODUCTION, as IAM did not tell what the account 210987654321 is called. Its description goes.',
    });
  });

  it('names in a dialog account, region, connection and why it is asked', () => {
    assert.deepEqual(changeQuestion(change, connection, production), {
      question: 'Delete the model churn in PRODUCTION?',
      detail:
        'Its description goes.\n\nAccount: 123456789012\nRegion: eu-west-1\nConnection: acme-prod\n\nYou are asked because the profile acme-prod is named like production.',
    });
  });
});
