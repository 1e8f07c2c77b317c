/**
 * Text as people type it when they search, as tools/folded_text.py folds it.
 *
 * @param {String} text
 * @returns {String} without diacritics, in small letters, blanks joined
 */
export function fold(text) {
    return (text || "")
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .replace(/[đĐ]/g, "d")
        .toLowerCase()
        .replace(/\s+/g, " ")
        .trim();
}

/**
 * The sector that the words of a question speak for.
 *
 * @param {String} text
 * @param {Object[]} sectors with the weight of each pair of syllables, ``pairs``
 * @returns {Number|Boolean} id of the sector; false where two are as likely or none is
 */
export function guessSector(text, sectors) {
    const syllables = fold(text).split(/[^\p{L}\p{N}]+/u);
    const pairs = new Set(
        syllables.slice(1).map((syllable, index) => `${syllables[index]} ${syllable}`),
    );
    let best = false;
    let bestScore = 0;
    for (const sector of sectors) {
        let score = 0;
        for (const pair of pairs) {
            score += sector.pairs[pair] || 0;
        }
        // What the session is about is the likelier one
        score *= sector.is_of_session ? 1.5 : 1;
        if (score > bestScore) {
            best = sector.id;
            bestScore = score;
        } else if (score === bestScore) {
            best = false;
        }
    }
    return best;
}

/**
 * Seconds as minutes and seconds, of more than an hour with the hours.
 *
 * @param {Number} seconds
 * @returns {String} such as 04:05 or 1:04:05
 */
export function formatSeconds(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const two = (number) => String(number).padStart(2, "0");
    const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
    return whole < 3600 ? rest : `${Math.floor(whole / 3600)}:${rest}`;
}
