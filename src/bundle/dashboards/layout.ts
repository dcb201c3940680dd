// Where panels stand on Grafana's grid of 24 columns: left to right, row by row.

export interface Size {
  readonly w: number;
  readonly h: number;
}

export interface Place extends Size {
  readonly x: number;
  readonly y: number;
}

export const COLUMNS = 24;

/** The places of a row's panels from line `top` on, and the first free line below them. */
export function flow(sizes: readonly Size[], top: number): { places: Place[]; bottom: number } {
  const places: Place[] = [];
  let x = 0;
  let y = top;
  let bottom = top;
  for (const { w, h } of sizes) {
    if (x + w > COLUMNS) {
      x = 0;
      y = bottom;
    }
    places.push({ x, y, w, h });
    x += w;
    bottom = Math.max(bottom, y + h);
  }
  return { places, bottom };
}
