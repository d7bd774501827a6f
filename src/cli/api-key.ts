import { parseArgs } from 'node:util';
import {
  apiScopeNames,
  apiScopes,
  createApiKey,
  listApiKeys,
  revokeApiKey,
} from '../audience/workspace/api-keys.ts';
import { refusing, runInWorkspace } from './command.ts';

const scopes = apiScopeNames.map((scope) => `  ${scope.padEnd(16)} ${apiScopes[scope].does}`).join('\n');
const usage = `npm run api-key -- new <name> --scopes contacts:write,events:write [--team T…]
npm run api-key -- list
npm run api-key -- revoke <name>

HTTP API keys. Scopes:
${scopes}`;

/** `npm run api-key`: works on the same folder whether the app is running or not. */
export async function run(args: string[]): Promise<number> {
  return refusing(usage, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        scopes: { type: 'string' },
        team: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const [verb, ...words] = positionals;
    const name = words.join(' ');
    const known = verb === 'new' || verb === 'list' || verb === 'revoke';
    if (values.help === true || !known) {
      process.stdout.write(`${usage}\n`);
      return values.help === true ? 0 : 1;
    }
    return runInWorkspace({ name: 'api-key', team: values.team, usage }, async (deps, caller) => {
      if (verb === 'revoke') {
        const revoked = await revokeApiKey(deps, caller, { name });
        return `Revoked the key "${revoked.name}". It no longer works.`;
      }
      if (verb === 'new') {
        const given = (values.scopes ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
        const { key, token } = await createApiKey(deps, caller, { name, scopes: given });
        return `${token}\n\nThe key "${key.name}" for ${key.scopes.join(', ')}. This is the only time it's shown: store it in a place only your program can read.`;
      }
      const keys = await listApiKeys(deps, caller);
      if (keys.length === 0) return 'No keys yet. Create one with: npm run api-key -- new <name> --scopes …';
      return keys
        .map((key) => {
          const used = key.lastUsedAt === null ? 'never used' : `last used ${key.lastUsedAt.toISOString()}`;
          const state = key.revokedAt === null ? used : `revoked ${key.revokedAt.toISOString()}`;
          return `${key.name}  ${key.prefix}…  ${key.scopes.join(' ')}  ${state}`;
        })
        .join('\n');
    });
  });
}
