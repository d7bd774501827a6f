import type { SharedFile } from '../../slack-server/protocol.ts';
import { upload } from '../api.ts';

import { html } from '../html.ts';
import { Icon } from '../icon.ts';
import { controlId, type Placed, useSurface } from '../surface.ts';
import { useSurroundings } from '../surroundings.ts';
import { formatSize } from '../text/size.ts';
import { useEffect, useRef, useState } from '../vendor/hooks.js';
import { checkFile } from './check-file.ts';
import { useDrop } from './use-drop.ts';

interface Uploading {
  name: string;
  size: number;
  /** From 0 to 1. */
  part: number;
  stop: AbortController;
}

/** Takes files from a button or dropped anywhere on the modal, and uploads them at once. */
export function FileInput(placed: Placed) {
  const { element, blockId, labelledBy, describedBy, invalid } = placed;
  const { person } = useSurroundings();
  const surface = useSurface();
  const [uploading, setUploading] = useState<Uploading[]>([]);
  const [problem, setProblem] = useState<string>();
  const zone = useRef<HTMLDivElement>(null);
  const running = useRef(new Set<Uploading>());
  useEffect(
    () => () =>
      running.current.forEach(({ stop }) => {
        stop.abort();
      }),
    [],
  );

  const files = surface.states[blockId]?.[element.action_id ?? '']?.files ?? [];
  // Uploads end in any order, so each adds to the current list.
  const latest = useRef<SharedFile[]>(files);
  latest.current = files;
  const limit: number = element.max_files ?? 10;
  const types: string[] = element.filetypes ?? [];

  const setFiles = (next: SharedFile[]) => {
    latest.current = next;
    surface.choose(placed, { type: element.type, files: next });
  };
  const show = () => setUploading([...running.current]);

  const start = async (file: File) => {
    const job: Uploading = { name: file.name, size: file.size, part: 0, stop: new AbortController() };
    running.current.add(job);
    surface.countUpload(1);
    show();
    const onProgress = (part: number) => {
      job.part = part;
      show();
    };
    try {
      const shared = await upload(file, { person: person.id, onProgress, signal: job.stop.signal });
      setFiles([...latest.current, shared]);
    } catch (error) {
      if (!job.stop.signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      running.current.delete(job);
      surface.countUpload(-1);
      show();
    }
  };

  const take = (given: File[]) => {
    const room = limit - latest.current.length - running.current.size;
    // If only one file is allowed, a second replaces it: that is what people mean.
    if (limit === 1 && given.length === 1 && latest.current.length === 1) setFiles([]);
    else if (given.length > room)
      return setProblem(
        limit === 1 ? 'Only one file is allowed here.' : `Only ${limit} files are allowed here.`,
      );
    const refused = given.map((file) => checkFile(element, file)).find((reason) => reason !== undefined);
    setProblem(refused);
    if (!refused) for (const file of given) void start(file);
  };
  const over = useDrop(zone, take, { within: 'dialog' });

  const onChange = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    take([...(currentTarget.files ?? [])]);
    currentTarget.value = '';
  };
  const wanted = types.length > 0 ? types.map((type) => type.toUpperCase()).join(', ') : 'Any type';
  return html`<div class=${`file-input ${over ? 'over' : ''}`} ref=${zone}>
    ${files.map(
      (file) => html`<div class="file-row" key=${file.id}>
        <${Icon} name="file" />
        <span class="file-name">${file.name}</span><span class="file-size">${formatSize(file.size)}</span>
        <button type="button" class="icon-button" aria-label=${`Remove ${file.name}`} onClick=${() => setFiles(files.filter(({ id }) => id !== file.id))}><${Icon} name="close" /></button>
      </div>`,
    )}
    ${uploading.map(
      (job) => html`<div class="file-row" key=${job.name}>
        <${Icon} name="file" />
        <span class="file-name">${job.name}</span><span class="file-size">${Math.round(job.part * 100)} % of ${formatSize(job.size)}</span>
        <button type="button" class="icon-button" aria-label=${`Stop uploading ${job.name}`} onClick=${() => job.stop.abort()}><${Icon} name="close" /></button>
        <progress max="1" value=${job.part} aria-label=${`Uploading ${job.name}`}></progress>
      </div>`,
    )}
    ${
      files.length + uploading.length < limit &&
      html`<label class="drop-zone">
        <input type="file" id=${controlId(labelledBy)} multiple=${limit > 1} accept=${types.map((type) => `.${type}`).join(',') || undefined} onChange=${onChange}
          aria-labelledby=${labelledBy} aria-describedby=${describedBy} aria-invalid=${invalid ? 'true' : undefined} />
        <${Icon} name="upload" />
        <span><strong>Choose a file</strong> or drop it here</span>
        <span class="drop-hint">${wanted}, up to 10 MB${limit > 1 ? `, ${limit} files at most` : ''}</span>
      </label>`
    }
    ${problem && html`<p class="field-error" role="alert">${problem}</p>`}
  </div>`;
}
