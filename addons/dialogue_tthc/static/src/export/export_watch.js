import {Component, onWillUnmount, onWillUpdateProps, xml} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const EVERY = 2000;
const UNDER_WAY = ["waiting", "running"];

/** Reads a spreadsheet anew while it is being made; shows nothing itself. */
export class ExportWatch extends Component {
    static template = xml`<span class="d-none"/>`;
    static props = {...standardFieldProps};

    setup() {
        this.plan(this.props);
        onWillUpdateProps((nextProps) => this.plan(nextProps));
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    plan({record, name}) {
        browser.clearTimeout(this.timer);
        if (UNDER_WAY.includes(record.data[name])) {
            this.timer = browser.setTimeout(async () => {
                await record.load();
                this.plan({record, name});
            }, EVERY);
        }
    }
}

registry.category("fields").add("dialogue_export_watch", {
    component: ExportWatch,
    supportedTypes: ["selection"],
});
