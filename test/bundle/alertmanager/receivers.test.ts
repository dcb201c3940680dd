// Receivers that the installed amtool is too old for, against the fields that Alertmanager 0.28 documents.
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { alertmanagerExamples } from '../../../src/bundle/alertmanager/files.ts';
import { RECEIVER_KINDS, RECEIVERS } from '../../../src/bundle/alertmanager/receivers.ts';
import { defaultSettings } from '../../../src/bundle/settings/settings.ts';
import { stores } from '../stores.ts';

const text = { type: 'string', minLength: 1 };
const file = { type: 'string', pattern: '^/' };
const yes = { const: true };

/** Sections of a receiver as 0.28's configuration page has them: what is there, and what must be. */
const SECTIONS = {
  msteamsv2_configs: {
    properties: { webhook_url_file: file, send_resolved: yes, title: text, text },
    required: ['webhook_url_file'],
  },
  telegram_configs: {
    properties: {
      bot_token_file: file,
      chat_id: { type: 'integer' },
      message: text,
      parse_mode: { enum: ['MarkdownV2', 'Markdown', 'HTML', ''] },
      send_resolved: yes,
    },
    required: ['bot_token_file', 'chat_id'],
  },
  discord_configs: {
    properties: { webhook_url_file: file, send_resolved: yes, title: text, message: text },
    required: ['webhook_url_file'],
  },
} as const;

const ajv = new Ajv({ strict: false });
const examples = alertmanagerExamples(stores.all, defaultSettings(stores.all));

describe('a receiver of Alertmanager 0.28', () => {
  const newer = RECEIVER_KINDS.filter((kind) => RECEIVERS[kind].since === '0.28');

  it.each(newer)('%s has the fields that it may have', (kind) => {
    const { content } = examples.find(({ path }) => path.includes(kind)) ?? { content: '' };
    const { receivers } = parse(content) as { receivers: Record<string, unknown>[] };
    const section = RECEIVERS[kind].section as keyof typeof SECTIONS;
    const used = receivers.flatMap((one) => (one[section] ?? []) as object[]);
    expect(used).toHaveLength(RECEIVERS[kind].audiences.length);
    const validate = ajv.compile({ ...SECTIONS[section], additionalProperties: false });
    for (const one of used) expect(validate(one), ajv.errorsText(validate.errors)).toBe(true);
  });

  it('is told in the file that needs it', () => {
    const heads = newer.map(
      (kind) => examples.find(({ path }) => path.includes(kind))?.content ?? '',
    );
    for (const head of heads) expect(head).toContain('Needs Alertmanager 0.28 or newer.');
  });
});

describe('a secret', () => {
  it('is a file’s path in every example', () => {
    for (const { path, content } of examples) {
      const values = content.matchAll(
        /^\s+(?:- )?\w*(?:key|token|password|url|credentials)\w*: (.*)$/gm,
      );
      for (const [line, value = ''] of values) {
        const plain = /^(\/etc\/alertmanager\/secrets\/[\w-]+|http:\/\/alert-sink:8080\/alerts)$/;
        expect(value, `${path}: ${line}`).toMatch(plain);
      }
    }
  });
});
