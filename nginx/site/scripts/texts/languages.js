/** What a language is called in the reader's own, or its code where the browser does not know. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(code);
  } catch (error) {
    return code;
  }
}

/** Languages that are offered; any other code may be typed. */
export const usualLanguages = ['es', 'fr', 'de', 'pt', 'it', 'zh', 'vi', 'ko', 'tl', 'ar', 'he', 'ru', 'pl', 'hi', 'ja'];
