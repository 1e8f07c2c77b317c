import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {_t} from "@web/core/l10n/translation";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/**
 * The due days of a case, one line each, with the way to their explanation.
 *
 * The value is a list of lines as `dialogue.clock` makes them (`_lines`).
 */
export class DialogueClocksField extends Component {
    static template = "dialogue_tthc.ClocksField";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }

    async openLedger(line) {
        const action = await this.orm.call("dialogue.clock", "action_open_ledger", [
            line.id,
        ]);
        await this.action.doAction(action);
    }
}

export const dialogueClocksField = {
    component: DialogueClocksField,
    displayName: _t("Due days"),
    supportedTypes: ["json"],
};

registry.category("fields").add("dialogue_clocks", dialogueClocksField);
