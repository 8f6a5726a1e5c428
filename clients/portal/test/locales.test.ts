import assert from 'node:assert/strict';
import { test } from 'node:test';
import english from '../locales/en.json';
import japanese from '../locales/ja.json';
import type { Text } from '../src/i18n.js';

const languages: Record<string, Record<string, Text>> = { en: english, ja: japanese };

function placeholders(text: Text): string[] {
  const forms = typeof text === 'string' ? [text] : Object.values(text);
  return [...new Set(forms.flatMap(form => form.match(/\{\w+\}/g) ?? []))].sort();
}

for (const [tag, texts] of Object.entries(languages)) {
  test(`${tag} has every text of English and no other, in the same order`, () => {
    assert.deepEqual(Object.keys(texts), Object.keys(english));
  });

  test(`${tag} has the placeholders of English in each text`, () => {
    for (const [key, text] of Object.entries(english)) {
      assert.deepEqual(placeholders(texts[key]!), placeholders(text), key);
    }
  });

  test(`${tag} has the plural forms that its language knows`, () => {
    const known = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(texts)) {
      if (typeof text !== 'string') {
        assert.deepEqual(Object.keys(text).sort(), [...known].sort(), key);
      }
    }
  });

  test(`${tag} leaves no text empty`, () => {
    for (const [key, text] of Object.entries(texts)) {
      assert.ok((typeof text === 'string' ? [text] : Object.values(text)).every(form => form.trim() !== ''), key);
    }
  });
}

test('Japanese is Japanese wherever English has words', () => {
  const same = Object.entries(japanese).filter(([key, text]) => JSON.stringify(text) === JSON.stringify((english as Record<string, Text>)[key]));
  assert.deepEqual(same.map(([key]) => key), []);
});
