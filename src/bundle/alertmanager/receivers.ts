// The kinds of receivers that observability.yml may name: their options, and what Alertmanager is told of them.
import { DESCRIPTION, LINKS, TEXT, TITLE } from './messages.ts';

export type ReceiverKind =
  | 'slack'
  | 'email'
  | 'pagerduty'
  | 'webhook'
  | 'teams'
  | 'telegram'
  | 'discord';

/** Which messages a receiver gets: those of a severity, or the Watchdog's steady sign of life. */
export type Audience = 'critical' | 'warning' | 'info' | 'watchdog';
export const AUDIENCES: readonly Audience[] = ['critical', 'warning', 'info', 'watchdog'];

export interface ReceiverOption {
  readonly type: 'text' | 'file' | 'url' | 'integer';
  readonly required?: true;
  readonly help: string;
  /** For examples. */
  readonly example: string | number;
}

export type ReceiverValues = Readonly<Record<string, string | number>>;

export interface ReceiverType {
  readonly title: string;
  readonly options: Readonly<Record<string, ReceiverOption>>;
  /** Secrets are read from files only: the option that somebody may look for, and the one to use. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly audiences: readonly Audience[];
  /** The oldest Alertmanager that takes it. */
  readonly since?: string;
  /** Alertmanager's key of a receiver's list, and one entry of it. */
  readonly section: string;
  configure(values: ReceiverValues): Record<string, unknown>;
}

const file = (name: string, help: string): ReceiverOption => ({
  type: 'file',
  required: true,
  help: `File that holds ${help}, as Alertmanager sees it.`,
  example: `/etc/alertmanager/secrets/${name}`,
});

const URGENT: readonly Audience[] = ['critical', 'warning'];

export const RECEIVERS: Readonly<Record<ReceiverKind, ReceiverType>> = {
  slack: {
    title: 'Slack',
    options: {
      api_url_file: file('slack-url', 'the address of the incoming webhook'),
      channel: {
        type: 'text',
        help: 'Channel, where the webhook may choose.',
        example: '#appsmith',
      },
    },
    secrets: { api_url: 'api_url_file', webhook_url: 'api_url_file', url: 'api_url_file' },
    audiences: URGENT,
    section: 'slack_configs',
    configure: (values) => ({ ...values, send_resolved: true, title: TITLE, text: TEXT }),
  },
  email: {
    title: 'E-mail',
    options: {
      to: { type: 'text', required: true, help: 'Recipients.', example: 'ops@example.com' },
      from: { type: 'text', required: true, help: 'Sender.', example: 'alerts@example.com' },
      smarthost: {
        type: 'text',
        required: true,
        help: 'Mail server, host:port.',
        example: 'smtp.example.com:587',
      },
      username: { type: 'text', help: 'User name at the server.', example: 'alerts@example.com' },
      password_file: {
        type: 'file',
        help: 'File that holds the password, as Alertmanager sees it.',
        example: '/etc/alertmanager/secrets/smtp-password',
      },
    },
    secrets: { password: 'password_file', auth_password: 'password_file' },
    audiences: URGENT,
    section: 'email_configs',
    configure: ({ username, password_file, ...rest }) => ({
      ...rest,
      ...(username !== undefined && { auth_username: username }),
      ...(password_file !== undefined && { auth_password_file: password_file }),
      send_resolved: true,
      headers: { Subject: TITLE },
      text: TEXT,
    }),
  },
  pagerduty: {
    title: 'PagerDuty',
    options: { routing_key_file: file('pagerduty-key', 'the integration key (Events API v2)') },
    secrets: { routing_key: 'routing_key_file', service_key: 'routing_key_file' },
    audiences: ['critical'],
    section: 'pagerduty_configs',
    configure: (values) => ({
      ...values,
      send_resolved: true,
      description: DESCRIPTION,
      severity: '{{ or .CommonLabels.severity "critical" }}',
      links: LINKS,
    }),
  },
  webhook: {
    title: 'Webhook',
    options: {
      url: {
        type: 'url',
        help: 'Address; one with a secret in it belongs into a file.',
        example: 'http://alert-sink:8080/alerts',
      },
      url_file: {
        type: 'file',
        help: 'File that holds the address, as Alertmanager sees it; Alertmanager 0.28 or newer.',
        example: '/etc/alertmanager/secrets/webhook-url',
      },
      credentials_file: {
        type: 'file',
        help: 'File that holds a bearer token, as Alertmanager sees it.',
        example: '/etc/alertmanager/secrets/webhook-token',
      },
    },
    secrets: { credentials: 'credentials_file', token: 'credentials_file' },
    audiences: URGENT,
    section: 'webhook_configs',
    configure: ({ credentials_file, ...rest }) => ({
      ...rest,
      send_resolved: true,
      ...(credentials_file !== undefined && {
        http_config: { authorization: { credentials_file } },
      }),
    }),
  },
  teams: {
    title: 'Microsoft Teams',
    options: { webhook_url_file: file('teams-url', 'the address of the workflow') },
    secrets: { webhook_url: 'webhook_url_file', url: 'webhook_url_file' },
    audiences: URGENT,
    since: '0.28',
    section: 'msteamsv2_configs',
    configure: (values) => ({ ...values, send_resolved: true, title: TITLE, text: TEXT }),
  },
  telegram: {
    title: 'Telegram',
    options: {
      bot_token_file: file('telegram-token', 'the bot’s token'),
      chat_id: {
        type: 'integer',
        required: true,
        help: 'Chat to write to.',
        example: -1001234567890,
      },
    },
    secrets: { bot_token: 'bot_token_file', token: 'bot_token_file' },
    audiences: URGENT,
    since: '0.28',
    section: 'telegram_configs',
    configure: (values) => ({
      ...values,
      send_resolved: true,
      parse_mode: 'HTML',
      message: `${TITLE}\n${TEXT}`,
    }),
  },
  discord: {
    title: 'Discord',
    options: { webhook_url_file: file('discord-url', 'the address of the webhook') },
    secrets: { webhook_url: 'webhook_url_file', url: 'webhook_url_file' },
    audiences: URGENT,
    since: '0.28',
    section: 'discord_configs',
    configure: (values) => ({ ...values, send_resolved: true, title: TITLE, message: TEXT }),
  },
};

export const RECEIVER_KINDS = Object.keys(RECEIVERS) as ReceiverKind[];

/** One receiver as chosen. */
export interface Receiver {
  readonly kind: ReceiverKind;
  readonly audiences: readonly Audience[];
  readonly values: ReceiverValues;
}
