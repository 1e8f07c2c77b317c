/**
 * The words of which the tours of the journey are put together. They find things by
 * name, never by a text on the screen: the same tour walks in every language.
 */

import {rpc} from "@web/core/network/rpc";

const FORM = ".o_form_view";
const DIALOG = ".modal:not(.o_inactive_modal)";
// The window that is open, or else the page
const FRONT = `:is(${DIALOG}, body:not(:has(.modal)))`;

// Milliseconds for one step: a machine may be busy, a person waits too
const PATIENCE = 30000;

/**
 * Gives the steps of a tour time.
 *
 * @param {Object[]} steps
 * @returns {Object[]} steps
 */
export function patiently(steps) {
    return steps.map((step) => ({timeout: PATIENCE, ...step}));
}

function fieldOf(name) {
    return `${FRONT} .o_field_widget[name='${name}']`;
}

/**
 * Opens our app and one of its menus.
 *
 * @param {String} section menu of the first level, without the addon's name
 * @param {String} item menu below it
 * @returns {Object[]} steps
 */
export function openMenu(section, item) {
    return [
        {
            trigger: ".o_navbar_apps_menu button",
            run: "click",
        },
        {
            trigger: ".o_app[data-menu-xmlid='dialogue_tthc.dialogue_tthc_menu_root']",
            run: "click",
        },
        {
            trigger: `.o_menu_sections [data-menu-xmlid='dialogue_tthc.${section}']`,
            run: "click",
        },
        {
            trigger: `.dropdown-menu [data-menu-xmlid='dialogue_tthc.${item}']`,
            async run({click, waitUntil}) {
                const place = new URL(this.anchor.href).pathname;
                await click();
                // What was on the screen before may look much the same
                const isThere = () => window.location.pathname === place;
                await waitUntil(
                    () => isThere() || document.querySelector(".modal .o_form_view"),
                    {timeout: PATIENCE},
                );
            },
        },
    ];
}

/**
 * Opens the record of a list that shows a text which the test itself wrote.
 *
 * @param {String} text
 * @returns {Object[]} steps
 */
export function openRow(text) {
    return [
        {
            trigger: `.o_list_view .o_data_row .o_data_cell:contains("${text}")`,
            run: "click",
        },
        {trigger: FORM},
    ];
}

/**
 * Clicks a button of the form, or of the window that is open, by its name.
 *
 * @param {String} name of the method that it calls
 * @returns {Object} step
 */
export function press(name) {
    return {
        trigger: `${FRONT} :is(.o_statusbar_buttons, .o-form-buttonbox, .modal-footer) button[name='${name}']:enabled`,
        run: "click",
    };
}

/**
 * Clicks a button of the form's head that opens a window of its own.
 *
 * @param {String} xmlid of the action; in the page such a button is named by its id
 * @returns {Object[]} steps
 */
export function pressAction(xmlid) {
    return [
        {
            content: `Press the button of ${xmlid}`,
            trigger: `${FORM} .o_statusbar_buttons`,
            async run({click, waitFor}) {
                const action = await rpc("/web/action/load", {
                    action_id: `dialogue_tthc.${xmlid}`,
                });
                const selector = `.o_statusbar_buttons button[name='${action.id}']`;
                await waitFor(selector, {visible: true, timeout: PATIENCE});
                await click(selector);
            },
        },
        {trigger: `${DIALOG} .o_form_view`},
    ];
}

/**
 * Waits until the form shows the record at a state.
 *
 * @param {String} state
 * @returns {Object} step
 */
export function standsAt(state) {
    return {
        trigger: `${FORM} .o_arrow_button_current[data-value='${state}']`,
    };
}

/**
 * Types into a line or a box of text.
 *
 * @param {String} field
 * @param {String} text
 * @returns {Object} step
 */
export function write(field, text) {
    return {
        trigger: `${fieldOf(field)} :is(input, textarea)`,
        async run({edit}) {
            await edit(text);
        },
    };
}

/**
 * Pastes a long text into a box.
 *
 * @param {String} field
 * @param {Function} text that gives a promise of the text
 * @returns {Object} step
 */
export function paste(field, text) {
    return {
        trigger: `${fieldOf(field)} textarea`,
        async run({click}) {
            await click();
            this.anchor.value = await text();
            for (const event of ["input", "change"]) {
                this.anchor.dispatchEvent(new Event(event, {bubbles: true}));
            }
        },
    };
}

/**
 * Types into an editor.
 *
 * @param {String} field
 * @param {String} text
 * @returns {Object} step
 */
export function compose(field, text) {
    return {
        trigger: `${fieldOf(field)} .odoo-editor-editable`,
        async run({editor}) {
            await editor(text);
        },
    };
}

/**
 * Types a name and takes what is found.
 *
 * @param {String} field to one record, or to many shown as tags
 * @param {String} name
 * @returns {Object[]} steps
 */
export function choose(field, name) {
    return [
        {
            trigger: `${fieldOf(field)} input`,
            async run({edit}) {
                await edit(name);
            },
        },
        {
            trigger: `.o-autocomplete--dropdown-item a:contains("${name}")`,
            run: "click",
        },
    ];
}

/**
 * Takes one of the round buttons.
 *
 * @param {String} field
 * @param {String} value
 * @returns {Object} step
 */
export function pick(field, value) {
    return {
        trigger: `${fieldOf(field)} .o_radio_input[data-value='${value}']`,
        run: "click",
    };
}

/**
 * Takes one line of a selection.
 *
 * @param {String} field
 * @param {Number} index of the line, from 0
 * @returns {Object[]} steps
 */
export function select(field, index) {
    return [
        {
            trigger: `${fieldOf(field)} .o_select_menu_input`,
            run: "click",
        },
        {
            trigger: `.o_select_menu_item[data-choice-index='${index}']`,
            run: "click",
        },
    ];
}

/**
 * Types a day, or a day and an hour, as they are written in Vietnam.
 *
 * @param {String} field
 * @param {Function} value of the moment when the step runs
 * @param {String} [widget] field whose widget holds it, if it is another one
 * @returns {Object[]} steps
 */
export function setDate(field, value, widget = field) {
    const place = fieldOf(widget);
    return [
        {
            trigger: `${place} [data-field='${field}']`,
            run: "click",
        },
        {
            trigger: `${place} input[data-field='${field}']`,
            async run({edit, press: hit}) {
                await edit(value());
                await hit("Enter");
            },
        },
        {trigger: "body:not(:has(.o_datetime_picker))"},
    ];
}

/**
 * Opens a page of the form.
 *
 * @param {String} name
 * @returns {Object} step
 */
export function openPage(name) {
    return {
        trigger: `.o_notebook_headers .nav-link[name='${name}']`,
        run: "click",
    };
}

/**
 * Saves the form.
 *
 * @returns {Object[]} steps
 */
export function save() {
    return [
        {
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {trigger: `${FORM} .o_form_saved`},
    ];
}

/**
 * Waits until no window is open.
 *
 * @returns {Object} step
 */
export function windowIsClosed() {
    return {trigger: "body:not(:has(.modal))"};
}
