import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { settingsPatchSchema } from './settings-patch.ts';
import { settingsViewSchema } from './view-settings.ts';

export const settingEndpoints = [
  defineEndpoint({
    route: 'GET /api/v1/settings',
    function: 'settings',
    scope: 'read',
    operationId: 'listSettings',
    summary: 'All settings and limits of your tenant',
    description:
      'Each with its value, its default, the most that you can set, and who can raise it. A changed value holds everywhere within ten seconds, a limit of requests within a minute.',
    responses: { 200: { description: 'Every setting.', schema: settingsViewSchema } },
  }),
  defineEndpoint({
    route: 'PATCH /api/v1/settings',
    function: 'settings',
    scope: 'admin',
    operationId: 'updateSettings',
    summary: 'Set values within the maxima of your tenant',
    description:
      'null takes a value back to its default. What exists already stays, also where there is more than the new value allows. Only an operator raises a maximum.',
    body: settingsPatchSchema,
    example: { body: { series: 50, feeds: null } },
    responses: { 200: { description: 'Every setting as it is now.', schema: settingsViewSchema } },
    problems: ['conflict'],
  }),
] as const;
