// Compares bytes in place, four at a time.

/** How many of `length` bytes are the same from the start. */
export function alike(a: DataView, atA: number, b: DataView, atB: number, length: number): number {
  const words = length - 3;
  let i = 0;
  while (i < words && a.getInt32(atA + i) === b.getInt32(atB + i)) i += 4;
  while (i < length && a.getInt8(atA + i) === b.getInt8(atB + i)) i++;
  return i;
}
