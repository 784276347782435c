/** @returns Why a text is no bucket's name (S3 user guide, "General purpose bucket naming rules"), as one sentence. */
export function bucketNameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return 'A bucket name has 3 to 63 characters.';
  if (!/^[a-z0-9.-]+$/.test(name)) return 'A bucket name has small letters, digits, dots and hyphens only.';
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return 'A bucket name begins and ends with a letter or a digit.';
  if (name.includes('..')) return 'A bucket name has no two dots beside each other.';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return 'A bucket name does not look like an IP address.';
  const reserved =
    /^(xn--|sthree-|amzn-s3-demo-)/.exec(name)?.[0] ?? /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.exec(name)?.[0];
  return reserved === undefined ? undefined : `S3 keeps ${reserved} in names for itself.`;
}
