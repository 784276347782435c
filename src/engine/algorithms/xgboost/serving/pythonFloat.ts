/**
 * A number as `str()` shows it in the Python of an image.
 * @param digits - Python 2, which image `1` has, shows twelve significant ones; later ones as many as tell the number apart.
 */
export function pythonFloat(value: number, digits?: 12): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  const [mantissa = '', power = '0'] = (digits === undefined ? size.toExponential() : rounded(size, digits)).split('e');
  const shortest = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  const exponent = Number(power);
  if (exponent < -4 || exponent >= (digits ?? 16))
    return `${sign}${shortest}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const significant = shortest.replace('.', '');
  const all = exponent < 0 ? '0'.repeat(-exponent) + significant : significant.padEnd(exponent + 1, '0');
  const point = Math.max(1, exponent + 1);
  return `${sign}${all.slice(0, point)}.${all.slice(point) || '0'}`;
}

/** More decimals than a double has. */
const exactDecimals = 100;

/** In exponent form; what lies halfway goes to the even digit as in C, where `toExponential` goes up. */
function rounded(size: number, digits: number): string {
  const [exact = '', power = ''] = size.toExponential(exactDecimals).split('e');
  const kept = exact.slice(0, digits + 1); // and the point
  const isHalfway = /^50*$/.test(exact.slice(digits + 1));
  return isHalfway && Number(kept.at(-1)) % 2 === 0 ? `${kept}e${power}` : size.toExponential(digits - 1);
}
