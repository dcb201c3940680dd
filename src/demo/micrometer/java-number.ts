// Numbers spelt as Java's Double.toString spells them, which is how Spring Boot's expositions read.

/** `1.0`, `2.5`, `7.09E10`, `6.06948E-4`, `NaN`, `+Inf`: plain between 0.001 and 10,000,000. */
export function javaDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return withPoint(String(value));
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  return `${withPoint(mantissa)}E${Number(exponent)}`;
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}
