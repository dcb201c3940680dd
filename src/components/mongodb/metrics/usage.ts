// How many people use Appsmith, counted from what it keeps in its database.
import { type Catalogue, gauge } from '../../../metrics/index.ts';

export const usageMetrics = {
  activeUsers: gauge({
    name: 'appsmith_active_users',
    help: 'Different people, anonymous visitors included, who used Appsmith within the window before; counted anew every five minutes at most.',
    source: '`usagePulse`: `user` by `createdAt`; `user.lastActiveAt` where there are no pulses',
    labels: ['window'],
  }),
  activeUsersAge: gauge({
    name: 'appsmith_active_users_age_seconds',
    help: 'How long ago appsmith_active_users was counted.',
    source: 'the exporter',
    unit: 'seconds',
  }),
} satisfies Catalogue;
