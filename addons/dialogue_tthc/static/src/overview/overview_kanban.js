import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {DUE_LOOKS} from "../views/due_state_field";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {formatShare} from "../views/share_formatter";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

const MODEL = "dialogue.overview";

/** The figures of the whole department above the divisions; each opens its cases. */
export class OverviewTotals extends Component {
    static template = "dialogue_tthc.OverviewTotals";
    static props = {list: {type: Object, optional: true}};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.looks = DUE_LOOKS;
        this.state = useState({open: 0, tiles: [], share: false});
        onWillStart(() => this.load());
        onWillUpdateProps(() => this.load());
    }

    async load() {
        Object.assign(this.state, await this.orm.call(MODEL, "retrieve_totals"));
    }

    get share() {
        return formatShare(this.state.share, {digits: [false, 1]});
    }

    async open(key) {
        this.action.doAction(await this.orm.call(MODEL, "action_open_all", [key]));
    }

    async openShare() {
        this.action.doAction(await this.orm.call(MODEL, "action_open_share", [[]]));
    }
}

export class OverviewKanbanRenderer extends KanbanRenderer {
    static template = "dialogue_tthc.OverviewKanbanRenderer";
    static components = {...KanbanRenderer.components, OverviewTotals};
}

export const overviewKanbanView = {...kanbanView, Renderer: OverviewKanbanRenderer};

registry.category("views").add("dialogue_overview_kanban", overviewKanbanView);
