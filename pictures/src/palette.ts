// A palette by median cut: boxes of colours are halved, the most spread and most used first.

export interface Palette {
  /** 0xRRGGBB. */
  readonly palette: readonly number[];
  indexOf(color: number): number;
}

interface Box {
  readonly colors: readonly number[];
  /** The channel (as a shift) in which its colours differ most. */
  readonly shift: number;
  readonly score: number;
}

const SIZE = 256;
const CHANNELS = [16, 8, 0] as const;

export function paletteOf(pixels: Uint32Array): Palette {
  const counts = new Map<number, number>();
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
  let boxes = [boxOf([...counts.keys()], counts)];
  while (boxes.length < SIZE) {
    const widest = boxes.reduce((best, box) => (box.score > best.score ? box : best));
    if (widest.score === 0) break;
    boxes = [...boxes.filter((box) => box !== widest), ...halves(widest, counts)];
  }
  const index = new Map(boxes.flatMap(({ colors }, i) => colors.map((color) => [color, i])));
  const palette = boxes.map(({ colors }) => mean(colors, counts));
  return { palette, indexOf: (color) => index.get(color) ?? 0 };
}

type Counts = ReadonlyMap<number, number>;

/** Large surfaces weigh more, but not so much that thin lines lose their colours. */
const weight = (color: number, counts: Counts): number => Math.sqrt(counts.get(color) ?? 0);

function boxOf(colors: readonly number[], counts: Counts): Box {
  const spreads = CHANNELS.map((shift) => {
    let [low, high] = [255, 0];
    for (const color of colors) {
      const value = (color >> shift) & 255;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return { shift, spread: high - low };
  });
  const widest = spreads.reduce((best, one) => (one.spread > best.spread ? one : best));
  const used = colors.reduce((sum, color) => sum + weight(color, counts), 0);
  return { colors, shift: widest.shift, score: widest.spread ** 2 * used };
}

function halves({ colors, shift }: Box, counts: Counts): Box[] {
  const sorted = [...colors].sort((a, b) => ((a >> shift) & 255) - ((b >> shift) & 255));
  const half = sorted.reduce((sum, color) => sum + weight(color, counts), 0) / 2;
  let sum = 0;
  let cut = sorted.findIndex((color) => {
    sum += weight(color, counts);
    return sum >= half;
  });
  cut = Math.min(sorted.length - 1, Math.max(1, cut));
  return [boxOf(sorted.slice(0, cut), counts), boxOf(sorted.slice(cut), counts)];
}

/** The colour most used in a box if it stands out, else their mean: backgrounds keep their exact colour. */
function mean(colors: readonly number[], counts: Counts): number {
  const total = colors.reduce((sum, color) => sum + (counts.get(color) ?? 0), 0);
  const most = colors.reduce((a, b) => ((counts.get(b) ?? 0) > (counts.get(a) ?? 0) ? b : a));
  if ((counts.get(most) ?? 0) > total / 2) return most;
  return CHANNELS.reduce<number>((color, shift) => {
    const sum = colors.reduce((all, c) => all + ((c >> shift) & 255) * (counts.get(c) ?? 0), 0);
    return color | (Math.round(sum / total) << shift);
  }, 0);
}
