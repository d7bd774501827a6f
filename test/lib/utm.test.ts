import { expect, it } from 'vitest';
import { withUtm } from '../../src/lib/utm.ts';

it.each([
  ['https://x.example', 'https://x.example?utm_source=rollcall&utm_medium=email&utm_campaign=sale'],
  ['https://x.example/a?', 'https://x.example/a?utm_source=rollcall&utm_medium=email&utm_campaign=sale'],
  [
    'https://x.example/?a=%2F',
    'https://x.example/?a=%2F&utm_source=rollcall&utm_medium=email&utm_campaign=sale',
  ],
  ['https://x.example/?a&', 'https://x.example/?a&utm_source=rollcall&utm_medium=email&utm_campaign=sale'],
  [
    'https://x.example/#/b?c',
    'https://x.example/?utm_source=rollcall&utm_medium=email&utm_campaign=sale#/b?c',
  ],
  [
    'https://x.example/?UTM_Source=own',
    'https://x.example/?UTM_Source=own&utm_medium=email&utm_campaign=sale',
  ],
  [
    'https://x.example/?utm_source=&utm_medium=x&utm_campaign=y',
    'https://x.example/?utm_source=&utm_medium=x&utm_campaign=y',
  ],
])('adds what %s lacks', (url, expected) => {
  expect(withUtm(url, 'Sale')).toBe(expected);
});

it('names the campaign in letters that addresses can hold', () => {
  expect(withUtm('https://x.example/', '  Été & Frühling — 20 % ')).toMatch(
    /utm_campaign=%C3%A9t%C3%A9-fr%C3%BChling-20$/,
  );
  expect(withUtm('https://x.example/', '春のセール')).toMatch(/utm_campaign=%E6%98%A5/);
  expect(withUtm('https://x.example/', '!!!')).toBe(
    'https://x.example/?utm_source=rollcall&utm_medium=email',
  );
});
