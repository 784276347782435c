/**
 * A number as `str()` shows it in the Python of an image.
 * @param digits - Python 2, which image `1` has, shows twelve significant ones; later ones as many as tell the number apart.
 */
export function pythonFloat(value: number, digits?: 12): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  const scientific = digits === undefined ? value.toExponential() : value.toExponential(digits - 1);
  const [mantissa = '', power = '0'] = scientific.split('e');
  const shortest = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  const exponent = Number(power);
  if (exponent < -4 || exponent >= (digits ?? 16))
    return `${shortest}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const decimals = Math.max(0, shortest.replace(/[-.]/g, '').length - 1 - exponent);
  const text = Number(scientific).toFixed(decimals);
  return decimals === 0 ? `${text}.0` : text;
}
