/** The playground's team is always the same, so that yesterday's data is still available today. */
export const playgroundTeam = { id: 'T0PLAYGROUND', name: 'Meadow Post' };
