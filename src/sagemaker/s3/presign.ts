import type { SdkClients } from '../clients.ts';
import { askBucket } from './bucketClient.ts';
import { headObject } from './objectList.ts';
import { s3Uri, type S3Place } from './s3Place.ts';
import { s3Problem } from './s3Problem.ts';
import { UserError } from '../../shared/errors.ts';

/** Signature version 4 allows no longer (S3 user guide, "Sharing objects with presigned URLs"). */
export const longestPresign = 7 * 24 * 3600;

/**
 * A URL with which anybody can read an object for some time. It ends earlier with the credentials that signed it, where these are temporary.
 * @param seconds - Up to `longestPresign`.
 * @throws UserError where there is no such object.
 */
export async function presignedUrl(clients: SdkClients, place: S3Place, seconds: number): Promise<string> {
  const [{ GetObjectCommand }, { getSignedUrl }] = await Promise.all([
    import('../sdk/s3Sdk.ts'),
    import('../sdk/s3PresignSdk.ts'),
  ]);
  try {
    // Signing asks nobody: where the object is, and whether, is found out before.
    if ((await headObject(clients, place)) === undefined)
      throw new UserError(`There is no object ${s3Uri(place)} any more; refresh the Data view.`);
    return await askBucket(clients, place.bucket, (client) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket: place.bucket, Key: place.key }), { expiresIn: seconds }),
    );
  } catch (error) {
    throw s3Problem(error, 'signing a URL of', place);
  }
}

/** The URL without a signature: for whoever may read the object anyway. */
export async function plainUrl(clients: SdkClients, place: S3Place): Promise<string> {
  const url = new URL(await presignedUrl(clients, place, 60));
  return url.origin + url.pathname;
}
