const isEnglish = document.documentElement.lang === "en";

/** What a script says itself, in the language of the page. */
export const tell = (portuguese, english) => (isEnglish ? english : portuguese);
