import { AwsError } from '../awsError.ts';

/** How a service words its errors. */
export type Protocol = 's3' | 'json' | 'query' | 'cbor' | 'rest';

export type RefusalReason =
  | 'missing'
  | 'version2'
  | 'malformedHeader'
  | 'malformedQuery'
  | 'unknownKey'
  | 'wrongRegion'
  | 'skewed'
  | 'expired'
  | 'expiredToken'
  | 'mismatch'
  | 'unsignedHeaders';

type Wording = readonly [code: string, message: string];

interface Wordings {
  readonly s3: Wording;
  readonly json: Wording;
  readonly query: Wording;
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

const version2 = 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';

const wordings: Readonly<Record<RefusalReason, Wordings>> = {
  missing: {
    s3: ['AccessDenied', 'Access Denied'],
    json: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
    query: ['MissingAuthenticationToken', 'Request is missing Authentication Token'],
  },
  version2: {
    s3: ['InvalidRequest', version2],
    json: ['IncompleteSignatureException', version2],
    query: ['IncompleteSignature', version2],
  },
  malformedHeader: {
    s3: ['AuthorizationHeaderMalformed', 'The authorization header that you provided is not valid.'],
    json: ['IncompleteSignatureException', 'The authorization header that you provided is not valid.'],
    query: ['IncompleteSignature', 'The authorization header that you provided is not valid.'],
  },
  malformedQuery: {
    s3: ['AuthorizationQueryParametersError', 'The X-Amz parameters of the presigned URL are not valid.'],
    json: ['IncompleteSignatureException', 'The X-Amz parameters of the presigned URL are not valid.'],
    query: ['IncompleteSignature', 'The X-Amz parameters of the presigned URL are not valid.'],
  },
  unknownKey: {
    s3: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'],
    json: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
    query: ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  },
  wrongRegion: {
    s3: ['AuthorizationHeaderMalformed', 'The authorization header is malformed; '],
    json: ['InvalidSignatureException', 'Credential should be scoped to a valid region; '],
    query: ['SignatureDoesNotMatch', 'Credential should be scoped to a valid region; '],
  },
  skewed: {
    s3: ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'],
    json: [
      'InvalidSignatureException',
      'Signature expired: the request time is more than 15 minutes from the current time.',
    ],
    query: [
      'SignatureDoesNotMatch',
      'Signature expired: the request time is more than 15 minutes from the current time.',
    ],
  },
  expired: {
    s3: ['AccessDenied', 'Request has expired'],
    json: ['InvalidSignatureException', 'Signature expired.'],
    query: ['SignatureDoesNotMatch', 'Signature expired.'],
  },
  expiredToken: {
    s3: ['ExpiredToken', 'The provided token has expired.'],
    json: ['ExpiredTokenException', 'The security token included in the request is expired'],
    query: ['ExpiredToken', 'The security token included in the request is expired'],
  },
  mismatch: {
    s3: ['SignatureDoesNotMatch', mismatch],
    json: ['InvalidSignatureException', mismatch],
    query: ['SignatureDoesNotMatch', mismatch],
  },
  unsignedHeaders: {
    s3: ['AccessDenied', 'There were headers present in the request which were not signed'],
    json: ['InvalidSignatureException', 'There were headers present in the request which were not signed'],
    query: ['SignatureDoesNotMatch', 'There were headers present in the request which were not signed'],
  },
};

/** A request that is not let in; each protocol has its own words for it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  /** @param detail - Added to the message. */
  constructor(
    readonly reason: RefusalReason,
    private readonly detail = '',
  ) {
    super(reason);
  }

  /** S3 and the query services answer 403 where the JSON services answer 400. */
  inWordsOf(protocol: Protocol): AwsError {
    const [code, message] = wordings[this.reason][protocol === 'cbor' || protocol === 'rest' ? 'json' : protocol];
    const isMalformed = /Malformed|Error$|Incomplete|InvalidRequest/.test(code);
    return new AwsError(
      code,
      message + this.detail,
      protocol === 's3' || protocol === 'query' ? (isMalformed ? 400 : 403) : 400,
    );
  }
}
