const secrets: readonly RegExp[] = [
  // "secretAccessKey": "…", aws_session_token=…, X-Amz-Security-Token=…, X-Amz-Signature=…, Authorization: …
  /((?:secret_?access_?key|session_?token|security-token|x-amz-signature|control_?token|password)["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi,
  // ?token=… of Jupyter, ?authToken=… of a presigned notebook address
  /([?&](?:auth)?token=)[^\s"'&]+/gi,
  /(authorization["']?\s*[:=]\s*["']?)[^\r\n"']+/gi,
  /(Bearer )[\w.~+/=-]+/g,
];

/** Replaces what could be used to sign or log in; access key ids are names, not secrets, and stay. */
export function redact(text: string): string {
  return secrets.reduce((clean, pattern) => clean.replace(pattern, '$1[removed]'), text);
}
