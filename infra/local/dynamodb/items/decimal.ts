/** Sum or difference of two numbers as DynamoDB writes them, exact whatever their digits. */
export function decimalSum(left: string, right: string, sign: 1 | -1 = 1): string {
  const scale = Math.max(fractionOf(left).length, fractionOf(right).length);
  const sum = scaled(left, scale) + BigInt(sign) * scaled(right, scale);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  let end = digits.length;
  while (end > point && digits[end - 1] === '0') end -= 1;
  const text = end > point ? `${digits.slice(0, point)}.${digits.slice(point, end)}` : digits.slice(0, point);
  return sum < 0n ? `-${text}` : text;
}

const fractionOf = (number: string) => number.split('.')[1] ?? '';

function scaled(number: string, scale: number): bigint {
  const [whole = '', fraction = ''] = number.split('.');
  return BigInt(whole + fraction.padEnd(scale, '0'));
}
