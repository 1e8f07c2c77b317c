import {BadgeField, badgeField} from "@web/views/fields/badge/badge_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** How each due state looks: a sign beside the words, so that no colour has to tell. */
export const DUE_LOOKS = {
    overdue: {icon: "fa-exclamation-triangle", badge: "text-bg-danger"},
    today: {icon: "fa-bell", badge: "text-bg-warning"},
    soon: {icon: "fa-hourglass-half", badge: "text-bg-warning"},
    on_track: {icon: "fa-clock-o", badge: "text-bg-info"},
    paused: {icon: "fa-pause", badge: "text-bg-300"},
    none: {icon: "fa-calendar-o", badge: "text-bg-300"},
    answered_late: {icon: "fa-history", badge: "text-bg-300"},
    answered_on_time: {icon: "fa-check", badge: "text-bg-success"},
    ended: {icon: "fa-ban", badge: "text-bg-300"},
};

/**
 * Shows a due state with its sign, and what is left of the term in words where the
 * view names the field that has them.
 */
export class DueStateField extends BadgeField {
    static template = "dialogue_tthc.DueStateField";
    static props = {...BadgeField.props, noteField: {type: String, optional: true}};

    get look() {
        return DUE_LOOKS[this.props.record.data[this.props.name]] || DUE_LOOKS.none;
    }

    get words() {
        return (
            (this.props.noteField && this.props.record.data[this.props.noteField]) ||
            this.formattedValue
        );
    }
}

export const dueStateField = {
    ...badgeField,
    component: DueStateField,
    displayName: _t("Due state"),
    supportedTypes: ["selection"],
    extractProps: ({options}) => ({noteField: options.note_field}),
    fieldDependencies: ({options}) =>
        options.note_field ? [{name: options.note_field, type: "char"}] : [],
};

registry.category("fields").add("dialogue_due_state", dueStateField);
