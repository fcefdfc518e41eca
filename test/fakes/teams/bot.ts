/** The bot under test on a real port, configured to speak to the local connector only. */
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createTeams, type TeamsConfig } from '../../../src/platforms/teams/teams.ts';
import type { Platform, PlatformContext } from '../../../src/platforms/platform.ts';
import { APP, type FakeConnector } from './connector.ts';

export interface RunningBot {
  url: string;
  platform: Platform;
  stop: () => Promise<void>;
}

/** The configuration that points every address at the local connector. */
export function localConfig(connector: FakeConnector): TeamsConfig {
  return {
    appId: APP.id,
    appPassword: APP.password,
    tenantId: APP.tenant,
    appType: 'SingleTenant',
    anonymous: false,
    serviceHosts: [connector.host],
    uploadHosts: [connector.host],
    openIdMetadataUrl: `${connector.url}/openid`,
    loginUrl: `${connector.url}/login`,
  };
}

export async function startBot(
  connector: FakeConnector,
  context: PlatformContext,
  changes: Partial<TeamsConfig> = {},
): Promise<RunningBot> {
  const platform = createTeams({ ...localConfig(connector), ...changes }, context);
  const app = express();
  const router = express.Router();
  platform.mount?.(router);
  app.use(router);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  await platform.start();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    platform,
    stop: async () => {
      await platform.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
