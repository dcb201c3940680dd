// Stands in for Grafana, whose server cannot be had everywhere: provisions as it would, ends on any mistake, and tells
// on /status what its panels would show.
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type Dashboard, questions, readDashboards } from './dashboards.ts';
import { type Datasource, readDatasources, readProviders } from './provisioning.ts';

const { env } = process;
const problems: string[] = [];
const root = env.GF_PATHS_PROVISIONING ?? '/etc/grafana/provisioning';
const datasources = readDatasources(root, problems);
const uids = new Set(datasources.map(({ uid }) => uid));
const dashboards = readProviders(root, problems).flatMap((one) =>
  readDashboards(one, uids, problems),
);
checkSurroundings();
if (problems.length > 0) {
  for (const problem of problems) process.stderr.write(`grafana stand-in: ${problem}\n`);
  process.exit(1);
}

function checkSurroundings(): void {
  const home = env.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH;
  if (home !== undefined && !existsSync(home)) problems.push(`no home dashboard ${home}`);
  if (env.GF_SECURITY_ADMIN_PASSWORD !== undefined) problems.push('a password in the environment');
  try {
    const password = readFileSync(env.GF_SECURITY_ADMIN_PASSWORD__FILE ?? '', 'utf8');
    if (password.length < 12 || password === 'admin') problems.push('no password worth its name');
    writeFileSync(join(env.GF_PATHS_DATA ?? '', 'grafana.db'), '');
    accessSync('/tmp', constants.W_OK);
  } catch (error) {
    problems.push((error as Error).message);
  }
}

const HEALTH: Record<string, string> = {
  prometheus: '/api/v1/query?query=vector(1)',
  alertmanager: '/api/v2/status',
};

async function reachable({ type, url }: Datasource): Promise<boolean> {
  const answer = await fetch(`${url}${HEALTH[type]}`).catch(() => undefined);
  return answer?.ok ?? false;
}

type Result = 'data' | 'empty' | 'refused';

async function ask(url: string, query: string): Promise<Result> {
  const body = new URLSearchParams({ query });
  const answer = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
  if (!answer.ok) return 'refused';
  const { data } = (await answer.json()) as { data: { result: unknown[] } };
  return data.result.length > 0 ? 'data' : 'empty';
}

/** What each panel would show now: data if one of its queries has some. */
async function look(dashboard: Dashboard, url: string) {
  const panels = [];
  for (const { panel, queries } of questions(dashboard)) {
    const results = await Promise.all(queries.map((query) => ask(url, query)));
    const shows = (['refused', 'data', 'empty'] as const).find((one) => results.includes(one));
    panels.push({ title: panel.title ?? '', shows });
  }
  return { uid: dashboard.uid, title: dashboard.title, panels };
}

async function status() {
  const answered = await Promise.all(
    datasources.map(async (one) => ({ name: one.name, answers: await reachable(one) })),
  );
  const prometheus = datasources.find(({ type }) => type === 'prometheus')!;
  const shown = [];
  for (const dashboard of dashboards) shown.push(await look(dashboard, prometheus.url));
  return { datasources: answered, dashboards: shown };
}

const server = createServer((request, response) => {
  const answer = async () => {
    if (request.url === '/status') return [200, JSON.stringify(await status())] as const;
    if (request.url !== '/api/health') return [404, ''] as const;
    const all = await Promise.all(datasources.map(reachable));
    return [all.every(Boolean) ? 200 : 503, '{"database":"ok"}'] as const;
  };
  answer().then(
    ([code, text]) => response.writeHead(code, { 'content-type': 'application/json' }).end(text),
    (error: Error) => response.writeHead(500).end(error.message),
  );
});
server.listen(3000, '0.0.0.0');
process.on('SIGTERM', () => process.exit(0));
