/** The shortest decimal that reads back as the same single-precision number, in the form `1.25E-1`. */
export function decimalOfFloat(value: number): string {
  const float = Math.fround(value);
  for (let decimals = 5; decimals < 8; decimals++) {
    const text = float.toExponential(decimals);
    if (Math.fround(Number(text)) === float) return compact(text);
  }
  return compact(float.toExponential(8));
}

/** A number as C's `%g` prints it: six significant digits, no trailing zeros. */
export function generalFormat(value: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return '0';
  const [mantissa = '', power = ''] = value.toExponential(5).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return withoutZeros(value.toFixed(5 - exponent));
  const sign = exponent < 0 ? '-' : '+';
  return `${withoutZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** A number as Python's `:.5f` prints it. */
export function fiveDecimals(value: number): string {
  return Number.isFinite(value) ? value.toFixed(5) : nonFinite(value);
}

const nonFinite = (value: number): string => (Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf');
const withoutZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
const compact = (text: string): string => {
  const [mantissa = '', exponent = ''] = text.split('e');
  return `${withoutZeros(mantissa)}E${Number(exponent)}`;
};
