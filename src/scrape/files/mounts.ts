// Reads Linux's list of mounts: what is mounted at a path, and whether the file system itself is read-only.

export interface Mount {
  /** `ext4`, `nfs4`, `overlay` … */
  readonly type: string;
  /**
   * Whether the file system takes no writes from anybody. A mount that is read-only in this container alone, as the
   * exporter's own is, does not count.
   */
  readonly readOnly: boolean;
}

/** The innermost mount that holds `path`; undefined if the list has none. */
export function mountOf(path: string, mountinfo: string): Mount | undefined {
  let found: Mount | undefined;
  let depth = -1;
  for (const line of mountinfo.split('\n')) {
    // 36 35 98:0 /root /mount/point rw,noatime master:1 - ext3 /dev/root rw,errors=continue
    const [mount = '', filesystem = ''] = line.split(' - ', 2);
    const point = unescaped(mount.split(' ')[4] ?? '');
    const [type, , options = ''] = filesystem.split(' ');
    if (!type || !holds(point, path) || point.length < depth) continue;
    // Of two mounts at the same place the later one hides the other.
    depth = point.length;
    found = { type, readOnly: options.split(',').includes('ro') };
  }
  return found;
}

function holds(point: string, path: string): boolean {
  return point !== '' && (point === '/' || path === point || path.startsWith(`${point}/`));
}

/** Blanks are written as octal numbers. */
const unescaped = (text: string): string =>
  text.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
