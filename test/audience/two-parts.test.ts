import { describe, expect, it } from 'vitest';
import { readWhy, splitTwo } from '../../src/audience/two-parts.ts';

const names = new Set(['lapsed vips', 'welcome to oslo', 'who is in berlin', 'berlin', 'team @ oslo']);
const isName = (name: string) => names.has(name.toLowerCase());

describe('a name, "to" and another name', () => {
  it.each([
    ['Lapsed VIPs to Old VIPs', { before: 'Lapsed VIPs', after: 'Old VIPs' }],
    ['"Lapsed VIPs" to "Back to work"', { before: 'Lapsed VIPs', after: 'Back to work' }],
    ['Welcome to Oslo to Oslo', { before: 'Welcome to Oslo', after: 'Oslo' }],
    ['Lapsed VIPs to Welcome to us', { before: 'Lapsed VIPs', after: 'Welcome to us' }],
    ['Lapsed VIPs', { before: 'Lapsed VIPs' }],
    ['Welcome to Oslo', { before: 'Welcome to Oslo' }],
    ['“Welcome to Oslo”', { before: 'Welcome to Oslo' }],
    ['Lapsed VIPs to', { before: 'Lapsed VIPs' }],
    ['to Old VIPs', { after: 'Old VIPs' }],
    ['to Welcome to Oslo', { after: 'Welcome to Oslo' }],
    ['to', {}],
    ['Nothing to Something', { before: 'Nothing', after: 'Something' }],
    ['Nothing', { before: 'Nothing' }],
    ['"to Old VIPs"', { before: 'to Old VIPs' }],
  ])('%s', (text, expected) => {
    expect(splitTwo(text, { word: 'to', named: 'before', isName })).toEqual(expected);
  });

  it('is refused if it can be read in several ways, unless one of them is better', () => {
    const both = (name: string) => ['a', 'a to b'].includes(name);
    const options = { word: 'to', named: 'before', isName: both } as const;
    expect(() => splitTwo('a to b to c', options)).toThrow('can be read in 2 ways');
    const isPreferred = (other: string) => other === 'c';
    expect(splitTwo('a to b to c', { ...options, isPreferred })).toEqual({ before: 'a to b', after: 'c' });
  });
});

describe('an address, "in" and a name', () => {
  const ada = 'ada@x.org';
  it.each([
    ['ada@x.org in Lapsed VIPs', { email: ada, name: 'Lapsed VIPs' }],
    ['"ada@x.org" in "Lapsed VIPs"', { email: ada, name: 'Lapsed VIPs' }],
    ['Ada <ada@x.org> in Lapsed VIPs', { email: 'Ada <ada@x.org>', name: 'Lapsed VIPs' }],
    ['ada@x.org in Who is in Berlin', { email: ada, name: 'Who is in Berlin' }],
    ['ada@x.org for Lapsed VIPs', { email: ada, name: 'Lapsed VIPs' }],
    ['ada@x.org Lapsed VIPs', { email: ada, name: 'Lapsed VIPs' }],
    ['Lapsed VIPs ada@x.org', { email: ada, name: 'Lapsed VIPs' }],
    ['Lapsed VIPs, ada@x.org', { email: ada, name: 'Lapsed VIPs' }],
    ['Who is in Berlin for ada@x.org', { email: ada, name: 'Who is in Berlin' }],
    ['ada@x.org in Team @ Oslo', { email: ada, name: 'Team @ Oslo' }],
    ['Team @ Oslo', { name: 'Team @ Oslo' }],
    ['in Team @ Oslo', { name: 'Team @ Oslo' }],
    ['Lapsed VIPs', { name: 'Lapsed VIPs' }],
    ['Who is in Berlin', { name: 'Who is in Berlin' }],
    ['in Lapsed VIPs', { name: 'Lapsed VIPs' }],
    ['for Lapsed VIPs', { name: 'Lapsed VIPs' }],
    ['in Who is in Berlin', { name: 'Who is in Berlin' }],
    ['Lapsed VIPs in', { name: 'Lapsed VIPs' }],
    ['ada@x.org', { email: ada }],
    ['ada@x.org in', { email: ada }],
    ['for ada@x.org', { email: ada }],
    ['in', {}],
    ['', {}],
    // What is wrong with these is said where they are looked up.
    ['Ada in Lapsed VIPs', { email: 'Ada', name: 'Lapsed VIPs' }],
    ['ada@x.org in Nothing', { email: ada, name: 'Nothing' }],
    ['ada@x.org Nothing', { email: ada, name: 'Nothing' }],
    ['in Nothing', { name: 'Nothing' }],
    ['Nothing', { name: 'Nothing' }],
    ['"in Lapsed VIPs"', { name: 'in Lapsed VIPs' }],
  ])('%s', (text, expected) => {
    expect(readWhy(text, isName)).toEqual(expected);
  });
});
