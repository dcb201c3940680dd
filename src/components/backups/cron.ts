// Reads a cron expression as far as to say how long it can be from one time to the next.

const DAY = 1440;
/** Long enough for a 29 February to come again. */
const DAYS = 366 * 5;
const FROM = Date.UTC(2024, 0, 1);
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const NAMED: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * The longest time in seconds from one firing to the next. With both a day of the month and a weekday given, both
 * must hold, as in Appsmith's scheduler. Undefined for what is no such expression (`L`, `W` and `#` are not read),
 * and for one that never fires.
 */
export function longestGap(expression: string): number | undefined {
  const text = expression.trim().toLowerCase();
  const fields = (NAMED[text] ?? text).split(/\s+/);
  // Six begin with the seconds.
  const [minutes, hours, dates, months, weekdays] = fields.length === 6 ? fields.slice(1) : fields;
  if (fields.length < 5 || fields.length > 6) return undefined;
  const minute = valuesOf(minutes, 0, 59);
  const hour = valuesOf(hours, 0, 23);
  const date = valuesOf(dates, 1, 31);
  const month = valuesOf(months, 1, 12, MONTHS);
  const weekday = valuesOf(weekdays, 0, 7, WEEKDAYS);
  if (!minute || !hour || !date || !month || !weekday) return undefined;
  if (weekday.has(7)) weekday.add(0);
  const times = [...hour].flatMap((h) => [...minute].map((m) => h * 60 + m)).sort((a, b) => a - b);
  const days = Array.from({ length: DAYS }, (_, day) => day).filter((day) => {
    const at = new Date(FROM + day * DAY * 60_000);
    return (
      date.has(at.getUTCDate()) && month.has(at.getUTCMonth() + 1) && weekday.has(at.getUTCDay())
    );
  });
  return gapOf(times, days);
}

/** @param times minutes of a day  @param days numbers of days; both in order */
function gapOf(times: readonly number[], days: readonly number[]): number | undefined {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || days.length < 2) return undefined;
  const within = times.map((time, i) => time - (times[i - 1] ?? time));
  const between = days.map((day, i) => (day - (days[i - 1] ?? day)) * DAY);
  const overnight = Math.max(...between) - last + first;
  return Math.max(...within, overnight) * 60;
}

/** The values of one field; undefined if it is none. */
function valuesOf(
  field: string | undefined,
  least: number,
  most: number,
  names: readonly string[] = [],
): Set<number> | undefined {
  const values = new Set<number>();
  const numberOf = (text: string): number => {
    const at = names.indexOf(text);
    return at >= 0 ? at + least : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  };
  for (const part of (field ?? '').split(',')) {
    const [range = '', step = '1'] = part.split('/', 2);
    const [from = '', to] = range.split('-', 2);
    const any = range === '*' || range === '?';
    const low = any ? least : numberOf(from);
    const open = any || (to === undefined && part.includes('/'));
    const high = open ? most : to === undefined ? low : numberOf(to);
    const by = numberOf(step);
    if (!(low >= least && high <= most && low <= high && by >= 1)) return undefined;
    for (let value = low; value <= high; value += by) values.add(value);
  }
  return values;
}
