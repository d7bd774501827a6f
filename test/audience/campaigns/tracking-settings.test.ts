import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { duplicateCampaign } from '../../../src/audience/campaigns/copies.ts';
import { createCampaign, editCampaign } from '../../../src/audience/campaigns/drafts.ts';
import { previewCampaign } from '../../../src/audience/campaigns/preview.ts';
import { releaseForm } from '../../../src/audience/campaigns/release-form.ts';
import { chooseTracking, showTracking } from '../../../src/audience/campaigns/tracking/settings.ts';
import { addPeople, addSender, draftFor } from '../../support/campaigns.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('what is recorded of campaigns', () => {
  const audience = withAudience();
  const { deps } = audience;
  let ada: Caller;
  let sam: Caller;
  beforeEach(async () => {
    ada = await audience.newCaller();
    sam = { ...ada, actor: 'U0SAM', role: 'editor' };
  });

  it('is chosen once by an admin, for both, and what someone chose before stays', async () => {
    expect(await showTracking(deps, sam)).toEqual({
      opens: null,
      clicks: null,
      addsUtm: false,
      homePage: '',
    });
    await expect(chooseTracking(deps, sam, { opens: 'off', clicks: 'off' })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(chooseTracking(deps, ada, { opens: 'off', clicks: undefined })).rejects.toMatchObject({
      ...{ code: 'invalid-input', about: 'trackClicks' },
    });
    expect(await showTracking(deps, ada)).toMatchObject({ opens: null, clicks: null });
    await chooseTracking(deps, ada, { opens: 'total', clicks: 'person' });
    await chooseTracking(deps, ada, { opens: 'person', clicks: 'off' });
    expect(await showTracking(deps, ada)).toMatchObject({ opens: 'total', clicks: 'person' });
    const entries = await audience.storage.prisma.auditEntry.findMany({
      where: { workspaceId: ada.workspaceId },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action, subject, details }) => [action, subject, details])).toEqual([
      ['settings.changed', 'recording of opens', { from: 'not set', to: 'total' }],
      ['settings.changed', 'recording of clicks', { from: 'not set', to: 'person' }],
    ]);
  });

  it('is asked of admins only, before the first campaign', async () => {
    await addPeople(audience.storage, ada.workspaceId, 2);
    const senderId = await addSender(audience.storage, ada.workspaceId);
    const { id } = await draftFor(deps, ada, { senderId });
    expect(await releaseForm(deps, ada, { id })).toMatchObject({ toChoose: { opens: null, clicks: null } });
    expect(await releaseForm(deps, sam, { id })).not.toHaveProperty('toChoose');
    await chooseTracking(deps, ada, { opens: 'off', clicks: 'person' });
    const form = await releaseForm(deps, ada, { id });
    expect(form).not.toHaveProperty('toChoose');
    expect(form.tracking).toEqual({ opens: 'off', clicks: 'person', addsUtm: false });
  });

  it('can differ for a campaign, whose copy differs too, and is seen in its preview', async () => {
    await chooseTracking(deps, ada, { opens: 'person', clicks: 'person' });
    const body = '[Shop](https://shop.example/)';
    const draft = await createCampaign(deps, ada, { name: 'Sale', body, trackOpens: 'off', addsUtm: true });
    const { tracking, mail } = await previewCampaign(deps, ada, { id: draft.id });
    expect(tracking).toEqual({ opens: 'off', clicks: 'person', addsUtm: true });
    expect(mail.text).toContain(
      'https://shop.example/?utm_source=rollcall&utm_medium=email&utm_campaign=sale',
    );
    expect(mail.html).not.toContain('/l/');
    expect(await duplicateCampaign(deps, ada, { ref: { id: draft.id } })).toMatchObject({
      ...{ trackOpens: 'off', trackClicks: null, addsUtm: true },
    });
    const edited = await editCampaign(deps, ada, { id: draft.id, version: draft.version, trackOpens: null });
    expect(edited).toMatchObject({ trackOpens: null, addsUtm: true });
  });
});
