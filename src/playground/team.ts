/** The playground's team is always the same, so that what was tried yesterday is there today. */
export const playgroundTeam = { id: 'T0PLAYGROUND', name: 'Meadow Post' };
