/**
 * The words of which the tours of the desk are put together.
 */

export const DESK = ".o_dialogue_console";
export const FORM = `${DESK} .o_dialogue_console_form`;
const PATIENCE = 30000;
// Survives the reload in the middle of a tour
const CUT = "dialogue_console_test_cut";

export const patiently = (steps) => steps.map((step) => ({timeout: PATIENCE, ...step}));

/** Lets acts and looks of the console fail as without a line, while it is cut. */
function watchLine() {
    if (watchLine.isWatching) {
        return;
    }
    watchLine.isWatching = true;
    const open = XMLHttpRequest.prototype.open;
    XMLHttpRequest.prototype.open = function (method, url, ...more) {
        const isCut = sessionStorage.getItem(CUT) && String(url).includes("console_");
        return open.call(this, method, isCut ? "http://127.0.0.1:1/" : url, ...more);
    };
}
if (sessionStorage.getItem(CUT)) {
    watchLine();
}

export const setLine = (isCut) => ({
    content: isCut ? "The line is cut" : "The line is back",
    trigger: DESK,
    run() {
        if (isCut) {
            watchLine();
            sessionStorage.setItem(CUT, "1");
        } else {
            sessionStorage.removeItem(CUT);
        }
    },
});

/**
 * Takes one question down without touching the mouse.
 *
 * @param {Number} number
 * @returns {Object[]} steps
 */
export function record(number) {
    return [
        {
            content: `Question ${number}: who asks`,
            trigger: `${FORM} input[name='speaker_name']:focus`,
            async run({edit}) {
                await edit(`Người hỏi ${number}`);
            },
        },
        {
            trigger: `${FORM} textarea[name='question']`,
            async run({edit, press}) {
                await edit(`Câu hỏi số ${number} về sở hữu trí tuệ?`);
                await press("Control+Enter");
            },
        },
        {
            content: "The form is empty for the next one",
            trigger: `${FORM} textarea[name='question']:value(/^$/)`,
        },
    ];
}

/** Chooses a day as from the browser's own calendar. */
export function pickDay(input, day) {
    input.value = day;
    input.dispatchEvent(new Event("input", {bubbles: true}));
}

/** The whole numbers between the two, both included. */
export const range = (from, to) =>
    Array.from({length: to - from + 1}, (_, i) => from + i);
