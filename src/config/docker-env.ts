// Appsmith's own configuration file, as its start script would source it.
import { join } from 'node:path';
import type { Note } from '../scrape/component.ts';
import { codeOf, whyUnreadable } from './files.ts';
import { type Fragment, readAssignments } from './shell/assignments.ts';

export interface DockerEnv extends Fragment {
  readonly path: string;
  readonly found: boolean;
  /** What a person should know about the file; no value is in it. */
  readonly notes: readonly Note[];
}

const NOTHING: Fragment = { variables: new Map(), refusals: [] };
/** Code of the note that the volume did not answer while its settings were wanted. */
export const DOCKER_ENV_HANGS = 'docker-env-hangs';
/** Far above any real one. */
const MAX_BYTES = 1 << 20;

/** Reads `<stacksDir>/configuration/docker.env`; never throws: what is wrong becomes a note. */
export async function readDockerEnv(
  stacksDir: string,
  readFile: (path: string) => string | Promise<string>,
): Promise<DockerEnv> {
  const path = join(stacksDir, 'configuration', 'docker.env');
  try {
    return understand(path, await readFile(path));
  } catch (error) {
    const note = unreadable(path, stacksDir, error);
    return { ...NOTHING, path, found: false, notes: [note] };
  }
}

function understand(path: string, text: string): DockerEnv {
  if (text.length > MAX_BYTES) {
    const note = warning('docker-env-unreadable', `${path} is larger than 1 MiB and is not read`);
    return { ...NOTHING, path, found: true, notes: [note] };
  }
  const windows = text.includes('\r\n');
  const fragment = readAssignments(clean(text));
  const found = `Appsmith’s own settings come from ${path} (${fragment.variables.size} variables)`;
  const notes: Note[] = [{ level: 'info', code: 'docker-env-found', text: found }];
  if (windows) notes.push(WINDOWS_LINE_ENDS(path));
  return { ...fragment, path, found: true, notes };
}

/** bash drops NULs; a byte order mark or a carriage return would break Appsmith's values, not only ours. */
function clean(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '')
    .replaceAll('\r\n', '\n');
}

const WINDOWS_LINE_ENDS = (path: string): Note =>
  warning(
    'docker-env-crlf',
    `${path} has Windows line ends; the exporter ignores them, Appsmith’s shell does not`,
    'save it with Unix line ends',
  );

function unreadable(path: string, stacksDir: string, error: unknown): Note {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return warning(
      'docker-env-missing',
      `there is no ${path}, so Appsmith’s own settings are not known`,
      `mount Appsmith’s stacks volume read-only at ${stacksDir}, or say with APPSMITH_EXPORTER_STACKS_DIR where it is`,
    );
  }
  if (code === 'ETIMEDOUT') {
    return warning(
      DOCKER_ENV_HANGS,
      `${path} cannot be read: ${whyUnreadable(error, path)}; Appsmith’s own settings are not known`,
      'see to the volume (NFS, EFS, Filestore …); in a container the exporter ends when it answers, to be started anew, elsewhere restart it then',
    );
  }
  return warning(
    'docker-env-unreadable',
    `${path} cannot be read: ${whyUnreadable(error, path)}`,
    'run the exporter as a user or with a group that may read it',
  );
}

function warning(code: string, text: string, remedy?: string): Note {
  return { level: 'warning', code, text, ...(remedy !== undefined && { remedy }) };
}
