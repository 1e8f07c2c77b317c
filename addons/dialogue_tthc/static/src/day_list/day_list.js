import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {ListRenderer} from "@web/views/list/list_renderer";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** Says on top of the list that a year has no days off yet. */
export class DayNotice extends Component {
    static template = "dialogue_tthc.DayNotice";
    static props = {list: {type: Object, optional: true}};

    setup() {
        this.orm = useService("orm");
        this.state = useState({text: false});
        onWillStart(() => this.load());
        // the list is another object after each change
        onWillUpdateProps(() => this.load());
    }

    async load() {
        this.state.text = await this.orm.call("dialogue.day", "get_missing_notice");
    }
}

export class DayListRenderer extends ListRenderer {
    static template = "dialogue_tthc.DayListRenderer";
    static components = {...ListRenderer.components, DayNotice};
}

registry
    .category("views")
    .add("dialogue_day_list", {...listView, Renderer: DayListRenderer});
