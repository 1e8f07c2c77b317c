import {Component, onWillUnmount, onWillUpdateProps, status, xml} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const EVERY = 2000;
const UNDER_WAY = ["waiting", "checking", "running"];

/** Reads a record anew while its job is under way, until the page is left; shows nothing itself. */
export class JobWatch extends Component {
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
            this.timer = browser.setTimeout(() => this.lookAgain(record, name), EVERY);
        }
    }

    async lookAgain(record, name) {
        try {
            await record.load();
        } catch {
            // The network may be away for a while; the job goes on, and so do we.
        }
        // The page may have been left meanwhile.
        if (status(this) !== "destroyed") {
            this.plan({record, name});
        }
    }
}

registry.category("fields").add("dialogue_job_watch", {
    component: JobWatch,
    supportedTypes: ["selection"],
});
