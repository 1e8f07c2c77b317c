import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";
import {onMounted, onWillUnmount} from "@odoo/owl";
import {registry} from "@web/core/registry";

const EVERY_MS = 3000;

/** Shows how far a job is, and looks again until it is done or the page is left. */
export class SheetProgressField extends ProgressBarField {
    setup() {
        super.setup();
        let timer = null;
        onMounted(() => {
            timer = setInterval(() => this.lookAgain(), EVERY_MS);
        });
        onWillUnmount(() => clearInterval(timer));
    }

    async lookAgain() {
        try {
            await this.props.record.load();
        } catch {
            // The network may be away for a while; the job goes on, and so do we.
        }
    }
}

registry.category("fields").add("dialogue_sheet_progress", {
    ...progressBarField,
    component: SheetProgressField,
});
