import {
  apiScopeNames,
  apiScopes,
  createApiKey,
  listApiKeys,
  revokeApiKey,
} from '../audience/workspace/api-keys.ts';
import { noMore, readArguments, wrongUse } from './arguments.ts';
import { exitCodeOf, runInWorkspace } from './command.ts';

const scopes = apiScopeNames.map((scope) => `  ${scope.padEnd(16)} ${apiScopes[scope].does}`).join('\n');
const usage = `npm run api-key -- new <name> --scopes contacts:write,events:write [--team T…]
npm run api-key -- list
npm run api-key -- revoke <name>

HTTP API keys. Scopes:
${scopes}`;

/** `npm run api-key`: works on the same folder whether the app is running or not. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('api-key', args, {
      scopes: { type: 'string' },
      team: { type: 'string' },
    });
    const [verb, ...words] = positionals;
    const name = words.join(' ');
    const known = verb === 'new' || verb === 'list' || verb === 'revoke';
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    if (!known) throw wrongUse('api-key', 'What do you want to do: new, list or revoke?');
    const given = (values.scopes ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
    if (verb === 'list') noMore('api-key', words);
    else if (name === '') throw wrongUse('api-key', `Which key? Name it after "${verb}".`);
    if (verb === 'new') checkScopes(given);
    return runInWorkspace({ name: 'api-key', team: values.team }, async (deps, caller) => {
      if (verb === 'revoke') {
        const revoked = await revokeApiKey(deps, caller, { name });
        return `Revoked the key "${revoked.name}". It no longer works.`;
      }
      if (verb === 'new') {
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

/** @throws RollcallError `wrong-use` */
function checkScopes(given: readonly string[]): void {
  const all = apiScopeNames.join(', ');
  if (given.length === 0)
    throw wrongUse('api-key', `What may the key do? Add --scopes with some of: ${all}.`);
  const unknown = given.find((scope) => !apiScopeNames.some((known) => known === scope));
  if (unknown !== undefined) throw wrongUse('api-key', `No scope "${unknown}". Scopes: ${all}.`);
}
