import { z } from 'zod';
import { checkBlocks } from '../checks/check.ts';
import { sharedFile } from '../files.ts';
import { appFile } from '../payloads.ts';
import type { AnyBlock } from '../protocol.ts';
import { whereToPost } from './chat.ts';
import { inSlacksForm, json, type Method, method, refuse } from './method.ts';

/** Files in both directions: people's uploads, and the app's own by external upload. */
export const fileMethods: Record<string, Method> = {
  'files.info': method(['files:read'], z.looseObject({ file: z.string() }), (world, args) => {
    const file = appFile(world, args.file);
    return file ? { ok: true, file, comments: [] } : refuse('file_not_found');
  }),
  'files.getUploadURLExternal': method(
    ['files:write'],
    z.looseObject({ filename: z.string().min(1), length: z.coerce.number().int().positive() }),
    (world, { filename, length }) => {
      const owner = world.workspace.app.botUserId;
      const file = world.files.add({ name: filename, owner, bytes: null, expected: length });
      return { ok: true, upload_url: `${world.base()}/upload/v1/${file.id}`, file_id: file.id };
    },
  ),
  'files.completeUploadExternal': method(
    ['files:write'],
    z.looseObject({
      files: json.pipe(z.array(z.looseObject({ id: z.string(), title: z.string().optional() })).min(1)),
      channel_id: z.string().optional(),
      initial_comment: z.string().optional(),
      thread_ts: z.string().optional(),
      blocks: json.optional(),
    }),
    (world, args) => {
      const files = args.files.map(({ id, title }) => ({ file: world.files.find(id), title }));
      const { refused, place } = args.channel_id === undefined ? {} : whereToPost(world, args.channel_id);
      if (refused) return refused;
      const faults = args.blocks === undefined ? [] : checkBlocks(args.blocks, 'message');
      if (faults.length > 0) return refuse('invalid_blocks', inSlacksForm(faults));
      for (const { file, title } of files) {
        if (!file?.bytes) return refuse('file_not_found');
        file.title = title ?? file.name;
        if (place) file.channels.push(place.id);
      }
      const stored = files.flatMap(({ file }) => file ?? []);
      if (place) {
        world.messages.post({
          channel: place.id,
          author: { kind: 'app', id: world.workspace.app.botUserId },
          text: args.initial_comment ?? '',
          blocks: args.blocks as AnyBlock[] | undefined,
          files: stored.map(sharedFile),
          threadTs: args.thread_ts,
        });
      }
      return { ok: true, files: stored.map(({ id }) => appFile(world, id)) };
    },
  ),
};
