/** A whole number without a point or an exponent. */
export function integerText(value: number): string {
  return BigInt(value).toString();
}

/**
 * The shortest text that reads back as the same number, in the form of Python's repr. That is how public output of the service has them
 * (`1.3494417573713629e-08`, `0.0`).
 */
export function floatText(value: number): string {
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}
