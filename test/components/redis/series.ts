// Every sample line of an exposition by its series.

export function seriesOf(text: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split('\n')) {
    const space = line.lastIndexOf(' ');
    if (space > 0 && !line.startsWith('#'))
      series.set(line.slice(0, space), Number(line.slice(space)));
  }
  return series;
}
