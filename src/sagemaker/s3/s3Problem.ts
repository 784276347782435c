import { UserError, messageOf } from '../../shared/errors.ts';
import { reasonText } from '../serviceProblem.ts';
import { s3Uri, type S3Place } from './s3Place.ts';

const unreachable = /ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|socket hang up/;

/**
 * What went wrong with a bucket, a prefix or an object, in one sentence.
 * @param doing - As a participle: `listing`, `uploading`.
 * @param place - Undefined for the account's list of buckets.
 */
export function s3Problem(error: unknown, doing: string, place: S3Place | undefined): UserError {
  if (error instanceof UserError) return error;
  return new UserError(sentence(error, doing, place), { cause: error });
}

function sentence(error: unknown, doing: string, place: S3Place | undefined): string {
  const name = error instanceof Error ? error.name : '';
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  const what = place === undefined ? 'the buckets' : place.key === '' ? `s3://${place.bucket}` : s3Uri(place);
  const bucket = place?.bucket ?? '';
  if (name === 'NoSuchBucket') return `The bucket ${bucket} is not there; refresh the Data view.`;
  if (name === 'NoSuchKey' || name === 'NotFound') return `${what} is not there any more; refresh the Data view.`;
  if (name === 'AccessDenied' || status === 403)
    return `Access denied: ${doing} ${what} is not allowed for this connection; ask for the permission, or choose another connection.`;
  if (name === 'PreconditionFailed') return `${what} was changed meanwhile; refresh the Data view and try again.`;
  if (name === 'InvalidObjectState')
    return `${what} is archived (Glacier); restore it in the AWS console before it can be read.`;
  if (name === 'SlowDown' || status === 503)
    return `S3 asks for fewer requests while ${doing} ${what}; try again soon.`;
  if (unreachable.test(describe(error)))
    return `S3 cannot be reached while ${doing} ${what}; check the network and try again.`;
  // A refused HEAD has no body to say why.
  if (status === 400 && /^Unknown/.test(messageOf(error)))
    return `S3 refused ${doing} ${what} without a reason; the credentials may have expired: renew them and try again.`;
  return `${capital(doing)} ${what} failed: ${reasonText(error).split('\n')[0]}`;
}

function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join(' ');
  const code = (error as { code?: unknown }).code;
  return `${typeof code === 'string' ? code : ''} ${messageOf(error)}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
