import assert from 'node:assert/strict';
import { redact } from '../../../src/shared/redact.ts';

describe('redact', () => {
  const secrets = [
    `{"accessKeyId":"AKIALOCALX","secretAccessKey":"abc/def+ghi="}`,
    `aws_session_token=abc/def+ghi=`,
    `AWS_SECRET_ACCESS_KEY='abc/def+ghi='`,
    `authorization: AWS4-HMAC-SHA256 Credential=X, Signature=abc/def+ghi=`,
    `http://127.0.0.1:8888/lab?token=abc/def+ghi=`,
    `https://n.notebook.eu-west-1.sagemaker.aws?authToken=abc/def+ghi=`,
    `GET /b/k?X-Amz-Signature=abc/def+ghi=&X-Amz-Security-Token=abc/def+ghi=`,
  ];
  for (const text of secrets) {
    it(`removes the secret of ${text.slice(0, 30)}…`, () => {
      assert.doesNotMatch(redact(text), /abc\/def/);
      assert.match(redact(text), /\[removed\]/);
    });
  }

  it('leaves what is no secret', () => {
    const text = 'Training job boston-2026 ended: validation:rmse 3.27 (s3://bucket/key)';
    assert.equal(redact(text), text);
  });
});
